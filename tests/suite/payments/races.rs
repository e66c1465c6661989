//! What happens at once. However a race ends, its end is one that the books allow, ours and Stripe's agree, and nobody
//! pays for nothing. Each race is run many times in one installation, where a few buyers run it side by side, each
//! with a film that comes and goes.

use std::sync::Arc;

use futures_util::future::{join, join_all};
use serde_json::{Value, json};

use super::{CHECKOUT, Shop, event, send, settles, url};
use crate::support::{Cinema, session_of};

/// How often each race is run.
const TIMES: usize = 200;
/// Buyers who run it side by side.
const BUYERS: usize = 8;

/// Runs a race again and again, waits until all is settled, and compares the books. Returns the installation.
async fn race(round: impl AsyncFn(&Shop)) -> Arc<Cinema> {
    let cinema = Arc::new(Cinema::builder().stripe().start().await);
    let buyers = (0..BUYERS).map(async |number| {
        let (email, film) = (format!("{number}@example.com"), format!("Film {number}"));
        let shop = Shop::open_for(Arc::clone(&cinema), &email, &film).await;
        for _ in 0..TIMES / BUYERS {
            round(&shop).await;
        }
    });
    join_all(buyers).await;
    settles(&cinema).await;
    cinema
}

impl Shop {
    /// Ends what a round has left, so that the film can be ordered again.
    async fn clear(&self, order: &Value) {
        let path = format!("/orders/{}/", order["id"]);
        let status = self.buyer.get(&path).await.json()["status"].clone();
        let answer = match status.as_str() {
            Some("pending") => self.cancel(order).await,
            Some("paid") => self.refund(order).await,
            _ => return,
        };
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
}

#[tokio::test]
async fn two_checkouts_at_once_open_one_page() {
    let cinema = race(async |shop| {
        let order = shop.order().await;
        let ask = || shop.buyer.call("POST", CHECKOUT);
        let (one, other) = join(ask(), ask()).await;
        assert_eq!(url(&one), url(&other));
        shop.cancel(&order)
            .await
            .says("Order successfully cancelled.");
    })
    .await;
    assert_eq!(cinema.stripe().all("sessions").len(), TIMES);
}

#[tokio::test]
async fn sixty_four_checkouts_at_once_open_one_page() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    for parallel in [16, 64] {
        let asked = (0..parallel).map(|_| shop.buyer.call("POST", CHECKOUT));
        let pages: Vec<String> = join_all(asked).await.iter().map(url).collect();
        assert!(pages.iter().all(|page| *page == pages[0]));
    }
    assert_eq!(shop.cinema.stripe().all("sessions").len(), 1);
    shop.cinema.stripe().pay(&shop.checkout().await);
    shop.order_is(&order, "paid").await;
    shop.settles().await;
}

#[tokio::test]
async fn whoever_cancels_while_paying_has_the_film_or_the_money() {
    let cinema = race(async |shop| {
        let order = shop.order().await;
        let page = shop.checkout().await;
        let pay = async { shop.cinema.stripe().try_pay(&page) };
        let (cancelled, _) = join(shop.cancel(&order), pay).await;
        assert!(matches!(cancelled.status, 200 | 409), "{}", cancelled.text);
        // A payment that came too late is given back by a worker, sooner or later.
        shop.clear(&order).await;
    })
    .await;
    let kept = "SELECT count(*) FROM payments WHERE status <> 'REFUNDED'";
    assert_eq!(cinema.count(kept).await, 0);
}

#[tokio::test]
async fn whoever_checks_out_while_cancelling_leaves_no_page_open() {
    let cinema = race(async |shop| {
        let order = shop.order().await;
        let ask = shop.buyer.call("POST", CHECKOUT);
        let (asked, cancelled) = join(ask, shop.cancel(&order)).await;
        cancelled.says("Order successfully cancelled.");
        assert!(matches!(asked.status, 200 | 404), "{}", asked.text);
    })
    .await;
    crate::support::eventually("no page is open", async || {
        let sessions = cinema.stripe().all("sessions");
        let open = sessions
            .iter()
            .filter(|session| session["status"] == "open");
        (open.count() == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn two_refunds_at_once_give_back_once() {
    let cinema = race(async |shop| {
        let (order, _) = shop.buy().await;
        let (one, other) = join(shop.refund(&order), shop.refund(&order)).await;
        let statuses = [one.status.min(other.status), one.status.max(other.status)];
        assert!(matches!(statuses, [200, 200 | 409]), "{statuses:?}");
        shop.owns(false).await;
    })
    .await;
    assert_eq!(cinema.stripe().all("refunds").len(), TIMES);
    let due = "SELECT count(*) FROM outbox WHERE queue = 'email'";
    assert_eq!(cinema.count(due).await, 0);
    let mails = || {
        let mails = cinema.smtp.mails().into_iter();
        mails
            .filter(|mail| mail.subject.contains("for order"))
            .count()
    };
    crate::support::eventually("every mail has come", async || {
        (mails() >= 2 * TIMES).then_some(())
    })
    .await;
    assert_eq!(mails(), 2 * TIMES, "a receipt and a refund for each");
}

#[tokio::test]
async fn a_refund_against_a_dispute_ends_in_one_of_them() {
    race(async |shop| {
        let (order, payment) = shop.buy().await;
        let dispute = async { shop.cinema.stripe().control().dispute(&payment) };
        let (refunded, disputed) = join(shop.refund(&order), dispute).await;
        disputed.expect("it is paid");
        assert!(
            matches!(refunded.status, 200 | 400 | 409),
            "{}",
            refunded.text
        );
        shop.owns(false).await;
    })
    .await;
}

#[tokio::test]
async fn a_webhook_that_is_replayed_while_the_money_goes_back_grants_nothing() {
    let cinema = race(async |shop| {
        let (order, payment) = shop.buy().await;
        let attempt = shop.attempt_of(&order).await;
        let session = json!({
            "id": format!("cs_of_{payment}"), "status": "complete", "payment_status": "paid",
            "payment_intent": payment, "amount_total": 999, "currency": "usd",
            "metadata": { "checkout_id": attempt },
        });
        let id = format!("evt_of_{payment}");
        let replayed = event(&id, "checkout.session.completed", &session);
        let client = shop.cinema.client();
        let (refunded, stored) = join(shop.refund(&order), send(&client, &replayed)).await;
        refunded.says("Order successfully refunded.");
        stored.says("Webhook handled");
        shop.owns(false).await;
    })
    .await;
    assert_eq!(cinema.count("SELECT count(*) FROM purchases").await, 0);
}

#[tokio::test]
async fn events_that_arrive_at_once_are_entered_once() {
    let shop = Shop::open().await;
    let client = shop.cinema.client();
    for parallel in [16, 64] {
        let order = shop.order().await;
        let page = shop.checkout().await;
        let attempt = shop.attempt_of(&order).await;
        let paid = json!({
            "id": session_of(&page), "status": "complete", "payment_status": "paid",
            "payment_intent": format!("pi_{parallel}"), "amount_total": 999, "currency": "usd",
            "metadata": { "checkout_id": attempt },
        });
        let charge = json!({
            "id": "ch_1", "payment_intent": format!("pi_{parallel}"), "amount": 999, "amount_refunded": 999,
            "currency": "usd", "refunded": true, "metadata": { "checkout_id": attempt },
        });
        // Different events with the same news, two kinds of news mixed.
        let events: Vec<_> = (0..parallel)
            .map(|number| {
                let id = format!("evt_{parallel}_{number}");
                if number % 2 == 0 {
                    event(&id, "checkout.session.completed", &paid)
                } else {
                    event(&id, "charge.refunded", &charge)
                }
            })
            .collect();
        let sent = events.iter().map(|event| send(&client, event));
        for answer in join_all(sent).await {
            answer.says("Webhook handled");
        }
        shop.order_is(&order, "cancelled").await;
    }
    let open = "SELECT count(*) FROM stripe_events WHERE handled_at IS NULL";
    crate::support::eventually("every event is handled", async || {
        (shop.cinema.count(open).await == 0).then_some(())
    })
    .await;
    shop.owns(false).await;
    assert_eq!(shop.payments().await, ["refunded", "refunded"]);
}
