//! Closes connections that stay silent. The HTTP library bounds the time for a request's headers only
//! once it has read the first byte.

use std::{
    future::{Ready, ready},
    io,
    pin::Pin,
    time::Duration,
};

use axum_server::accept::Accept;
use tokio::net::TcpStream;
use tokio_io_timeout::TimeoutStream;

/// Accepts connections from which something has to be heard at least this often.
#[derive(Debug, Clone, Copy)]
pub struct IdleTimeout(pub Duration);

impl<S> Accept<TcpStream, S> for IdleTimeout {
    type Stream = Pin<Box<TimeoutStream<TcpStream>>>;
    type Service = S;
    type Future = Ready<io::Result<(Self::Stream, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        // Answers are written whole: waiting for more to send only delays them.
        if let Err(error) = stream.set_nodelay(true) {
            return ready(Err(error));
        }
        let mut stream = TimeoutStream::new(stream);
        stream.set_read_timeout(Some(self.0));
        ready(Ok((Box::pin(stream), service)))
    }
}
