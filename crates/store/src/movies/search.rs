//! Finding films by what people remember of them: a few words, perhaps mistyped.

use std::fmt::{self, Display};

use super::Filter;

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
     + COALESCE(ts_rank('{0, 0.1, 0.2, 1}', document, ranking), 0)";

/// The films with the words, but for those that have the very title.
const BY_WORDS: &str =
    "document @@ (SELECT finding FROM asked) AND title <> (SELECT title FROM asked)";

/// The statement `found` with the columns `id`, `rank` and `popularity`, and those before it that it needs.
/// `UNION ALL` reads its parts in turn, and no further than the limit. Where few films pass the filter, they are all
/// searched instead.
pub(super) fn found(filter: &Filter) -> impl Display {
    let filtered = !filter.is_empty();
    let passing = fmt::from_fn(move |f| {
        if !filtered {
            return Ok(());
        }
        write!(
            f,
            " AND NOT (SELECT few FROM choice) AND (SELECT true FROM movies WHERE movies.id = movie_id AND {})",
            filter.conditions(None)
        )
    });
    fmt::from_fn(move |f| {
        f.write_str(
            "asked AS MATERIALIZED (
             SELECT finding, ranking, fold(search) AS title FROM wanted CROSS JOIN LATERAL search_queries(search)
         ), ",
        )?;
        if filtered {
            filter.ways_of_search().fmt(f)?;
        }
        let exact = part("title = (SELECT title FROM asked)", &passing);
        write!(f, "candidates AS ({exact}")?;
        for tier in TIERS {
            let of_tier = format_args!("{BY_WORDS} AND {tier}");
            write!(f, " UNION ALL {}", part(of_tier, &passing))?;
        }
        if filtered {
            write!(
                f,
                " UNION ALL (SELECT movie_id, votes, title, document FROM movie_search
              WHERE (SELECT few FROM choice) AND movie_id = ANY (ARRAY(SELECT id FROM collected))
                AND (title = (SELECT title FROM asked) OR document @@ (SELECT finding FROM asked))
              ORDER BY title = (SELECT title FROM asked) DESC, votes DESC LIMIT {FOUND_MAX})"
            )?;
        }
        write!(
            f,
            " LIMIT {FOUND_MAX}), found AS (
             SELECT movie_id AS id, {RANK} AS rank, votes AS popularity FROM candidates CROSS JOIN asked
         ), "
        )
    })
}

fn part(condition: impl Display, passing: impl Display) -> impl Display {
    fmt::from_fn(move |f| {
        write!(
            f,
            "(SELECT movie_id, votes, title, document FROM movie_search WHERE {condition}{passing})"
        )
    })
}
