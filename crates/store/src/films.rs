//! Writing films, one by one and in bulk: one statement per table for a whole batch.

use std::{collections::HashMap, slice};

use domain::{Film, FilmFacts, FilmPatch};
use sqlx::PgConnection;
use uuid::Uuid;

/// The constraint that makes name, year and running time, ignoring case, stand for one film.
pub const NAME_YEAR_TIME_KEY: &str = "movies_name_year_time_key";

/// A film that nobody else changes or takes.
#[derive(Debug)]
pub struct Locked {
    /// Its id in the database.
    pub id: i32,
    /// Title.
    pub name: String,
    /// Year of release.
    pub year: i32,
    /// Running time in minutes.
    pub time: i32,
}

/// What keeps a film from being deleted.
#[derive(Debug)]
pub struct Holders {
    /// Somebody has it in a cart.
    pub in_carts: bool,
    /// Somebody owns it.
    pub purchased: bool,
    /// It is in an order, whatever became of that.
    pub ordered: bool,
}

/// Adds a film, with the genres, people and certification that it names, and returns its public id. Violates
/// [`NAME_YEAR_TIME_KEY`] if it is there.
pub async fn insert(tx: &mut PgConnection, film: &Film) -> sqlx::Result<Uuid> {
    let facts = film.facts();
    insert_certifications(tx, slice::from_ref(&facts.certification)).await?;
    let (id, uuid) = insert_movie(tx, facts).await?;
    genres::set(tx, id, &facts.genres).await?;
    stars::set(tx, id, &facts.stars).await?;
    directors::set(tx, id, &facts.directors).await?;
    Ok(uuid)
}

/// Finds a film and keeps it as it is, and carts and orders from taking it, until the transaction ends.
pub async fn lock(tx: &mut PgConnection, uuid: Uuid) -> sqlx::Result<Option<Locked>> {
    sqlx::query_as!(
        Locked,
        "SELECT id, name, year, time FROM movies WHERE uuid = $1 FOR UPDATE",
        uuid
    )
    .fetch_optional(tx)
    .await
}

/// Changes what the patch names. Violates [`NAME_YEAR_TIME_KEY`] if another film is the same then.
pub async fn update(tx: &mut PgConnection, id: i32, patch: &FilmPatch) -> sqlx::Result<()> {
    let changes = patch.changes();
    if let Some(name) = &changes.certification {
        insert_certifications(tx, slice::from_ref(name)).await?;
    }
    update_movie(tx, id, patch).await?;
    if let Some(names) = &changes.genres {
        genres::set(tx, id, names).await?;
    }
    if let Some(names) = &changes.stars {
        stars::set(tx, id, names).await?;
    }
    if let Some(names) = &changes.directors {
        directors::set(tx, id, names).await?;
    }
    Ok(())
}

/// What holds a film. Tells the truth for as long as the film is locked.
pub async fn holders(tx: &mut PgConnection, id: i32) -> sqlx::Result<Holders> {
    sqlx::query_as!(
        Holders,
        r#"SELECT EXISTS (SELECT FROM cart_items WHERE movie_id = $1) AS "in_carts!",
                  EXISTS (SELECT FROM purchases WHERE movie_id = $1) AS "purchased!",
                  EXISTS (SELECT FROM order_items WHERE movie_id = $1) AS "ordered!""#,
        id
    )
    .fetch_one(tx)
    .await
}

/// Deletes a film.
pub async fn delete(tx: &mut PgConnection, id: i32) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM movies WHERE id = $1", id)
        .execute(tx)
        .await
        .map(drop)
}

/// Those of the films that are not there (by name, year and running time, ignoring case). Of those that are the same, the
/// first.
pub async fn absent<'a>(db: &mut PgConnection, films: &'a [Film]) -> sqlx::Result<Vec<&'a Film>> {
    let facts = || films.iter().map(Film::facts);
    let positions = sqlx::query_scalar!(
        r#"SELECT min(given.position) AS "position!"
           FROM unnest($1::text[], $2::int[], $3::int[]) WITH ORDINALITY AS given (name, year, time, position)
           WHERE NOT EXISTS (
               SELECT FROM movies
               WHERE lower(movies.name) = lower(given.name) AND movies.year = given.year AND movies.time = given.time
           )
           GROUP BY lower(given.name), given.year, given.time
           ORDER BY 1"#,
        &facts().map(|film| film.name.clone()).collect::<Vec<_>>(),
        &facts().map(|film| film.year).collect::<Vec<_>>(),
        &facts().map(|film| film.time).collect::<Vec<_>>(),
    )
    .fetch_all(db)
    .await?;
    let by_position: HashMap<i64, &Film> = (1..).zip(films).collect();
    Ok(positions
        .iter()
        .filter_map(|position| by_position.get(position).copied())
        .collect())
}

/// Adds films that are [absent], with the genres, people and certifications that they name, and returns their public ids.
/// Violates [`NAME_YEAR_TIME_KEY`] if one is there.
pub async fn insert_all(tx: &mut PgConnection, films: &[&Film]) -> sqlx::Result<Vec<Uuid>> {
    let names = |pick: fn(&Film) -> &[String]| {
        films
            .iter()
            .flat_map(|film| pick(film))
            .cloned()
            .collect::<Vec<_>>()
    };
    insert_certifications(
        tx,
        &names(|film| slice::from_ref(&film.facts().certification)),
    )
    .await?;
    genres::insert_missing(tx, &names(|film| &film.facts().genres)).await?;
    stars::insert_missing(tx, &names(|film| &film.facts().stars)).await?;
    directors::insert_missing(tx, &names(|film| &film.facts().directors)).await?;

    let added = insert_movies(tx, films).await?;
    let links = |pick: fn(&Film) -> &[String]| -> (Vec<i32>, Vec<String>) {
        let names = |(id, _, film): &(i32, Uuid, &Film)| {
            let id = *id;
            pick(film)
                .iter()
                .map(move |name| (id, name.clone()))
                .collect::<Vec<_>>()
        };
        added.iter().flat_map(names).unzip()
    };
    let (ids, names) = links(|film| &film.facts().genres);
    genres::link(tx, &ids, &names).await?;
    let (ids, names) = links(|film| &film.facts().stars);
    stars::link(tx, &ids, &names).await?;
    let (ids, names) = links(|film| &film.facts().directors);
    directors::link(tx, &ids, &names).await?;
    Ok(added.into_iter().map(|(_, uuid, _)| uuid).collect())
}

async fn insert_certifications(tx: &mut PgConnection, names: &[String]) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO certifications (name)
         SELECT DISTINCT ON (lower(name)) name FROM unnest($1::text[]) AS given (name) ORDER BY lower(name)
         ON CONFLICT (lower(name)) DO NOTHING",
        names
    )
    .execute(tx)
    .await
    .map(drop)
}

async fn insert_movie(tx: &mut PgConnection, film: &FilmFacts) -> sqlx::Result<(i32, Uuid)> {
    let row = sqlx::query!(
        "INSERT INTO movies (name, year, time, imdb, votes, meta_score, gross, description, price, certification_id)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, id FROM certifications WHERE lower(name) = lower($10)
         RETURNING id, uuid",
        film.name,
        film.year,
        film.time,
        film.imdb,
        film.votes,
        film.meta_score,
        film.gross,
        film.description,
        film.price,
        film.certification
    )
    .fetch_one(tx)
    .await?;
    Ok((row.id, row.uuid))
}

async fn update_movie(tx: &mut PgConnection, id: i32, patch: &FilmPatch) -> sqlx::Result<()> {
    let changes = patch.changes();
    sqlx::query!(
        "UPDATE movies
         SET name = COALESCE($2, name),
             year = COALESCE($3, year),
             time = COALESCE($4, time),
             imdb = COALESCE($5, imdb),
             votes = COALESCE($6, votes),
             meta_score = CASE WHEN $7 THEN $8 ELSE meta_score END,
             gross = CASE WHEN $9 THEN $10 ELSE gross END,
             description = COALESCE($11, description),
             price = COALESCE($12, price),
             certification_id = COALESCE((SELECT id FROM certifications WHERE lower(name) = lower($13)), certification_id)
         WHERE id = $1",
        id,
        changes.name,
        changes.year,
        changes.time,
        changes.imdb,
        changes.votes,
        changes.meta_score.is_some(),
        changes.meta_score.flatten(),
        changes.gross.is_some(),
        changes.gross.flatten(),
        changes.description,
        changes.price,
        changes.certification
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Inserts the films and returns them with their ids.
async fn insert_movies<'a>(
    tx: &mut PgConnection,
    films: &[&'a Film],
) -> sqlx::Result<Vec<(i32, Uuid, &'a Film)>> {
    let facts = || films.iter().map(|film| film.facts());
    let rows = sqlx::query!(
        r#"WITH given AS (
               SELECT * FROM unnest(
                   $1::text[], $2::int[], $3::int[], $4::float8[], $5::int[], $6::float8[],
                   $7::float8[], $8::text[], $9::numeric[], $10::text[]
               ) WITH ORDINALITY AS film (
                   name, year, time, imdb, votes, meta_score, gross, description, price, certification, position
               )
           ), added AS (
               INSERT INTO movies (name, year, time, imdb, votes, meta_score, gross, description, price, certification_id)
               SELECT given.name, given.year, given.time, given.imdb, given.votes, given.meta_score, given.gross,
                      given.description, given.price, certifications.id
               FROM given JOIN certifications ON lower(certifications.name) = lower(given.certification)
               ORDER BY given.position
               RETURNING id, uuid, name, year, time
           )
           SELECT added.id, added.uuid, given.position AS "position!"
           FROM added
           JOIN given ON lower(given.name) = lower(added.name) AND given.year = added.year AND given.time = added.time
           ORDER BY given.position"#,
        &facts().map(|film| film.name.clone()).collect::<Vec<_>>(),
        &facts().map(|film| film.year).collect::<Vec<_>>(),
        &facts().map(|film| film.time).collect::<Vec<_>>(),
        &facts().map(|film| film.imdb).collect::<Vec<_>>(),
        &facts().map(|film| film.votes).collect::<Vec<_>>(),
        &facts().map(|film| film.meta_score).collect::<Vec<_>>() as &[Option<f64>],
        &facts().map(|film| film.gross).collect::<Vec<_>>() as &[Option<f64>],
        &facts().map(|film| film.description.clone()).collect::<Vec<_>>(),
        &facts().map(|film| film.price).collect::<Vec<_>>(),
        &facts().map(|film| film.certification.clone()).collect::<Vec<_>>(),
    )
    .fetch_all(tx)
    .await?;
    let by_position: HashMap<i64, &Film> = (1..).zip(films.iter().copied()).collect();
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.id, row.uuid, *by_position.get(&row.position)?)))
        .collect())
}

/// Genres, stars and directors are kept alike: a table of names and a table of links.
macro_rules! linked_names {
    ($module:ident, $table:literal, $links:literal, $column:literal) => {
        mod $module {
            use sqlx::PgConnection;

            /// Gives a film these names and no others.
            pub(super) async fn set(tx: &mut PgConnection, movie_id: i32, names: &[String]) -> sqlx::Result<()> {
                insert_missing(tx, names).await?;
                unlink_others(tx, movie_id, names).await?;
                link(tx, &vec![movie_id; names.len()], names).await
            }

            /// Sorted, so that two batches that add the same names cannot wait for each other.
            pub(super) async fn insert_missing(tx: &mut PgConnection, names: &[String]) -> sqlx::Result<()> {
                sqlx::query!(
                    "INSERT INTO " + $table + " (name)
                     SELECT DISTINCT ON (lower(name)) name FROM unnest($1::text[]) AS given (name) ORDER BY lower(name)
                     ON CONFLICT (lower(name)) DO NOTHING",
                    names
                )
                .execute(tx)
                .await
                .map(drop)
            }

            async fn unlink_others(tx: &mut PgConnection, movie_id: i32, names: &[String]) -> sqlx::Result<()> {
                sqlx::query!(
                    "DELETE FROM " + $links + " USING " + $table + " AS named
                     WHERE movie_id = $1 AND " + $column + " = named.id
                       AND lower(named.name) NOT IN (SELECT lower(name) FROM unnest($2::text[]) AS given (name))",
                    movie_id,
                    names
                )
                .execute(tx)
                .await
                .map(drop)
            }

            /// Links each film with the name at the same place.
            pub(super) async fn link(tx: &mut PgConnection, movie_ids: &[i32], names: &[String]) -> sqlx::Result<()> {
                sqlx::query!(
                    "INSERT INTO " + $links + " (movie_id, " + $column + ")
                     SELECT given.movie_id, named.id
                     FROM unnest($1::int[], $2::text[]) AS given (movie_id, name)
                     JOIN " + $table + " AS named ON lower(named.name) = lower(given.name)
                     ON CONFLICT DO NOTHING",
                    movie_ids,
                    names
                )
                .execute(tx)
                .await
                .map(drop)
            }
        }
    };
}

linked_names!(genres, "genres", "movies_genres", "genre_id");
linked_names!(stars, "stars", "movies_stars", "star_id");
linked_names!(directors, "directors", "movies_directors", "director_id");
