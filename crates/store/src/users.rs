//! Accounts.

use chrono::{DateTime, Utc};
use domain::{Email, Role};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::pages::{LongPage, Search};

/// The constraint that makes an address belong to one account.
pub const EMAIL_KEY: &str = "users_email_key";

/// What a password proves, and to whom.
#[derive(Debug)]
pub struct Credentials {
    /// The account.
    pub id: i32,
    /// Its address, lower case.
    pub email: String,
    /// PHC string of argon2id, or bcrypt from before.
    pub hashed_password: String,
    /// Whether the account was activated and not deactivated since.
    pub is_active: bool,
    /// The group of its role.
    pub group_id: i32,
}

impl Credentials {
    /// What it may do.
    #[must_use]
    pub fn role(&self) -> Role {
        role(self.group_id)
    }
}

/// An account as mails need it.
#[derive(Debug)]
pub struct User {
    /// The account.
    pub id: i32,
    /// Its address, lower case.
    pub email: String,
    /// Whether the account was activated and not deactivated since.
    pub is_active: bool,
    /// Whether an admin has deactivated it, so that its owner cannot activate it.
    pub is_deactivated: bool,
}

/// An account as admins see it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Listed {
    /// Its number.
    pub id: i32,
    /// Its address, lower case.
    pub email: String,
    /// The group of its role.
    pub group_id: i32,
    /// Whether the account was activated and not deactivated since.
    pub is_active: bool,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// When the row was written last.
    pub updated_at: DateTime<Utc>,
    /// When an admin deactivated it, if that is so.
    pub deactivated_at: Option<DateTime<Utc>>,
    /// When its owner deleted it, if that is so.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// Which accounts a page shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only the one with this address.
    pub email: Option<Email>,
    /// Only those of this group.
    pub group_id: Option<i32>,
    /// Only those that are active, or only those that are not.
    pub is_active: Option<bool>,
}

/// What an admin can change about an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The group of its role.
    pub group_id: i32,
    /// Whether its owner can sign in.
    pub is_active: bool,
    /// Whether an admin has deactivated it, so that its owner cannot activate it.
    pub is_deactivated: bool,
}

/// An account that nobody changes for as long as the transaction lasts.
#[derive(Debug)]
pub struct Locked {
    /// The account.
    pub id: i32,
    /// Its address, lower case.
    pub email: String,
    /// What can be changed about it.
    pub standing: Standing,
}

/// Creates an inactive account. Violates [`EMAIL_KEY`] if the address has one.
pub async fn insert(
    tx: &mut PgConnection,
    email: &Email,
    hashed_password: &str,
    role: Role,
) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        "INSERT INTO users (email, _hashed_password, group_id) VALUES ($1, $2, $3) RETURNING id",
        email.as_str(),
        hashed_password,
        role.group_id()
    )
    .fetch_one(tx)
    .await
}

/// The credentials behind an address.
pub async fn credentials(
    db: &mut PgConnection,
    email: &Email,
) -> sqlx::Result<Option<Credentials>> {
    sqlx::query_as!(
        Credentials,
        r#"SELECT id, email, _hashed_password AS hashed_password, is_active, group_id
           FROM users WHERE email = $1"#,
        email.as_str()
    )
    .fetch_optional(db)
    .await
}

/// The credentials of an account, unless its owner has deleted it.
pub async fn credentials_of(db: &mut PgConnection, id: i32) -> sqlx::Result<Option<Credentials>> {
    sqlx::query_as!(
        Credentials,
        r#"SELECT id, email, _hashed_password AS hashed_password, is_active, group_id
           FROM users WHERE id = $1 AND deleted_at IS NULL"#,
        id
    )
    .fetch_optional(db)
    .await
}

/// The account with this id, unless its owner has deleted it.
pub async fn find(db: &mut PgConnection, id: i32) -> sqlx::Result<Option<User>> {
    sqlx::query_as!(
        User,
        r#"SELECT id, email, is_active, deactivated_at IS NOT NULL AS "is_deactivated!"
           FROM users WHERE id = $1 AND deleted_at IS NULL"#,
        id
    )
    .fetch_optional(db)
    .await
}

/// The account with this address.
pub async fn find_by_email(db: &mut PgConnection, email: &Email) -> sqlx::Result<Option<User>> {
    sqlx::query_as!(
        User,
        r#"SELECT id, email, is_active, deactivated_at IS NOT NULL AS "is_deactivated!"
           FROM users WHERE email = $1"#,
        email.as_str()
    )
    .fetch_optional(db)
    .await
}

/// A page of accounts, the newest first.
pub async fn page(
    db: &mut PgConnection,
    filter: &Filter,
    size: i64,
    offset: i64,
) -> sqlx::Result<LongPage<Listed>> {
    Search::of("users", "id DESC")
        .only_with("email = ?", filter.email.as_ref().map(Email::as_str))
        .only_with("group_id = ?", filter.group_id)
        .only(filter.is_active.map(|is_active| {
            if is_active {
                "is_active"
            } else {
                "NOT is_active"
            }
        }))
        .page(
            db,
            "SELECT id, email, group_id, is_active, created_at, updated_at, deactivated_at, deleted_at
             FROM page",
            size,
            offset,
        )
        .await
}

/// Opens the account for signing in, unless an admin has deactivated it or its owner has deleted it. Says whether it was done.
pub async fn activate(tx: &mut PgConnection, id: i32) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE users SET is_active = true WHERE id = $1 AND deactivated_at IS NULL AND deleted_at IS NULL",
        id
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Locks an account by its number and another by its address until the transaction ends; the two may be one. Everybody
/// locks them in the same order.
pub async fn lock_both(tx: &mut PgConnection, id: i32, email: &Email) -> sqlx::Result<Vec<Locked>> {
    let rows = sqlx::query!(
        r#"SELECT id, email, group_id, is_active, deactivated_at IS NOT NULL AS "is_deactivated!"
           FROM users WHERE id = $1 OR email = $2
           ORDER BY id FOR NO KEY UPDATE"#,
        id,
        email.as_str()
    )
    .fetch_all(tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Locked {
            id: row.id,
            email: row.email,
            standing: Standing {
                group_id: row.group_id,
                is_active: row.is_active,
                is_deactivated: row.is_deactivated,
            },
        })
        .collect())
}

/// Notes what an admin has changed about a locked account.
pub async fn set_standing(tx: &mut PgConnection, id: i32, to: Standing) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE users SET group_id = $2, is_active = $3,
             deactivated_at = CASE WHEN $4 THEN COALESCE(deactivated_at, now()) END
         WHERE id = $1",
        id,
        to.group_id,
        to.is_active,
        to.is_deactivated
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Replaces the password.
pub async fn set_password(
    tx: &mut PgConnection,
    id: i32,
    hashed_password: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE users SET _hashed_password = $2 WHERE id = $1",
        id,
        hashed_password
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Replaces one hash by another, unless it was replaced meanwhile. Says whether it was done.
pub async fn replace_hash(
    db: &mut PgConnection,
    id: i32,
    old: &str,
    new: &str,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE users SET _hashed_password = $3 WHERE id = $1 AND _hashed_password = $2",
        id,
        old,
        new
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The role behind a group id. The foreign key leaves no other ids than the migration's three.
pub(crate) fn role(group_id: i32) -> Role {
    Role::from_group_id(group_id).unwrap_or(Role::User)
}
