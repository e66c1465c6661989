//! Pictures, honest and hostile, made byte by byte.

use std::io::{Cursor, Write as _};

use flate2::{Compression, write::ZlibEncoder};
use image::{ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

/// What a picture may not say after it was redrawn.
pub(super) const SECRET: &str = "52.5163 N";

/// The first bytes of every PNG.
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// An honest PNG.
pub(super) fn png(width: u32, height: u32) -> Vec<u8> {
    drawn(width, height, ImageFormat::Png)
}

/// An honest JPEG.
pub(super) fn jpeg(width: u32, height: u32) -> Vec<u8> {
    drawn(width, height, ImageFormat::Jpeg)
}

fn drawn(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let byte = |number: u32| u8::try_from(number % 256).expect("a byte");
    let picture = RgbImage::from_fn(width, height, |x, y| Rgb([byte(x), byte(y), byte(x + y)]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("memory");
    bytes.into_inner()
}

/// A PNG of one colour that lets through.
pub(super) fn transparent_png() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = RgbaImage::from_pixel(4, 4, Rgba([200, 10, 10, 100]));
    picture
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("memory");
    bytes.into_inner()
}

/// An honest PNG of exactly so many bytes: the rest is a comment.
pub(super) fn png_of_size(bytes: usize) -> Vec<u8> {
    let rest = bytes - png_with_comment(&[]).len();
    png_with_comment(&vec![b'x'; rest])
}

fn png_with_comment(comment: &[u8]) -> Vec<u8> {
    let comment = [b"Comment\0", comment].concat();
    Png::of(2, 2, 8, 2)
        .chunk(*b"tEXt", &comment)
        .pixels(&rows(2, 2 * 3))
        .finish()
}

/// A PNG while it is written.
#[derive(Clone)]
pub(super) struct Png(Vec<u8>);

impl Png {
    /// Depth in bits; kind 0 is grey, 2 colours, 3 a palette, 4 and 6 are 0 and 2 with transparency.
    pub(super) fn of(width: u32, height: u32, depth: u8, kind: u8) -> Self {
        Self::interlaced(width, height, depth, kind, 0)
    }

    pub(super) fn interlaced(width: u32, height: u32, depth: u8, kind: u8, method: u8) -> Self {
        let header = [
            &width.to_be_bytes()[..],
            &height.to_be_bytes(),
            &[depth, kind, 0, 0, method],
        ];
        Self(SIGNATURE.to_vec()).chunk(*b"IHDR", &header.concat())
    }

    pub(super) fn chunk(self, kind: [u8; 4], data: &[u8]) -> Self {
        let crc = crc32fast::hash(&[&kind[..], data].concat());
        self.chunk_with_crc(kind, data, crc)
    }

    pub(super) fn chunk_with_crc(mut self, kind: [u8; 4], data: &[u8], crc: u32) -> Self {
        let length = u32::try_from(data.len()).expect("a small chunk");
        let chunk = [&length.to_be_bytes()[..], &kind, data, &crc.to_be_bytes()];
        self.0.extend(chunk.concat());
        self
    }

    /// Rows of pixels, each after the number of its filter.
    pub(super) fn pixels(self, rows: &[u8]) -> Self {
        self.chunk(*b"IDAT", &deflated(rows))
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.chunk(*b"IEND", b"").0
    }
}

/// So many rows of so many bytes, all black.
pub(super) fn rows(count: usize, bytes: usize) -> Vec<u8> {
    vec![0; count * (1 + bytes)]
}

/// Compressed as PNG does.
pub(super) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// Zeros that take so many megabytes when they are unpacked.
pub(super) fn bomb(megabytes: usize) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    for _ in 0..megabytes {
        encoder.write_all(&vec![0; 1024 * 1024]).expect("memory");
    }
    encoder.finish().expect("memory")
}

/// What a camera says: where it was ([`SECRET`]), and how it was held.
pub(super) fn exif(orientation: u16) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let (tag, kind) = (tag.to_le_bytes(), kind.to_le_bytes());
        let (count, value) = (count.to_le_bytes(), value.to_le_bytes());
        [&tag[..], &kind, &count, &value].concat()
    };
    let text = format!("{SECRET:\0<12}");
    [
        b"II*\0\x08\0\0\0".to_vec(),
        // Description, orientation and where the position stands.
        vec![3, 0],
        entry(0x010e, 2, 12, 50),
        entry(0x0112, 3, 1, orientation.into()),
        entry(0x8825, 4, 1, 62),
        vec![0; 4],
        text.into_bytes(),
        // The position: north, 52 degrees, 30 minutes, 58.68 seconds.
        vec![2, 0],
        entry(1, 2, 2, u32::from(b'N')),
        entry(2, 5, 3, 92),
        vec![0; 4],
        [52_u32, 1, 30, 1, 5868, 100].map(u32::to_le_bytes).concat(),
    ]
    .concat()
}

/// A JPEG with more after its first marker.
pub(super) fn with_segment(jpeg: &[u8], marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).expect("a small segment");
    let head = [0xff, marker];
    [&jpeg[..2], &head, &length.to_be_bytes(), data, &jpeg[2..]].concat()
}

/// A photo as a camera writes it.
pub(super) fn photo(width: u32, height: u32, orientation: u16) -> Vec<u8> {
    let said = [b"Exif\0\0", &exif(orientation)[..]].concat();
    with_segment(&jpeg(width, height), 0xe1, &said)
}

/// A JPEG whose header lies about its size.
pub(super) fn jpeg_that_claims(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = jpeg(8, 8);
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]);
    let frame = frame.expect("a baseline JPEG");
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

/// A PNG of two pictures, of which readers that know no animation see the first.
pub(super) fn animated_png() -> Vec<u8> {
    let frame = |sequence: u32| {
        let numbers = [sequence, 2, 2, 0, 0].map(u32::to_be_bytes).concat();
        [&numbers[..], &[0, 1, 0, 10, 0, 0]].concat()
    };
    let red = [0, 255, 0, 0, 255, 0, 0].repeat(2);
    let second = [&2_u32.to_be_bytes()[..], &deflated(&rows(2, 6))].concat();
    Png::of(2, 2, 8, 2)
        .chunk(*b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0])
        .chunk(*b"fcTL", &frame(0))
        .pixels(&red)
        .chunk(*b"fcTL", &frame(1))
        .chunk(*b"fdAT", &second)
        .finish()
}

/// Whether some bytes are in there.
pub(super) fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}
