//! From the activation mail to an active account, in a browser.

use super::{ACTIVATION, BROWSER, browser, hidden, is_page, submit};
use crate::support::{Cinema, Mail, PASSWORD};

const ANNA: &str = "anna@example.com";
const FORM: &str = "/accounts/activate/form/";
const RESEND: &str = "/accounts/resend-activation/form/";

/// Somebody who has registered and got the mail.
async fn registered() -> (Cinema, Mail) {
    let cinema = Cinema::start().await;
    cinema.register(ANNA).await;
    let mail = cinema.mail_to(ANNA, ACTIVATION).await;
    (cinema, mail)
}

#[tokio::test]
async fn the_mailed_link_shows_a_button_that_activates() {
    let (cinema, mail) = registered().await;
    let token = mail.token();
    let page = browser(&cinema).get(&mail.link()).await;
    is_page(
        &page,
        200,
        &["Activate your account", ANNA, &hidden("token", &token)],
    );
    let fields = [("email", ANNA), ("token", token.as_str())];
    let done = submit(&browser(&cinema), FORM, &fields).await;
    is_page(&done, 200, &["Your account is active", "Welcome."]);
    cinema.try_sign_in(ANNA, PASSWORD).await.tokens();
    cinema
        .mail_to(ANNA, "Your Online Cinema account is active")
        .await;

    let already = ["Your account is active", "was activated before"];
    is_page(
        &submit(&browser(&cinema), FORM, &fields).await,
        200,
        &already,
    );
    is_page(&browser(&cinema).get(&mail.link()).await, 200, &already);
}

#[tokio::test]
async fn looking_at_the_link_uses_nothing_up_however_it_is_done() {
    let (cinema, mail) = registered().await;
    for accept in [
        BROWSER,
        "*/*",
        "",
        "text/plain",
        "application/json",
        "application/json, text/plain, */*",
        "image/avif,image/webp,*/*",
    ] {
        for method in ["GET", "HEAD"] {
            let scanner = cinema.client().header("accept", accept);
            let answer = scanner.call(method, &mail.link()).await;
            assert_eq!(answer.status, 200, "{method} {accept}");
            // The operation itself is activated by GET, as its contract says; not by looking for its headers.
            if method == "HEAD" {
                scanner.call(method, &mail.operation()).await;
            }
        }
    }
    let prefetch = browser(&cinema).header("sec-purpose", "prefetch");
    is_page(
        &prefetch.get(&mail.operation()).await,
        200,
        &["Activate your account"],
    );
    assert_eq!(cinema.try_sign_in(ANNA, PASSWORD).await.status, 403);
    cinema
        .client()
        .get(&mail.operation())
        .await
        .says("User account activated successfully.");
}

#[tokio::test]
async fn a_link_that_does_not_work_leads_to_another_one() {
    let (cinema, mail) = registered().await;
    let wrong = "This link does not work";
    let unknown = format!("{FORM}?email=nobody@example.com&token=x");
    for link in [
        FORM.to_owned(),
        format!("{FORM}?email=anna&token=x"),
        format!("{FORM}?email={ANNA}&token=wrong"),
        unknown,
    ] {
        is_page(&browser(&cinema).get(&link).await, 400, &[wrong]);
    }
    let sent = submit(
        &browser(&cinema),
        FORM,
        &[("email", ANNA), ("token", "wrong")],
    )
    .await;
    is_page(&sent, 400, &[wrong, ANNA]);

    let expire = "UPDATE activation_tokens SET expires_at = now() - $1::interval";
    cinema.execute(expire, "1 second").await;
    let expired = browser(&cinema).get(&mail.link()).await;
    is_page(&expired, 400, &[wrong, &format!(r#"value="{ANNA}""#)]);
    let sent = submit(&browser(&cinema), RESEND, &[("email", ANNA)]).await;
    is_page(
        &sent,
        200,
        &[
            "Look into your mailbox",
            "A new activation link is on its way",
        ],
    );
    crate::support::eventually("the second mail is there", async || {
        let mails = cinema.smtp.mails();
        (mails
            .iter()
            .filter(|mail| mail.subject == ACTIVATION)
            .count()
            == 2)
            .then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_form_for_another_link_says_what_it_did_or_did_not() {
    let cinema = Cinema::without_worker().await;
    let client = browser(&cinema);
    is_page(&client.get(RESEND).await, 200, &["Get an activation link"]);
    for (typed, status, text) in [
        (
            "nobody@example.com",
            404,
            "No account was registered with this address.",
        ),
        (
            "nobody",
            422,
            "Enter a valid email address, such as name@example.com.",
        ),
        (
            "",
            422,
            "Enter a valid email address, such as name@example.com.",
        ),
    ] {
        let page = submit(&client, RESEND, &[("email", typed)]).await;
        is_page(
            &page,
            status,
            &["<title>Error: ", r#"aria-invalid="true""#, text],
        );
    }
    cinema.member(ANNA).await;
    let active = submit(&client, RESEND, &[("email", ANNA)]).await;
    is_page(&active, 200, &["was activated before"]);
}

#[tokio::test]
async fn who_has_a_link_that_works_is_told_to_use_it() {
    let (cinema, _) = registered().await;
    let page = submit(&browser(&cinema), RESEND, &[("email", ANNA)]).await;
    is_page(&page, 200, &["Look into your mailbox", "still works"]);
    assert_eq!(cinema.smtp.mails().len(), 1);
}

#[tokio::test]
async fn the_link_of_a_deactivated_account_does_not_work() {
    let (cinema, mail) = registered().await;
    let deactivate = "UPDATE users SET deactivated_at = now() WHERE email = $1";
    cinema.execute(deactivate, ANNA).await;
    is_page(
        &browser(&cinema).get(&mail.link()).await,
        400,
        &["This link does not work"],
    );
    let page = submit(&browser(&cinema), RESEND, &[("email", ANNA)]).await;
    is_page(&page, 403, &["Inactive user."]);
}
