//! In which order films stand, and where a page begins that continues another.

use std::fmt::{self, Display};

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

/// A value of a sort key.
enum KeyValue {
    Text(String),
    Integer(i32),
    Float(f64),
    Decimal(Decimal),
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

    /// A value of this key, if it is one.
    fn value(self, value: &Value) -> Option<KeyValue> {
        let integer = || i32::try_from(value.as_i64()?).ok();
        Some(match self {
            Self::Name => {
                let text = value.as_str().filter(|text| !text.contains('\0'))?;
                KeyValue::Text(text.to_owned())
            }
            Self::Year | Self::Votes | Self::Popularity => KeyValue::Integer(integer()?),
            Self::Imdb | Self::Rank => KeyValue::Float(value.as_f64()?),
            Self::Price => KeyValue::Decimal(value.as_str()?.parse().ok()?),
        })
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
                .all(|(sort, value)| sort.key.value(value).is_some())
    }
}

/// The columns of the keys, each with a comma.
pub(super) fn columns(sort: &[Sort]) -> impl Display {
    fmt::from_fn(move |f| {
        for sort in sort {
            write!(f, "{}, ", sort.key.column())?;
        }
        Ok(())
    })
}

/// What makes a [`Position`]. Prices are text, because JSON knows no exact decimals.
pub(super) fn position(sort: &[Sort]) -> impl Display {
    fmt::from_fn(move |f| {
        f.write_str("json_build_array(")?;
        for Sort { key, .. } in sort {
            let as_text = if *key == SortKey::Price { "::text" } else { "" };
            write!(f, "{}{as_text}, ", key.column())?;
        }
        f.write_str("id)")
    })
}

/// Ties are broken by id, in the direction of the last key, so that an index on (key, id) serves the
/// order and no film is on two pages.
pub(super) fn clause(sort: &[Sort]) -> impl Display {
    let direction = |descending| if descending { " DESC" } else { "" };
    fmt::from_fn(move |f| {
        for sort in sort {
            write!(f, "{}{}, ", sort.key.column(), direction(sort.descending))?;
        }
        write!(f, "id{}", direction(last_descends(sort)))
    })
}

/// The most significant key.
pub(super) fn first(sort: &[Sort]) -> &[Sort] {
    &sort[..sort.len().min(1)]
}

fn last_descends(sort: &[Sort]) -> bool {
    sort.last().is_some_and(|sort| sort.descending)
}

/// The values behind which a page begins, as columns of `wanted`, each with a comma.
pub(super) fn push_values(
    query: &mut QueryBuilder<Postgres>,
    sort: &[Sort],
    Position(position): &Position,
) {
    let values = sort.iter().zip(position).enumerate();
    for (index, (sort, value)) in values {
        match sort.key.value(value) {
            Some(KeyValue::Text(text)) => query.push_bind(text).push("::text"),
            Some(KeyValue::Integer(number)) => query.push_bind(number).push("::integer"),
            Some(KeyValue::Float(number)) => query.push_bind(number).push("::double precision"),
            Some(KeyValue::Decimal(amount)) => query.push_bind(amount).push("::numeric"),
            None => query.push("NULL"),
        };
        query.push(format_args!(" AS after_{index}, "));
    }
    let id = position.last().and_then(Value::as_i64);
    query.push_bind(id).push("::bigint AS after_id, ");
}

/// The condition that a film stands behind the position in `wanted`. An index can use the part that speaks of the first
/// key alone.
pub(super) fn behind(sort: &[Sort]) -> impl Display {
    let beyond = |descending| if descending { "<" } else { ">" };
    let last = beyond(last_descends(sort));
    fmt::from_fn(move |f| {
        if let [only] = sort {
            return write!(
                f,
                "({}, id) {last} ((SELECT after_0 FROM wanted), (SELECT after_id FROM wanted))",
                only.key.column()
            );
        }
        for (index, sort) in sort.iter().enumerate() {
            let (column, beyond) = (sort.key.column(), beyond(sort.descending));
            let value = format_args!("(SELECT after_{index} FROM wanted)");
            write!(
                f,
                "({column} {beyond}= {value} AND ({column} {beyond} {value} OR "
            )?;
        }
        write!(f, "id {last} (SELECT after_id FROM wanted)")?;
        for _ in sort {
            f.write_str("))")?;
        }
        Ok(())
    })
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
        assert_eq!(clause(&[]).to_string(), "id");
        assert_eq!(clause(&[NAME_DOWN]).to_string(), "name DESC, id DESC");
        assert_eq!(
            clause(&[YEAR_DOWN, PRICE_UP]).to_string(),
            "year DESC, price, id"
        );
    }

    #[test]
    fn a_page_continues_behind_the_last_film_of_another() {
        assert_eq!(
            behind(&[NAME_DOWN]).to_string(),
            "(name, id) < ((SELECT after_0 FROM wanted), (SELECT after_id FROM wanted))"
        );
        assert_eq!(
            behind(&[YEAR_DOWN, PRICE_UP]).to_string(),
            "(year <= (SELECT after_0 FROM wanted) AND (year < (SELECT after_0 FROM wanted) OR \
             (price >= (SELECT after_1 FROM wanted) AND (price > (SELECT after_1 FROM wanted) OR \
             id > (SELECT after_id FROM wanted)))))"
        );
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
