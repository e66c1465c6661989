//! One trace from the request to the job.

use crate::support::Cinema;

#[tokio::test]
async fn a_job_belongs_to_the_trace_of_the_request_that_caused_it() {
    let cinema = Cinema::builder().servers(0).start().await;
    let (_server, client) = cinema.server_process().await;
    cinema.smtp.refuse_with("550 5.1.1 no such mailbox");
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let client = client.header("traceparent", &format!("00-{trace}-00f067aa0ba902b7-01"));
    let body =
        serde_json::json!({ "email": "anna@example.com", "password": crate::support::PASSWORD });
    assert_eq!(client.post("/accounts/register/", body).await.status, 201);

    let traceparent = cinema
        .dead_letter()
        .await
        .traceparent
        .expect("a trace context");
    let parts: Vec<_> = traceparent.split('-').collect();
    assert_eq!((parts[0], parts[1], parts[3]), ("00", trace, "01"));
    assert_ne!(
        parts[2], "00f067aa0ba902b7",
        "the server's own span is the parent"
    );
}
