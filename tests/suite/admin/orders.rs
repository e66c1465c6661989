//! `GET /admin/orders/`

use domain::Role;
use serde_json::{Value, json};

use super::{column, is_no_date, page, with_admin};
use crate::support::{Cinema, Client, PUBLIC_URL};

/// One server with three orders: two of Anna's, and one of Berta's from the first second of the second of January.
/// Returns Anna's id as well.
async fn with_orders() -> (Cinema, Client, i32) {
    let (cinema, admin) = with_admin().await;
    let anna = cinema.member("anna@example.com").await;
    cinema.member("berta@example.com").await;
    let insert = "INSERT INTO orders (user_id, created_at, status, total_amount)
        SELECT users.id, day, made.status::orderstatusenum, amount
        FROM (VALUES ('anna', '2026-01-01T23:59:59.5Z'::timestamptz, 'CANCELLED', 5),
            ('berta', '2026-01-02T00:00:00Z', 'PENDING', 0), ('anna', '2026-01-02T23:59:59.999Z', 'PAID', 17.49)
        ) AS made (name, day, status, amount)
        JOIN users ON users.email = made.name || $1
        ORDER BY day";
    assert_eq!(cinema.execute(insert, "@example.com").await, 3);
    (cinema, admin, anna)
}

async fn statuses(admin: &Client, query: &str) -> Vec<Value> {
    let path = format!("/admin/orders/{query}");
    column(admin, &path, "orders", "status").await
}

#[tokio::test]
async fn orders_of_all_accounts_are_listed_the_newest_first() {
    let (_cinema, admin, anna) = with_orders().await;
    let first = page(&admin, "/admin/orders/?per_page=2").await;
    let paid = &first["orders"][0];
    let expected = json!({
        "id": paid["id"],
        "user_id": anna,
        "email": "anna@example.com",
        "status": "paid",
        "total_amount": "17.49",
        "created_at": "2026-01-02T23:59:59.999Z",
    });
    assert_eq!(*paid, expected);
    assert_eq!(first["orders"][1]["total_amount"], "0.00");
    let link = |page| format!("{PUBLIC_URL}/admin/orders/?per_page=2&page={page}");
    assert_eq!(first["next_page"], link(2));
    let last = page(&admin, &link(2)).await;
    assert_eq!(last["orders"][0]["status"], "cancelled");
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
async fn orders_are_found_by_account_day_and_status() {
    let (_cinema, admin, anna) = with_orders().await;
    for (query, expected) in [
        (String::new(), vec!["paid", "pending", "cancelled"]),
        (format!("?user_id={anna}"), vec!["paid", "cancelled"]),
        ("?user_id=2147483647".to_owned(), vec![]),
        ("?email=Berta@example.com".to_owned(), vec!["pending"]),
        ("?email=erta@example.com".to_owned(), vec![]),
        ("?created_at=2026-01-01".to_owned(), vec!["cancelled"]),
        ("?created_at=2026-01-02".to_owned(), vec!["paid", "pending"]),
        ("?created_at=2026-01-03".to_owned(), vec![]),
        ("?status=pending".to_owned(), vec!["pending"]),
        (
            "?status=paid&created_at=2026-01-02".to_owned(),
            vec!["paid"],
        ),
        (format!("?user_id={anna}&email=berta@example.com"), vec![]),
    ] {
        assert_eq!(statuses(&admin, &query).await, expected, "{query}");
    }
    let query =
        format!("?user_id={anna}&email=anna%40example.com&created_at=2026-01-02&status=paid");
    let beyond = page(&admin, &format!("/admin/orders/{query}&page=2")).await;
    assert_eq!(
        beyond["prev_page"],
        format!("{PUBLIC_URL}/admin/orders/{query}&page=1")
    );
}

#[tokio::test]
async fn days_and_statuses_that_are_none_are_refused() {
    let (_cinema, admin) = with_admin().await;
    for day in [
        "",
        "yesterday",
        "2026-1-2",
        "2026-02-30",
        "20260102",
        "2026-01-02T00:00:00Z",
        "%2B2026-01-02",
        "%2B12345-01-02",
        "-0001-01-02",
        "-200000-01-02",
    ] {
        is_no_date(&admin.get(&format!("/admin/orders/?created_at={day}")).await);
    }
    for status in ["", "PAID", "refunded", "paid,pending"] {
        let answer = admin.get(&format!("/admin/orders/?status={status}")).await;
        answer.refuses(
            400,
            "invalid-status",
            "Invalid status",
            "Invalid status value. Allowed values: ['pending', 'paid', 'cancelled']",
        );
    }
    let answer = admin.get("/admin/orders/?user_id=anna&email=anna").await;
    answer.names_fields(&[("user_id", "type"), ("email", "format")]);
}

#[tokio::test]
async fn nobody_else_sees_them() {
    let (cinema, _admin, _anna) = with_orders().await;
    let moderator = cinema.signed_in_as(Role::Moderator).await;
    moderator.get("/admin/orders/").await.is_problem(403);
}
