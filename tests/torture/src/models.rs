//! The types of the API: parameters, bodies and answers.
use std::fmt;
use std::{
    ops::Bound::{Excluded, Included},
    sync::LazyLock,
};

use http_runtime::{
    Decode, Errors, Fault, Form, Limits, Members, Params, Parse, Regex, decode_text, parse_enum,
};

use crate::models;

/// The form of `postForm`.
#[derive(Clone)]
pub struct PostFormForm {
    ///
    pub name: String,
    ///
    pub key: http_runtime::Upload,
    ///
    pub note: Option<Option<String>>,
    ///
    pub kind: Option<Option<models::Kind>>,
    ///
    pub plain_kind: Option<models::Kind>,
    ///
    pub day: Option<chrono::naive::NaiveDate>,
    ///
    pub count: Option<i32>,
    ///
    pub large: Option<i64>,
    ///
    pub secret: Option<String>,
    ///
    pub picture: Option<Option<http_runtime::Upload>>,
}

impl fmt::Debug for PostFormForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostFormForm")
            .field("name", &self.name)
            .field("key", &self.key)
            .field("note", &self.note)
            .field("kind", &self.kind)
            .field("plain_kind", &self.plain_kind)
            .field("day", &self.day)
            .field("count", &self.count)
            .field("large", &self.large)
            .field("secret", &"***")
            .field("picture", &self.picture)
            .finish()
    }
}

impl PostFormForm {
    /// The parts, and how many bytes of each are kept. A character takes up to four.
    pub(crate) const PARTS: &'static [(&'static str, usize)] = &[
        ("name", 4 * 5),
        ("key", 10),
        ("note", 4 * 5),
        ("kind", Form::SHORT),
        ("plain_kind", Form::SHORT),
        ("day", 4 * 10),
        ("count", Form::SHORT),
        ("large", Form::SHORT),
        ("secret", 4 * 10),
        ("picture", 100),
    ];

    pub(crate) fn read(mut form: Form, errors: &mut Errors) -> Option<Self> {
        let f1 = form.required::<String>("name", &Limits::NONE.min_length(1).max_length(5), errors);
        let f2 = form.required::<http_runtime::Upload>("key", &Limits::NONE, errors);
        let f3 = form.optional::<Option<String>>(
            "note",
            &Limits::NONE.max_length(5).rule("loud"),
            errors,
        );
        let f4 = form.optional::<Option<models::Kind>>(
            "kind",
            &Limits::NONE.refusal(r#"No "such" kind"#),
            errors,
        );
        let f5 = form.optional::<models::Kind>("plain_kind", &Limits::NONE, errors);
        let f6 =
            form.optional::<chrono::naive::NaiveDate>("day", &Limits::NONE.max_length(10), errors);
        let f7 = form.optional::<i32>("count", &Limits::NONE.minimum(Included(0f64)), errors);
        let f8 = form.optional::<i64>("large", &Limits::NONE, errors);
        let f9 = form.optional::<String>("secret", &Limits::NONE.max_length(10), errors);
        let f10 = form.optional::<Option<http_runtime::Upload>>(
            "picture",
            &Limits::NONE.refusal(r#"Too much"#),
            errors,
        );
        Some(Self {
            name: f1?,
            key: f2?,
            note: f3?,
            kind: f4?,
            plain_kind: f5?,
            day: f6?,
            count: f7?,
            large: f8?,
            secret: f9?,
            picture: f10?,
        })
    }
}

/// The path parameters of `deleteThings`.
#[derive(Clone)]
pub struct DeleteThingsPathParams {
    /// A \"kind\"
    pub kind: models::Kind,
    /// A number
    pub id: i64,
}

impl fmt::Debug for DeleteThingsPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteThingsPathParams")
            .field("kind", &self.kind)
            .field("id", &self.id)
            .finish()
    }
}

impl DeleteThingsPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required("kind", &Limits::NONE, errors);
        let p2 = params.required("id", &Limits::NONE.minimum(Included(1f64)), errors);
        Some(Self { kind: p1?, id: p2? })
    }
}

/// The path parameters of `listThings`.
#[derive(Clone)]
pub struct ListThingsPathParams {
    /// A \"kind\"
    pub kind: models::Kind,
    /// A number
    pub id: i64,
}

impl fmt::Debug for ListThingsPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListThingsPathParams")
            .field("kind", &self.kind)
            .field("id", &self.id)
            .finish()
    }
}

impl ListThingsPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required("kind", &Limits::NONE, errors);
        let p2 = params.required("id", &Limits::NONE.minimum(Included(1f64)), errors);
        Some(Self { kind: p1?, id: p2? })
    }
}

/// The query parameters of `listThings`.
#[derive(Clone)]
pub struct ListThingsQueryParams {
    /// By comma
    pub sort: Vec<models::SortKey>,
    /// By repetition
    pub ids: Vec<i32>,
    /// A default
    pub order: Option<models::SortKey>,
    /// A pattern
    pub r#match: Option<String>,
    /// A default
    pub flag: bool,
    /// A default
    pub r#type: String,
    /// Named as a local variable
    pub r#errors: i32,
    /// A decimal
    pub price_min: Option<rust_decimal::Decimal>,
    /// A secret
    pub key: Option<String>,
    /// A rule
    pub loud: Option<String>,
    /// A date
    pub since: Option<chrono::naive::NaiveDate>,
    /// A time
    pub at: Option<chrono::DateTime<chrono::Utc>>,
    /// Open bounds
    pub ratio: Option<f64>,
}

impl fmt::Debug for ListThingsQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListThingsQueryParams")
            .field("sort", &self.sort)
            .field("ids", &self.ids)
            .field("order", &self.order)
            .field("match", &self.r#match)
            .field("flag", &self.flag)
            .field("type", &self.r#type)
            .field("errors", &self.r#errors)
            .field("price_min", &self.price_min)
            .field("key", &"***")
            .field("loud", &self.loud)
            .field("since", &self.since)
            .field("at", &self.at)
            .field("ratio", &self.ratio)
            .finish()
    }
}

impl ListThingsQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .comma_list(
                "sort",
                &Limits::NONE.min_items(1).max_items(3).each(&Limits::NONE),
                errors,
            )
            .map(Option::unwrap_or_default);
        let p2 = params
            .list(
                "ids",
                &Limits::NONE
                    .max_items(3)
                    .each(&Limits::NONE.minimum(Included(0f64))),
                errors,
            )
            .map(Option::unwrap_or_default);
        let p3 = params.optional("order", &Limits::NONE, errors);
        let p4 = params.optional(
            "match",
            &Limits::NONE.max_length(10).pattern({
                static PATTERN: LazyLock<Regex> =
                    LazyLock::new(|| Regex::new("^[a-z\"&<\\\\]+\\d$").expect("a valid pattern"));
                &PATTERN
            }),
            errors,
        );
        let p5 = params
            .optional("flag", &Limits::NONE, errors)
            .map(|given| given.unwrap_or_else(|| true));
        let p6 = params
            .optional("type", &Limits::NONE, errors)
            .map(|given| given.unwrap_or_else(|| r#"a "b""#.to_string()));
        let p7 = params
            .optional("errors", &Limits::NONE.maximum(Included(5f64)), errors)
            .map(|given| given.unwrap_or_else(|| 3));
        let p8 = params.optional("price_min", &Limits::NONE, errors);
        let p9 = params.optional("key", &Limits::NONE, errors);
        let p10 = params.optional("loud", &Limits::NONE.rule("loud"), errors);
        let p11 = params.optional("since", &Limits::NONE, errors);
        let p12 = params.optional("at", &Limits::NONE, errors);
        let p13 = params.optional(
            "ratio",
            &Limits::NONE.minimum(Excluded(0f64)).maximum(Excluded(1f64)),
            errors,
        );
        Some(Self {
            sort: p1?,
            ids: p2?,
            order: p3?,
            r#match: p4?,
            flag: p5?,
            r#type: p6?,
            r#errors: p7?,
            price_min: p8?,
            key: p9?,
            loud: p10?,
            since: p11?,
            at: p12?,
            ratio: p13?,
        })
    }
}

/// The headers of `listThings`.
#[derive(Clone)]
pub struct ListThingsHeaderParams {
    /// A number
    pub x_count: Option<i32>,
    /// An id
    pub x_id: uuid::Uuid,
}

impl fmt::Debug for ListThingsHeaderParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListThingsHeaderParams")
            .field("X-Count", &self.x_count)
            .field("X-Id", &self.x_id)
            .finish()
    }
}

impl ListThingsHeaderParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.optional(
            "x-count",
            &Limits::NONE.minimum(Included(1f64)).maximum(Included(5f64)),
            errors,
        );
        let p2 = params.required("x-id", &Limits::NONE, errors);
        Some(Self {
            x_count: p1?,
            x_id: p2?,
        })
    }
}

/// The path parameters of `patchThing`.
#[derive(Clone)]
pub struct PatchThingPathParams {
    /// A \"kind\"
    pub kind: models::Kind,
    /// A number
    pub id: i64,
}

impl fmt::Debug for PatchThingPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PatchThingPathParams")
            .field("kind", &self.kind)
            .field("id", &self.id)
            .finish()
    }
}

impl PatchThingPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required("kind", &Limits::NONE, errors);
        let p2 = params.required("id", &Limits::NONE.minimum(Included(1f64)), errors);
        Some(Self { kind: p1?, id: p2? })
    }
}

/// The path parameters of `replaceThing`.
#[derive(Clone)]
pub struct ReplaceThingPathParams {
    /// A \"kind\"
    pub kind: models::Kind,
    /// A number
    pub id: i64,
}

impl fmt::Debug for ReplaceThingPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplaceThingPathParams")
            .field("kind", &self.kind)
            .field("id", &self.id)
            .finish()
    }
}

impl ReplaceThingPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required("kind", &Limits::NONE, errors);
        let p2 = params.required("id", &Limits::NONE.minimum(Included(1f64)), errors);
        Some(Self { kind: p1?, id: p2? })
    }
}

/// Open
#[derive(Clone, serde::Serialize)]
pub struct Inner {
    /// See the type.
    #[serde(rename = "n")]
    pub n: i32,
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner").field("n", &self.n).finish()
    }
}

impl Decode for Inner {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("n", &Limits::NONE.minimum(Included(0f64)));
        Some(Self { n: m1? })
    }
}

/// Odd values
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Kind {
    /// `"one"`
    #[serde(rename = "one")]
    One,
    /// `"two-three"`
    #[serde(rename = "two-three")]
    TwoThree,
    /// `"3d"`
    #[serde(rename = "3d")]
    Variant3d,
    /// `"type"`
    #[serde(rename = "type")]
    Type,
    /// `"Self"`
    #[serde(rename = "Self")]
    VariantSelf,
    /// `""`
    #[serde(rename = "")]
    Empty,
}

impl Kind {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[
        Self::One,
        Self::TwoThree,
        Self::Variant3d,
        Self::Type,
        Self::VariantSelf,
        Self::Empty,
    ];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::TwoThree => "two-three",
            Self::Variant3d => "3d",
            Self::Type => "type",
            Self::VariantSelf => "Self",
            Self::Empty => "",
        }
    }
}

impl Parse for Kind {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for Kind {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// Tells null from absent
#[derive(Clone, serde::Serialize)]
pub struct Patch {
    /// See the type.
    #[serde(rename = "note", skip_serializing_if = "Option::is_none")]
    pub note: Option<Option<String>>,
    /// See the type.
    #[serde(rename = "count", skip_serializing_if = "Option::is_none")]
    pub count: Option<Option<i32>>,
    /// See the type.
    #[serde(rename = "even", skip_serializing_if = "Option::is_none")]
    pub even: Option<i32>,
    /// See the type.
    #[serde(rename = "large_even", skip_serializing_if = "Option::is_none")]
    pub large_even: Option<i64>,
}

impl fmt::Debug for Patch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Patch")
            .field("note", &self.note)
            .field("count", &self.count)
            .field("even", &self.even)
            .field("large_even", &self.large_even)
            .finish()
    }
}

impl Decode for Patch {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.optional("note", &Limits::NONE.max_length(5));
        let m2 = members.optional("count", &Limits::NONE.minimum(Included(0f64)));
        let m3 = members.optional("even", &Limits::NONE.rule("even").minimum(Included(0f64)));
        let m4 = members.optional("large_even", &Limits::NONE.rule("even"));
        members.refuse_others();
        Some(Self {
            note: m1?,
            count: m2?,
            even: m3?,
            large_even: m4?,
        })
    }
}

/// Values that differ by sign
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum SortKey {
    /// `"name"`
    #[serde(rename = "name")]
    NameAsc,
    /// `"-name"`
    #[serde(rename = "-name")]
    NameDesc,
}

impl SortKey {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::NameAsc, Self::NameDesc];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NameAsc => "name",
            Self::NameDesc => "-name",
        }
    }
}

impl Parse for SortKey {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for SortKey {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// Every \"type\" there is
#[derive(Clone, serde::Serialize)]
pub struct Thing {
    /// A \"name\" \\
    #[serde(rename = "name")]
    pub name: String,
    /// See the type.
    #[serde(rename = "secret", skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// See the type.
    #[serde(rename = "loud", skip_serializing_if = "Option::is_none")]
    pub loud: Option<String>,
    /// See the type.
    #[serde(rename = "all_loud", skip_serializing_if = "Option::is_none")]
    pub all_loud: Option<Vec<String>>,
    /// See the type.
    #[serde(rename = "nullable_required")]
    pub nullable_required: Option<String>,
    /// See the type.
    #[serde(rename = "inner")]
    pub inner: models::Inner,
    /// See the type.
    #[serde(rename = "inners")]
    pub inners: Vec<models::Inner>,
    /// See the type.
    #[serde(rename = "nullable_inner", skip_serializing_if = "Option::is_none")]
    pub nullable_inner: Option<Option<models::Inner>>,
    /// See the type.
    #[serde(rename = "words", skip_serializing_if = "Option::is_none")]
    pub words: Option<Vec<String>>,
    /// See the type.
    #[serde(rename = "matrix", skip_serializing_if = "Option::is_none")]
    pub matrix: Option<Vec<Vec<i32>>>,
    /// See the type.
    #[serde(rename = "kind", skip_serializing_if = "Option::is_none")]
    pub kind: Option<models::Kind>,
    /// See the type.
    #[serde(rename = "free", skip_serializing_if = "Option::is_none")]
    pub free: Option<crate::types::Object>,
    /// See the type.
    #[serde(rename = "anything", skip_serializing_if = "Option::is_none")]
    pub anything: Option<serde_json::Value>,
    /// See the type.
    #[serde(rename = "day", skip_serializing_if = "Option::is_none")]
    pub day: Option<chrono::naive::NaiveDate>,
    /// See the type.
    #[serde(rename = "at", skip_serializing_if = "Option::is_none")]
    pub at: Option<chrono::DateTime<chrono::Utc>>,
    /// See the type.
    #[serde(rename = "price", skip_serializing_if = "Option::is_none")]
    pub price: Option<rust_decimal::Decimal>,
    /// See the type.
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub id: Option<uuid::Uuid>,
    /// See the type.
    #[serde(rename = "large", skip_serializing_if = "Option::is_none")]
    pub large: Option<i64>,
    /// See the type.
    #[serde(rename = "flag", skip_serializing_if = "Option::is_none")]
    pub flag: Option<bool>,
    /// See the type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub r_type: Option<String>,
    /// See the type.
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    pub param_self: Option<String>,
    /// Named as a local variable
    #[serde(rename = "members", skip_serializing_if = "Option::is_none")]
    pub members: Option<String>,
    /// See the type.
    #[serde(rename = "camelCase", skip_serializing_if = "Option::is_none")]
    pub camel_case: Option<String>,
    /// See the type.
    #[serde(
        rename = "odd-name.with/signs",
        skip_serializing_if = "Option::is_none"
    )]
    pub odd_name_with_slash_signs: Option<String>,
}

impl fmt::Debug for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thing")
            .field("name", &self.name)
            .field("secret", &"***")
            .field("loud", &self.loud)
            .field("all_loud", &self.all_loud)
            .field("nullable_required", &self.nullable_required)
            .field("inner", &self.inner)
            .field("inners", &self.inners)
            .field("nullable_inner", &self.nullable_inner)
            .field("words", &self.words)
            .field("matrix", &self.matrix)
            .field("kind", &self.kind)
            .field("free", &self.free)
            .field("anything", &self.anything)
            .field("day", &self.day)
            .field("at", &self.at)
            .field("price", &self.price)
            .field("id", &self.id)
            .field("large", &self.large)
            .field("flag", &self.flag)
            .field("type", &self.r_type)
            .field("self", &self.param_self)
            .field("members", &self.members)
            .field("camelCase", &self.camel_case)
            .field("odd-name.with/signs", &self.odd_name_with_slash_signs)
            .finish()
    }
}

impl Decode for Thing {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("name", &Limits::NONE.min_length(1).max_length(5));
        let m2 = members.optional("secret", &Limits::NONE);
        let m3 = members.optional("loud", &Limits::NONE.max_length(5).rule("loud"));
        let m4 = members.optional(
            "all_loud",
            &Limits::NONE.max_items(3).each(&Limits::NONE.rule("loud")),
        );
        let m5 = members.required("nullable_required", &Limits::NONE.max_length(5));
        let m6 = members.required("inner", &Limits::NONE);
        let m7 = members.required(
            "inners",
            &Limits::NONE.min_items(1).max_items(2).each(&Limits::NONE),
        );
        let m8 = members.optional("nullable_inner", &Limits::NONE);
        let m9 = members.optional(
            "words",
            &Limits::NONE.max_items(3).each(&Limits::NONE.min_length(2)),
        );
        let m10 = members.optional(
            "matrix",
            &Limits::NONE.max_items(2).each(
                &Limits::NONE
                    .max_items(3)
                    .each(&Limits::NONE.maximum(Included(9f64))),
            ),
        );
        let m11 = members.optional("kind", &Limits::NONE);
        let m12 = members.optional("free", &Limits::NONE);
        let m13 = members.optional("anything", &Limits::NONE);
        let m14 = members.optional("day", &Limits::NONE);
        let m15 = members.optional("at", &Limits::NONE);
        let m16 = members.optional(
            "price",
            &Limits::NONE.pattern({
                static PATTERN: LazyLock<Regex> =
                    LazyLock::new(|| Regex::new("^\\d+\\.\\d{2}$").expect("a valid pattern"));
                &PATTERN
            }),
        );
        let m17 = members.optional("id", &Limits::NONE);
        let m18 = members.optional(
            "large",
            &Limits::NONE
                .minimum(Included(-5f64))
                .maximum(Included(9000000000f64)),
        );
        let m19 = members.optional("flag", &Limits::NONE);
        let m20 = members.optional("type", &Limits::NONE);
        let m21 = members.optional("self", &Limits::NONE);
        let m22 = members.optional("members", &Limits::NONE);
        let m23 = members.optional("camelCase", &Limits::NONE);
        let m24 = members.optional("odd-name.with/signs", &Limits::NONE);
        members.refuse_others();
        Some(Self {
            name: m1?,
            secret: m2?,
            loud: m3?,
            all_loud: m4?,
            nullable_required: m5?,
            inner: m6?,
            inners: m7?,
            nullable_inner: m8?,
            words: m9?,
            matrix: m10?,
            kind: m11?,
            free: m12?,
            anything: m13?,
            day: m14?,
            at: m15?,
            price: m16?,
            id: m17?,
            large: m18?,
            flag: m19?,
            r_type: m20?,
            param_self: m21?,
            members: m22?,
            camel_case: m23?,
            odd_name_with_slash_signs: m24?,
        })
    }
}
