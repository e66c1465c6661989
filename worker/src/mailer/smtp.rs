//! The connections to the mail server: few, used again, and never waited for without limit.
//!
//! A connection belongs to the task that talks on it, and only a dialogue that came to its end gives it back. One that
//! was cut short would leave an answer unread, and the next mail would take it for its own.
//! (lettre's pool does give such connections back, and limits by time only the connecting.)

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use lettre::{
    Message,
    transport::smtp::{
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, Certificate, TlsParameters},
        extension::ClientId,
    },
};
use tokio::{
    net::TcpStream,
    sync::{Semaphore, SemaphorePermit},
    time::{Instant, timeout},
};

use super::{
    Cause, MailerError, SendError,
    settings::{MailSettings, SmtpTls},
};

/// Servers hang up on idle clients after some minutes; an older connection isn't worth trying.
const MAX_IDLE: Duration = Duration::from_secs(30);

/// The mail server, as the worker knows it.
pub(super) struct SmtpServer {
    host: String,
    port: u16,
    encryption: Encryption,
    credentials: Option<Credentials>,
    hello_name: ClientId,
    timeout: Duration,
    permits: Semaphore,
    idle: Mutex<Vec<Idle>>,
}

enum Encryption {
    None,
    StartTls(TlsParameters),
    Tls(TlsParameters),
}

struct Idle {
    connection: AsyncSmtpConnection,
    since: Instant,
}

impl SmtpServer {
    /// Takes the settings; connects to nothing yet. `hello_name` is the domain that the worker introduces itself with.
    pub(super) fn new(settings: &MailSettings, hello_name: &str) -> Result<Self, MailerError> {
        let encryption = match settings.smtp_tls {
            SmtpTls::None => Encryption::None,
            SmtpTls::StartTls => Encryption::StartTls(tls_parameters(settings)?),
            SmtpTls::Tls => Encryption::Tls(tls_parameters(settings)?),
        };
        let credentials = settings
            .smtp_username
            .clone()
            .zip(settings.smtp_password.as_ref())
            .map(|(name, password)| Credentials::new(name, password.expose().to_owned()));
        Ok(Self {
            host: settings.smtp_host.clone(),
            port: settings.smtp_port,
            encryption,
            credentials,
            hello_name: ClientId::Domain(hello_name.to_owned()),
            timeout: settings.timeout,
            permits: Semaphore::new(settings.pool_size),
            idle: Mutex::new(Vec::new()),
        })
    }

    /// Hands over one mail.
    pub(super) async fn send(&self, message: &Message) -> Result<(), SendError> {
        let (_permit, mut connection) = self.connection().await?;
        let content = message.formatted();
        let delivery = connection.send(message.envelope(), &content);
        match timeout(self.timeout, delivery).await {
            Ok(Ok(_)) => {
                self.keep(connection);
                Ok(())
            }
            // A client error: the server lacks an extension that this address needs.
            Ok(Err(error)) if error.is_permanent() || error.is_client() => {
                Err(SendError::Permanent(Cause::Refused(error)))
            }
            Ok(Err(error)) => Err(SendError::Transient(Cause::Refused(error))),
            Err(_) => Err(SendError::Transient(Cause::TimedOut(self.timeout))),
        }
    }

    /// A working connection, and the permit to use it. What goes wrong here concerns the server and
    /// not the mail, a 5xx answer to the greeting or the sign-in as well, so it is always worth
    /// another attempt.
    async fn connection(&self) -> Result<(SemaphorePermit<'_>, AsyncSmtpConnection), SendError> {
        let permit = self
            .permits
            .acquire()
            .await
            .expect("the semaphore is never closed");
        let connecting = async {
            while let Some(mut connection) = self.take_idle() {
                if connection.test_connected().await {
                    return Ok(connection);
                }
            }
            self.open().await
        };
        let connection = timeout(self.timeout, connecting)
            .await
            .unwrap_or(Err(Cause::TimedOut(self.timeout)))
            .map_err(SendError::Transient)?;
        Ok((permit, connection))
    }

    async fn open(&self) -> Result<AsyncSmtpConnection, Cause> {
        let server = (self.host.as_str(), self.port);
        let hello = &self.hello_name;
        let mut connection = match &self.encryption {
            Encryption::Tls(parameters) => {
                let parameters = Some(parameters.clone());
                AsyncSmtpConnection::connect_tokio1(server, None, hello, parameters, None).await?
            }
            Encryption::None | Encryption::StartTls(_) => {
                let stream = TcpStream::connect(server).await?;
                // A message goes out in two writes. Nagle's algorithm would hold the second back
                // until the first is acknowledged, 40 ms a mail.
                stream.set_nodelay(true)?;
                AsyncSmtpConnection::connect_with_transport(Box::new(stream), hello).await?
            }
        };
        if let Encryption::StartTls(parameters) = &self.encryption {
            connection.starttls(parameters.clone(), hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }

    fn take_idle(&self) -> Option<AsyncSmtpConnection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|kept| kept.since.elapsed() < MAX_IDLE);
        idle.pop().map(|kept| kept.connection)
    }

    fn keep(&self, connection: AsyncSmtpConnection) {
        let since = Instant::now();
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.push(Idle { connection, since });
    }
}

/// The public certificate authorities, and those of the settings.
fn tls_parameters(settings: &MailSettings) -> Result<TlsParameters, MailerError> {
    let mut builder = TlsParameters::builder(settings.smtp_host.clone());
    if let Some(pem) = &settings.smtp_ca {
        builder = builder.add_root_certificate(Certificate::from_pem(pem.as_bytes())?);
    }
    Ok(builder.build_rustls()?)
}
