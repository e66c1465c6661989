//! How long a connection may stay, and with what.

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::support::{Cinema, eventually};

/// A server that waits this long for a request.
async fn waiting(header_timeout: &str) -> (Cinema, TcpStream) {
    let cinema = Cinema::builder()
        .workers(0)
        .set("server.header_timeout", header_timeout)
        .start()
        .await;
    let stream = cinema.connect().await;
    (cinema, stream)
}

/// Whether the server has hung up.
fn is_closed(stream: &TcpStream) -> bool {
    match stream.try_read(&mut [0; 1024]) {
        Ok(0) => true,
        Ok(_) => panic!("an answer to half a request"),
        Err(error) => error.kind() != std::io::ErrorKind::WouldBlock,
    }
}

/// Reads one answer, whose body is not looked for.
async fn head(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    while !read.ends_with(b"\r\n\r\n") {
        read.push(stream.read_u8().await.expect("the connection stays open"));
    }
    String::from_utf8(read).expect("text")
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_closed() {
    let (_cinema, stream) = waiting("100ms").await;
    eventually("it is closed", async || is_closed(&stream).then_some(())).await;
}

#[tokio::test]
async fn a_connection_whose_request_never_ends_is_closed() {
    let (_cinema, mut stream) = waiting("100ms").await;
    stream
        .write_all(b"GET /movies/ HTTP/1.1\r\nhost: cinema\r\nx-slow: ")
        .await
        .expect("the server listens");
    eventually("it is closed", async || {
        let sent = stream.write_all(b"a").await;
        (sent.is_err() || is_closed(&stream)).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_connection_that_was_answered_and_asks_nothing_more_is_closed() {
    let (_cinema, mut stream) = waiting("100ms").await;
    stream
        .write_all(b"HEAD /health/live/ HTTP/1.1\r\nhost: cinema\r\n\r\n")
        .await
        .expect("the server listens");
    assert!(head(&mut stream).await.starts_with("HTTP/1.1 200 "));
    eventually("it is closed", async || is_closed(&stream).then_some(())).await;
}

#[tokio::test]
async fn an_answer_may_take_longer_than_the_request() {
    let (cinema, mut stream) = waiting("500ms").await;
    let mut lock = cinema.db.begin().await.expect("a transaction");
    sqlx::query("LOCK TABLE users")
        .execute(&mut *lock)
        .await
        .expect("the table is there");
    stream
        .write_all(
            b"HEAD /accounts/activate/?email=a@b.cc&token=x HTTP/1.1\r\nhost: cinema\r\n\r\n",
        )
        .await
        .expect("the server listens");
    eventually("the request has waited for long", async || {
        let waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
            AND wait_event_type = 'Lock' AND clock_timestamp() - query_start > '1200 ms'";
        (cinema.count(waiting).await > 0).then_some(())
    })
    .await;
    lock.rollback().await.expect("the lock is released");
    assert!(head(&mut stream).await.starts_with("HTTP/1.1 400 "));
}

#[tokio::test]
async fn a_connection_stays_for_as_long_as_it_is_used() {
    let (cinema, mut stream) = waiting("500ms").await;
    let milliseconds = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";
    let started = cinema.count(milliseconds).await;
    eventually("it has been used for long", async || {
        stream
            .write_all(b"HEAD /health/live/ HTTP/1.1\r\nhost: cinema\r\n\r\n")
            .await
            .expect("the connection stays open");
        assert!(head(&mut stream).await.starts_with("HTTP/1.1 200 "));
        (cinema.count(milliseconds).await > started + 1600).then_some(())
    })
    .await;
}
