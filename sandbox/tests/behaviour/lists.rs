//! Lists in pages.

use serde_json::{Value, json};

use crate::support::{Shop, id};

#[track_caller]
fn ids(list: &Value) -> Vec<String> {
    let data = list["data"].as_array().expect("a list");
    data.iter().map(|object| id(object).to_owned()).collect()
}

#[tokio::test]
async fn a_list_is_read_page_by_page_newest_first() {
    let shop = Shop::open().await;
    let mut made = Vec::new();
    for _ in 0..5 {
        made.insert(0, id(&shop.session().await).to_owned());
    }
    let first = shop.get("/v1/checkout/sessions?limit=2").await.ok();
    assert_eq!(
        (ids(&first), &first["has_more"]),
        (made[..2].to_vec(), &json!(true))
    );
    let next = format!("/v1/checkout/sessions?limit=3&starting_after={}", made[1]);
    let next = shop.get(&next).await.ok();
    assert_eq!(
        (ids(&next), &next["has_more"]),
        (made[2..].to_vec(), &json!(false))
    );
    let back = format!("/v1/checkout/sessions?limit=2&ending_before={}", made[3]);
    let back = shop.get(&back).await.ok();
    assert_eq!(
        (ids(&back), &back["has_more"]),
        (made[1..3].to_vec(), &json!(true))
    );
    assert_eq!(back["url"], "/v1/checkout/sessions");
    shop.get("/v1/checkout/sessions?limit=101")
        .await
        .refused(400);
    shop.get("/v1/checkout/sessions?starting_after=none")
        .await
        .refused(400);
}

#[tokio::test]
async fn lists_are_filtered() {
    let shop = Shop::open().await;
    let open = shop.session().await;
    let paid = shop.paid_session().await;
    let intent = paid["payment_intent"].as_str().expect("an intent");
    shop.control().refund(intent, None).expect("there is money");
    shop.control().dispute(intent).expect("banks do");

    for (path, expected) in [
        (
            "/v1/checkout/sessions?status=open".to_owned(),
            Some(id(&open)),
        ),
        (
            format!("/v1/checkout/sessions?payment_intent={intent}"),
            Some(id(&paid)),
        ),
        ("/v1/checkout/sessions?status=expired".to_owned(), None),
    ] {
        let list = shop.get(&path).await.ok();
        assert_eq!(
            ids(&list),
            Vec::from_iter(expected.map(str::to_owned)),
            "{path}"
        );
    }
    let now = open["created"].as_i64().expect("a time");
    for path in ["/v1/refunds", "/v1/disputes"] {
        for (query, length) in [
            (format!("payment_intent={intent}"), 1),
            ("payment_intent=pi_other".to_owned(), 0),
            (format!("created[gte]={now}"), 1),
            (format!("created[gt]={}", now + 60), 0),
            (format!("created[lt]={now}"), 0),
        ] {
            let list = shop.get(&format!("{path}?{query}")).await.ok();
            assert_eq!(ids(&list).len(), length, "{path}?{query}");
        }
    }
    let events = shop.get("/v1/events?type=charge.refunded").await.ok();
    assert_eq!(ids(&events).len(), 1);
    assert_eq!(
        events["data"][0]["data"]["object"]["payment_intent"],
        intent
    );
}
