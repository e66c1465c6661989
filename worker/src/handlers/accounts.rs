//! Mails about accounts.
//!
//! Each mail is sent inside the transaction that records its job, on purpose. The record's lock makes
//! a second delivery of the job wait until the first has sent and committed, so that nothing but a
//! crash between the mail server's answer and the commit can send twice. The lock is held for no
//! longer than the mail server may take, which the mailer bounds.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{LinkPurpose, LinkToken, clock};
use jobs::{
    Envelope, SendActivationCompleteEmail, SendActivationEmail, SendPasswordResetCompleteEmail,
    SendPasswordResetEmail, handled,
};
use store::{activation_tokens, password_resets, users};
use url::Url;

use super::Handlers;
use crate::{
    mailer::{Action, Mail},
    outcome::JobError,
};

/// How long a mailed link works.
const LINK_LIFETIME: TimeDelta = TimeDelta::days(1);
/// Where the server takes activation links: a page with a button, so that nobody activates who only looks.
const ACTIVATE: &str = "/accounts/activate/form/";
/// Where the server takes reset links.
const RESET_PASSWORD: &str = "/accounts/reset-password/complete/form/";

impl Handlers {
    /// Mails an activation link. An account that is gone, active or deactivated by now needs none, nor does one whose
    /// last link still works: asking twice while no worker ran enqueues twice, and a second link would
    /// break the first.
    pub(super) async fn send_activation(
        &self,
        job: &Envelope,
        SendActivationEmail { user_id }: SendActivationEmail,
    ) -> Result<(), JobError> {
        let Some(mut tx) = handled::begin(&self.db, job).await? else {
            return Ok(());
        };
        if let Some(user) = users::find(&mut tx, user_id).await?
            && !user.is_active
            && !user.is_deactivated
        {
            let token = self.mint(LinkPurpose::Activation, job);
            let expires_at = expiry();
            if activation_tokens::put(&mut tx, user.id, &token.hash(), expires_at).await? {
                let link = self.link(ACTIVATE, &user.email, &token);
                let mail = Mail::Activation(Action { link, expires_at });
                self.mailer.send(job.id, &user.email, &mail).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }

    /// Mails that the account can be used.
    pub(super) async fn send_activation_complete(
        &self,
        job: &Envelope,
        SendActivationCompleteEmail { user_id }: SendActivationCompleteEmail,
    ) -> Result<(), JobError> {
        self.notify(job, user_id, &Mail::ActivationComplete).await
    }

    /// Mails a reset link, if the request names an active account.
    pub(super) async fn send_password_reset(
        &self,
        job: &Envelope,
        SendPasswordResetEmail { request_id }: SendPasswordResetEmail,
    ) -> Result<(), JobError> {
        let Some(mut tx) = handled::begin(&self.db, job).await? else {
            return Ok(());
        };
        if let Some(user) = password_resets::requested_account(&mut tx, request_id).await? {
            let token = self.mint(LinkPurpose::PasswordReset, job);
            let expires_at = expiry();
            let link = self.link(RESET_PASSWORD, &user.email, &token);
            let mail = Mail::PasswordReset(Action { link, expires_at });
            self.mailer.send(job.id, &user.email, &mail).await?;
            // Last, because it locks the row that the previous link and a password change need: they
            // must not wait for the mail server.
            password_resets::put_token(&mut tx, user.id, &token.hash(), expires_at).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Mails that the password was changed.
    pub(super) async fn send_password_reset_complete(
        &self,
        job: &Envelope,
        SendPasswordResetCompleteEmail { user_id }: SendPasswordResetCompleteEmail,
    ) -> Result<(), JobError> {
        self.notify(job, user_id, &Mail::PasswordResetComplete)
            .await
    }

    /// Sends a mail that carries no secret, if the account still exists.
    async fn notify(&self, job: &Envelope, user_id: i32, mail: &Mail) -> Result<(), JobError> {
        let Some(mut tx) = handled::begin(&self.db, job).await? else {
            return Ok(());
        };
        if let Some(user) = users::find(&mut tx, user_id).await? {
            self.mailer.send(job.id, &user.email, mail).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    fn mint(&self, purpose: LinkPurpose, job: &Envelope) -> LinkToken {
        LinkToken::mint(self.link_key.expose().as_bytes(), purpose, job.id)
    }

    fn link(&self, path: &str, email: &str, token: &LinkToken) -> Url {
        mailed_link(&self.public_url, path, email, token.as_str())
    }
}

fn expiry() -> DateTime<Utc> {
    clock::now() + LINK_LIFETIME
}

/// `path` below whatever path the public URL has.
fn mailed_link(public_url: &Url, path: &str, email: &str, token: &str) -> Url {
    let mut link = public_url.clone();
    link.set_path(&format!(
        "{}{path}",
        public_url.path().trim_end_matches('/')
    ));
    link.query_pairs_mut()
        .append_pair("email", email)
        .append_pair("token", token);
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_the_path_of_the_public_url_and_escape_the_address() {
        for (base, expected) in [
            (
                "https://cinema.example",
                "https://cinema.example/accounts/activate/form/",
            ),
            (
                "http://127.0.0.1:8001/",
                "http://127.0.0.1:8001/accounts/activate/form/",
            ),
            (
                "https://example.com/cinema/",
                "https://example.com/cinema/accounts/activate/form/",
            ),
        ] {
            let base = Url::parse(base).expect("a URL");
            let link = mailed_link(&base, ACTIVATE, "a+b&c@example.com", "t-_1");
            let query = "?email=a%2Bb%26c%40example.com&token=t-_1";
            assert_eq!(link.as_str(), format!("{expected}{query}"));
        }
    }
}
