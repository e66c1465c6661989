//! `GET /admin/payments/`

use serde_json::{Value, json};

use super::{column, is_no_date, page, with_admin};
use crate::support::{Cinema, Client, PUBLIC_URL};

/// One server with three payments: Anna's first came back, her bank took the second, and Berta's is there.
async fn with_payments() -> (Cinema, Client) {
    let (cinema, admin) = with_admin().await;
    for email in ["anna@example.com", "berta@example.com"] {
        cinema.member(email).await;
    }
    let insert = "WITH ordered AS (
            INSERT INTO orders (user_id, status, total_amount) SELECT id, 'CANCELLED', 9.99 FROM users RETURNING id, user_id
        )
        INSERT INTO payments (created_at, amount, status, external_payment_id, user_id, order_id)
        SELECT day, amount, paid.status::paymentstatusenum, external_id, user_id, ordered.id
        FROM (VALUES ('anna', '2026-01-01T23:59:59.5Z'::timestamptz, 'REFUNDED', 0.5, 'pi_1'),
            ('anna', '2026-01-02T00:00:00Z', 'CANCELLED', 10, NULL), ('berta', '2026-01-02T12:00:00Z', 'SUCCESSFUL', 9.99, 'pi_3')
        ) AS paid (name, day, status, amount, external_id)
        JOIN users ON users.email = paid.name || $1
        JOIN ordered ON ordered.user_id = users.id";
    assert_eq!(cinema.execute(insert, "@example.com").await, 3);
    (cinema, admin)
}

async fn statuses(admin: &Client, query: &str) -> Vec<Value> {
    let path = format!("/admin/payments/{query}");
    column(admin, &path, "payments", "status").await
}

#[tokio::test]
async fn payments_of_all_accounts_are_listed_the_newest_first() {
    let (_cinema, admin) = with_payments().await;
    let first = page(&admin, "/admin/payments/?per_page=2").await;
    let bertas = &first["payments"][0];
    let expected = json!({
        "id": bertas["id"],
        "user_id": bertas["user_id"],
        "email": "berta@example.com",
        "order_id": bertas["order_id"],
        "created_at": "2026-01-02T12:00:00Z",
        "amount": "9.99",
        "status": "successful",
        "external_payment_id": "pi_3",
    });
    assert_eq!(*bertas, expected);
    assert!(
        bertas["order_id"].is_i64() && bertas["user_id"].is_i64(),
        "{bertas}"
    );
    let annas = &first["payments"][1];
    assert_eq!(
        (&annas["amount"], &annas["external_payment_id"]),
        (&json!("10.00"), &Value::Null)
    );
    let link = |page| format!("{PUBLIC_URL}/admin/payments/?per_page=2&page={page}");
    assert_eq!(first["next_page"], link(2));
    let last = page(&admin, &link(2)).await;
    assert_eq!(last["payments"][0]["status"], "refunded");
    assert_eq!(
        (
            &last["prev_page"],
            &last["next_page"],
            &last["total_pages"],
            &last["total_items"]
        ),
        (&json!(link(1)), &Value::Null, &json!(2), &json!(3))
    );
}

#[tokio::test]
async fn payments_are_found_by_account_day_and_status() {
    let (_cinema, admin) = with_payments().await;
    for (query, expected) in [
        ("", vec!["successful", "cancelled", "refunded"]),
        ("?email=ANNA@example.com", vec!["cancelled", "refunded"]),
        ("?email=nobody@example.com", vec![]),
        ("?created_at=2026-01-01", vec!["refunded"]),
        ("?created_at=2026-01-02", vec!["successful", "cancelled"]),
        ("?status=successful", vec!["successful"]),
        ("?status=cancelled&email=berta@example.com", vec![]),
        ("?status=refunded&created_at=2026-01-01", vec!["refunded"]),
    ] {
        assert_eq!(statuses(&admin, query).await, expected, "{query}");
    }
    let query = "?email=anna%40example.com&created_at=2026-01-02&status=cancelled";
    let beyond = page(&admin, &format!("/admin/payments/{query}&page=2")).await;
    assert_eq!(
        beyond["prev_page"],
        format!("{PUBLIC_URL}/admin/payments/{query}&page=1")
    );
}

#[tokio::test]
async fn days_and_statuses_that_are_none_are_refused() {
    let (_cinema, admin) = with_admin().await;
    for day in ["", "2026-13-01", "01.02.2026"] {
        is_no_date(
            &admin
                .get(&format!("/admin/payments/?created_at={day}"))
                .await,
        );
    }
    for status in ["", "paid", "Successful"] {
        let answer = admin
            .get(&format!("/admin/payments/?status={status}"))
            .await;
        answer.refuses(
            400,
            "invalid-status",
            "Invalid status",
            "Invalid status value. Allowed values: ['successful', 'cancelled', 'refunded']",
        );
    }
}
