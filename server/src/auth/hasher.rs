//! Password hashing on threads of its own: bounded, so that a storm of sign-ins costs sign-ins and
//! nothing else, and of low priority, so that it costs reads no latency.

use std::{
    fmt, io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};

use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, PasswordHasher as _, PasswordVerifier as _,
    Version, password_hash::phc,
};
use secrecy::{ExposeSecret as _, SecretString};
use telemetry::error_chain;
use thread_priority::{ThreadPriority, set_current_thread_priority};
use tokio::sync::oneshot;

use crate::{config, problem::Problem};

/// Longest password in bytes that bcrypt looks at.
const BCRYPT_MAX: usize = 72;

/// Version of the algorithm that new hashes are made with.
const VERSION: Version = Version::V0x13;

/// Whether a password fits a stored hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It does not.
    Wrong,
    /// It does.
    Right,
    /// It does, and the account should store this hash from now on: the old one is bcrypt or was made
    /// with other parameters.
    RightWithBetterHash(String),
}

/// Why there is no hash.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// As many wait already as may wait.
    #[error("too many password hashes are waiting")]
    Overloaded,
    /// argon2 refused.
    #[error("argon2: {0}")]
    Argon2(String),
    /// The work ended without an answer.
    #[error("hashing panicked")]
    Panicked,
}

type Task = Box<dyn FnOnce(&mut Worker) + Send>;

/// The threads.
#[derive(Clone)]
pub struct Hasher {
    tasks: mpsc::SyncSender<Task>,
    /// Hash of nobody's password: verifying against it takes as long as against any other.
    decoy: Arc<str>,
}

impl Hasher {
    /// Starts the threads.
    pub fn start(config: &config::Auth) -> anyhow::Result<Self> {
        // The length is the default, but said: parameters read from a stored hash say it too, and are
        // compared with these.
        let length = Some(Params::DEFAULT_OUTPUT_LEN);
        let params = Params::new(config.hash_memory_kib, config.hash_iterations, 1, length)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, VERSION, params);
        let decoy = hash(&argon2, "nobody's password")?.into();

        let (tasks, queue) = mpsc::sync_channel::<Task>(config.hash_queue);
        let queue = Arc::new(Mutex::new(queue));
        for number in 0..config.hash_threads {
            spawn(number, Worker::new(argon2.clone()), Arc::clone(&queue))?;
        }
        Ok(Self { tasks, decoy })
    }

    /// Hashes a new password.
    pub async fn hash(&self, password: SecretString) -> Result<String, HashError> {
        self.run(move |worker| hash(&worker.argon2, password.expose_secret()))
            .await?
    }

    /// Compares a password with a stored hash, in constant time. Without a stored hash the answer is
    /// `Wrong` after the same work.
    pub async fn verify(
        &self,
        password: SecretString,
        stored: Option<&str>,
    ) -> Result<Verdict, HashError> {
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.decoy).to_owned();
        let verdict = self
            .run(move |worker| worker.verify(password.expose_secret(), &stored))
            .await??;
        Ok(if known { verdict } else { Verdict::Wrong })
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Worker) -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let (answer, answered) = oneshot::channel();
        let task: Task = Box::new(move |worker| {
            // Whoever asked may have hung up, and then nobody needs the work.
            if !answer.is_closed() {
                drop(answer.send(work(worker)));
            }
        });
        self.tasks
            .try_send(task)
            .map_err(|_| HashError::Overloaded)?;
        answered.await.map_err(|_| HashError::Panicked)
    }
}

fn spawn(
    number: usize,
    mut worker: Worker,
    queue: Arc<Mutex<mpsc::Receiver<Task>>>,
) -> io::Result<()> {
    let work = move || {
        if let Err(error) = set_current_thread_priority(ThreadPriority::Min) {
            tracing::debug!(?error, "hashing runs at normal priority");
        }
        loop {
            // The lock is held while waiting for a task, not while working on it.
            let task = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
            match task {
                // A panic costs the one who asked an answer, and nobody the thread. The memory in `worker` is
                // written before it is read.
                Ok(task) => drop(catch_unwind(AssertUnwindSafe(|| task(&mut worker)))),
                Err(mpsc::RecvError) => return,
            }
        }
    };
    thread::Builder::new()
        .name(format!("hasher-{number}"))
        .spawn(work)
        .map(drop)
}

/// What a thread works with.
struct Worker {
    argon2: Argon2<'static>,
    /// Serves every verification. Fresh memory for each would cost the kernel, which has to clear it,
    /// up to a third of the time that the hash takes.
    memory: Vec<Block>,
}

impl Worker {
    fn new(argon2: Argon2<'static>) -> Self {
        let memory = vec![Block::new(); argon2.params().block_count()];
        Self { argon2, memory }
    }

    fn verify(&mut self, password: &str, stored: &str) -> Result<Verdict, HashError> {
        if stored.starts_with("$2") {
            let bytes = password.as_bytes();
            let start = &bytes[..bytes.len().min(BCRYPT_MAX)];
            return self.upgrade(password, bcrypt::verify(start, stored).unwrap_or(false));
        }
        let stored = phc::PasswordHash::new(stored).map_err(refused)?;
        if !self.makes(&stored) {
            let right = self
                .argon2
                .verify_password(password.as_bytes(), &stored)
                .is_ok();
            return self.upgrade(password, right);
        }
        let right = self.fits(password, &stored)?;
        Ok(if right {
            Verdict::Right
        } else {
            Verdict::Wrong
        })
    }

    fn upgrade(&self, password: &str, right: bool) -> Result<Verdict, HashError> {
        if !right {
            return Ok(Verdict::Wrong);
        }
        hash(&self.argon2, password).map(Verdict::RightWithBetterHash)
    }

    /// Whether new hashes are of the same kind as this one.
    fn makes(&self, stored: &phc::PasswordHash) -> bool {
        stored.algorithm == ARGON2ID_IDENT
            && stored.version == Some(VERSION.into())
            && Params::try_from(stored).is_ok_and(|params| params == *self.argon2.params())
    }

    /// Compares in constant time.
    fn fits(&mut self, password: &str, stored: &phc::PasswordHash) -> Result<bool, HashError> {
        let (Some(salt), Some(expected)) = (&stored.salt, &stored.hash) else {
            return Ok(false);
        };
        let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
        self.argon2
            .hash_password_into_with_memory(
                password.as_bytes(),
                salt.as_ref(),
                &mut output,
                &mut self.memory,
            )
            .map_err(refused)?;
        Ok(phc::Output::new(&output).map_err(refused)? == *expected)
    }
}

fn hash(argon2: &Argon2<'_>, password: &str) -> Result<String, HashError> {
    let hash = argon2.hash_password(password.as_bytes()).map_err(refused)?;
    Ok(hash.to_string())
}

fn refused(error: impl fmt::Display) -> HashError {
    HashError::Argon2(error.to_string())
}

impl From<HashError> for Problem {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Overloaded => {
                tracing::warn!("sign-ins are shed: {error}");
                Self::Unavailable
            }
            HashError::Argon2(_) | HashError::Panicked => {
                tracing::error!(
                    error = error_chain(&error),
                    "a password could not be hashed"
                );
                Self::Internal
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> config::Auth {
        config::Auth {
            hash_memory_kib: 64,
            hash_iterations: 1,
            hash_threads: 1,
            hash_queue: 1,
            ..Default::default()
        }
    }

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let hasher = Hasher::start(&config()).expect("threads");
        let stored = hasher.hash("right".into()).await.expect("hash");
        assert!(
            stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"),
            "{stored}"
        );
        assert_eq!(
            hasher
                .verify("right".into(), Some(&stored))
                .await
                .expect("done"),
            Verdict::Right
        );
        assert_eq!(
            hasher
                .verify("wrong".into(), Some(&stored))
                .await
                .expect("done"),
            Verdict::Wrong
        );
        assert_eq!(
            hasher
                .verify("nobody's password".into(), None)
                .await
                .expect("done"),
            Verdict::Wrong
        );
    }

    #[tokio::test]
    async fn hashes_of_the_old_service_and_of_old_parameters_are_upgraded() {
        let hasher = Hasher::start(&config()).expect("threads");
        let bcrypt = bcrypt::hash("right", 4).expect("hash");
        let other = Hasher::start(&config::Auth {
            hash_memory_kib: 128,
            ..config()
        })
        .expect("threads");
        let argon2 = other.hash("right".into()).await.expect("hash");
        for stored in [bcrypt, argon2] {
            let verdict = hasher
                .verify("right".into(), Some(&stored))
                .await
                .expect("done");
            let Verdict::RightWithBetterHash(better) = verdict else {
                panic!("{verdict:?}")
            };
            assert_eq!(
                hasher
                    .verify("right".into(), Some(&better))
                    .await
                    .expect("done"),
                Verdict::Right
            );
            assert_eq!(
                hasher
                    .verify("wrong".into(), Some(&stored))
                    .await
                    .expect("done"),
                Verdict::Wrong
            );
        }
    }

    #[tokio::test]
    async fn who_finds_the_queue_full_is_sent_away() {
        let hasher = Hasher::start(&config()).expect("threads");
        let (release, blocked) = mpsc::channel::<()>();
        let (started, running) = oneshot::channel();
        let busy = tokio::spawn({
            let hasher = hasher.clone();
            async move {
                hasher
                    .run(move |_| {
                        let _ = started.send(());
                        let _ = blocked.recv();
                    })
                    .await
            }
        });
        running.await.expect("the thread is busy");
        let waiting: Task = Box::new(|_| ());
        hasher.tasks.try_send(waiting).expect("one may wait");
        assert!(matches!(
            hasher.hash("x".into()).await,
            Err(HashError::Overloaded)
        ));
        // An address without an account costs what one with an account costs.
        assert!(matches!(
            hasher.verify("x".into(), None).await,
            Err(HashError::Overloaded)
        ));
        drop(release);
        busy.await.expect("joined").expect("done");
    }

    #[tokio::test]
    async fn a_panic_costs_one_answer_and_no_thread() {
        let hasher = Hasher::start(&config()).expect("threads");
        let answer = hasher.run(|_| panic!("provoked")).await;
        let answer: Result<(), HashError> = answer;
        assert!(matches!(answer, Err(HashError::Panicked)));
        hasher.hash("x".into()).await.expect("the thread goes on");
    }
}
