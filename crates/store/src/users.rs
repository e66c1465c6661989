//! Accounts.

use domain::{Email, Role};
use sqlx::PgConnection;

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

/// An account as mails need it.
#[derive(Debug)]
pub struct User {
    /// The account.
    pub id: i32,
    /// Its address, lower case.
    pub email: String,
    /// Whether the account was activated and not deactivated since.
    pub is_active: bool,
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

/// The credentials of an account.
pub async fn credentials_of(db: &mut PgConnection, id: i32) -> sqlx::Result<Option<Credentials>> {
    sqlx::query_as!(
        Credentials,
        r#"SELECT id, email, _hashed_password AS hashed_password, is_active, group_id
           FROM users WHERE id = $1"#,
        id
    )
    .fetch_optional(db)
    .await
}

/// The account with this id.
pub async fn find(db: &mut PgConnection, id: i32) -> sqlx::Result<Option<User>> {
    sqlx::query_as!(
        User,
        "SELECT id, email, is_active FROM users WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// The account with this address.
pub async fn find_by_email(db: &mut PgConnection, email: &Email) -> sqlx::Result<Option<User>> {
    sqlx::query_as!(
        User,
        "SELECT id, email, is_active FROM users WHERE email = $1",
        email.as_str()
    )
    .fetch_optional(db)
    .await
}

/// Opens the account for signing in.
pub async fn activate(tx: &mut PgConnection, id: i32) -> sqlx::Result<()> {
    sqlx::query!("UPDATE users SET is_active = true WHERE id = $1", id)
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
