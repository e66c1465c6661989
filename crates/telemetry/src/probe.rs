//! Asks a process of ours how it is, for health checks: images have no other program that could.

use std::{
    io::{self, Read as _, Write as _},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};

/// Longest wait for a connection, and for each part of the answer.
const TIMEOUT: Duration = Duration::from_secs(2);

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Everything after the headers.
    pub body: String,
}

/// Asks the process that listens on `listen` for `path`, over HTTP/1.0, whose answers end with their connection.
pub fn get(listen: SocketAddr, path: &str) -> io::Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&reachable(listen), TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    // In one piece: who answers may hang up once it has read the first, and the rest would be a broken pipe.
    let request = format!("GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    parse(&text).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "no HTTP answer"))
}

/// Who listens on every address is asked at the loopback one.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

fn parse(text: &str) -> Option<Answer> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split_whitespace().nth(1)?.parse().ok()?;
    let body = body.to_owned();
    Some(Answer { status, body })
}

#[cfg(test)]
mod tests {
    use std::{
        io::{BufRead as _, BufReader},
        net::TcpListener,
        thread,
    };

    use super::*;

    #[test]
    fn an_answer_is_read_to_its_end() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("bound");
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a connection");
            let asked: Vec<String> = BufReader::new(&stream)
                .lines()
                .map(|line| line.expect("a request"))
                .take_while(|line| !line.is_empty())
                .collect();
            let answer =
                "HTTP/1.0 503 Service Unavailable\r\nContent-Type: text/plain\r\n\r\nno\nway";
            stream.write_all(answer.as_bytes()).expect("written");
            asked
        });
        let answer = get(address, "/health/ready/").expect("an answer");
        assert_eq!((answer.status, answer.body.as_str()), (503, "no\nway"));
        let asked = server.join().expect("no panic");
        assert_eq!(asked, ["GET /health/ready/ HTTP/1.0", "Host: localhost"]);
    }

    #[test]
    fn whoever_listens_everywhere_is_asked_on_this_machine() {
        for (listen, asked) in [
            ("0.0.0.0:8001", "127.0.0.1:8001"),
            ("[::]:8001", "[::1]:8001"),
            ("192.0.2.1:8001", "192.0.2.1:8001"),
        ] {
            let listen = listen.parse().expect("an address");
            assert_eq!(reachable(listen).to_string(), asked);
        }
    }
}
