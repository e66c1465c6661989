//! Writing films in bulk: one statement per table for a whole batch.

use std::collections::HashMap;

use domain::Film;
use sqlx::PgConnection;

/// Those of the films that are not there (by name, year and running time, ignoring case).
pub async fn absent<'a>(db: &mut PgConnection, films: &'a [Film]) -> sqlx::Result<Vec<&'a Film>> {
    let facts = || films.iter().map(Film::facts);
    let positions = sqlx::query_scalar!(
        r#"SELECT given.position AS "position!"
           FROM unnest($1::text[], $2::int[], $3::int[]) WITH ORDINALITY AS given (name, year, time, position)
           WHERE NOT EXISTS (
               SELECT FROM movies
               WHERE lower(movies.name) = lower(given.name) AND movies.year = given.year AND movies.time = given.time
           )
           ORDER BY given.position"#,
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

/// Adds the films that are not there yet (by name, year and running time, ignoring case), with the
/// genres, people and certifications that they name. Returns how many were added; films that are there
/// are left as they are.
pub async fn insert_missing(tx: &mut PgConnection, films: &[&Film]) -> sqlx::Result<usize> {
    let names = |pick: fn(&Film) -> &[String]| {
        films
            .iter()
            .flat_map(|film| pick(film))
            .cloned()
            .collect::<Vec<_>>()
    };
    insert_certifications(
        tx,
        &names(|film| std::slice::from_ref(&film.facts().certification)),
    )
    .await?;
    genres::insert_missing(tx, &names(|film| &film.facts().genres)).await?;
    stars::insert_missing(tx, &names(|film| &film.facts().stars)).await?;
    directors::insert_missing(tx, &names(|film| &film.facts().directors)).await?;

    let added = insert_movies(tx, films).await?;
    genres::link(tx, &added, |film| &film.facts().genres).await?;
    stars::link(tx, &added, |film| &film.facts().stars).await?;
    directors::link(tx, &added, |film| &film.facts().directors).await?;
    Ok(added.len())
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

/// Inserts the films and returns the new ones with their ids.
async fn insert_movies<'a>(
    tx: &mut PgConnection,
    films: &[&'a Film],
) -> sqlx::Result<Vec<(i32, &'a Film)>> {
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
               ON CONFLICT (lower(name), year, time) DO NOTHING
               RETURNING id, name, year, time
           )
           -- A film that the batch names twice is one film; its first row counts.
           SELECT added.id AS "id!", min(given.position) AS "position!"
           FROM added
           JOIN given ON lower(given.name) = lower(added.name) AND given.year = added.year AND given.time = added.time
           GROUP BY added.id"#,
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
        .filter_map(|row| Some((row.id, *by_position.get(&row.position)?)))
        .collect())
}

/// Genres, stars and directors are kept alike: a table of names and a table of links.
macro_rules! linked_names {
    ($module:ident, $table:literal, $links:literal, $column:literal) => {
        mod $module {
            use domain::Film;
            use sqlx::PgConnection;

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

            pub(super) async fn link(
                tx: &mut PgConnection,
                films: &[(i32, &Film)],
                names: for<'a> fn(&'a Film) -> &'a Vec<String>,
            ) -> sqlx::Result<()> {
                let (ids, names): (Vec<i32>, Vec<String>) = films
                    .iter()
                    .flat_map(|(id, film)| names(film).iter().map(|name| (*id, name.clone())))
                    .unzip();
                sqlx::query!(
                    "INSERT INTO " + $links + " (movie_id, " + $column + ")
                     SELECT given.movie_id, named.id
                     FROM unnest($1::int[], $2::text[]) AS given (movie_id, name)
                     JOIN " + $table + " AS named ON lower(named.name) = lower(given.name)
                     ON CONFLICT DO NOTHING",
                    &ids,
                    &names
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
