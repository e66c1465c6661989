//! Finding films by what people remember of them: a few words, perhaps mistyped.

use sqlx::{Postgres, QueryBuilder};

use super::{Filter, filter::Conditions, genres::Way};

/// Films that a search finds at most. Those with the same title come first, then the most popular.
pub const FOUND_MAX: i64 = 200;

/// How popular a film is, from the top: each has an index of its own.
const TIERS: [&str; 5] = [
    "votes >= 100000",
    "votes >= 10000 AND votes < 100000",
    "votes >= 1000 AND votes < 10000",
    "votes >= 100 AND votes < 1000",
    "votes < 100",
];

/// A film with the very title ranks above those whose title begins so, and these above all others. Words
/// of the title count more than names: the weights of D, C (stars), B (directors) and A (title).
const RANK: &str = "CASE WHEN candidates.title = asked.title THEN 2
          WHEN starts_with(candidates.title, asked.title) THEN 1 ELSE 0 END
     + ts_rank('{0, 0.1, 0.2, 1}', document, query)";

/// The statement `found` with the columns `id`, `rank` and `popularity`, and those before it that it needs.
/// `UNION ALL` reads its parts in turn, and no further than the limit.
pub(super) fn push_found(query: &mut QueryBuilder<Postgres>, asked: &str, filter: &Filter) {
    query
        .push("asked AS MATERIALIZED (SELECT search_query(text) AS query, fold(text) AS title FROM (VALUES (")
        .push_bind(asked.to_owned())
        .push(")) AS given (text)), candidates AS (");
    push_part(query, filter, "title = (SELECT title FROM asked)");
    for tier in TIERS {
        query.push(" UNION ALL ");
        push_part(
            query,
            filter,
            &format!(
                "document @@ (SELECT query FROM asked) AND {tier} AND title <> (SELECT title FROM asked)"
            ),
        );
    }
    query.push(format_args!(
        " LIMIT {FOUND_MAX}), found AS (SELECT movie_id AS id, {RANK} AS rank, votes AS popularity FROM candidates CROSS JOIN asked), "
    ));
}

fn push_part(query: &mut QueryBuilder<Postgres>, filter: &Filter, condition: &str) {
    query.push(format_args!(
        "(SELECT movie_id, votes, title, document FROM movie_search WHERE {condition}"
    ));
    if !filter.is_empty() {
        let mut conditions = Conditions::new();
        query
            .push(" AND EXISTS (SELECT FROM movies")
            .push(conditions.next())
            .push("movies.id = movie_id");
        filter.push(query, &mut conditions, Way::Probe);
        query.push(")");
    }
    query.push(")");
}
