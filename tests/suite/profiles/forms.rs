//! How forms are read.

use super::{Form, pictures, with_member};

#[tokio::test]
async fn everything_that_is_wrong_is_in_one_answer() {
    let (_cinema, anna) = with_member().await;
    let form = Form::of(&[
        ("role", "admin"),
        ("first_name", "Änna"),
        ("last_name", "Smith"),
        ("last_name", "Smith"),
        ("gender", "MAN"),
        ("date_of_birth", "2026-01-01"),
        ("info", " "),
    ]);
    let answer = anna
        .create(form.picture("a.png", &vec![0; 1024 * 1024 + 1]))
        .await;
    answer.names_fields(&[
        ("role", "unknown"),
        ("last_name", "duplicate"),
        ("first_name", "rule"),
        ("avatar", "length"),
        ("gender", "enum"),
        ("date_of_birth", "rule"),
        ("info", "rule"),
    ]);
}

#[tokio::test]
async fn a_part_that_is_no_text_is_refused() {
    let (_cinema, anna) = with_member().await;
    for name in ["first_name", "gender", "date_of_birth", "info"] {
        let answer = anna.create(Form::default().part(name, b"\xff\xfe")).await;
        answer.names_fields(&[(name, "format")]);
    }
    let answer = anna.create(Form::of(&[("info", "a\0b")])).await;
    answer.names_fields(&[("info", "format")]);
}

#[tokio::test]
async fn only_forms_are_taken() {
    let (_cinema, anna) = with_member().await;
    let form = Form::of(&[("first_name", "anna")]).finish();
    for media_type in [
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/mixed; boundary=limit",
    ] {
        for method in ["POST", "PATCH"] {
            let answer = anna
                .client
                .send_as(method, &anna.path(), media_type, form.clone())
                .await;
            answer.refuses(
                415,
                "unsupported-media-type",
                "Unsupported media type",
                "The request body must be multipart/form-data.",
            );
        }
    }
    let half = form[..form.len() / 2].to_vec();
    for (media_type, body) in [
        ("multipart/form-data", form),
        (Form::MEDIA_TYPE, half),
        (Form::MEDIA_TYPE, Vec::new()),
    ] {
        let answer = anna
            .client
            .send_as("POST", &anna.path(), media_type, body)
            .await;
        answer.is_problem(400);
    }
}

#[tokio::test]
async fn a_picture_of_one_megabyte_is_taken_and_a_larger_one_is_told_so() {
    let (_cinema, anna) = with_member().await;
    anna.create_empty().await;
    let limit = 1024 * 1024;
    anna.show("limit.png", &pictures::png_of_size(limit)).await;
    for size in [limit + 1, 5 * limit] {
        let form = Form::default().picture("large.png", &pictures::png_of_size(size));
        let answer = anna.update(form).await;
        super::refuses_field(&answer, "avatar", "length", "Image size exceeds 1 MB");
    }
    let form = Form::default().picture("huge.png", &vec![0; 16 * limit]);
    anna.update(form).await.refuses(
        413,
        "content-too-large",
        "Content too large",
        "The request body is too large.",
    );
}
