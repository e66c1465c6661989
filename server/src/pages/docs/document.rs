//! The API document as this server gives it away.

use std::sync::OnceLock;

use bytes::Bytes;

use crate::{OPENAPI, config};

/// Where it says what stands before its paths.
const SERVER: &str = "servers:\n  - url: /\n";

/// The document in both languages. It names this server by its path, so that whoever tries an operation from a page
/// talks to the server that the page came from.
pub struct Document {
    yaml: Bytes,
    json: OnceLock<Bytes>,
}

impl Document {
    /// Names the server.
    #[must_use]
    pub fn new(server: &config::Server) -> Self {
        let named = format!("servers:\n  - url: {}/\n", server.base_path());
        Self {
            yaml: OPENAPI.replacen(SERVER, &named, 1).into(),
            json: OnceLock::new(),
        }
    }

    /// As it was written.
    pub fn yaml(&self) -> Bytes {
        self.yaml.clone()
    }

    /// For programs. Members keep their order.
    pub fn json(&self) -> Bytes {
        let translate = || {
            let document: serde_yaml_ng::Value =
                serde_yaml_ng::from_slice(&self.yaml).expect("the contract is YAML");
            serde_json::to_vec(&document)
                .expect("the contract has nothing that JSON lacks")
                .into()
        };
        self.json.get_or_init(translate).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_names_the_path_of_the_public_url() {
        for (public_url, path) in [
            ("https://cinema.example", "/"),
            ("https://example.com/cinema/", "/cinema/"),
        ] {
            let server = config::Server {
                public_url: public_url.parse().unwrap(),
                ..config::Server::default()
            };
            let document = Document::new(&server);
            let json: serde_json::Value = serde_json::from_slice(&document.json()).unwrap();
            assert_eq!(json["servers"][0]["url"], path);
            assert_eq!(json["openapi"], "3.0.3");
        }
    }
}
