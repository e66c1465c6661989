//! Draws an upload anew, within bounds of memory.

use std::io::Cursor;

use bytes::Bytes;
use image::codecs::{jpeg::JpegEncoder, png::PngEncoder};
use image::error::{ImageError, LimitError, LimitErrorKind};
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, ImageResult, Limits};

use crate::{Format, Name};

/// Avatars are no wider and no higher than this.
const MAX_SIDE: u32 = 512;
/// Uploads are no wider and no higher than this.
const MAX_UPLOADED_SIDE: u32 = 16_384;
/// 16 megapixels. A decoder of progressive JPEG holds 9 bytes for each: two for each component, and what it decoded.
const MAX_PIXELS: u64 = 16 * 1024 * 1024;
/// Brightness and two colours. Pictures for print have four components, and are not shown to members.
const MAX_COMPONENTS: u8 = 3;
/// What a decoded picture, or a profile that is packed in it, may take.
const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// Not seen at this size, and a quarter of the bytes of 100.
const JPEG_QUALITY: u8 = 85;

/// A picture as it is kept: nothing but pixels that we wrote.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Its name.
    pub name: Name,
    /// JPEG or PNG.
    pub bytes: Bytes,
}

/// Why an upload is no picture of a member.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is of another format, or called so.
    #[error("Unsupported image format: {0}. Use one of next: ['JPG', 'JPEG', 'PNG']")]
    Unsupported(String),
    /// It is no picture, damaged, or too large for our memory.
    #[error("Invalid image format")]
    Invalid,
}

/// Takes an upload for what its bytes are, and draws it anew: upright, at most 512 x 512 pixels, without anything
/// that is no pixel. It stays JPEG or PNG. Of an animation it is the picture that is shown without one.
pub(crate) fn redraw(upload: &[u8], file_name: Option<&str>) -> Result<Picture, Refusal> {
    let format = recognise(upload, file_name)?;
    let image = decode(upload, format).map_err(|_| Refusal::Invalid)?;
    let image = if image.width() > MAX_SIDE || image.height() > MAX_SIDE {
        image.resize(MAX_SIDE, MAX_SIDE, FilterType::Lanczos3)
    } else {
        image
    };
    let bytes = encode(&image, format).map_err(|_| Refusal::Invalid)?;
    Ok(Picture {
        name: Name::of(&bytes, format),
        bytes: bytes.into(),
    })
}

/// What the bytes are. The name of the file is asked only to say what they are not.
fn recognise(upload: &[u8], file_name: Option<&str>) -> Result<Format, Refusal> {
    match image::guess_format(upload) {
        Ok(ImageFormat::Jpeg) if is_sound_jpeg(upload) => Ok(Format::Jpeg),
        Ok(ImageFormat::Jpeg) => Err(Refusal::Invalid),
        Ok(ImageFormat::Png) => Ok(Format::Png),
        Ok(other) => Err(other
            .extensions_str()
            .first()
            .map_or(Refusal::Invalid, |name| {
                Refusal::Unsupported(name.to_uppercase())
            })),
        Err(_) => Err(called(file_name).map_or(Refusal::Invalid, Refusal::Unsupported)),
    }
}

/// What somebody calls a file that is none of the formats which are known by their first bytes.
fn called(file_name: Option<&str>) -> Option<String> {
    let (_, extension) = file_name?.rsplit_once('.')?;
    let plausible = (1..=10).contains(&extension.len())
        && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let extension = plausible.then(|| extension.to_uppercase())?;
    let ours = ["JPG", "JPEG", "PNG"].contains(&extension.as_str());
    (!ours).then_some(extension)
}

/// Whether the end is there, and the components are no more than the bounds of memory are made for. The decoder would
/// paint what is missing grey, and take four components.
fn is_sound_jpeg(upload: &[u8]) -> bool {
    let mut rest = upload.get(2..).unwrap_or_default();
    // Segments up to the pixels, each with its length: what they hold may look like an end.
    while let [0xff, marker, high, low, ..] = *rest {
        match marker {
            // Any number of these may stand before a marker (T.81, B.1.1.2).
            0xff => {
                rest = &rest[1..];
                continue;
            }
            // These have no length, and no business here. The decoder would read what follows in its own way.
            0x00 | 0x01 | 0xd0..=0xd9 => return false,
            // The frame: length, precision, height and width stand before the number of components.
            0xc0..=0xc2 if rest.get(9).is_none_or(|count| *count > MAX_COMPONENTS) => return false,
            0xda => return rest.windows(2).any(|pair| pair == [0xff, 0xd9]),
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes([high, low]));
        rest = rest.get(2 + length..).unwrap_or_default();
    }
    false
}

fn decode(upload: &[u8], format: Format) -> ImageResult<DynamicImage> {
    let format = match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
    };
    let mut reader = ImageReader::with_format(Cursor::new(upload), format);
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MAX_UPLOADED_SIDE);
    limits.max_image_height = Some(MAX_UPLOADED_SIDE);
    limits.max_alloc = Some(MAX_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_BYTES {
        let limit = LimitError::from_kind(LimitErrorKind::InsufficientMemory);
        return Err(ImageError::Limits(limit));
    }
    let orientation = decoder.orientation()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    Ok(image)
}

/// Eight bits for each of red, green and blue, and for transparency where a PNG has some.
fn encode(image: &DynamicImage, format: Format) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    match format {
        Format::Jpeg => {
            let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
            image.to_rgb8().write_with_encoder(encoder)?;
        }
        Format::Png if image.color().has_alpha() => {
            image
                .to_rgba8()
                .write_with_encoder(PngEncoder::new(&mut bytes))?;
        }
        Format::Png => image
            .to_rgb8()
            .write_with_encoder(PngEncoder::new(&mut bytes))?,
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg() -> Vec<u8> {
        encode(&DynamicImage::new_rgb8(16, 16), Format::Jpeg).expect("memory")
    }

    fn check(upload: &[u8]) -> Result<(), Refusal> {
        redraw(upload, None).map(drop)
    }

    #[test]
    fn bytes_that_fill_the_place_before_a_marker_are_skipped() {
        let jpeg = jpeg();
        let filled = [&jpeg[..2], &[0xff; 3], &jpeg[2..]].concat();
        assert_eq!(check(&filled), Ok(()));
        let half = &filled[..filled.len() / 2];
        assert_eq!(check(half), Err(Refusal::Invalid));
    }

    #[test]
    fn four_components_are_refused_wherever_they_are_declared() {
        let jpeg = jpeg();
        let frame = [0xff, 0xc0, 0, 17, 8, 0, 16, 0, 16];
        let at = jpeg.windows(frame.len()).position(|found| found == frame);
        let count = at.expect("a frame of three components") + frame.len();
        for marker in [0xc0, 0xc1, 0xc2] {
            let mut print = jpeg.clone();
            print[count - frame.len() + 1] = marker;
            assert!(is_sound_jpeg(&print));
            print[count] = 4;
            assert!(!is_sound_jpeg(&print));
        }
        let hidden = [&jpeg[..2], &[0xff, 0x00, 0xc0], &jpeg[2..]].concat();
        assert_eq!(check(&hidden), Err(Refusal::Invalid));
    }
}
