//! Where pictures are kept: a folder, or a bucket that speaks S3.

use std::{io, path::PathBuf, sync::Arc, time::Duration};

use bytes::Bytes;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{BackoffConfig, ObjectStore, ObjectStoreExt as _, RetryConfig};
use settings::Avatars;
use tokio::{fs::DirEntry, time::timeout};

use crate::http::Connector;
use crate::{Name, Picture};

/// How long the place may take for a picture, all attempts and the last byte of it included.
const TIMEOUT: Duration = Duration::from_secs(10);
/// What a writer left that was killed may be deleted after this time. Writing takes milliseconds.
const LEFT_FOR_GOOD: Duration = Duration::from_hours(1);

/// The files. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    /// Where they are, if that is a folder.
    folder: Option<PathBuf>,
}

/// The files cannot be reached or written.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The place says why.
    #[error("the files of avatars")]
    Store(#[from] object_store::Error),
    /// It took too long. What was asked may yet be done.
    #[error("the files of avatars did not answer in time")]
    TimedOut(#[from] tokio::time::error::Elapsed),
}

/// The place that the settings name cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder.
    #[error("CINEMA__AVATARS__FOLDER: cannot use {}", folder.display())]
    Folder {
        /// As it was named.
        folder: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The place.
    #[error("CINEMA__AVATARS: cannot use these settings")]
    Store(#[from] object_store::Error),
}

impl Files {
    /// Opens the place. A folder is made if it is not there. A bucket has to be there, and is not asked yet.
    pub fn open(settings: &Avatars) -> Result<Self, OpenError> {
        if settings.s3_bucket.is_empty() {
            Self::in_folder(&settings.folder)
        } else {
            Self::in_bucket(settings)
        }
    }

    fn in_folder(folder: &std::path::Path) -> Result<Self, OpenError> {
        std::fs::create_dir_all(folder).map_err(|source| OpenError::Folder {
            folder: folder.to_owned(),
            source,
        })?;
        // A file that is named by a profile survives a power cut.
        let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            folder: Some(folder.to_owned()),
        })
    }

    fn in_bucket(settings: &Avatars) -> Result<Self, OpenError> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&settings.s3_bucket)
            .with_region(&settings.s3_region)
            .with_access_key_id(&settings.s3_access_key_id)
            .with_secret_access_key(settings.s3_secret_access_key.expose())
            .with_http_connector(Connector)
            .with_retry(RetryConfig {
                backoff: BackoffConfig::default(),
                max_retries: 3,
                retry_timeout: TIMEOUT,
            });
        if !settings.s3_endpoint.is_empty() {
            builder = builder
                .with_endpoint(settings.s3_endpoint.trim_end_matches('/'))
                .with_allow_http(true);
        }
        Ok(Self {
            store: Arc::new(builder.build()?),
            folder: None,
        })
    }

    /// Writes a picture. It is there as a whole or not at all.
    pub async fn put(&self, picture: &Picture) -> Result<(), FilesError> {
        let (path, bytes) = (at(&picture.name), picture.bytes.clone());
        timeout(TIMEOUT, self.store.put(&path, bytes.into())).await??;
        Ok(())
    }

    /// Reads a picture, if it is there.
    pub async fn get(&self, name: &Name) -> Result<Option<Bytes>, FilesError> {
        let path = at(name);
        let read = async { self.store.get(&path).await?.bytes().await };
        match timeout(TIMEOUT, read).await? {
            Ok(bytes) => Ok(Some(bytes)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes a picture, if it is there.
    pub async fn delete(&self, name: &Name) -> Result<(), FilesError> {
        let path = at(name);
        let delete = self.store.delete(&path);
        // A thread deletes from a folder, and cannot be stopped. Were it given up here, the lock that its caller holds
        // on the picture would end before it, and the same picture could come back and be deleted.
        let deleted = match self.folder {
            Some(_) => delete.await,
            None => timeout(TIMEOUT, delete).await?,
        };
        match deleted {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes what writers left in the folder that were killed: beginnings of files, which have the name of the file
    /// and a number behind `#`. A bucket keeps nothing that did not arrive as a whole. One that cannot be deleted keeps
    /// none of the others; the first error is returned.
    pub async fn delete_leftovers(&self) -> io::Result<()> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        let mut outcome = Ok(());
        let mut entries = tokio::fs::read_dir(folder).await?;
        while let Some(entry) = entries.next_entry().await? {
            let name = entry.file_name();
            let begun = name.to_str().and_then(|name| name.split_once('#'));
            if begun.and_then(|(name, _)| Name::parse(name)).is_none() {
                continue;
            }
            outcome = outcome.and(delete_if_old(&entry).await);
        }
        outcome
    }
}

/// Deletes what is left for good. Its writer, or another worker, may be faster.
async fn delete_if_old(entry: &DirEntry) -> io::Result<()> {
    let delete = async {
        let age = entry.metadata().await?.modified()?.elapsed();
        if age.is_ok_and(|age| age > LEFT_FOR_GOOD) {
            tokio::fs::remove_file(entry.path()).await?;
        }
        io::Result::Ok(())
    };
    match delete.await {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}

fn at(name: &Name) -> Path {
    Path::from(name.as_str())
}
