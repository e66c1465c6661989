//! Two ways to the films that pass a filter: to walk along an index in the order of the list until the page is full, or
//! to collect the films of one condition, ask them for the others, and sort what is left. Either can be a thousand times
//! slower than the other. A planner that knows no values can't tell which, and one that does plans every request. So
//! statements hold both ways, and choose when they run, by the counts of the catalogue.
//!
//! The choice takes conditions to be independent of each other and of the order, which they aren't: new films are rarely
//! film noir. A walk is therefore given up when, by the estimate, it has cost as much as collecting would have.

use super::{
    COUNTED_MAX, FOUND_MAX,
    filter::{Facet, Filter, counts},
    order::{self, Sort},
};

/// What it costs to ask a film for its links with names, or to look it up by its id: the unit is a film that is passed
/// in an index, some 0.1 µs with a million films.
const LOOK_UP: u32 = 12;

/// A walk along an index.
pub(super) struct Walk {
    /// The films that it passes, as a table.
    pub(super) films: String,
    /// The condition that they have yet to pass.
    pub(super) condition: String,
    /// Whether the walk ended before the films did.
    pub(super) given_up: String,
}

impl Filter {
    /// The statements `choice`, by which facet films are collected and how many films a walk may pass for the page and
    /// for the total (none where collecting is expected to be cheaper), and `collected`, all films that pass.
    pub(super) fn ways(&self, sort: &[Sort], size: i64) -> String {
        // With a second key, films are looked up and sorted on the walk, and all that are alike in the first key before one
        // is shown. How many have the first votes is not known.
        let (sorting, ties) = match sort {
            [first, _, ..] => {
                let downwards = if first.descending { " DESC" } else { "" };
                let ties = format!(
                    "SELECT {LOOK_UP} * COALESCE((SELECT count FROM catalogue_counts
                         WHERE facet = '{}' AND count > 0 ORDER BY value{downwards} LIMIT 1), 0)",
                    first.key.column()
                );
                (LOOK_UP, ties)
            }
            _ => (0, "SELECT 0".to_owned()),
        };
        self.chosen_by_cost(
            sort,
            &format!(
                "SELECT collect_by,
                        CASE WHEN sorted_walk_cost * LEAST({size} + 1 + skipped, passing_films) / share_on_walk + ties
                                  <= page_cost
                             THEN ((page_cost - ties) / sorted_walk_cost)::bigint ELSE 0 END AS page_patience,
                        CASE WHEN walk_cost * LEAST({COUNTED_MAX}, passing_films) / share_on_walk <= count_cost
                             THEN (count_cost / walk_cost)::bigint ELSE 0 END AS count_patience
                 FROM (
                     SELECT *, walk_cost + {sorting} AS sorted_walk_cost,
                            collect_cost + {LOOK_UP} * passing_films AS page_cost,
                            -- Links are all read before the first film.
                            collect_cost * CASE WHEN linked THEN 1 ELSE LEAST({COUNTED_MAX} / passing_films, 1) END
                                AS count_cost
                     FROM shares CROSS JOIN cheapest_facet
                 ) AS costs CROSS JOIN wanted CROSS JOIN ({ties}) AS first_group (ties)"
            ),
        )
    }

    /// The same for searches: `choice` says whether so few films pass that only they are searched. What this costs is
    /// compared with a search for a common word, because nobody knows how common the word is.
    pub(super) fn ways_of_search(&self) -> String {
        self.chosen_by_cost(
            &[],
            &format!(
                "SELECT collect_by, {LOOK_UP} * {FOUND_MAX} * films / passing_films
                                        > collect_cost + {LOOK_UP} * passing_films AS few
                 FROM shares CROSS JOIN cheapest_facet"
            ),
        )
    }

    /// The statements that `choice` is made from, `choice` itself, and `collected`.
    fn chosen_by_cost(&self, sort: &[Sort], choice: &str) -> String {
        let facets = self.facets();
        let bounds_walk = self.bound_of_walk(sort);
        let counted = facets.iter().map(|facet| {
            format!(
                "SELECT '{}', ({})::double precision, {}, {}",
                facet.name(),
                self.count(*facet),
                facet.links().is_some(),
                bounds_walk == Some(*facet)
            )
        });
        let collected = facets.iter().map(|facet| match facet.links() {
            Some(links) if facets.len() == 1 => links.ids(),
            _ => format!(
                "SELECT movies.id FROM movies WHERE (SELECT collect_by = '{}' FROM choice) AND {}",
                facet.name(),
                self.conditions(Some(*facet))
            ),
        });
        let linked = facets.iter().any(|facet| facet.links().is_some());
        let asking = if linked { LOOK_UP } else { 0 };
        format!(
            "facets (facet, count, linked, bounds_walk) AS MATERIALIZED ({counted}),
             shares AS MATERIALIZED (
                 SELECT max(films) AS films,
                        max(films) * exp(sum(ln(share))) AS passing_films,
                        COALESCE(exp(sum(ln(share)) FILTER (WHERE NOT bounds_walk)), 1) AS share_on_walk,
                        COALESCE(exp(sum(ln(share)) FILTER (WHERE NOT linked)), 1) AS share_by_columns,
                        1 + {asking} * COALESCE(exp(sum(ln(share)) FILTER (WHERE NOT linked AND NOT bounds_walk)), 1)
                            AS walk_cost
                 FROM (
                     SELECT *, LEAST(GREATEST(count, 1) / films, 1) AS share
                     FROM facets CROSS JOIN (SELECT GREATEST(({films}), 1) OFFSET 0) AS catalogue_size (films)
                 ) AS facets
             ),
             cheapest_facet AS MATERIALIZED (
                 SELECT facet AS collect_by, linked,
                        count * CASE WHEN linked THEN {LOOK_UP}
                                     ELSE 1 + {asking} * LEAST(share_by_columns * films / GREATEST(count, 1), 1)
                                END AS collect_cost
                 FROM facets CROSS JOIN shares ORDER BY collect_cost LIMIT 1
             ),
             choice AS MATERIALIZED ({choice}),
             collected (id) AS MATERIALIZED ({collected}), ",
            films = counts("movies"),
            counted = counted.collect::<Vec<_>>().join(" UNION ALL "),
            collected = collected.collect::<Vec<_>>().join(" UNION ALL "),
        )
    }

    /// A walk for the page, which begins behind a film.
    pub(super) fn walk_to_page(&self, sort: &[Sort], behind: &str) -> Walk {
        self.walk(sort, behind, "page_patience")
    }

    /// A walk that passes as many films as that column of `choice` says.
    fn walk(&self, sort: &[Sort], behind: &str, patience: &str) -> Walk {
        let bound = self.bound_of_walk(sort);
        let within = bound.map_or_else(|| "true".to_owned(), |facet| self.by_index(facet));
        let others = self
            .facets()
            .into_iter()
            .filter(|facet| Some(*facet) != bound);
        let others: Vec<_> = others.map(|facet| self.by_film(facet)).collect();
        let patience = format!("(SELECT {patience} FROM choice)");
        Walk {
            films: format!(
                "(SELECT * FROM movies WHERE {within} AND {behind} ORDER BY {} LIMIT {patience}) AS movies",
                order::clause(sort)
            ),
            condition: if others.is_empty() {
                "true".to_owned()
            } else {
                others.join(" AND ")
            },
            given_up: format!(
                "EXISTS (SELECT FROM movies WHERE {within} AND {behind} ORDER BY {} OFFSET {patience} LIMIT 1)",
                order::clause(order::first(sort))
            ),
        }
    }

    /// A statement for the number of films. Where there is one condition, it is known, unless a text fits several genres;
    /// else counting stops at [`COUNTED_MAX`].
    pub(super) fn total(&self, sort: &[Sort]) -> String {
        // Ties need not be sorted to be counted.
        let Walk {
            films,
            condition,
            given_up,
        } = self.walk(order::first(sort), "true", "count_patience");
        let facets = self.facets();
        // Films that have two of the genres are linked twice.
        let once = match facets[..] {
            [Facet::Genre] => "DISTINCT",
            _ => "",
        };
        let counted = format!(
            "SELECT CASE WHEN count < {COUNTED_MAX} AND {given_up}
                    THEN (SELECT count(*) FROM (SELECT {once} id FROM collected LIMIT {COUNTED_MAX}) AS collected)
                    ELSE count END
             FROM (SELECT count(*) FROM (SELECT FROM {films} WHERE {condition} LIMIT {COUNTED_MAX}) AS walked) AS counted"
        );
        match facets[..] {
            [] => counts("movies"),
            [Facet::Genre] => format!(
                "SELECT CASE WHEN cardinality(genre) <= 1 THEN (SELECT count::bigint FROM facets) ELSE ({counted}) END
                 FROM wanted"
            ),
            [_] => "SELECT count::bigint FROM facets".to_owned(),
            _ => counted,
        }
    }

    /// All conditions: an index finds the films of one of them, which are then asked for the others.
    pub(super) fn conditions(&self, sought: Option<Facet>) -> String {
        let conditions = self.facets().into_iter().map(|facet| {
            if Some(facet) == sought {
                self.by_index(facet)
            } else {
                self.by_film(facet)
            }
        });
        conditions.collect::<Vec<_>>().join(" AND ")
    }

    /// The condition within which films of this order are neighbours in its index.
    fn bound_of_walk(&self, sort: &[Sort]) -> Option<Facet> {
        let first = sort.first()?;
        let mut facets = self.facets().into_iter();
        facets.find(|facet| facet.is_sorted_by(first.key))
    }
}
