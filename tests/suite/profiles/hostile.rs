//! Hostile pictures: refused in the contract's words or made harmless, within bounds of memory.

use futures_util::future::join_all;
use image::GenericImageView as _;

use super::{
    Form, Member,
    pictures::{self, Png, bomb, deflated, exif, rows},
    update,
};
use crate::support::{Answer, Cinema, Client};

const INVALID: &str = "Invalid image format";
/// MiB that the server may hold at its peak, in a build without optimisation too. Idle, it holds some 40.
const PEAK: u64 = 512;

/// A picture that is refused: what it is called, its bytes, and what is said.
type Refused = (&'static str, Vec<u8>, String);

fn unsupported(format: &str) -> String {
    format!("Unsupported image format: {format}. Use one of next: ['JPG', 'JPEG', 'PNG']")
}

/// Other formats.
fn foreign() -> Vec<Refused> {
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let frame = b"\x21\xf9\x04\0\x0a\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
    let gif = [
        &b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff"[..],
        frame,
        frame,
        b"\x3b",
    ]
    .concat();
    vec![
        ("a.gif", gif.clone(), unsupported("GIF")),
        ("animated.png", gif, unsupported("GIF")),
        (
            "a.webp",
            b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0".to_vec(),
            unsupported("WEBP"),
        ),
        ("a.bmp", [&b"BM"[..], &[0; 60]].concat(), unsupported("BMP")),
        (
            "a.jpg",
            [&b"II*\0"[..], &[0; 60]].concat(),
            unsupported("TIFF"),
        ),
        (
            "a.ico",
            [&b"\0\0\x01\0"[..], &[0; 60]].concat(),
            unsupported("ICO"),
        ),
        (
            "a.avif",
            [&b"\0\0\0\x1cftypavif"[..], &[0; 60]].concat(),
            unsupported("AVIF"),
        ),
        (
            "IMG_1.HEIC",
            [&b"\0\0\0\x1cftypheic"[..], &[0; 60]].concat(),
            unsupported("HEIC"),
        ),
        ("a.svg", svg.to_vec(), unsupported("SVG")),
        ("a.png", svg.to_vec(), INVALID.to_owned()),
        (
            "a.html",
            b"<!doctype html><script>alert(1)</script>".to_vec(),
            unsupported("HTML"),
        ),
        ("a.pdf", b"%PDF-1.7".to_vec(), unsupported("PDF")),
        ("a.<b>", b"text".to_vec(), INVALID.to_owned()),
    ]
}

/// Ours, and damaged.
fn damaged() -> Vec<Refused> {
    let (jpeg, png) = (pictures::jpeg(64, 64), pictures::png(64, 64));
    let half = |bytes: &[u8]| bytes[..bytes.len() / 2].to_vec();
    let of = |name, bytes| (name, bytes, INVALID.to_owned());
    let plain = || Png::of(4, 4, 8, 2);
    vec![
        of("empty.png", Vec::new()),
        of("byte.png", vec![0x89]),
        of("text.png", b"not a picture".to_vec()),
        of("magic.jpg", b"\xff\xd8\xff".to_vec()),
        of("half.jpg", half(&jpeg)),
        of("half.jpg", half(&pictures::photo(64, 64, 1))),
        of("head.jpg", jpeg[..200].to_vec()),
        of(
            "noise.jpg",
            [&b"\xff\xd8\xff\xe0"[..], &[0x5a; 5000]].concat(),
        ),
        of("magic.png", b"\x89PNG\r\n\x1a\n".to_vec()),
        of("half.png", half(&png)),
        of(
            "crc.png",
            plain()
                .chunk_with_crc(*b"IDAT", &deflated(&rows(4, 12)), 7)
                .finish(),
        ),
        of(
            "garbage.png",
            plain().chunk(*b"IDAT", &[0x5a; 100]).finish(),
        ),
        of("short.png", plain().pixels(&rows(1, 12)).finish()),
        of("nothing.png", plain().finish()),
        of("zero.png", Png::of(0, 4, 8, 2).pixels(&rows(4, 0)).finish()),
        of(
            "kind.png",
            Png::of(4, 4, 8, 5).pixels(&rows(4, 12)).finish(),
        ),
        of(
            "palette.png",
            Png::of(4, 4, 8, 3).pixels(&rows(4, 4)).finish(),
        ),
    ]
}

/// Ours, and larger than they look.
fn oversized() -> Vec<Refused> {
    let of = |name, bytes| (name, bytes, INVALID.to_owned());
    let header = |width, height| Png::of(width, height, 8, 6).pixels(&rows(4, 16)).finish();
    vec![
        of("claims.png", header(20_000, 20_000)),
        of("wide.png", header(u32::MAX / 2, 1)),
        of("high.png", header(1, u32::MAX / 2)),
        of(
            "wide.png",
            Png::of(40_000, 1, 8, 2).pixels(&rows(1, 120_000)).finish(),
        ),
        of(
            "high.png",
            Png::of(1, 40_000, 8, 2).pixels(&rows(40_000, 3)).finish(),
        ),
        of("claims.jpg", pictures::jpeg_that_claims(20_000, 20_000)),
        of("claims.jpg", pictures::jpeg_that_claims(u16::MAX, u16::MAX)),
        of(
            "bomb.png",
            Png::of(8000, 8000, 8, 2)
                .chunk(*b"IDAT", &bomb(184))
                .finish(),
        ),
        of(
            "deep.png",
            Png::of(4000, 4000, 16, 6)
                .chunk(*b"IDAT", &bomb(123))
                .finish(),
        ),
        of(
            "a-row-too-many.png",
            Png::of(4096, 4097, 8, 2)
                .chunk(*b"IDAT", &bomb(49))
                .finish(),
        ),
    ]
}

/// A picture with something in it that nobody may get to see, or that asks for much memory.
fn loaded() -> Vec<(&'static str, Vec<u8>)> {
    let html = b"<html><script>alert('52.5163 N')</script></html>";
    let (jpeg, png) = (pictures::jpeg(64, 48), pictures::png(64, 48));
    let plain = || Png::of(4, 4, 8, 2);
    let text = |kind: &[u8; 4], data: &[u8]| {
        let data = [b"Comment\0", data].concat();
        plain().chunk(*kind, &data).pixels(&rows(4, 12)).finish()
    };
    let packed = |data: &[u8]| [&b"\0"[..], data].concat();
    vec![
        ("photo.jpg", pictures::photo(64, 48, 1)),
        ("comment.jpg", pictures::with_segment(&jpeg, 0xfe, html)),
        ("trailer.html", [&jpeg[..], html].concat()),
        ("trailer.png", [&png[..], html].concat()),
        (
            "exif.png",
            plain()
                .chunk(*b"eXIf", &exif(1))
                .pixels(&rows(4, 12))
                .finish(),
        ),
        ("text.png", text(b"tEXt", html)),
        (
            "international.png",
            text(b"iTXt", &[b"\0\0\0\0", &html[..]].concat()),
        ),
        ("text-bomb.png", text(b"zTXt", &packed(&bomb(900)))),
        ("text.png", text(b"zTXt", &packed(&deflated(html)))),
        ("animated.png", pictures::animated_png()),
        (
            "deep.png",
            Png::of(4, 4, 16, 6).pixels(&rows(4, 32)).finish(),
        ),
        ("grey.png", Png::of(4, 4, 1, 0).pixels(&rows(4, 1)).finish()),
        (
            "interlaced.png",
            Png::interlaced(1, 1, 8, 2, 1).pixels(&rows(1, 3)).finish(),
        ),
        (
            "palette.png",
            Png::of(4, 4, 8, 3)
                .chunk(*b"PLTE", &[1, 2, 3])
                .pixels(&rows(4, 4))
                .finish(),
        ),
        (
            "large.png",
            Png::of(4000, 4000, 8, 6)
                .chunk(*b"IDAT", &bomb(62))
                .finish(),
        ),
        (
            "largest.png",
            Png::of(4096, 4096, 8, 2)
                .chunk(*b"IDAT", &bomb(49))
                .finish(),
        ),
    ]
}

/// A server as a process of its own, and a member with a profile.
async fn start(cinema: &Cinema) -> (crate::support::Process, Member) {
    let anna = Member::of(cinema, "anna@example.com").await;
    anna.create_empty().await;
    let (process, client) = cinema.server_process().await;
    let client = anna.client.at(&client);
    (process, Member { client, ..anna })
}

async fn send(client: &Client, id: i32, name: &str, bytes: &[u8]) -> Answer {
    update(client, id, Form::default().picture(name, bytes)).await
}

#[tokio::test]
async fn hostile_pictures_are_refused_in_the_words_of_the_contract() {
    let cinema = Cinema::without_worker().await;
    let (process, anna) = start(&cinema).await;
    let all = [foreign(), damaged(), oversized()].concat();
    assert!(all.len() >= 30);
    for (name, bytes, message) in &all {
        assert!(bytes.len() <= 1024 * 1024, "{name} is too large by itself");
        let answer = send(&anna.client, anna.id, name, bytes).await;
        assert_eq!(answer.status, 422, "{name}: {}", answer.text);
        super::refuses_field(&answer, "avatar", "format", message);
    }
    assert_eq!(cinema.avatar_files(), [""; 0]);
    assert!(anna.get().await.json()["avatar"].is_null());
    println!("the server held {} MiB at its peak", process.peak_memory());
    assert!(process.peak_memory() < PEAK);
}

#[tokio::test]
async fn what_is_hidden_in_a_picture_is_gone() {
    let cinema = Cinema::without_worker().await;
    let (process, anna) = start(&cinema).await;
    for (name, bytes) in loaded() {
        assert!(bytes.len() <= 1024 * 1024, "{name} is too large by itself");
        let url = anna.show(name, &bytes).await;
        let answer = cinema.client().get(&url).await;
        assert!(
            ["image/png", "image/jpeg"]
                .map(Some)
                .contains(&answer.header("content-type"))
        );
        let picture = image::load_from_memory(&answer.bytes).expect(name);
        assert!(picture.width() <= 512 && picture.height() <= 512, "{name}");
        for hidden in [
            &b"52.5163"[..],
            b"script",
            b"Exif",
            b"eXIf",
            b"tEXt",
            b"acTL",
            b"Comment",
        ] {
            let found = pictures::contains(&answer.bytes, hidden);
            assert!(!found, "{name}: {}", hidden.escape_ascii());
        }
        if name == "animated.png" {
            assert_eq!(
                picture.get_pixel(0, 0).0,
                [255, 0, 0, 255],
                "not the first frame"
            );
        }
    }
    println!("the server held {} MiB at its peak", process.peak_memory());
    assert!(process.peak_memory() < PEAK);
}

#[tokio::test]
async fn a_storm_of_the_largest_pictures_is_bounded_in_memory() {
    let cinema = Cinema::without_worker().await;
    let (process, anna) = start(&cinema).await;
    let large = Png::of(4000, 4000, 8, 6)
        .chunk(*b"IDAT", &bomb(62))
        .finish();
    let profile_bomb = [b"icc\0\0", &bomb(900)[..]].concat();
    let bomb = Png::of(4, 4, 8, 2).chunk(*b"iCCP", &profile_bomb);
    let bomb = bomb.pixels(&rows(4, 12)).finish();
    let storm = (0..40).map(|number| {
        let bytes = if number % 2 == 0 { &large } else { &bomb };
        send(&anna.client, anna.id, "a.png", bytes)
    });
    let mut shown = 0;
    for (number, answer) in join_all(storm).await.iter().enumerate() {
        let is_honest = number % 2 == 0;
        let expected: &[u16] = if is_honest {
            &[200, 503]
        } else {
            &[200, 422, 503]
        };
        assert!(expected.contains(&answer.status), "{}", answer.text);
        shown += usize::from(is_honest && answer.status == 200);
    }
    assert!(shown > 0, "every honest picture is shed");
    println!("the server held {} MiB at its peak", process.peak_memory());
    assert!(process.peak_memory() < PEAK);
}

#[tokio::test]
async fn flipped_bits_never_break_the_server() {
    let cinema = Cinema::without_worker().await;
    let (_process, anna) = start(&cinema).await;
    // Any sequence does that goes everywhere; this one is the same in every run.
    let mut state: usize = 20_261_122;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for original in [pictures::photo(40, 30, 3), pictures::png(40, 30)] {
        for _ in 0..100 {
            let mut bytes = original.clone();
            for _ in 0..=next(4) {
                let at = next(bytes.len());
                bytes[at] ^= 1 << next(8);
            }
            let answer = send(&anna.client, anna.id, "a.png", &bytes).await;
            assert!([200, 422].contains(&answer.status), "{}", answer.text);
        }
    }
}
