//! In which order films stand, and where a page begins that continues another.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{Postgres, QueryBuilder};

/// A sort key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// What is compared.
    pub key: SortKey,
    /// Largest first.
    pub descending: bool,
}

/// What films can be sorted by. Columns of films have an index each that ends in the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortKey {
    /// Title.
    Name,
    /// Year of release.
    Year,
    /// IMDb rating.
    Imdb,
    /// Price.
    Price,
    /// IMDb votes.
    Votes,
    /// How well a film fits what is searched for. Searches only.
    Rank,
    /// IMDb votes, as the search knows them. Searches only.
    Popularity,
}

/// The values of a film's sort keys, and then its id. Whoever sends one back may have changed it: see
/// [`Position::fits`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(Vec<Value>);

impl SortKey {
    /// Its name, as the API and the statements call it.
    #[must_use]
    pub const fn column(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Year => "year",
            Self::Imdb => "imdb",
            Self::Price => "price",
            Self::Votes => "votes",
            Self::Rank => "rank",
            Self::Popularity => "popularity",
        }
    }

    /// Whether only searches know the key.
    pub(super) const fn is_of_searches(self) -> bool {
        matches!(self, Self::Rank | Self::Popularity)
    }

    /// Binds a value of this key, if it is one.
    fn bind(self, value: &Value, query: Option<&mut QueryBuilder<Postgres>>) -> Option<()> {
        let integer = || i32::try_from(value.as_i64()?).ok();
        match self {
            Self::Name => {
                let text = value.as_str().filter(|text| !text.contains('\0'))?;
                query.map(|query| query.push_bind(text.to_owned()))
            }
            Self::Year | Self::Votes | Self::Popularity => {
                let number = integer()?;
                query.map(|query| query.push_bind(number))
            }
            Self::Imdb | Self::Rank => {
                let number = value.as_f64()?;
                query.map(|query| query.push_bind(number))
            }
            Self::Price => {
                let amount: Decimal = value.as_str()?.parse().ok()?;
                query.map(|query| query.push_bind(amount))
            }
        };
        Some(())
    }
}

impl Position {
    /// Whether the values are such as films sorted like this have.
    #[must_use]
    pub fn fits(&self, sort: &[Sort]) -> bool {
        self.0.len() == sort.len() + 1
            && self
                .0
                .last()
                .is_some_and(|id| id.as_i64().is_some_and(|id| i32::try_from(id).is_ok()))
            && sort
                .iter()
                .zip(&self.0)
                .all(|(sort, value)| sort.key.bind(value, None).is_some())
    }
}

/// The columns of the keys, each with a comma.
pub(super) fn push_columns(query: &mut QueryBuilder<Postgres>, sort: &[Sort]) {
    for sort in sort {
        query.push(sort.key.column()).push(", ");
    }
}

/// What makes a [`Position`]. Prices are text, because JSON knows no exact decimals.
pub(super) fn push_position(query: &mut QueryBuilder<Postgres>, sort: &[Sort]) {
    query.push("json_build_array(");
    for sort in sort {
        let cast = if sort.key == SortKey::Price {
            "::text"
        } else {
            ""
        };
        query.push(sort.key.column()).push(cast).push(", ");
    }
    query.push("id)");
}

/// Ties are broken by id, in the direction of the last key, so that an index on (key, id) serves the
/// order and no film is on two pages.
pub(super) fn push(query: &mut QueryBuilder<Postgres>, sort: &[Sort]) {
    for sort in sort {
        let direction = if sort.descending { " DESC" } else { "" };
        query.push(sort.key.column()).push(direction).push(", ");
    }
    query
        .push("id")
        .push(if last_descends(sort) { " DESC" } else { "" });
}

fn last_descends(sort: &[Sort]) -> bool {
    sort.last().is_some_and(|sort| sort.descending)
}

/// The condition that a film stands behind `position`. An index can use the part that speaks of the first
/// key alone.
pub(super) fn push_after(query: &mut QueryBuilder<Postgres>, sort: &[Sort], position: &Position) {
    let (id, values) = position.0.split_last().unwrap_or((&Value::Null, &[]));
    let beyond = |descending| if descending { " < " } else { " > " };
    if let ([only], [value]) = (sort, values) {
        query
            .push(format_args!("({}, id)", only.key.column()))
            .push(beyond(only.descending))
            .push("(");
        only.key.bind(value, Some(query));
        query.push(", ").push_bind(id.as_i64()).push(")");
        return;
    }
    for (sort, value) in sort.iter().zip(values) {
        let column = sort.key.column();
        let beyond = beyond(sort.descending);
        query.push(format_args!("({column}{}= ", beyond.trim_end()));
        sort.key.bind(value, Some(query));
        query.push(format_args!(" AND ({column}{beyond}"));
        sort.key.bind(value, Some(query));
        query.push(" OR ");
    }
    query
        .push("id")
        .push(beyond(last_descends(sort)))
        .push_bind(id.as_i64());
    query.push("))".repeat(values.len()));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NAME_DOWN: Sort = Sort {
        key: SortKey::Name,
        descending: true,
    };
    const YEAR_DOWN: Sort = Sort {
        key: SortKey::Year,
        descending: true,
    };
    const PRICE_UP: Sort = Sort {
        key: SortKey::Price,
        descending: false,
    };

    fn position(values: Value) -> Position {
        serde_json::from_value(values).expect("a list")
    }

    #[test]
    fn ties_follow_the_direction_of_the_last_key() {
        for (keys, order) in [
            (&[][..], "id"),
            (&[NAME_DOWN], "name DESC, id DESC"),
            (&[YEAR_DOWN, PRICE_UP], "year DESC, price, id"),
        ] {
            let mut query = QueryBuilder::new("");
            push(&mut query, keys);
            assert_eq!(query.sql().as_str(), order);
        }
    }

    #[test]
    fn a_page_continues_behind_the_last_film_of_another() {
        for (keys, values, condition) in [
            (
                &[NAME_DOWN][..],
                json!(["Heat", 7]),
                "(name, id) < ($1, $2)",
            ),
            (
                &[YEAR_DOWN, PRICE_UP],
                json!([1995, "9.99", 7]),
                "(year <= $1 AND (year < $2 OR (price >= $3 AND (price > $4 OR id > $5))))",
            ),
        ] {
            let mut query = QueryBuilder::new("");
            push_after(&mut query, keys, &position(values));
            assert_eq!(query.sql().as_str(), condition);
        }
    }

    #[test]
    fn a_position_of_another_order_does_not_fit() {
        assert!(position(json!(["Heat", 7])).fits(&[NAME_DOWN]));
        assert!(position(json!(["9.99", 7])).fits(&[PRICE_UP]));
        for wrong in [
            json!([]),
            json!([7]),
            json!(["Heat"]),
            json!(["Heat", "7"]),
            json!([7, 7]),
            json!(["a\u{0}", 7]),
        ] {
            assert!(!position(wrong.clone()).fits(&[NAME_DOWN]), "{wrong}");
        }
        assert!(!position(json!(["Heat", 7])).fits(&[PRICE_UP]));
        assert!(!position(json!(["Heat", 7])).fits(&[NAME_DOWN, YEAR_DOWN]));
    }
}
