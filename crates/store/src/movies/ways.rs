//! Two ways to the films that pass a filter: to walk along an index in the order of the list until the page is full, or
//! to collect the films of one condition, ask them for the others, and sort what is left. Either can be a thousand times
//! slower than the other. A planner that knows no values can't tell which, and one that does plans every request. So
//! statements hold both ways, and choose when they run, by the counts of the catalogue.
//!
//! The choice takes conditions to be independent of each other and of the order, which they aren't: new films are rarely
//! film noir. A walk is therefore given up when, by the estimate, it has cost as much as collecting would have.

use std::fmt::{self, Display};

use super::{
    COUNTED_MAX, FOUND_MAX,
    filter::{Facet, Filter, counts, joined},
    order::{self, Sort},
};

/// What it costs to ask a film for its links with names, or to look it up by its id: the unit is a film that is passed
/// in an index, some 0.1 µs with a million films.
const LOOK_UP: u32 = 12;

/// A walk along an index through the films of a filter, in this order.
pub(super) struct Walk<'a> {
    filter: &'a Filter,
    sort: &'a [Sort],
    /// The condition that a film stands behind the place where it begins.
    behind: &'a dyn Display,
    /// The column of `choice` that says how many films it may pass.
    patience: &'static str,
}

impl Walk<'_> {
    /// The films that it passes, as a table.
    pub(super) fn films(&self) -> impl Display {
        fmt::from_fn(move |f| {
            write!(
                f,
                "(SELECT * FROM movies WHERE {} AND {} ORDER BY {} LIMIT (SELECT {} FROM choice)) AS movies",
                self.within(),
                self.behind,
                order::clause(self.sort),
                self.patience
            )
        })
    }

    /// The condition that they have yet to pass.
    pub(super) fn condition(&self) -> impl Display {
        let bound = self.filter.bound_of_walk(self.sort);
        let others = self
            .filter
            .facets()
            .filter(move |facet| Some(*facet) != bound);
        fmt::from_fn(move |f| {
            let mut others = others.clone().peekable();
            if others.peek().is_none() {
                return f.write_str("true");
            }
            joined(others.map(|facet| self.filter.by_film(facet)), " AND ").fmt(f)
        })
    }

    /// Whether the walk ended before the films did.
    pub(super) fn given_up(&self) -> impl Display {
        fmt::from_fn(move |f| {
            write!(
                f,
                "EXISTS (SELECT FROM movies WHERE {} AND {} ORDER BY {} OFFSET (SELECT {} FROM choice) LIMIT 1)",
                self.within(),
                self.behind,
                order::clause(order::first(self.sort)),
                self.patience
            )
        })
    }

    /// The part of the index that it keeps to.
    fn within(&self) -> impl Display {
        fmt::from_fn(move |f| match self.filter.bound_of_walk(self.sort) {
            Some(facet) => self.filter.by_index(facet).fmt(f),
            None => f.write_str("true"),
        })
    }
}

impl Filter {
    /// The statements `choice`, by which facet films are collected and how many films a walk may pass for the page and
    /// for the total (none where collecting is expected to be cheaper), and `collected`, all films that pass.
    pub(super) fn ways(&self, sort: &[Sort], size: i64) -> impl Display {
        // With a second key, films are looked up and sorted on the walk, and all that are alike in the first key before one
        // is shown. How many have the first votes is not known.
        let first_of_several = match sort {
            [first, _, ..] => Some(first),
            _ => None,
        };
        let sorting = if first_of_several.is_some() {
            LOOK_UP
        } else {
            0
        };
        let ties = fmt::from_fn(move |f| {
            let Some(first) = first_of_several else {
                return f.write_str("SELECT 0");
            };
            let downwards = if first.descending { " DESC" } else { "" };
            write!(
                f,
                "SELECT {LOOK_UP} * COALESCE((SELECT count FROM catalogue_counts
                         WHERE facet = '{}' AND count > 0 ORDER BY value{downwards} LIMIT 1), 0)",
                first.key.column()
            )
        });
        let choice = fmt::from_fn(move |f| {
            write!(
                f,
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
            )
        });
        self.chosen_by_cost(sort, choice)
    }

    /// The same for searches: `choice` says whether so few films pass that only they are searched. What this costs is
    /// compared with a search for a common word, because nobody knows how common the word is.
    pub(super) fn ways_of_search(&self) -> impl Display {
        let choice = fmt::from_fn(move |f| {
            write!(
                f,
                "SELECT collect_by, {LOOK_UP} * {FOUND_MAX} * films / passing_films
                                        > collect_cost + {LOOK_UP} * passing_films AS few
                 FROM shares CROSS JOIN cheapest_facet"
            )
        });
        self.chosen_by_cost(&[], choice)
    }

    /// The statements that `choice` is made from, `choice` itself, and `collected`.
    fn chosen_by_cost(&self, sort: &[Sort], choice: impl Display) -> impl Display {
        let bounds_walk = self.bound_of_walk(sort);
        let linked = self.facets().any(|facet| facet.links().is_some());
        let asking = if linked { LOOK_UP } else { 0 };
        let alone = self.facets().count() == 1;
        fmt::from_fn(move |f| {
            let counted = self.facets().map(|facet| {
                fmt::from_fn(move |f| {
                    write!(
                        f,
                        "SELECT '{}', ({})::double precision, {}, {}",
                        facet.name(),
                        self.count(facet),
                        facet.links().is_some(),
                        bounds_walk == Some(facet)
                    )
                })
            });
            let collected = self.facets().map(|facet| {
                fmt::from_fn(move |f| match facet.links() {
                    Some(links) if alone => links.ids().fmt(f),
                    _ => write!(
                        f,
                        "SELECT movies.id FROM movies WHERE (SELECT collect_by = '{}' FROM choice) AND {}",
                        facet.name(),
                        self.conditions(Some(facet))
                    ),
                })
            });
            write!(
                f,
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
                counted = joined(counted, " UNION ALL "),
                collected = joined(collected, " UNION ALL "),
            )
        })
    }

    /// A walk that passes as many films as that column of `choice` says.
    pub(super) fn walk<'a>(
        &'a self,
        sort: &'a [Sort],
        behind: &'a dyn Display,
        patience: &'static str,
    ) -> Walk<'a> {
        Walk {
            filter: self,
            sort,
            behind,
            patience,
        }
    }

    /// A statement for the number of films. Where there is one condition, it is known, unless a text fits several genres;
    /// else counting stops at [`COUNTED_MAX`].
    pub(super) fn total<'a>(&'a self, sort: &'a [Sort]) -> impl Display {
        let mut facets = self.facets();
        let (facet, another) = (facets.next(), facets.next());
        let by_genre_alone = (facet, another) == (Some(Facet::Genre), None);
        // Ties need not be sorted to be counted.
        let walk = self.walk(order::first(sort), &"true", "count_patience");
        let counted = fmt::from_fn(move |f| {
            write!(
                f,
                "SELECT CASE WHEN count < {COUNTED_MAX} AND {given_up}
                    THEN (SELECT count(*) FROM (SELECT {once} id FROM collected LIMIT {COUNTED_MAX}) AS collected)
                    ELSE count END
             FROM (SELECT count(*) FROM (SELECT FROM {films} WHERE {condition} LIMIT {COUNTED_MAX}) AS walked) AS counted",
                given_up = walk.given_up(),
                // Films that have two of the genres are linked twice.
                once = if by_genre_alone { "DISTINCT" } else { "" },
                films = walk.films(),
                condition = walk.condition(),
            )
        });
        fmt::from_fn(move |f| match (facet, another) {
            (None, _) => counts("movies").fmt(f),
            (_, Some(_)) => counted.fmt(f),
            // Some texts fit one genre, whose films are counted.
            _ if by_genre_alone => {
                f.write_str("SELECT CASE WHEN cardinality(genre) <= 1 THEN (SELECT count::bigint FROM facets) ELSE (")?;
                counted.fmt(f)?;
                f.write_str(") END FROM wanted")
            }
            _ => f.write_str("SELECT count::bigint FROM facets"),
        })
    }

    /// All conditions: an index finds the films of one of them, which are then asked for the others.
    pub(super) fn conditions(&self, sought: Option<Facet>) -> impl Display {
        let conditions = self.facets().map(move |facet| {
            fmt::from_fn(move |f| {
                if Some(facet) == sought {
                    self.by_index(facet).fmt(f)
                } else {
                    self.by_film(facet).fmt(f)
                }
            })
        });
        joined(conditions, " AND ")
    }

    /// The condition within which films of this order are neighbours in its index.
    fn bound_of_walk(&self, sort: &[Sort]) -> Option<Facet> {
        let first = sort.first()?;
        let mut facets = self.facets();
        facets.find(|facet| facet.is_sorted_by(first.key))
    }
}
