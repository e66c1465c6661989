//! The file that keeps the books over a restart.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use crate::{App, api::Keys, books::Books};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Loaded {
    books: Books,
    keys: Keys,
}

#[derive(Serialize)]
struct Saving<'a> {
    books: &'a Books,
    keys: &'a Keys,
}

/// Reads the file. Where there is none yet, the books are empty.
pub(crate) fn load(path: Option<&Path>) -> anyhow::Result<(Books, Keys)> {
    let Some(path) = path else {
        return Ok((Books::default(), Keys::default()));
    };
    let loaded = match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .with_context(|| format!("{} does not hold the sandbox's books", path.display()))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Loaded::default(),
        Err(error) => return Err(error).context(path.display().to_string()),
    };
    Ok((loaded.books, loaded.keys))
}

/// Writes the file when something has changed.
pub(crate) struct Saver {
    path: PathBuf,
    saved: Vec<u8>,
}

impl Saver {
    pub(crate) const fn new(path: PathBuf) -> Self {
        Self {
            path,
            saved: Vec::new(),
        }
    }

    /// Replaces the file in one step, so that there is never half of it.
    pub(crate) fn save(&mut self, app: &App) -> anyhow::Result<()> {
        let bytes = {
            let (books, keys) = (app.books(), app.keys());
            serde_json::to_vec(&Saving {
                books: &books,
                keys: &keys,
            })?
        };
        if bytes == self.saved {
            return Ok(());
        }
        let draft = self.path.with_extension("new");
        fs::write(&draft, &bytes)
            .and_then(|()| fs::rename(&draft, &self.path))
            .with_context(|| format!("cannot save the books to {}", self.path.display()))?;
        self.saved = bytes;
        Ok(())
    }
}
