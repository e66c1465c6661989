//! Films that are asked for while no connection is free wait for each other, and the first connection reads them all with
//! one statement.

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{Semaphore, oneshot},
    time::timeout,
};
use uuid::Uuid;

use super::{Film, find_all};
use crate::reads::Reads;

/// Reads films for many who ask for one each.
#[derive(Clone)]
pub struct FilmLoader {
    reads: Reads,
    /// One for each connection. Waiting for a turn can be given up at no cost; a connection that is about to be made would
    /// be lost, and the next one made anew.
    turns: Arc<Semaphore>,
    patience: Duration,
    /// Nobody reads for these yet. Each is of an open request or forgotten, so that one statement may take them all.
    waiting: Arc<Mutex<Vec<Wish>>>,
}

/// Somebody waits for a film.
struct Wish {
    uuid: Uuid,
    answer: oneshot::Sender<Option<Film>>,
}

impl FilmLoader {
    /// Reads with so many of the connections. `patience` is how long a request waits for its turn to read.
    #[must_use]
    pub fn new(reads: Reads, connections: usize, patience: Duration) -> Self {
        Self {
            reads,
            turns: Arc::new(Semaphore::new(connections)),
            patience,
            waiting: Arc::default(),
        }
    }

    /// The film as it is after this was called.
    ///
    /// Whoever gets a connection reads for all who wait then. If that fails or is given up, the others ask again.
    pub async fn find(&self, uuid: Uuid) -> sqlx::Result<Option<Film>> {
        loop {
            let (answer, mut film) = oneshot::channel();
            self.enqueue(Wish { uuid, answer });
            tokio::select! {
                biased;
                film = &mut film => match film {
                    Ok(film) => return Ok(film),
                    Err(_) => continue,
                },
                turn = timeout(self.patience, self.turns.acquire()) => {
                    let turn = turn.map_err(|_| sqlx::Error::PoolTimedOut)?;
                    let _turn = turn.map_err(|_| sqlx::Error::PoolClosed)?;
                    if let Err(error) = self.read_for_all().await {
                        return film.try_recv().map_err(|_| error);
                    }
                }
            }
            // Answered by now, or being read by somebody else.
            if let Ok(film) = film.await {
                return Ok(film);
            }
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Wish>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enqueue(&self, wish: Wish) {
        let mut waiting = self.waiting();
        // Who has hung up is forgotten before more room is made, also while PostgreSQL is away.
        if waiting.len() == waiting.capacity() {
            waiting.retain(|wish| !wish.answer.is_closed());
        }
        waiting.push(wish);
    }

    /// Reads for all who wait when a connection is there.
    async fn read_for_all(&self) -> sqlx::Result<()> {
        if self.waiting().is_empty() {
            return Ok(());
        }
        let mut db = self.reads.acquire().await?;
        let waiting = mem::take(&mut *self.waiting());
        // Who has hung up meanwhile is not read for.
        let wishes: Vec<_> = waiting
            .into_iter()
            .filter(|wish| !wish.answer.is_closed())
            .collect();
        let films = if wishes.is_empty() {
            Vec::new()
        } else {
            let uuids: Vec<_> = wishes.iter().map(|wish| wish.uuid).collect();
            find_all(&mut db, &uuids).await?
        };
        db.release();
        let films: HashMap<_, _> = films.into_iter().collect();
        for Wish { uuid, answer } in wishes {
            // Nobody is told who has hung up since.
            let _ = answer.send(films.get(&uuid).cloned());
        }
        Ok(())
    }
}
