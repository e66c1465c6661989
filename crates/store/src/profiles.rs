//! What members tell about themselves.

use chrono::NaiveDate;
use domain::Gender;
use serde::Deserialize;
use sqlx::PgConnection;

/// The constraint that an account has one profile.
pub const USER_KEY: &str = "user_profiles_user_id_key";

/// A profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its number.
    pub id: i32,
    /// The account.
    pub user_id: i32,
    /// What it says.
    pub fields: Fields,
}

/// What a profile says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// In lower case.
    pub first_name: Option<String>,
    /// In lower case.
    pub last_name: Option<String>,
    /// The name of a picture's file.
    pub avatar: Option<String>,
    /// Man or woman.
    pub gender: Option<Gender>,
    /// The birthday.
    pub date_of_birth: Option<NaiveDate>,
    /// In the member's own words.
    pub info: Option<String>,
}

/// As the database spells it.
#[derive(Debug, Clone, Copy, Deserialize, sqlx::Type)]
#[sqlx(type_name = "genderenum", rename_all = "UPPERCASE")]
enum GenderEnum {
    Man,
    Woman,
}

impl From<Gender> for GenderEnum {
    fn from(gender: Gender) -> Self {
        match gender {
            Gender::Man => Self::Man,
            Gender::Woman => Self::Woman,
        }
    }
}

impl From<GenderEnum> for Gender {
    fn from(gender: GenderEnum) -> Self {
        match gender {
            GenderEnum::Man => Self::Man,
            GenderEnum::Woman => Self::Woman,
        }
    }
}

/// Makes a profile and returns its number. Violates [`USER_KEY`] if the account has one. Nothing if there is no such
/// account. Waits for whoever deletes it: a lock that lets keys alone (`FOR KEY SHARE`) would not.
pub async fn insert(
    tx: &mut PgConnection,
    user_id: i32,
    fields: &Fields,
) -> sqlx::Result<Option<i32>> {
    sqlx::query_scalar!(
        "INSERT INTO user_profiles (user_id, first_name, last_name, avatar, gender, date_of_birth, info)
         SELECT id, $2, $3, $4, $5, $6, $7 FROM users WHERE id = $1 AND deleted_at IS NULL FOR SHARE
         RETURNING id",
        user_id,
        fields.first_name,
        fields.last_name,
        fields.avatar,
        fields.gender.map(GenderEnum::from) as Option<GenderEnum>,
        fields.date_of_birth,
        fields.info
    )
    .fetch_optional(tx)
    .await
}

/// An account's profile.
pub async fn find(db: &mut PgConnection, user_id: i32) -> sqlx::Result<Option<Profile>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id, user_id, first_name, last_name, avatar, gender AS "gender: GenderEnum", date_of_birth, info
           FROM user_profiles WHERE user_id = $1"#,
        user_id
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(Profile::from))
}

/// An account's profile, which nobody else changes for as long as the transaction lasts.
pub async fn lock(tx: &mut PgConnection, user_id: i32) -> sqlx::Result<Option<Profile>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id, user_id, first_name, last_name, avatar, gender AS "gender: GenderEnum", date_of_birth, info
           FROM user_profiles WHERE user_id = $1 FOR NO KEY UPDATE"#,
        user_id
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.map(Profile::from))
}

/// Has a profile say this.
pub async fn update(tx: &mut PgConnection, id: i32, fields: &Fields) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE user_profiles
         SET first_name = $2, last_name = $3, avatar = $4, gender = $5, date_of_birth = $6, info = $7
         WHERE id = $1",
        id,
        fields.first_name,
        fields.last_name,
        fields.avatar,
        fields.gender.map(GenderEnum::from) as Option<GenderEnum>,
        fields.date_of_birth,
        fields.info
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Deletes an account's profile. Returns the name of the picture that it showed.
pub async fn delete(tx: &mut PgConnection, user_id: i32) -> sqlx::Result<Option<String>> {
    let avatar = sqlx::query_scalar!(
        "DELETE FROM user_profiles WHERE user_id = $1 RETURNING avatar",
        user_id
    )
    .fetch_optional(tx)
    .await?;
    Ok(avatar.flatten())
}

struct Row {
    id: i32,
    user_id: i32,
    first_name: Option<String>,
    last_name: Option<String>,
    avatar: Option<String>,
    gender: Option<GenderEnum>,
    date_of_birth: Option<NaiveDate>,
    info: Option<String>,
}

impl From<Row> for Profile {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            user_id: row.user_id,
            fields: Fields {
                first_name: row.first_name,
                last_name: row.last_name,
                avatar: row.avatar,
                gender: row.gender.map(Gender::from),
                date_of_birth: row.date_of_birth,
                info: row.info,
            },
        }
    }
}
