//! What holds for every request, whatever it asks for.

mod bodies;
mod connections;
mod headers;
mod metrics;
mod routing;

use serde_json::{Value, json};

use crate::support::PASSWORD;

fn credentials() -> Value {
    json!({ "email": "anna@example.com", "password": PASSWORD })
}
