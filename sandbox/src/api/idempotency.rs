//! Idempotency keys: the first answer is kept and given again.

use std::collections::HashMap;

use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::errors::ApiError;
use crate::books;

/// How long a key is kept, in seconds.
const LIFETIME: i64 = 24 * 60 * 60;

/// The keys of a day.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Keys(HashMap<String, Entry>);

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    path: String,
    /// The parameters in alphabetical order.
    form: Vec<(String, String)>,
    created: i64,
    /// None while the first request is still under way.
    answer: Option<Saved>,
}

/// An answer that is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Saved {
    #[serde(with = "status_number")]
    pub(super) status: StatusCode,
    pub(super) body: String,
    /// The request that was answered first.
    pub(super) request_id: String,
    /// Whether it is given again.
    pub(super) replayed: bool,
}

/// What a key says about a request.
pub(super) enum Begun {
    /// It is the first one.
    First,
    /// It was answered before.
    Again(Saved),
}

impl Saved {
    pub(super) fn new(status: StatusCode, body: String, request_id: &str) -> Self {
        Self {
            status,
            body,
            request_id: request_id.to_owned(),
            replayed: false,
        }
    }
}

impl Keys {
    /// Takes a key, or finds what it stands for.
    pub(super) fn begin(&mut self, key: &str, path: &str, form: &str) -> Result<Begun, ApiError> {
        let now = books::now();
        self.0
            .retain(|_, entry| now - entry.created < LIFETIME || entry.answer.is_none());
        if let Some(entry) = self.0.get(key) {
            return entry.again(key, path, &sorted(form));
        }
        let entry = Entry {
            path: path.to_owned(),
            form: sorted(form),
            created: now,
            answer: None,
        };
        self.0.insert(key.to_owned(), entry);
        Ok(Begun::First)
    }

    /// Keeps the answer of the first request.
    pub(super) fn save(&mut self, key: &str, answer: Saved) {
        if let Some(entry) = self.0.get_mut(key) {
            entry.answer = Some(answer);
        }
    }

    /// Gives every key free.
    pub(crate) fn forget_all(&mut self) {
        self.0.clear();
    }

    /// Gives a key free whose request was not carried out.
    pub(super) fn forget(&mut self, key: &str) {
        self.0.remove(key);
    }
}

impl Entry {
    fn again(&self, key: &str, path: &str, form: &[(String, String)]) -> Result<Begun, ApiError> {
        if self.path != path {
            return Err(ApiError::other_endpoint(key, &self.path, path));
        }
        if self.form != form {
            return Err(ApiError::other_parameters(key));
        }
        let Some(answer) = &self.answer else {
            return Err(ApiError::key_in_use(key));
        };
        Ok(Begun::Again(Saved {
            replayed: true,
            ..answer.clone()
        }))
    }
}

fn sorted(form: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = form_urlencoded::parse(form.as_bytes())
        .into_owned()
        .collect();
    pairs.sort_unstable();
    pairs
}

mod status_number {
    use http::StatusCode;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
    pub(super) fn serialize<S: Serializer>(
        status: &StatusCode,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(status.as_u16())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<StatusCode, D::Error> {
        StatusCode::from_u16(u16::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{Begun, Keys, LIFETIME, Saved, StatusCode};

    #[test]
    fn a_key_is_in_use_until_its_request_is_answered() {
        let mut keys = Keys::default();
        assert!(matches!(
            keys.begin("k", "/v1/refunds", "a=1"),
            Ok(Begun::First)
        ));
        let error = keys
            .begin("k", "/v1/refunds", "a=1")
            .err()
            .expect("it runs");
        assert_eq!(error.status(), StatusCode::CONFLICT);
        assert_eq!(error.body()["error"]["code"], "idempotency_key_in_use");
        keys.save("k", Saved::new(StatusCode::OK, "{}".to_owned(), "req_1"));
        assert!(matches!(
            keys.begin("k", "/v1/refunds", "a=1"),
            Ok(Begun::Again(_))
        ));
    }

    #[test]
    fn a_key_is_forgotten_after_a_day() {
        let mut keys = Keys::default();
        for answered in [true, false] {
            assert!(matches!(
                keys.begin("k", "/v1/refunds", "a=1"),
                Ok(Begun::First)
            ));
            if answered {
                keys.save("k", Saved::new(StatusCode::OK, "{}".to_owned(), "req_1"));
            }
            keys.0.get_mut("k").expect("it is kept").created -= LIFETIME;
        }
        assert!(
            keys.begin("k", "/v1/refunds", "a=1").is_err(),
            "it still runs"
        );
    }
}
