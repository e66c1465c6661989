//! The files that an operator fills in: they name every setting, and nothing else.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::support::run;

/// Settings whose default is not that of the program: the image sets it, or the machine.
const SET_ELSEWHERE: [&str; 6] = [
    "CINEMA__AVATARS__FOLDER",
    "CINEMA__SERVER__LISTEN",
    "CINEMA__SERVER__METRICS_LISTEN",
    "CINEMA__WORKER__METRICS_LISTEN",
    "CINEMA__MAIL__TEMPLATES",
    "CINEMA__AUTH__HASH_THREADS",
];

/// A line `NAME=value`, or `#NAME=value` for a default.
struct Line {
    name: String,
    value: String,
    in_force: bool,
    /// Whether the line above it says what it is for.
    explained: bool,
}

impl Line {
    /// What it is about: the value of a setting may be in a file.
    fn setting(&self) -> &str {
        match self.name.strip_suffix("_FILE") {
            Some(setting) if setting.starts_with("CINEMA__") => setting,
            _ => &self.name,
        }
    }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(file: &str) -> String {
    fs::read_to_string(repository().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn sample(file: &str) -> Vec<Line> {
    let text = read(file);
    let mut lines = Vec::new();
    let mut above = "";
    for line in text.lines() {
        let in_force = !line.starts_with('#');
        let setting = line.strip_prefix('#').unwrap_or(line).split_once('=');
        if let Some((name, value)) = setting
            && name
                .bytes()
                .all(|byte| matches!(byte, b'_' | b'A'..=b'Z' | b'0'..=b'9'))
        {
            lines.push(Line {
                name: name.to_owned(),
                value: value.to_owned(),
                in_force,
                explained: above.starts_with("# "),
            });
        }
        above = line;
    }
    lines
}

/// Every setting of both programs with its default, empty where there is none.
fn settings() -> BTreeMap<String, String> {
    let configurations = [
        serde_json::to_value(worker::config::Config::default()),
        serde_json::to_value(server::config::Config::default()),
    ];
    let mut settings = BTreeMap::new();
    for configuration in configurations {
        let sections = configuration.expect("sections are plain values");
        collect("CINEMA", &sections, &mut settings);
    }
    settings
}

fn collect(name: &str, value: &Value, settings: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                collect(&format!("{name}__{}", key.to_uppercase()), value, settings);
            }
        }
        Value::String(text) => drop(settings.insert(name.to_owned(), text.clone())),
        Value::Null | Value::Array(_) => drop(settings.insert(name.to_owned(), String::new())),
        other => drop(settings.insert(name.to_owned(), other.to_string())),
    }
}

fn names(lines: &[Line], ours: bool) -> BTreeSet<&str> {
    let all = lines.iter().map(Line::setting);
    all.filter(|name| name.starts_with("CINEMA__") == ours)
        .collect()
}

#[test]
fn the_samples_name_every_setting_and_no_other() {
    let settings = settings();
    assert!(settings.len() > 50, "{}", settings.len());
    let all: BTreeSet<_> = settings.keys().map(String::as_str).collect();
    for file in [".env.sample", ".env.prod.sample"] {
        let lines = sample(file);
        let named = names(&lines, true);
        let missing: Vec<_> = all.difference(&named).collect();
        let unknown: Vec<_> = named.difference(&all).collect();
        assert!(
            missing.is_empty() && unknown.is_empty(),
            "{file} lacks {missing:?}, and nobody knows {unknown:?}"
        );
    }
}

#[test]
fn the_samples_explain_each_line_once_and_show_true_defaults() {
    let settings = settings();
    for file in [".env.sample", ".env.prod.sample", ".env.test.sample"] {
        let lines = sample(file);
        let mut seen = BTreeSet::new();
        for line in &lines {
            assert!(
                line.explained,
                "{file}: {} has no explanation above it",
                line.name
            );
            assert!(
                seen.insert(line.setting()),
                "{file}: {} is there twice",
                line.setting()
            );
            let default = settings
                .get(&line.name)
                .filter(|default| !default.is_empty());
            if let (Some(default), false) = (default, line.in_force)
                && !SET_ELSEWHERE.contains(&line.setting())
            {
                assert_eq!(line.value, *default, "{file}: {}", line.name);
            }
        }
    }
}

#[test]
fn what_else_the_samples_name_is_what_the_compose_files_read() {
    for (file, compose) in [
        (".env.sample", "docker-compose.yml"),
        (".env.prod.sample", "docker-compose-prod.yml"),
        (".env.test.sample", "docker-compose-tests.yml"),
    ] {
        let scripts = ["deploy/deploy.sh", "scripts/test.sh"].map(read).concat();
        let text = read(compose) + &scripts;
        let lines = sample(file);
        for name in names(&lines, false) {
            let read = [
                format!("${{{name}:-"),
                format!("      {name}:"),
                format!("setting {name} "),
                format!("export {name}="),
            ];
            assert!(
                read.iter().any(|way| text.contains(way)),
                "{compose} does not read {name} of {file}"
            );
        }
        let compose_text = read(compose);
        let read = compose_text
            .split("${")
            .skip(1)
            .filter_map(|rest| rest.split_once(":-"));
        let named: BTreeSet<_> = lines.iter().map(|line| line.name.as_str()).collect();
        for (name, _) in read {
            assert!(
                named.contains(name),
                "{file} does not name {name}, which {compose} reads"
            );
        }
    }
}

#[test]
fn the_test_sample_names_what_the_suite_reads() {
    let lines = sample(".env.test.sample");
    let named: BTreeSet<_> = lines.iter().map(|line| line.name.as_str()).collect();
    let source = include_str!("support/environment.rs");
    let read: BTreeSet<_> = source
        .split('"')
        .filter(|text| text.starts_with("CINEMA_TEST_") && !text.contains(' '))
        .collect();
    assert!(
        read.len() >= 4 && read.is_subset(&named),
        "{read:?} {named:?}"
    );
}

/// Filled in as they stand, both programs accept the samples.
#[tokio::test]
async fn both_programs_accept_the_samples() {
    let secrets = tempfile::tempdir().unwrap();
    for secret in [
        "access_key",
        "refresh_key",
        "link_key",
        "smtp_password",
        "stripe_secret_key",
        "stripe_webhook_secrets",
    ] {
        fs::write(
            secrets.path().join(secret),
            format!("a-secret-of-32-characters-{secret}\n"),
        )
        .unwrap();
    }
    for (secret, url) in [
        (
            "database_url",
            "postgres://cinema:secret@postgres:5432/cinema",
        ),
        ("redis_url", "redis://:secret@redis:6379/0"),
        ("rabbitmq_url", "amqp://cinema:secret@rabbitmq:5672/%2f"),
    ] {
        fs::write(secrets.path().join(secret), url).unwrap();
    }
    let folder = secrets.path().to_string_lossy().into_owned();
    for file in [".env.sample", ".env.prod.sample"] {
        let lines = sample(file);
        let environment: Vec<_> = lines
            .iter()
            .filter(|line| line.in_force)
            .map(|line| {
                (
                    line.name.as_str(),
                    line.value.replace("/run/secrets", &folder),
                )
            })
            .collect();
        let environment: Vec<_> = environment
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        for binary in ["cinema-server", "cinema-worker"] {
            let output = run(binary, &["config", "check"], &environment, "").await;
            let refusal = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{file}, {binary}: {refusal}");
        }
    }
}
