//! Accounts of the bench: how they sign in, and what their passwords cost to hash.

use std::net::SocketAddr;

use anyhow::{Context as _, anyhow};
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};

use crate::http1;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "Bench-password-1";
/// The server's default cost of a hash. With another the server would hash each password anew, and
/// a sign-in would cost twice as much.
const MEMORY_KIB: u32 = 19_456;
const ITERATIONS: u32 = 2;

/// What the server hashes with.
pub(crate) fn argon2() -> Argon2<'static> {
    let params =
        Params::new(MEMORY_KIB, ITERATIONS, 1, None).expect("valid parameters in the source");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The hash of [`PASSWORD`].
pub(crate) fn hash() -> anyhow::Result<String> {
    let hash = argon2()
        .hash_password(PASSWORD.as_bytes())
        .map_err(|error| anyhow!("argon2: {error}"))?;
    Ok(hash.to_string())
}

/// The request by which a member, counted from 1, signs in.
pub(crate) fn sign_in(number: usize) -> Vec<u8> {
    http1::post(
        "/accounts/login/",
        &format!(r#"{{"email": "member{number}@example.com", "password": "{PASSWORD}"}}"#),
    )
}

/// The access token that a member gets.
pub(crate) fn access_token(server: SocketAddr, number: usize) -> anyhow::Result<String> {
    let answer: serde_json::Value =
        serde_json::from_str(&http1::fetch(server, &sign_in(number))?.body)?;
    let token = answer["access_token"].as_str();
    Ok(token.context("an access token")?.to_owned())
}
