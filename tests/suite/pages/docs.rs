//! Who may read the documentation, and how a browser proves it.

use cinema_api::server::ops;
use domain::Role;
use serde_json::{Value, json};

use super::{browser, is_page, submit};
use crate::support::{Answer, Cinema, Claims, Client, PASSWORD};

const GUARDED: [&str; 5] = [
    "/docs/",
    "/redoc/",
    "/openapi.json",
    "/openapi.yaml",
    "/openapi/",
];
const SIGN_IN: &str = "/docs/sign-in/form/";
const SIGN_OUT: &str = "/docs/sign-out/form/";
const ADMIN: &str = "admin@example.com";

async fn sign_in(client: &Client, email: &str, password: &str, to: &str) -> Answer {
    let fields = [("to", to), ("email", email), ("password", password)];
    submit(client, SIGN_IN, &fields).await
}

/// The cookies that an answer sets.
fn cookies(answer: &Answer) -> Vec<&str> {
    let set = answer.headers.get_all("set-cookie").iter();
    set.map(|cookie| cookie.to_str().expect("ASCII")).collect()
}

/// The first of them, as a browser sends it.
#[track_caller]
fn cookie(answer: &Answer) -> String {
    let set = cookies(answer);
    let first = set.first().and_then(|cookie| cookie.split(';').next());
    first
        .unwrap_or_else(|| panic!("no cookie in {answer:?}"))
        .to_owned()
}

/// An installation with an admin, and a browser in which that admin has signed in.
async fn with_reader() -> (Cinema, Client, Client) {
    let cinema = Cinema::without_worker().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    let signed_in = sign_in(&browser(&cinema), ADMIN, PASSWORD, "/docs/").await;
    let reader = browser(&cinema).header("cookie", &cookie(&signed_in));
    assert_eq!(reader.get("/docs/").await.status, 200);
    (cinema, admin, reader)
}

#[track_caller]
fn leads_to(answer: &Answer, location: &str) {
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, Some(location)),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn programs_read_with_the_token_of_an_admin_and_are_told_why_not_otherwise() {
    let cinema = Cinema::without_worker().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    let others = [
        cinema.signed_in_as(Role::Moderator).await,
        cinema.signed_in_as(Role::User).await,
    ];
    for path in GUARDED {
        assert_eq!(admin.get(path).await.status, 200, "{path}");
        cinema.client().get(path).await.refuses(
            401,
            "authorization-missing",
            "Authorization missing",
            "Authorization header is missing",
        );
        for other in &others {
            other.get(path).await.refuses(
                403,
                "admin-required",
                "Admin required",
                "Access denied. Admin privileges required.",
            );
        }
    }
    let sealed = cinema.client().bearer("x").get("/openapi.json").await;
    sealed.is_problem(401);
}

#[tokio::test]
async fn browsers_are_led_through_a_sign_in_page_to_where_they_wanted() {
    let cinema = Cinema::without_worker().await;
    cinema.signed_in_as(Role::Admin).await;
    let client = browser(&cinema);
    for path in GUARDED {
        let wanted = format!("{}/", path.trim_end_matches('/'));
        let door = format!("{SIGN_IN}?to={wanted}");
        let sent_away = client.get(path).await;
        leads_to(&sent_away, &door);
        assert_eq!(sent_away.header("vary"), Some("accept"));

        let page = client.get(&door).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("Sign in to the documentation"));
        let signed_in = sign_in(&client, ADMIN, PASSWORD, &wanted).await;
        leads_to(&signed_in, &wanted);
        let reader = client.header("cookie", &cookie(&signed_in));
        assert_eq!(reader.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn the_door_leads_nowhere_else() {
    let cinema = Cinema::without_worker().await;
    cinema.signed_in_as(Role::Admin).await;
    for to in ["https://evil.example/", "//evil.example/", "/movies/", ""] {
        let signed_in = sign_in(&browser(&cinema), ADMIN, PASSWORD, to).await;
        leads_to(&signed_in, "/docs/");
    }
}

#[tokio::test]
async fn the_cookie_is_for_these_pages_and_a_quarter_of_an_hour_and_no_script_sees_it() {
    let cinema = Cinema::without_worker().await;
    cinema.signed_in_as(Role::Admin).await;
    let signed_in = sign_in(&browser(&cinema), ADMIN, PASSWORD, "/docs/").await;
    let value = cookie(&signed_in);
    let expected: Vec<_> = [
        "/docs",
        "/redoc",
        "/openapi.json",
        "/openapi.yaml",
        "/openapi",
    ]
    .map(|path| format!("{value}; Path={path}; Max-Age=900; HttpOnly; SameSite=Strict; Secure"))
    .into();
    assert_eq!(cookies(&signed_in), expected);

    let token = value.strip_prefix("cinema_docs=").expect("its name");
    let claims = Claims::of(token);
    assert_eq!(claims.names(), ["exp", "sid", "sub"]);
    let left = claims.get("exp").as_i64().expect("seconds") - domain::clock::now().timestamp();
    assert!((600..=900).contains(&left), "{left} s");
    let lasting = "SELECT count(*) FROM sessions WHERE id = $1::uuid AND expires_at > now() + interval '16 minutes'";
    let session = claims.get("sid").as_str().expect("a session").to_owned();
    let lasting: i64 = sqlx::query_scalar(lasting)
        .bind(session)
        .fetch_one(&cinema.db)
        .await
        .unwrap();
    assert_eq!(lasting, 0, "the session ends with the cookie");
}

#[tokio::test]
async fn the_cookie_is_worth_nothing_to_operations_nor_an_access_token_as_a_cookie() {
    let (cinema, _, reader) = with_reader().await;
    reader.get("/admin/users/").await.is_problem(401);
    let signed_in = sign_in(&browser(&cinema), ADMIN, PASSWORD, "/docs/").await;
    let token = cookie(&signed_in).replace("cinema_docs=", "");
    let bearer = cinema.client().bearer(&token);
    bearer.get("/admin/users/").await.is_problem(401);
    bearer.get("/openapi.json").await.is_problem(401);

    let access = cinema.sign_in(ADMIN).await.access;
    let disguised = cinema
        .client()
        .header("cookie", &format!("other=1; cinema_docs={access}"));
    disguised.get("/openapi.json").await.is_problem(401);
}

#[tokio::test]
async fn a_cookie_ends_with_its_session() {
    let (cinema, _, reader) = with_reader().await;
    let door = "/docs/sign-in/form/?to=/docs/";
    let out = submit(&reader, SIGN_OUT, &[]).await;
    leads_to(&out, SIGN_IN);
    assert_eq!(cookies(&out).len(), 5);
    assert!(
        cookies(&out)
            .iter()
            .all(|cookie| cookie.starts_with("cinema_docs=;") && cookie.contains("Max-Age=0"))
    );
    leads_to(&reader.get("/docs/").await, door);
    drop(cinema);

    let (_cinema, admin, reader) = with_reader().await;
    let change = json!({ "old_password": PASSWORD, "new_password": "Battery-Staple?8" });
    admin.post("/accounts/change-password/", change).await;
    leads_to(&reader.get("/docs/").await, door);
}

#[tokio::test]
async fn who_is_no_admin_any_more_reads_no_more() {
    let (cinema, _, reader) = with_reader().await;
    cinema.member("other@example.com").await;
    let promote = "UPDATE users SET group_id = (SELECT id FROM user_groups WHERE name::text = 'ADMIN') WHERE email = $1";
    cinema.execute(promote, "other@example.com").await;
    let other = cinema.sign_in("other@example.com").await.access;
    let other = cinema.client().bearer(&other);
    let demote = json!({ "email": ADMIN, "group_id": 3 });
    let done = other.post("/admin/accounts/change-group/", demote).await;
    assert_eq!(done.status, 200, "{}", done.text);
    leads_to(
        &reader.get("/redoc/").await,
        "/docs/sign-in/form/?to=/redoc/",
    );
}

#[tokio::test]
async fn only_admins_pass_and_others_are_told_why() {
    let cinema = Cinema::without_worker().await;
    cinema.signed_in_as(Role::Moderator).await;
    cinema.signed_in_as(Role::Admin).await;
    cinema.register("new@example.com").await;
    let sessions = "SELECT count(*) FROM sessions";
    let before = cinema.count(sessions).await;
    for (email, password, status, text) in [
        (
            "moderator@example.com",
            PASSWORD,
            403,
            "Access denied. Admin privileges required.",
        ),
        (
            "new@example.com",
            PASSWORD,
            403,
            "Your account is not activated",
        ),
        (ADMIN, "Wrong-Horse!7", 401, "Invalid email or password."),
        (
            "moderator@example.com",
            "Wrong-Horse!7",
            401,
            "Invalid email or password.",
        ),
        (
            "nobody@example.com",
            PASSWORD,
            401,
            "Invalid email or password.",
        ),
        ("nobody", "", 401, "Invalid email or password."),
    ] {
        let page = sign_in(&browser(&cinema), email, password, "/redoc/").await;
        assert_eq!(page.status, status, "{email}: {}", page.text);
        for text in [
            "<title>Error: ",
            text,
            r#"name="to" value="&#x2f;redoc&#x2f;""#,
        ] {
            assert!(page.text.contains(text), "{text:?} in {}", page.text);
        }
        assert!(cookies(&page).is_empty() && !page.text.contains("Wrong-Horse!7"));
    }
    assert_eq!(cinema.count(sessions).await, before);
}

#[tokio::test]
async fn guessing_a_password_here_is_limited_as_at_the_operation() {
    let cinema = Cinema::builder()
        .workers(0)
        .set("rate_limits.account", "2/1h")
        .start()
        .await;
    cinema.member(ADMIN).await;
    let client = browser(&cinema);
    assert_eq!(sign_in(&client, ADMIN, "x", "").await.status, 401);
    assert_eq!(cinema.try_sign_in(ADMIN, "x").await.status, 401);
    let page = sign_in(&client, ADMIN, PASSWORD, "").await;
    is_page(&page, 429, &["Too many requests. Try again later."]);
    assert!(page.header("retry-after").is_some());
    assert!(page.header("ratelimit").is_some());
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let (cinema, _, reader) = with_reader().await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let page = submit(&reader.header(name, value), SIGN_OUT, &[]).await;
        is_page(
            &page,
            403,
            &["This form was sent by a page of another site."],
        );
        let elsewhere = browser(&cinema).header(name, value);
        let page = sign_in(&elsewhere, ADMIN, PASSWORD, "").await;
        assert_eq!((page.status, cookies(&page).len()), (403, 0));
    }
    assert_eq!(
        reader.get("/docs/").await.status,
        200,
        "nobody was signed out"
    );
    let own = format!("http://{}", cinema.servers()[0]);
    for (name, value) in [
        ("sec-fetch-site", "same-origin"),
        ("origin", "https://cinema.test"),
        ("origin", own.as_str()),
    ] {
        let here = browser(&cinema).header(name, value);
        let page = sign_in(&here, ADMIN, PASSWORD, "").await;
        leads_to(&page, "/docs/");
    }
}

#[tokio::test]
async fn an_installation_may_show_its_documentation_to_everybody() {
    let cinema = Cinema::builder()
        .workers(0)
        .set("docs.access", "public")
        .start()
        .await;
    for path in GUARDED {
        assert_eq!(cinema.client().get(path).await.status, 200, "{path}");
        let page = browser(&cinema).get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.text.contains(SIGN_OUT), "{path}");
    }
    leads_to(&browser(&cinema).get(SIGN_IN).await, "/docs/");
    let home = browser(&cinema).get("/").await;
    assert!(!home.text.contains("for admins"), "{}", home.text);
}

#[tokio::test]
async fn the_document_is_the_contract_in_both_languages() {
    let cinema = Cinema::builder()
        .workers(0)
        .set("docs.access", "public")
        .start()
        .await;
    let yaml = cinema.client().get("/openapi.yaml").await;
    assert_eq!(yaml.header("content-type"), Some("application/yaml"));
    assert_eq!(yaml.text, include_str!("../../../openapi.yaml"));

    let json = cinema.client().get("/openapi.json").await;
    assert_eq!(json.header("content-type"), Some("application/json"));
    assert_eq!(cinema.client().get("/openapi/").await.text, json.text);
    let json: Value = json.json();
    assert_eq!(json["servers"][0]["url"], "/");
    for op in ops::ALL {
        let method = op.method.to_ascii_lowercase();
        assert_eq!(json["paths"][op.path][&method]["operationId"], op.id);
    }
}

#[tokio::test]
async fn the_tools_are_ours_to_serve_and_may_do_little() {
    let (cinema, _, reader) = with_reader().await;
    for (path, tools) in [
        (
            "/docs/",
            &["swagger-ui-bundle.js", "swagger-ui.css", "swagger.js"][..],
        ),
        ("/redoc/", &["redoc.standalone.js", "redoc.js"]),
    ] {
        let page = reader.get(path).await;
        let policy = page.header("content-security-policy").unwrap_or_default();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'")
                && !policy.contains("unsafe")
                && !policy.contains("http"),
            "{policy}"
        );
        assert_eq!(page.header("referrer-policy"), Some("same-origin"));
        for tool in tools {
            assert!(page.text.contains(&format!("/assets/{tool}?v=")), "{tool}");
            let asset = cinema.client().get(&format!("/assets/{tool}")).await;
            assert_eq!(asset.status, 200, "{tool}");
            assert!(!asset.text.contains("cdn.redoc.ly"), "{tool}");
        }
    }
}

#[tokio::test]
async fn the_landing_page_says_where_to_go() {
    let cinema = Cinema::without_worker().await;
    for client in [cinema.client(), browser(&cinema)] {
        let page = client.get("/").await;
        is_page(
            &page,
            200,
            &[
                r#"href="/docs/""#,
                r#"href="/redoc/""#,
                r#"href="/openapi.json""#,
                r#"href="/openapi.yaml""#,
                r#"href="/movies/""#,
                r#"href="/health/ready/""#,
                "for admins",
            ],
        );
    }
}
