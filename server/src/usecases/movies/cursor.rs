//! Cursors: where a page ended, in a form that clients pass on without looking inside. A cursor knows its
//! order, so that it can't be used with another one.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use store::movies::{Position, Sort};

use super::order_name;

/// Writes a cursor.
pub(super) fn write(sort: &[Sort], position: &Position) -> String {
    let text = serde_json::to_vec(&(order_name(sort), position)).expect("plain data becomes JSON");
    URL_SAFE_NO_PAD.encode(text)
}

/// Reads a cursor, if it is one and continues this order.
pub(super) fn read(cursor: &str, sort: &[Sort]) -> Option<Position> {
    let text = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (order, position): (String, Position) = serde_json::from_slice(&text).ok()?;
    (order == order_name(sort) && position.fits(sort)).then_some(position)
}

#[cfg(test)]
mod tests {
    use store::movies::SortKey;

    use super::*;
    use crate::usecases::movies::SEARCH_ORDER;

    const NAME_DOWN: Sort = Sort {
        key: SortKey::Name,
        descending: true,
    };
    const YEAR_UP: Sort = Sort {
        key: SortKey::Year,
        descending: false,
    };

    fn position(values: &str) -> Position {
        serde_json::from_str(values).expect("a list")
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let heat = position(r#"["Heat: \"é\"", 7]"#);
        let cursor = write(&[NAME_DOWN], &heat);
        assert_eq!(read(&cursor, &[NAME_DOWN]), Some(heat));
    }

    #[test]
    fn a_cursor_keeps_every_digit() {
        let rank = SEARCH_ORDER[0];
        let found = position("[1.9910321831703186, 7]");
        let cursor = write(&[rank], &found);
        let read = read(&cursor, &[rank]).expect("a position");
        let text = serde_json::to_string(&read).expect("plain data becomes JSON");
        assert_eq!(text, "[1.9910321831703186,7]");
    }

    #[test]
    fn a_cursor_of_another_order_is_none() {
        let cursor = write(&[YEAR_UP], &position("[1995, 7]"));
        assert_eq!(read(&cursor, &[NAME_DOWN]), None);
        assert_eq!(
            read(
                &cursor,
                &[Sort {
                    descending: true,
                    ..YEAR_UP
                }]
            ),
            None
        );
    }

    #[test]
    fn nonsense_is_no_cursor() {
        let twisted = write(&[NAME_DOWN], &position("[7, 7]"));
        for cursor in ["", "7", "é", "bm9uc2Vuc2U", twisted.as_str()] {
            assert_eq!(read(cursor, &[NAME_DOWN]), None, "{cursor}");
        }
    }
}
