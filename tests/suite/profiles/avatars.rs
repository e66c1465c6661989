//! What becomes of a picture, and how it is served.

use image::{DynamicImage, GenericImageView as _, ImageFormat};
use sha2::{Digest as _, Sha256};

use super::{Form, Member, file_of, pictures, with_member};
use crate::support::Cinema;

/// Shows a picture and sees it as anybody does.
async fn redrawn(
    cinema: &Cinema,
    member: &Member,
    name: &str,
    bytes: &[u8],
) -> (ImageFormat, DynamicImage, Vec<u8>) {
    let url = member.show(name, bytes).await;
    let answer = cinema.client().get(&url).await;
    let format = image::guess_format(&answer.bytes).expect("a picture");
    assert_eq!(answer.header("content-type"), Some(format.to_mime_type()));
    let picture = image::load_from_memory(&answer.bytes).expect("a picture");
    (format, picture, answer.bytes)
}

#[tokio::test]
async fn a_photo_becomes_small_and_upright_and_says_nothing_about_where_it_was_taken() {
    let (cinema, anna) = with_member().await;
    anna.create_empty().await;
    let photo = pictures::photo(900, 600, 6);
    assert!(pictures::contains(&photo, pictures::SECRET.as_bytes()));
    let (format, picture, bytes) = redrawn(&cinema, &anna, "IMG_1.JPG", &photo).await;
    assert_eq!(
        (format, picture.dimensions()),
        (ImageFormat::Jpeg, (341, 512))
    );
    for secret in [pictures::SECRET.as_bytes(), b"Exif", b"II*\0"] {
        assert!(
            !pictures::contains(&bytes, secret),
            "{}",
            secret.escape_ascii()
        );
    }
}

#[tokio::test]
async fn a_picture_is_what_its_bytes_are() {
    let (cinema, anna) = with_member().await;
    anna.create_empty().await;
    for name in ["a.png", "a.jpg", "a.html", "a", "../../a.png", "a.exe"] {
        let (format, picture, _) = redrawn(&cinema, &anna, name, &pictures::png(30, 20)).await;
        assert_eq!(
            (format, picture.dimensions()),
            (ImageFormat::Png, (30, 20)),
            "{name}"
        );
        let (format, picture, _) = redrawn(&cinema, &anna, name, &pictures::jpeg(30, 20)).await;
        assert_eq!(
            (format, picture.dimensions()),
            (ImageFormat::Jpeg, (30, 20)),
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_picture_keeps_its_pixels_and_its_transparency() {
    let (cinema, anna) = with_member().await;
    anna.create_empty().await;
    let original = pictures::png(30, 20);
    let (_, picture, _) = redrawn(&cinema, &anna, "a.png", &original).await;
    assert_eq!(
        picture,
        image::load_from_memory(&original).expect("a picture")
    );
    let original = pictures::transparent_png();
    let (_, picture, _) = redrawn(&cinema, &anna, "a.png", &original).await;
    assert_eq!(picture.get_pixel(0, 0).0, [200, 10, 10, 100]);
}

#[tokio::test]
async fn no_side_is_longer_than_512_pixels() {
    let (cinema, anna) = with_member().await;
    anna.create_empty().await;
    for (width, height, expected) in [
        (512, 512, (512, 512)),
        (513, 10, (512, 10)),
        (10, 1000, (5, 512)),
        (4000, 1, (512, 1)),
    ] {
        let (_, picture, _) = redrawn(&cinema, &anna, "a.png", &pictures::png(width, height)).await;
        assert_eq!(picture.dimensions(), expected, "{width} x {height}");
    }
}

#[tokio::test]
async fn a_picture_is_served_for_ever_and_as_nothing_but_a_picture() {
    let (cinema, anna) = with_member().await;
    anna.create_empty().await;
    let url = anna.show("a.html", &pictures::png(3, 2)).await;
    let client = cinema.client();
    let answer = client.get(&url).await;
    assert_eq!(answer.status, 200);
    for (name, expected) in [
        ("content-type", "image/png"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("content-disposition", "inline"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(answer.header(name), Some(expected), "{name}");
    }
    let hash = base16ct::lower::encode_string(&Sha256::digest(&answer.bytes));
    assert_eq!(file_of(&url), format!("{hash}.png"));
    assert_eq!(cinema.avatar_files(), [file_of(&url)]);

    let tag = answer.header("etag").expect("an ETag");
    let again = client.header("if-none-match", tag).get(&url).await;
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    assert_eq!(
        again.header("cache-control"),
        answer.header("cache-control")
    );
    let head = client.call("HEAD", &url).await;
    assert_eq!((head.status, head.bytes.len()), (200, 0));
    assert_eq!(head.header("content-type"), Some("image/png"));
}

#[tokio::test]
async fn the_same_picture_is_one_file_whoever_shows_it() {
    let (cinema, anna) = with_member().await;
    let berta = Member::of(&cinema, "berta@example.com").await;
    let picture = pictures::jpeg(20, 20);
    let form = || Form::default().picture("a.jpg", &picture);
    let made = [anna.create(form()).await, berta.create(form()).await];
    let [first, second] = made.map(|answer| super::avatar(&answer));
    assert_eq!(first, second);
    assert_eq!(cinema.avatar_files().len(), 1);
    assert_eq!(cinema.count("SELECT count(*) FROM avatar_uploads").await, 0);
}

#[tokio::test]
async fn a_picture_that_is_not_there_is_not_found() {
    let cinema = Cinema::without_worker().await;
    std::fs::write(cinema.file("avatars/plain.txt"), "secret").expect("a writable folder");
    let hash = "0".repeat(64);
    for name in [
        &format!("{hash}.png"),
        &format!("{hash}.gif"),
        "plain.txt",
        "..%2Fconfig.toml",
        "%2e%2e%2fconfig.toml",
        "%00",
        ".",
    ] {
        let answer = cinema
            .client()
            .get(&format!("/profiles/avatars/{name}/"))
            .await;
        assert!(
            [404, 422].contains(&answer.status),
            "{name}: {}",
            answer.text
        );
        answer.is_problem(answer.status);
    }
    cinema
        .client()
        .get(&format!("/profiles/avatars/{hash}.jpg/"))
        .await
        .refuses(
            404,
            "avatar-not-found",
            "Avatar not found",
            "Avatar with the given name was not found.",
        );
}
