//! Pages of lists.

use chrono::NaiveDate;
use domain::Email;
use serde::de::DeserializeOwned;
use sqlx::{Encode, PgConnection, Postgres, QueryBuilder, Type, types::Json};

use crate::movies::COUNTED_MAX;

/// A page of a list, and how many items the list has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The items of the page.
    pub items: Vec<T>,
    /// The items of the whole list.
    pub total: i64,
}

/// A page of a list that is too long to be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LongPage<T> {
    /// The items of the page.
    pub items: Vec<T>,
    /// How many items match, at most [`COUNTED_MAX`].
    pub total: i64,
    /// Whether there are items behind the page.
    pub more: bool,
}

/// A table that admins look through, and what they look for.
pub(crate) struct Search {
    query: QueryBuilder<Postgres>,
    order: &'static str,
}

impl Search {
    /// Every row of a table, in an order that an index has.
    pub(crate) fn of(table: &'static str, order: &'static str) -> Self {
        let mut query = QueryBuilder::new("WITH matching AS NOT MATERIALIZED (SELECT * FROM ");
        query.push(table).push(" WHERE true");
        Self { query, order }
    }

    /// Only rows that meet a condition, if there is one.
    pub(crate) fn only(mut self, condition: Option<&'static str>) -> Self {
        if let Some(condition) = condition {
            self.query.push(" AND ").push(condition);
        }
        self
    }

    /// Only rows that meet a condition on a value, which stands for `?`, if there is a value.
    pub(crate) fn only_with<'t, T>(mut self, condition: &'static str, value: Option<T>) -> Self
    where
        T: Encode<'t, Postgres> + Type<Postgres>,
    {
        if let Some(value) = value {
            let (before, after) = condition.split_once('?').expect("one place for the value");
            self.query.push(" AND ").push(before).push_bind(value);
            self.query.push(after);
        }
        self
    }

    /// Only rows of the account with an address.
    pub(crate) fn of_account(self, email: Option<&Email>) -> Self {
        self.only_with(
            "user_id = (SELECT id FROM users WHERE email = ?)",
            email.map(Email::as_str),
        )
    }

    /// Only rows that were created on a day in UTC.
    pub(crate) fn created_on(self, day: Option<NaiveDate>) -> Self {
        self.only_with("created_at >= ?::timestamp AT TIME ZONE 'UTC'", day)
            .only_with("created_at < (? + 1)::timestamp AT TIME ZONE 'UTC'", day)
    }

    /// A page of what was found. `shown` selects the items from `page`, which has the columns of the table; an item has
    /// those by which it is ordered.
    pub(crate) async fn page<T>(
        self,
        db: &mut PgConnection,
        shown: &'static str,
        size: i64,
        offset: i64,
    ) -> sqlx::Result<LongPage<T>>
    where
        T: DeserializeOwned + Send + Unpin + 'static,
    {
        let Self { mut query, order } = self;
        query.push(format_args!(
            "), page AS (SELECT * FROM matching ORDER BY {order} LIMIT {size} OFFSET {offset})
             SELECT (SELECT COALESCE(json_agg(row_to_json(item) ORDER BY {order}), '[]') FROM ({shown}) AS item),
                    (SELECT count(*) FROM (SELECT FROM matching LIMIT {COUNTED_MAX}) AS counted),
                    EXISTS (SELECT FROM matching ORDER BY {order} OFFSET {behind})",
            behind = offset + size
        ));
        let (Json(items), total, more) = query
            .build_query_as::<(Json<Vec<T>>, i64, bool)>()
            .fetch_one(db)
            .await?;
        Ok(LongPage { items, total, more })
    }
}
