//! Films that are asked for while others are being read wait for each other, and one statement reads them all. Whoever
//! comes while a reader is free is served at once, alone.

use std::sync::Arc;

use tokio::sync::{Mutex, mpsc, oneshot};
use uuid::Uuid;

use super::{Film, find_all};
use crate::reads::Reads;

/// Films that one statement reads at most.
const BATCH_MAX: usize = 32;

/// Reads films for many who ask for one each.
#[derive(Clone)]
pub struct FilmLoader {
    wishes: mpsc::Sender<Wish>,
}

/// Somebody waits for a film.
struct Wish {
    uuid: Uuid,
    answer: oneshot::Sender<Result<Option<Film>, Arc<sqlx::Error>>>,
}

impl FilmLoader {
    /// Starts `readers` tasks, each with one statement at a time. They end with the last loader.
    #[must_use]
    pub fn start(reads: &Reads, readers: usize) -> Self {
        let (wishes, granted) = mpsc::channel(readers * BATCH_MAX);
        let granted = Arc::new(Mutex::new(granted));
        for _ in 0..readers {
            tokio::spawn(read(reads.clone(), Arc::clone(&granted)));
        }
        Self { wishes }
    }

    /// The film as it is after this was called. All who share a statement share its error.
    pub async fn find(&self, uuid: Uuid) -> Result<Option<Film>, Arc<sqlx::Error>> {
        let gone = || Arc::new(sqlx::Error::WorkerCrashed);
        let (answer, granted) = oneshot::channel();
        let wish = Wish { uuid, answer };
        self.wishes.send(wish).await.map_err(|_| gone())?;
        granted.await.map_err(|_| gone())?
    }
}

async fn read(reads: Reads, granted: Arc<Mutex<mpsc::Receiver<Wish>>>) {
    loop {
        let mut wishes = Vec::with_capacity(BATCH_MAX);
        if granted.lock().await.recv_many(&mut wishes, BATCH_MAX).await == 0 {
            return;
        }
        // Who has hung up meanwhile is not read for.
        wishes.retain(|wish| !wish.answer.is_closed());
        if !wishes.is_empty() {
            grant(&reads, wishes).await;
        }
    }
}

async fn grant(reads: &Reads, wishes: Vec<Wish>) {
    let uuids: Vec<_> = wishes.iter().map(|wish| wish.uuid).collect();
    let found = async {
        let mut db = reads.acquire().await?;
        let found = find_all(&mut db, &uuids).await?;
        db.release();
        Ok(found)
    };
    let found = found.await.map_err(Arc::new);
    for Wish { uuid, answer } in wishes {
        let film = found.as_ref().map_err(Arc::clone).map(|found| {
            let mut films = found.iter();
            films
                .find(|(of, _)| *of == uuid)
                .map(|(_, film)| film.clone())
        });
        // Nobody is told who has hung up since.
        let _ = answer.send(film);
    }
}
