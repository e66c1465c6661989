//! The runtime on which everything but the tests themselves runs, and how a test waits.

use std::{
    sync::{LazyLock, mpsc},
    time::Duration,
};

use tokio::{runtime::Runtime, time::Instant};

use super::environment;

/// Longest wait for something that is bound to happen. Only a test that fails waits that long.
const DEADLINE: Duration = Duration::from_mins(1);
/// Pause between two looks.
const PAUSE: Duration = Duration::from_millis(20);

/// Outlives every test: a test's own runtime would take its servers with it before they are drained.
pub(super) static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    if let Some(filter) = environment::log_filter() {
        let options = telemetry::Options {
            service: "tests",
            json: false,
            filter: &filter,
            otlp_endpoint: "",
        };
        std::mem::forget(telemetry::init(options).expect("CINEMA_TEST_LOG is a filter"));
    }
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("threads")
});

/// Carries out work that must be over before the test is, also when the test panics.
pub(super) fn finish(work: impl Future<Output = ()> + Send + 'static) {
    let (done, wait) = mpsc::channel();
    RUNTIME.spawn(async move {
        work.await;
        done.send(())
    });
    // The sender is gone if the work panicked, which has been printed.
    let _ = wait.recv();
}

/// Looks until there is something to be seen, and returns it. The one way in which tests wait.
///
/// # Panics
/// When `what` has not happened within [`DEADLINE`].
pub(crate) async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + DEADLINE;
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(Instant::now() < deadline, "it never happened: {what}");
        tokio::time::sleep(PAUSE).await;
    }
}
