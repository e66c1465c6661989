//! Pictures of members.
//!
//! A file and a row cannot be written in one transaction. So an upload is noted before its file is written, and the
//! transaction in which a profile names the file takes the note away. Whatever dies in between leaves a note that
//! grows old, and the worker removes the file.

use avatars::{FilesError, Name, Picture, StudioError};
use bytes::Bytes;
use http_runtime::{Code, Upload};
use jobs::{RemoveAvatar, outbox};
use sqlx::PgConnection;
use store::avatars as rows;
use telemetry::error_chain;
use uuid::Uuid;

use crate::{App, problem::Problem};

/// A picture that is kept, and that no profile names yet.
pub(crate) struct Uploaded {
    id: Uuid,
    name: Name,
}

/// Draws an upload anew and keeps the picture. A file that could not be written may yet be: the worker waits for a while.
pub(crate) async fn upload(app: &App, upload: Upload) -> Result<Uploaded, Problem> {
    let picture = app.studio.draw(upload.bytes, upload.file_name).await?;
    let id = Uuid::now_v7();
    let mut tx = app.db.begin().await?;
    rows::insert_file(&mut tx, picture.name.as_str()).await?;
    rows::begin_upload(&mut tx, id, picture.name.as_str()).await?;
    tx.commit().await?;
    app.files.put(&picture).await?;
    let Picture { name, .. } = picture;
    Ok(Uploaded { id, name })
}

impl Uploaded {
    /// What the file is called.
    pub(crate) fn name(&self) -> &str {
        self.name.as_str()
    }

    /// Ends the upload in the transaction in which a profile names the picture. One that took so long that it was
    /// given up may have lost its file.
    pub(crate) async fn finish(&self, tx: &mut PgConnection) -> Result<(), Problem> {
        if rows::end_upload(tx, self.id).await? {
            Ok(())
        } else {
            tracing::warn!(name = %self.name, "an upload was given up before it ended");
            Err(Problem::Unavailable)
        }
    }

    /// Ends the upload of a picture that no profile will name, and has the worker remove it. If that cannot be done
    /// now, the note grows old.
    pub(crate) async fn abandon(self, app: &App) {
        let ended = async {
            let mut tx = app.db.begin().await?;
            rows::end_upload(&mut tx, self.id).await?;
            forget(&mut tx, self.name.to_string()).await?;
            tx.commit().await
        };
        if let Err(error) = ended.await {
            tracing::warn!(error = error_chain(&error), "an upload is left to grow old");
        }
    }
}

/// Has the worker remove a picture that a profile does not name any more, unless somebody else needs it.
pub(crate) async fn forget(tx: &mut PgConnection, name: String) -> sqlx::Result<()> {
    outbox::enqueue(tx, &RemoveAvatar { name }).await
}

/// A picture.
pub(crate) async fn get(app: &App, name: &str) -> Result<(Name, Bytes), Problem> {
    let name = Name::parse(name).ok_or(Problem::AvatarNotFound)?;
    let bytes = app.files.get(&name).await?;
    Ok((name, bytes.ok_or(Problem::AvatarNotFound)?))
}

impl From<StudioError> for Problem {
    fn from(error: StudioError) -> Self {
        match error {
            StudioError::Refused(refusal) => {
                Self::field("avatar", Code::Format, refusal.to_string())
            }
            StudioError::Overloaded => {
                tracing::warn!("uploads are shed: {error}");
                Self::Unavailable
            }
        }
    }
}

impl From<FilesError> for Problem {
    fn from(error: FilesError) -> Self {
        tracing::warn!(error = error_chain(&error), "pictures are not available");
        Self::Unavailable
    }
}
