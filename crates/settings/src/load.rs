//! Reading, merging, checking and printing.

use std::{env, ffi::OsStr, fmt, path::Path, str::FromStr};

use config::{Config, File, FileFormat, Map, Source, Value};
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};

const PREFIX: &str = "CINEMA__";
const SEPARATOR: &str = "__";
const FILE_SUFFIX: &str = "_FILE";
const DEFAULT_FILE: &str = "config.toml";

/// Why the configuration is refused. Every text names the variable to change.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The configuration file cannot be read or is not TOML.
    #[error("configuration file {path}: {reason}")]
    File {
        /// The file as named.
        path: String,
        /// What the reader says.
        reason: String,
    },
    /// A `…_FILE` variable names a file that cannot be read.
    #[error("{variable} names {path}, which cannot be read: {source}")]
    SecretFile {
        /// The environment variable.
        variable: String,
        /// The file that it names.
        path: String,
        /// Why not.
        source: std::io::Error,
    },
    /// A variable of ours is not text.
    #[error("{0} is not UTF-8")]
    NotText(String),
    /// Both `KEY` and `KEY_FILE` are set.
    #[error("{0} and {0}{FILE_SUFFIX} are both set: keep one")]
    SetTwice(String),
    /// A value has the wrong type or breaks a rule.
    #[error("{variable} ({key} in the configuration file): {reason}")]
    Invalid {
        /// Dotted key.
        key: String,
        /// The environment variable that sets the same.
        variable: String,
        /// What is wrong and what would be right.
        reason: String,
    },
}

/// Rules that types alone cannot express.
pub trait Validate {
    /// Refuses values that the program could not run with.
    fn validate(&self) -> Result<(), ConfigError>;
}

/// A broken rule about the value at `key`, such as `database.url`.
#[must_use]
pub fn invalid(key: &str, reason: impl Into<String>) -> ConfigError {
    ConfigError::Invalid {
        key: key.to_owned(),
        variable: format!("{PREFIX}{}", key.to_uppercase().replace('.', SEPARATOR)),
        reason: reason.into(),
    }
}

/// Reads the configuration of this process. `file` overrides the place of the configuration file; a
/// file that was named must exist, the default one may be missing.
pub fn load<T: DeserializeOwned + Validate>(file: Option<&Path>) -> Result<T, ConfigError> {
    let (path, required) = match file {
        Some(path) => (path.to_owned(), true),
        None => (DEFAULT_FILE.into(), false),
    };
    let merged = Config::builder()
        .add_source(
            File::from(path.as_path())
                .format(FileFormat::Toml)
                .required(required),
        )
        .add_source(Environment(read_environment()?))
        .build()
        .map_err(|error| ConfigError::File {
            path: path.display().to_string(),
            reason: unquoted(&error),
        })?;

    let loaded: T = serde_path_to_error::deserialize(merged)
        .map_err(|error| invalid(&error.path().to_string(), innermost(error.inner())))?;
    loaded.validate()?;
    Ok(loaded)
}

/// The configuration as TOML. Secrets are masked by their types.
///
/// # Panics
/// If a section holds something that TOML cannot express.
pub fn to_toml(config: &impl Serialize) -> String {
    toml::to_string_pretty(config).expect("sections are tables of plain values")
}

/// A list in TOML, or a text with commas in the environment. For `#[serde(deserialize_with)]`.
pub fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + FromStr<Err: fmt::Display>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given<T> {
        List(Vec<T>),
        Text(String),
    }
    match Given::deserialize(deserializer)? {
        Given::List(items) => Ok(items),
        Given::Text(text) => text
            .split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .map(|item| {
                item.parse()
                    .map_err(|error| serde::de::Error::custom(format!("{item:?}: {error}")))
            })
            .collect(),
    }
}

/// The place and the reason of an error of syntax. TOML's own text quotes the line, which may hold a
/// secret.
fn unquoted(error: &config::ConfigError) -> String {
    let config::ConfigError::FileParse { cause, .. } = error else {
        return error.to_string();
    };
    cause.downcast_ref().map_or_else(
        || error.to_string(),
        |syntax: &toml::de::Error| {
            let text = syntax.to_string();
            let place = text.lines().next().unwrap_or_default();
            format!("{place}: {}", syntax.message())
        },
    )
}

/// The reason without the key, which the caller names in its own way.
fn innermost(error: &config::ConfigError) -> String {
    match error {
        config::ConfigError::At { error, .. } => innermost(error),
        config::ConfigError::Type { expected, .. } => format!("expected {expected}"),
        other => other.to_string(),
    }
}

#[derive(Debug, Clone)]
struct Environment(Map<String, Value>);

impl Source for Environment {
    fn clone_into_box(&self) -> Box<dyn Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<Map<String, Value>, config::ConfigError> {
        Ok(self.0.clone())
    }
}

/// All `CINEMA__…` variables as dotted keys, with `…_FILE` replaced by what the file holds.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
fn read_environment() -> Result<Map<String, Value>, ConfigError> {
    let mut values: Map<String, Value> = Map::new();
    let is_ours = |name: &OsStr| name.as_encoded_bytes().starts_with(PREFIX.as_bytes());
    for (name, value) in env::vars_os().filter(|(name, _)| is_ours(name)) {
        let not_text = || ConfigError::NotText(name.to_string_lossy().into_owned());
        let variable = name.to_str().ok_or_else(not_text)?.to_owned();
        let text = value.into_string().map_err(|_| not_text())?;
        let (variable, text) = match variable.strip_suffix(FILE_SUFFIX) {
            None => (variable, text),
            Some(plain) => {
                let secret =
                    std::fs::read_to_string(&text).map_err(|source| ConfigError::SecretFile {
                        variable: variable.clone(),
                        path: text,
                        source,
                    })?;
                (
                    plain.to_owned(),
                    secret.trim_end_matches(['\r', '\n']).to_owned(),
                )
            }
        };
        let key = variable[PREFIX.len()..]
            .to_lowercase()
            .replace(SEPARATOR, ".");
        let origin = Some(&variable).cloned();
        if values
            .insert(key, Value::new(origin.as_ref(), text))
            .is_some()
        {
            return Err(ConfigError::SetTwice(variable));
        }
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use std::{ffi::OsString, io::Write as _, os::unix::ffi::OsStringExt as _};

    use serde::Deserialize;

    use super::*;
    use crate::{Database, Secret};

    #[derive(Debug, Default, Serialize, Deserialize)]
    #[serde(default)]
    struct Sample {
        database: Database,
        auth: Auth,
    }
    #[derive(Debug, Default, Serialize, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Auth {
        key: Secret,
    }
    impl Validate for Sample {
        fn validate(&self) -> Result<(), ConfigError> {
            self.database.validate()
        }
    }

    fn load_with(variables: &[(&str, &str)]) -> Result<Sample, ConfigError> {
        let variables: Vec<_> = variables.iter().map(|(k, v)| (*k, Some(*v))).collect();
        temp_env::with_vars(variables, || load(None))
    }

    #[test]
    fn the_environment_overrides_defaults_and_secrets_come_from_files() {
        let mut file = tempfile("s3cret\n");
        let path = file.path();
        let sample = load_with(&[
            ("CINEMA__DATABASE__MAX_CONNECTIONS", "7"),
            ("CINEMA__DATABASE__ACQUIRE_TIMEOUT", "1500ms"),
            ("CINEMA__AUTH__KEY_FILE", &path),
        ])
        .expect("valid");
        assert_eq!(sample.database.max_connections, 7);
        assert_eq!(sample.database.acquire_timeout.as_millis(), 1500);
        assert_eq!(sample.auth.key.expose(), "s3cret");
        file.remove();
    }

    #[test]
    fn a_secret_of_digits_keeps_its_leading_zeros() {
        let sample = load_with(&[("CINEMA__AUTH__KEY", "007")]).expect("valid");
        assert_eq!(sample.auth.key.expose(), "007");
    }

    #[test]
    fn what_is_refused_is_named_by_its_variable() {
        for (variable, value, reason) in [
            ("CINEMA__DATABASE__MAX_CONNECTIONS", "many", "expected"),
            ("CINEMA__DATABASE__MAX_CONNECTIONS", "1", "needs at least 2"),
            ("CINEMA__DATABASE__URL", "not a url", "relative URL"),
            ("CINEMA__DATABASE__ACQUIRE_TIMEOUT", "soon", "expected"),
            ("CINEMA__DATABASE__URLL", "x", "unknown field"),
            (
                "CINEMA__AUTH__KEY_FILE",
                "/nowhere/at/all",
                "cannot be read",
            ),
        ] {
            let error = load_with(&[(variable, value)])
                .expect_err(variable)
                .to_string();
            assert!(
                error.contains(variable) && error.contains(reason),
                "{variable}: {error}"
            );
        }
    }

    #[test]
    fn a_refused_address_is_not_told() {
        let mistyped = "postgres://shop:hunter2@db:port/cinema";
        let error = load_with(&[("CINEMA__DATABASE__URL", mistyped)]).expect_err(mistyped);
        let told = error.to_string();
        assert!(
            told.contains("CINEMA__DATABASE__URL") && told.contains("invalid port"),
            "{told}"
        );
        assert!(!format!("{told}{error:?}").contains("hunter2"), "{error:?}");
    }

    #[test]
    fn a_broken_file_is_not_quoted() {
        let mut file = tempfile("[auth]\nkey = \"hunter2\n");
        let error = load::<Sample>(Some(&file.0)).expect_err("a string without end");
        let told = error.to_string();
        assert!(told.contains("line 2") && told.contains("string"), "{told}");
        assert!(!format!("{told}{error:?}").contains("hunter2"), "{error:?}");
        file.remove();
    }

    #[test]
    fn what_is_not_text_is_refused_only_where_it_is_ours() {
        let broken = OsString::from_vec(b"hunter2\xff".to_vec());
        temp_env::with_var("SOMEBODY_ELSES", Some(&broken), || {
            assert!(load::<Sample>(None).is_ok());
            temp_env::with_var("CINEMA__AUTH__KEY", Some(&broken), || {
                let error = load::<Sample>(None).expect_err("not UTF-8");
                assert_eq!(error.to_string(), "CINEMA__AUTH__KEY is not UTF-8");
            });
        });
    }

    #[test]
    fn a_value_and_a_file_for_the_same_key_are_refused() {
        let mut file = tempfile("a");
        let path = file.path();
        let error = load_with(&[
            ("CINEMA__AUTH__KEY", "b"),
            ("CINEMA__AUTH__KEY_FILE", &path),
        ]);
        assert!(matches!(error, Err(ConfigError::SetTwice(_))));
        file.remove();
    }

    #[test]
    fn printing_masks_secrets_and_passwords() {
        let printed = to_toml(
            &load_with(&[
                ("CINEMA__AUTH__KEY", "hunter2"),
                ("CINEMA__DATABASE__URL", "postgres://shop:hunter2@db/cinema"),
            ])
            .expect("valid"),
        );
        assert!(!printed.contains("hunter2"), "{printed}");
        assert!(
            printed.contains("postgres://shop:********@db/cinema"),
            "{printed}"
        );
    }

    struct TempFile(std::path::PathBuf);
    fn tempfile(text: &str) -> TempFile {
        let name = format!(
            "settings-test-{:?}-{}",
            std::thread::current().id(),
            std::process::id()
        );
        let path = env::temp_dir().join(name);
        std::fs::File::create(&path)
            .and_then(|mut f| f.write_all(text.as_bytes()))
            .expect("writable");
        TempFile(path)
    }
    impl TempFile {
        fn path(&self) -> String {
            self.0.display().to_string()
        }
        fn remove(&mut self) {
            std::fs::remove_file(&self.0).expect("exists");
        }
    }
}
