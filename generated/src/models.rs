//! The types of the API: parameters, bodies and answers.
use std::fmt;
use std::{
    ops::Bound::{Excluded, Included},
    sync::LazyLock,
};

use http_runtime::{
    Decode, Errors, Fault, Limits, Members, Params, Parse, Regex, decode_text, parse_enum,
};

use crate::models;

/// The query parameters of `activateUser`.
#[derive(Clone)]
pub struct ActivateUserQueryParams {
    /// The email address of the account.
    pub email: String,
    /// The token from the activation mail.
    pub token: String,
}

impl fmt::Debug for ActivateUserQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActivateUserQueryParams")
            .field("email", &self.email)
            .field("token", &"***")
            .finish()
    }
}

impl ActivateUserQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required("email", &Limits::NONE.min_length(1).max_length(255), errors);
        let p2 = params.required("token", &Limits::NONE.min_length(1).max_length(255), errors);
        Some(Self {
            email: p1?,
            token: p2?,
        })
    }
}

/// The path parameters of `revokeSession`.
#[derive(Clone)]
pub struct RevokeSessionPathParams {
    /// The id of a session, as `GET /accounts/sessions/` lists it.
    pub session_id: uuid::Uuid,
}

impl fmt::Debug for RevokeSessionPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RevokeSessionPathParams")
            .field("session_id", &self.session_id)
            .finish()
    }
}

impl RevokeSessionPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "session_id",
            &Limits::NONE.min_length(36).max_length(36),
            errors,
        );
        Some(Self { session_id: p1? })
    }
}

/// The path parameters of `getMovie`.
#[derive(Clone)]
pub struct GetMoviePathParams {
    /// The id of a film.
    pub movie_uuid: uuid::Uuid,
}

impl fmt::Debug for GetMoviePathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetMoviePathParams")
            .field("movie_uuid", &self.movie_uuid)
            .finish()
    }
}

impl GetMoviePathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "movie_uuid",
            &Limits::NONE.min_length(36).max_length(36),
            errors,
        );
        Some(Self { movie_uuid: p1? })
    }
}

/// The query parameters of `listMovies`.
#[derive(Clone)]
pub struct ListMoviesQueryParams {
    /// The page to show, from 1.
    pub page: i32,
    /// How many items a page has.
    pub per_page: i32,
    /// Sort keys in order of weight, separated by commas. `-` sorts downwards. Ties are sorted by id, so that paging shows every film once.
    pub sort: Vec<models::MovieSort>,
    /// Only films of this year.
    pub year: Option<i32>,
    /// Only films of this year or later.
    pub year_from: Option<i32>,
    /// Only films of this year or earlier.
    pub year_to: Option<i32>,
    /// Only films with this IMDb rating.
    pub imdb: Option<f64>,
    /// Only films with this IMDb rating or a higher one.
    pub imdb_from: Option<f64>,
    /// Only films at this price or a lower one, in US dollars.
    pub price_to: Option<rust_decimal::Decimal>,
    /// Only films with a genre whose name contains this text, without regard to case.
    pub genre: Option<String>,
    /// Only films with this certification, without regard to case.
    pub certification: Option<String>,
}

impl fmt::Debug for ListMoviesQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListMoviesQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .field("sort", &self.sort)
            .field("year", &self.year)
            .field("year_from", &self.year_from)
            .field("year_to", &self.year_to)
            .field("imdb", &self.imdb)
            .field("imdb_from", &self.imdb_from)
            .field("price_to", &self.price_to)
            .field("genre", &self.genre)
            .field("certification", &self.certification)
            .finish()
    }
}

impl ListMoviesQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .optional(
                "page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(1000000f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 1));
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        let p3 = params
            .comma_list(
                "sort",
                &Limits::NONE.min_items(1).max_items(5).each(&Limits::NONE),
                errors,
            )
            .map(Option::unwrap_or_default);
        let p4 = params.optional(
            "year",
            &Limits::NONE
                .minimum(Included(1895f64))
                .maximum(Included(9999f64)),
            errors,
        );
        let p5 = params.optional(
            "year_from",
            &Limits::NONE
                .minimum(Included(1895f64))
                .maximum(Included(9999f64)),
            errors,
        );
        let p6 = params.optional(
            "year_to",
            &Limits::NONE
                .minimum(Included(1895f64))
                .maximum(Included(9999f64)),
            errors,
        );
        let p7 = params.optional(
            "imdb",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(10f64)),
            errors,
        );
        let p8 = params.optional(
            "imdb_from",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(10f64)),
            errors,
        );
        let p9 = params.optional(
            "price_to",
            &Limits::NONE.max_length(11).pattern({
                static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
                    Regex::new("^\\d{1,8}(\\.\\d{1,2})?$").expect("a valid pattern")
                });
                &PATTERN
            }),
            errors,
        );
        let p10 = params.optional("genre", &Limits::NONE.min_length(1).max_length(100), errors);
        let p11 = params.optional(
            "certification",
            &Limits::NONE.min_length(1).max_length(100),
            errors,
        );
        Some(Self {
            page: p1?,
            per_page: p2?,
            sort: p3?,
            year: p4?,
            year_from: p5?,
            year_to: p6?,
            imdb: p7?,
            imdb_from: p8?,
            price_to: p9?,
            genre: p10?,
            certification: p11?,
        })
    }
}

/// The age rating of a film.
#[derive(Clone, serde::Serialize)]
pub struct Certification {
    /// The name of the rating.
    #[serde(rename = "name")]
    pub name: String,
}

impl fmt::Debug for Certification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certification")
            .field("name", &self.name)
            .finish()
    }
}

impl Decode for Certification {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("name", &Limits::NONE.max_length(100));
        Some(Self { name: m1? })
    }
}

/// What signs an account in.
#[derive(Clone, serde::Serialize)]
pub struct Credentials {
    /// The email address of the account.
    #[serde(rename = "email")]
    pub email: String,
    /// The password of the account.
    #[serde(rename = "password")]
    pub password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("email", &self.email)
            .field("password", &"***")
            .finish()
    }
}

impl Decode for Credentials {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("email", &Limits::NONE.min_length(1).max_length(255));
        let m2 = members.required("password", &Limits::NONE.min_length(1).max_length(1024));
        members.refuse_others();
        Some(Self {
            email: m1?,
            password: m2?,
        })
    }
}

/// A service that the instance depends on.
#[derive(Clone, serde::Serialize)]
pub struct Dependency {
    /// See the type.
    #[serde(rename = "name")]
    pub name: models::DependencyName,
    /// See the type.
    #[serde(rename = "status")]
    pub status: models::DependencyStatus,
}

impl fmt::Debug for Dependency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dependency")
            .field("name", &self.name)
            .field("status", &self.status)
            .finish()
    }
}

impl Decode for Dependency {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("name", &Limits::NONE);
        let m2 = members.required("status", &Limits::NONE);
        Some(Self {
            name: m1?,
            status: m2?,
        })
    }
}

/// A service that an instance depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum DependencyName {
    /// `"postgres"`
    #[serde(rename = "postgres")]
    Postgres,
    /// `"redis"`
    #[serde(rename = "redis")]
    Redis,
    /// `"rabbitmq"`
    #[serde(rename = "rabbitmq")]
    Rabbitmq,
}

impl DependencyName {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::Postgres, Self::Redis, Self::Rabbitmq];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Redis => "redis",
            Self::Rabbitmq => "rabbitmq",
        }
    }
}

impl Parse for DependencyName {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for DependencyName {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// Whether a dependency answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum DependencyStatus {
    /// `"up"`
    #[serde(rename = "up")]
    Up,
    /// `"down"`
    #[serde(rename = "down")]
    Down,
}

impl DependencyStatus {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::Up, Self::Down];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

impl Parse for DependencyStatus {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for DependencyStatus {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// Somebody who directs films.
#[derive(Clone, serde::Serialize)]
pub struct Director {
    /// The number of the director.
    #[serde(rename = "id")]
    pub id: i64,
    /// The name of the director.
    #[serde(rename = "name")]
    pub name: String,
}

impl fmt::Debug for Director {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Director")
            .field("id", &self.id)
            .field("name", &self.name)
            .finish()
    }
}

impl Decode for Director {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("name", &Limits::NONE.max_length(100));
        Some(Self { id: m1?, name: m2? })
    }
}

/// Names an account by its email address.
#[derive(Clone, serde::Serialize)]
pub struct EmailRequest {
    /// The email address of the account.
    #[serde(rename = "email")]
    pub email: String,
}

impl fmt::Debug for EmailRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmailRequest")
            .field("email", &self.email)
            .finish()
    }
}

impl Decode for EmailRequest {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "email",
            &Limits::NONE.min_length(1).max_length(255).rule("email"),
        );
        members.refuse_others();
        Some(Self { email: m1? })
    }
}

/// Why a field is refused. It never repeats the value.
#[derive(Clone, serde::Serialize)]
pub struct FieldError {
    /// The name of the field: a parameter, a header or a member of the body, as in `movies[2].name`. It is empty for the body as a whole.
    #[serde(rename = "field")]
    pub field: String,
    /// See the type.
    #[serde(rename = "code")]
    pub code: models::FieldErrorCode,
    /// What is expected, for people.
    #[serde(rename = "message")]
    pub message: String,
}

impl fmt::Debug for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldError")
            .field("field", &self.field)
            .field("code", &self.code)
            .field("message", &self.message)
            .finish()
    }
}

impl Decode for FieldError {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("field", &Limits::NONE.max_length(255));
        let m2 = members.required("code", &Limits::NONE);
        let m3 = members.required("message", &Limits::NONE.max_length(1000));
        Some(Self {
            field: m1?,
            code: m2?,
            message: m3?,
        })
    }
}

/// Why a field is refused: it is missing (`required`), of another JSON type (`type`), not one that the operation knows (`unknown`), given twice (`duplicate`), too short or too long (`length`), too small or too large (`range`), not written as its `pattern` or its `format` asks, not one of the values of its `enum`, or it breaks a `rule` that the message states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum FieldErrorCode {
    /// `"required"`
    #[serde(rename = "required")]
    Required,
    /// `"type"`
    #[serde(rename = "type")]
    Type,
    /// `"unknown"`
    #[serde(rename = "unknown")]
    Unknown,
    /// `"duplicate"`
    #[serde(rename = "duplicate")]
    Duplicate,
    /// `"length"`
    #[serde(rename = "length")]
    Length,
    /// `"range"`
    #[serde(rename = "range")]
    Range,
    /// `"pattern"`
    #[serde(rename = "pattern")]
    Pattern,
    /// `"format"`
    #[serde(rename = "format")]
    Format,
    /// `"enum"`
    #[serde(rename = "enum")]
    Enum,
    /// `"rule"`
    #[serde(rename = "rule")]
    Rule,
}

impl FieldErrorCode {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[
        Self::Required,
        Self::Type,
        Self::Unknown,
        Self::Duplicate,
        Self::Length,
        Self::Range,
        Self::Pattern,
        Self::Format,
        Self::Enum,
        Self::Rule,
    ];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Type => "type",
            Self::Unknown => "unknown",
            Self::Duplicate => "duplicate",
            Self::Length => "length",
            Self::Range => "range",
            Self::Pattern => "pattern",
            Self::Format => "format",
            Self::Enum => "enum",
            Self::Rule => "rule",
        }
    }
}

impl Parse for FieldErrorCode {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for FieldErrorCode {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// A genre.
#[derive(Clone, serde::Serialize)]
pub struct Genre {
    /// The number of the genre.
    #[serde(rename = "id")]
    pub id: i64,
    /// The name of the genre.
    #[serde(rename = "name")]
    pub name: String,
}

impl fmt::Debug for Genre {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Genre")
            .field("id", &self.id)
            .field("name", &self.name)
            .finish()
    }
}

impl Decode for Genre {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("name", &Limits::NONE.max_length(100));
        Some(Self { id: m1?, name: m2? })
    }
}

/// Proof of life.
#[derive(Clone, serde::Serialize)]
pub struct Liveness {
    /// See the type.
    #[serde(rename = "status")]
    pub status: models::LivenessStatus,
}

impl fmt::Debug for Liveness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Liveness")
            .field("status", &self.status)
            .finish()
    }
}

impl Decode for Liveness {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("status", &Limits::NONE);
        Some(Self { status: m1? })
    }
}

/// The state of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum LivenessStatus {
    /// `"alive"`
    #[serde(rename = "alive")]
    Alive,
}

impl LivenessStatus {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::Alive];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Alive => "alive",
        }
    }
}

impl Parse for LivenessStatus {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for LivenessStatus {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// What happened, for people.
#[derive(Clone, serde::Serialize)]
pub struct Message {
    /// One sentence.
    #[serde(rename = "message")]
    pub message: String,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("message", &self.message)
            .finish()
    }
}

impl Decode for Message {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("message", &Limits::NONE.max_length(500));
        Some(Self { message: m1? })
    }
}

/// A film of the catalogue.
#[derive(Clone, serde::Serialize)]
pub struct Movie {
    /// The id of the film.
    #[serde(rename = "uuid")]
    pub uuid: uuid::Uuid,
    /// The title.
    #[serde(rename = "name")]
    pub name: String,
    /// The year of release.
    #[serde(rename = "year")]
    pub year: i32,
    /// How long it runs, in minutes.
    #[serde(rename = "time")]
    pub time: i32,
    /// The IMDb rating.
    #[serde(rename = "imdb")]
    pub imdb: f64,
    /// How many people rated it.
    #[serde(rename = "votes")]
    pub votes: i32,
    /// The Metacritic score, if there is one.
    #[serde(rename = "meta_score")]
    pub meta_score: Option<f64>,
    /// The box office in the United States in dollars, if known.
    #[serde(rename = "gross")]
    pub gross: Option<f64>,
    /// What it is about.
    #[serde(rename = "description")]
    pub description: String,
    /// What it costs, in US dollars.
    #[serde(rename = "price")]
    pub price: rust_decimal::Decimal,
    /// See the type.
    #[serde(rename = "certification")]
    pub certification: models::Certification,
    /// Its genres, by name.
    #[serde(rename = "genres")]
    pub genres: Vec<models::Genre>,
    /// Who directed it, by name.
    #[serde(rename = "directors")]
    pub directors: Vec<models::Director>,
    /// Who plays in it, by name.
    #[serde(rename = "stars")]
    pub stars: Vec<models::Star>,
}

impl fmt::Debug for Movie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Movie")
            .field("uuid", &self.uuid)
            .field("name", &self.name)
            .field("year", &self.year)
            .field("time", &self.time)
            .field("imdb", &self.imdb)
            .field("votes", &self.votes)
            .field("meta_score", &self.meta_score)
            .field("gross", &self.gross)
            .field("description", &self.description)
            .field("price", &self.price)
            .field("certification", &self.certification)
            .field("genres", &self.genres)
            .field("directors", &self.directors)
            .field("stars", &self.stars)
            .finish()
    }
}

impl Decode for Movie {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("uuid", &Limits::NONE.max_length(36));
        let m2 = members.required("name", &Limits::NONE.max_length(250));
        let m3 = members.required(
            "year",
            &Limits::NONE
                .minimum(Included(1895f64))
                .maximum(Included(9999f64)),
        );
        let m4 = members.required(
            "time",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
        );
        let m5 = members.required(
            "imdb",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(10f64)),
        );
        let m6 = members.required(
            "votes",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(2147483647f64)),
        );
        let m7 = members.required(
            "meta_score",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(100f64)),
        );
        let m8 = members.required(
            "gross",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(1000000000000f64)),
        );
        let m9 = members.required("description", &Limits::NONE.max_length(10000));
        let m10 = members.required(
            "price",
            &Limits::NONE.max_length(11).pattern({
                static PATTERN: LazyLock<Regex> =
                    LazyLock::new(|| Regex::new("^\\d{1,8}\\.\\d{2}$").expect("a valid pattern"));
                &PATTERN
            }),
        );
        let m11 = members.required("certification", &Limits::NONE);
        let m12 = members.required("genres", &Limits::NONE.max_items(100).each(&Limits::NONE));
        let m13 = members.required(
            "directors",
            &Limits::NONE.max_items(100).each(&Limits::NONE),
        );
        let m14 = members.required("stars", &Limits::NONE.max_items(1000).each(&Limits::NONE));
        Some(Self {
            uuid: m1?,
            name: m2?,
            year: m3?,
            time: m4?,
            imdb: m5?,
            votes: m6?,
            meta_score: m7?,
            gross: m8?,
            description: m9?,
            price: m10?,
            certification: m11?,
            genres: m12?,
            directors: m13?,
            stars: m14?,
        })
    }
}

/// A page of films.
#[derive(Clone, serde::Serialize)]
pub struct MoviePage {
    /// The films of this page.
    #[serde(rename = "movies")]
    pub movies: Vec<models::Movie>,
    /// The URL of the page before, with the same filters.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after, with the same filters.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// How many pages there are.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many films match.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for MoviePage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MoviePage")
            .field("movies", &self.movies)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for MoviePage {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("movies", &Limits::NONE.max_items(20).each(&Limits::NONE));
        let m2 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m3 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m4 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m5 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            movies: m1?,
            prev_page: m2?,
            next_page: m3?,
            total_pages: m4?,
            total_items: m5?,
        })
    }
}

/// A column to sort films by. `-` sorts downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum MovieSort {
    /// `"name"`
    #[serde(rename = "name")]
    NameAsc,
    /// `"-name"`
    #[serde(rename = "-name")]
    NameDesc,
    /// `"year"`
    #[serde(rename = "year")]
    YearAsc,
    /// `"-year"`
    #[serde(rename = "-year")]
    YearDesc,
    /// `"imdb"`
    #[serde(rename = "imdb")]
    ImdbAsc,
    /// `"-imdb"`
    #[serde(rename = "-imdb")]
    ImdbDesc,
    /// `"price"`
    #[serde(rename = "price")]
    PriceAsc,
    /// `"-price"`
    #[serde(rename = "-price")]
    PriceDesc,
    /// `"votes"`
    #[serde(rename = "votes")]
    VotesAsc,
    /// `"-votes"`
    #[serde(rename = "-votes")]
    VotesDesc,
}

impl MovieSort {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[
        Self::NameAsc,
        Self::NameDesc,
        Self::YearAsc,
        Self::YearDesc,
        Self::ImdbAsc,
        Self::ImdbDesc,
        Self::PriceAsc,
        Self::PriceDesc,
        Self::VotesAsc,
        Self::VotesDesc,
    ];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NameAsc => "name",
            Self::NameDesc => "-name",
            Self::YearAsc => "year",
            Self::YearDesc => "-year",
            Self::ImdbAsc => "imdb",
            Self::ImdbDesc => "-imdb",
            Self::PriceAsc => "price",
            Self::PriceDesc => "-price",
            Self::VotesAsc => "votes",
            Self::VotesDesc => "-votes",
        }
    }
}

impl Parse for MovieSort {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for MovieSort {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// Replaces the password of the caller.
#[derive(Clone, serde::Serialize)]
pub struct PasswordChange {
    /// The email address of the caller, if given.
    #[serde(rename = "email", skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The password that holds now.
    #[serde(rename = "old_password")]
    pub old_password: String,
    /// 8 to 128 characters with a lower-case and an upper-case letter, a digit and one of `@$!%*?&`.
    #[serde(rename = "new_password")]
    pub new_password: String,
}

impl fmt::Debug for PasswordChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordChange")
            .field("email", &self.email)
            .field("old_password", &"***")
            .field("new_password", &"***")
            .finish()
    }
}

impl Decode for PasswordChange {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.optional(
            "email",
            &Limits::NONE.min_length(1).max_length(255).rule("email"),
        );
        let m2 = members.required("old_password", &Limits::NONE.min_length(1).max_length(1024));
        let m3 = members.required(
            "new_password",
            &Limits::NONE
                .min_length(1)
                .max_length(1024)
                .rule("new-password"),
        );
        members.refuse_others();
        Some(Self {
            email: m1?,
            old_password: m2?,
            new_password: m3?,
        })
    }
}

/// Replaces a forgotten password.
#[derive(Clone, serde::Serialize)]
pub struct PasswordReset {
    /// The email address of the account.
    #[serde(rename = "email")]
    pub email: String,
    /// The token from the reset mail.
    #[serde(rename = "token")]
    pub token: String,
    /// 8 to 128 characters with a lower-case and an upper-case letter, a digit and one of `@$!%*?&`.
    #[serde(rename = "password")]
    pub password: String,
}

impl fmt::Debug for PasswordReset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordReset")
            .field("email", &self.email)
            .field("token", &"***")
            .field("password", &"***")
            .finish()
    }
}

impl Decode for PasswordReset {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "email",
            &Limits::NONE.min_length(1).max_length(255).rule("email"),
        );
        let m2 = members.required("token", &Limits::NONE.min_length(1).max_length(255));
        let m3 = members.required(
            "password",
            &Limits::NONE
                .min_length(1)
                .max_length(1024)
                .rule("new-password"),
        );
        members.refuse_others();
        Some(Self {
            email: m1?,
            token: m2?,
            password: m3?,
        })
    }
}

/// A failure, as described by RFC 9457.
#[derive(Clone, serde::Serialize)]
pub struct Problem {
    /// Which problem it is. Stable.
    #[serde(rename = "type")]
    pub r_type: String,
    /// The problem in a few words, the same for every occurrence.
    #[serde(rename = "title")]
    pub title: String,
    /// The HTTP status.
    #[serde(rename = "status")]
    pub status: i32,
    /// What went wrong this time, for people.
    #[serde(rename = "detail")]
    pub detail: String,
    /// The `X-Request-Id` of the request.
    #[serde(rename = "request_id")]
    pub request_id: String,
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problem")
            .field("type", &self.r_type)
            .field("title", &self.title)
            .field("status", &self.status)
            .field("detail", &self.detail)
            .field("request_id", &self.request_id)
            .finish()
    }
}

impl Decode for Problem {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "type",
            &Limits::NONE.max_length(255).pattern({
                static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
                    Regex::new("^urn:problem-type:cinema:[a-z-]+$").expect("a valid pattern")
                });
                &PATTERN
            }),
        );
        let m2 = members.required("title", &Limits::NONE.max_length(255));
        let m3 = members.required(
            "status",
            &Limits::NONE
                .minimum(Included(400f64))
                .maximum(Included(599f64)),
        );
        let m4 = members.required("detail", &Limits::NONE.max_length(1000));
        let m5 = members.required("request_id", &Limits::NONE.max_length(255));
        Some(Self {
            r_type: m1?,
            title: m2?,
            status: m3?,
            detail: m4?,
            request_id: m5?,
        })
    }
}

/// The state of an instance and of what it depends on.
#[derive(Clone, serde::Serialize)]
pub struct Readiness {
    /// See the type.
    #[serde(rename = "status")]
    pub status: models::ReadinessStatus,
    /// Every dependency.
    #[serde(rename = "dependencies")]
    pub dependencies: Vec<models::Dependency>,
}

impl fmt::Debug for Readiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readiness")
            .field("status", &self.status)
            .field("dependencies", &self.dependencies)
            .finish()
    }
}

impl Decode for Readiness {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("status", &Limits::NONE);
        let m2 = members.required(
            "dependencies",
            &Limits::NONE.max_items(10).each(&Limits::NONE),
        );
        Some(Self {
            status: m1?,
            dependencies: m2?,
        })
    }
}

/// An instance that cannot serve requests.
#[derive(Clone, serde::Serialize)]
pub struct ReadinessProblem {
    /// Which problem it is. Stable.
    #[serde(rename = "type")]
    pub r_type: String,
    /// The problem in a few words, the same for every occurrence.
    #[serde(rename = "title")]
    pub title: String,
    /// The HTTP status.
    #[serde(rename = "status")]
    pub status: i32,
    /// What went wrong this time, for people.
    #[serde(rename = "detail")]
    pub detail: String,
    /// The `X-Request-Id` of the request.
    #[serde(rename = "request_id")]
    pub request_id: String,
    /// Every dependency.
    #[serde(rename = "dependencies")]
    pub dependencies: Vec<models::Dependency>,
}

impl fmt::Debug for ReadinessProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadinessProblem")
            .field("type", &self.r_type)
            .field("title", &self.title)
            .field("status", &self.status)
            .field("detail", &self.detail)
            .field("request_id", &self.request_id)
            .field("dependencies", &self.dependencies)
            .finish()
    }
}

impl Decode for ReadinessProblem {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "type",
            &Limits::NONE.max_length(255).pattern({
                static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
                    Regex::new("^urn:problem-type:cinema:[a-z-]+$").expect("a valid pattern")
                });
                &PATTERN
            }),
        );
        let m2 = members.required("title", &Limits::NONE.max_length(255));
        let m3 = members.required(
            "status",
            &Limits::NONE
                .minimum(Included(400f64))
                .maximum(Included(599f64)),
        );
        let m4 = members.required("detail", &Limits::NONE.max_length(1000));
        let m5 = members.required("request_id", &Limits::NONE.max_length(255));
        let m6 = members.required(
            "dependencies",
            &Limits::NONE.max_items(10).each(&Limits::NONE),
        );
        Some(Self {
            r_type: m1?,
            title: m2?,
            status: m3?,
            detail: m4?,
            request_id: m5?,
            dependencies: m6?,
        })
    }
}

/// The state of an instance. `degraded` means that it does without a dependency for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum ReadinessStatus {
    /// `"ready"`
    #[serde(rename = "ready")]
    Ready,
    /// `"degraded"`
    #[serde(rename = "degraded")]
    Degraded,
}

impl ReadinessStatus {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::Ready, Self::Degraded];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Degraded => "degraded",
        }
    }
}

impl Parse for ReadinessStatus {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for ReadinessStatus {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// Names a session by its refresh token.
#[derive(Clone, serde::Serialize)]
pub struct RefreshTokenRequest {
    /// The refresh token that came last for this session.
    #[serde(rename = "refresh_token")]
    pub refresh_token: String,
}

impl fmt::Debug for RefreshTokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshTokenRequest")
            .field("refresh_token", &"***")
            .finish()
    }
}

impl Decode for RefreshTokenRequest {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "refresh_token",
            &Limits::NONE.min_length(1).max_length(2048),
        );
        members.refuse_others();
        Some(Self { refresh_token: m1? })
    }
}

/// A new account.
#[derive(Clone, serde::Serialize)]
pub struct RegisteredUser {
    /// The number of the account.
    #[serde(rename = "id")]
    pub id: i64,
    /// The email address, in lower case.
    #[serde(rename = "email")]
    pub email: String,
}

impl fmt::Debug for RegisteredUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisteredUser")
            .field("id", &self.id)
            .field("email", &self.email)
            .finish()
    }
}

impl Decode for RegisteredUser {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("email", &Limits::NONE.max_length(255));
        Some(Self {
            id: m1?,
            email: m2?,
        })
    }
}

/// What registers an account.
#[derive(Clone, serde::Serialize)]
pub struct Registration {
    /// The email address of the account. Upper case is folded.
    #[serde(rename = "email")]
    pub email: String,
    /// 8 to 128 characters with a lower-case and an upper-case letter, a digit and one of `@$!%*?&`.
    #[serde(rename = "password")]
    pub password: String,
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registration")
            .field("email", &self.email)
            .field("password", &"***")
            .finish()
    }
}

impl Decode for Registration {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "email",
            &Limits::NONE.min_length(1).max_length(255).rule("email"),
        );
        let m2 = members.required(
            "password",
            &Limits::NONE
                .min_length(1)
                .max_length(1024)
                .rule("new-password"),
        );
        members.refuse_others();
        Some(Self {
            email: m1?,
            password: m2?,
        })
    }
}

/// One sign-in of an account, on one device.
#[derive(Clone, serde::Serialize)]
pub struct Session {
    /// The id of the session.
    #[serde(rename = "id")]
    pub id: uuid::Uuid,
    /// The `User-Agent` that signed in.
    #[serde(rename = "device")]
    pub device: Option<String>,
    /// The network address that signed in.
    #[serde(rename = "address")]
    pub address: Option<String>,
    /// When the sign-in happened.
    #[serde(rename = "created_at")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// When tokens were last issued for the session.
    #[serde(rename = "last_used_at")]
    pub last_used_at: chrono::DateTime<chrono::Utc>,
    /// Whether this is the session that asks.
    #[serde(rename = "current")]
    pub current: bool,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.id)
            .field("device", &self.device)
            .field("address", &self.address)
            .field("created_at", &self.created_at)
            .field("last_used_at", &self.last_used_at)
            .field("current", &self.current)
            .finish()
    }
}

impl Decode for Session {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("id", &Limits::NONE.max_length(36));
        let m2 = members.required("device", &Limits::NONE.max_length(255));
        let m3 = members.required("address", &Limits::NONE.max_length(45));
        let m4 = members.required("created_at", &Limits::NONE.max_length(35));
        let m5 = members.required("last_used_at", &Limits::NONE.max_length(35));
        let m6 = members.required("current", &Limits::NONE);
        Some(Self {
            id: m1?,
            device: m2?,
            address: m3?,
            created_at: m4?,
            last_used_at: m5?,
            current: m6?,
        })
    }
}

/// The open sessions of an account.
#[derive(Clone, serde::Serialize)]
pub struct SessionList {
    /// The most recently used first.
    #[serde(rename = "sessions")]
    pub sessions: Vec<models::Session>,
}

impl fmt::Debug for SessionList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionList")
            .field("sessions", &self.sessions)
            .finish()
    }
}

impl Decode for SessionList {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "sessions",
            &Limits::NONE.max_items(1000).each(&Limits::NONE),
        );
        Some(Self { sessions: m1? })
    }
}

/// Somebody who plays in films.
#[derive(Clone, serde::Serialize)]
pub struct Star {
    /// The number of the star.
    #[serde(rename = "id")]
    pub id: i64,
    /// The name of the star.
    #[serde(rename = "name")]
    pub name: String,
}

impl fmt::Debug for Star {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Star")
            .field("id", &self.id)
            .field("name", &self.name)
            .finish()
    }
}

impl Decode for Star {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("name", &Limits::NONE.max_length(100));
        Some(Self { id: m1?, name: m2? })
    }
}

/// The tokens of a session.
#[derive(Clone, serde::Serialize)]
pub struct TokenPair {
    /// Proves who asks, for 15 minutes.
    #[serde(rename = "access_token")]
    pub access_token: String,
    /// Gets the next pair, once, within 7 days.
    #[serde(rename = "refresh_token")]
    pub refresh_token: String,
    /// See the type.
    #[serde(rename = "token_type")]
    pub token_type: models::TokenType,
}

impl fmt::Debug for TokenPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenPair")
            .field("access_token", &"***")
            .field("refresh_token", &"***")
            .field("token_type", &self.token_type)
            .finish()
    }
}

impl Decode for TokenPair {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("access_token", &Limits::NONE.max_length(2048));
        let m2 = members.required("refresh_token", &Limits::NONE.max_length(2048));
        let m3 = members.required("token_type", &Limits::NONE);
        Some(Self {
            access_token: m1?,
            refresh_token: m2?,
            token_type: m3?,
        })
    }
}

/// How an access token is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum TokenType {
    /// `"bearer"`
    #[serde(rename = "bearer")]
    Bearer,
}

impl TokenType {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::Bearer];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bearer => "bearer",
        }
    }
}

impl Parse for TokenType {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for TokenType {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// Input that is refused, with all reasons.
#[derive(Clone, serde::Serialize)]
pub struct ValidationProblem {
    /// Which problem it is. Stable.
    #[serde(rename = "type")]
    pub r_type: String,
    /// The problem in a few words, the same for every occurrence.
    #[serde(rename = "title")]
    pub title: String,
    /// The HTTP status.
    #[serde(rename = "status")]
    pub status: i32,
    /// What went wrong this time, for people.
    #[serde(rename = "detail")]
    pub detail: String,
    /// The `X-Request-Id` of the request.
    #[serde(rename = "request_id")]
    pub request_id: String,
    /// Every invalid field.
    #[serde(rename = "errors")]
    pub r_errors: Vec<models::FieldError>,
}

impl fmt::Debug for ValidationProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValidationProblem")
            .field("type", &self.r_type)
            .field("title", &self.title)
            .field("status", &self.status)
            .field("detail", &self.detail)
            .field("request_id", &self.request_id)
            .field("errors", &self.r_errors)
            .finish()
    }
}

impl Decode for ValidationProblem {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "type",
            &Limits::NONE.max_length(255).pattern({
                static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
                    Regex::new("^urn:problem-type:cinema:[a-z-]+$").expect("a valid pattern")
                });
                &PATTERN
            }),
        );
        let m2 = members.required("title", &Limits::NONE.max_length(255));
        let m3 = members.required(
            "status",
            &Limits::NONE
                .minimum(Included(400f64))
                .maximum(Included(599f64)),
        );
        let m4 = members.required("detail", &Limits::NONE.max_length(1000));
        let m5 = members.required("request_id", &Limits::NONE.max_length(255));
        let m6 = members.required(
            "errors",
            &Limits::NONE.min_items(1).max_items(100).each(&Limits::NONE),
        );
        Some(Self {
            r_type: m1?,
            title: m2?,
            status: m3?,
            detail: m4?,
            request_id: m5?,
            r_errors: m6?,
        })
    }
}
