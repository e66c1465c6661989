//! Closes connections that bring no request: those that stay silent, and those that send a request so slowly
//! that it never ends.
//!
//! A timer for each request would cost as much as a short answer, because arming one takes the lock of all
//! timers. So a connection has one timer, which goes off every so often and looks back: was anything answered
//! since the last time?

use std::{
    future::{Ready, ready},
    io::{self, IoSlice},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum_server::accept::Accept;
use pin_project_lite::pin_project;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep},
};
use tower::Service;

/// Accepts connections that have to bring a whole request this often. One that does not is closed after
/// twice the time at the latest.
#[derive(Debug, Clone, Copy)]
pub struct IdleTimeout(pub Duration);

impl<S> Accept<TcpStream, S> for IdleTimeout {
    type Stream = Watched<TcpStream>;
    type Service = Noted<S>;
    type Future = Ready<io::Result<(Self::Stream, Self::Service)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        // Answers are written whole: waiting for more to send only delays them.
        ready(
            stream
                .set_nodelay(true)
                .map(|()| self.watch(stream, service)),
        )
    }
}

impl IdleTimeout {
    fn watch<IO, S>(self, stream: IO, service: S) -> (Watched<IO>, Noted<S>) {
        let activity = Arc::<Activity>::default();
        let watched = Watched {
            stream,
            activity: Arc::clone(&activity),
            timer: Box::pin(tokio::time::sleep(self.0)),
            period: self.0,
        };
        (watched, Noted { service, activity })
    }
}

/// What a connection is used for.
#[derive(Debug, Default)]
struct Activity {
    /// Requests that are being answered.
    open: AtomicUsize,
    /// Whether one was answered, or a part of an answer was taken, since the timer went off.
    answered: AtomicBool,
}

impl Activity {
    /// Whether the connection was of use since this was asked last.
    fn since_last_time(&self) -> bool {
        // In this order: whoever stops being open has been answered before.
        self.open.load(Ordering::Acquire) > 0 || self.answered.swap(false, Ordering::Relaxed)
    }
}

/// A request that is being answered, until dropped.
struct Open(Arc<Activity>);

impl Open {
    fn new(activity: &Arc<Activity>) -> Self {
        activity.open.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(activity))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.answered.store(true, Ordering::Relaxed);
        self.0.open.fetch_sub(1, Ordering::Release);
    }
}

/// A service that notes which requests are being answered.
#[derive(Debug, Clone)]
pub struct Noted<S> {
    service: S,
    activity: Arc<Activity>,
}

impl<S: Service<R>, R> Service<R> for Noted<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = Answering<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.service.poll_ready(cx)
    }

    fn call(&mut self, request: R) -> Self::Future {
        Answering {
            open: Open::new(&self.activity),
            answer: self.service.call(request),
        }
    }
}

pin_project! {
    /// An answer in the making.
    pub struct Answering<F> {
        open: Open,
        #[pin]
        answer: F,
    }
}

impl<F: Future> Future for Answering<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().answer.poll(cx)
    }
}

/// A stream that fails once it is of no use.
#[derive(Debug)]
pub struct Watched<IO> {
    stream: IO,
    activity: Arc<Activity>,
    timer: Pin<Box<Sleep>>,
    period: Duration,
}

impl<IO> Watched<IO> {
    /// Asked whenever the client keeps the server waiting.
    fn give_up(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        while self.timer.as_mut().poll(cx).is_ready() {
            if !self.activity.since_last_time() {
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            }
            self.timer.as_mut().reset(Instant::now() + self.period);
        }
        Poll::Pending
    }

    fn written(
        &mut self,
        written: Poll<io::Result<usize>>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        if written.is_pending() {
            return self.give_up(cx).map(Err);
        }
        self.activity.answered.store(true, Ordering::Relaxed);
        written
    }
}

impl<IO: AsyncRead + Unpin> AsyncRead for Watched<IO> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if read.is_pending() {
            return self.give_up(cx).map(Err);
        }
        read
    }
}

impl<IO: AsyncWrite + Unpin> AsyncWrite for Watched<IO> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.written(written, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.written(written, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
