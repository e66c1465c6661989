//! Drawing off the async threads: a picture for each core at a time, two at most, and a bounded number that wait.

use std::{sync::Arc, thread};

use bytes::Bytes;
use tokio::sync::{Semaphore, TryAcquireError};

use crate::{Picture, Refusal, redraw::redraw};

/// Pictures that are drawn at a time, however many cores there are. Each may take some 200 MiB.
const MAX_EASELS: usize = 2;
/// Uploads that wait for each that is drawn.
const WAITING: usize = 8;

/// Where uploads become pictures.
#[derive(Debug, Clone)]
pub struct Studio {
    /// Those that wait or are drawn.
    places: Arc<Semaphore>,
    /// Those that are drawn.
    easels: Arc<Semaphore>,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum StudioError {
    /// The upload is none.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// As many wait already as may wait.
    #[error("too many pictures are waiting to be drawn")]
    Overloaded,
}

impl From<TryAcquireError> for StudioError {
    fn from(_: TryAcquireError) -> Self {
        Self::Overloaded
    }
}

impl Default for Studio {
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let easels = cores.min(MAX_EASELS);
        Self {
            places: Arc::new(Semaphore::new(easels * (1 + WAITING))),
            easels: Arc::new(Semaphore::new(easels)),
        }
    }
}

impl Studio {
    /// Draws an upload anew. `file_name` is what the client calls it.
    pub async fn draw(
        &self,
        upload: Bytes,
        file_name: Option<String>,
    ) -> Result<Picture, StudioError> {
        let place = Arc::clone(&self.places).try_acquire_owned()?;
        let easel = Arc::clone(&self.easels).acquire_owned().await;
        let drawn = tokio::task::spawn_blocking(move || {
            // Given back when the work is done, also if nobody waits for it any more.
            let _held = (place, easel);
            redraw(&upload, file_name.as_deref())
        });
        Ok(drawn.await.unwrap_or_else(|error| {
            let error = telemetry::error_chain(&error);
            tracing::error!(error, "an upload made the decoder panic");
            Err(Refusal::Invalid)
        })?)
    }
}
