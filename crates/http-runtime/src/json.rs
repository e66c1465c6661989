//! Reads JSON into a tree, strictly: every member that is given twice is reported.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::{Code, Errors, Fault, Rejection};

/// Reads a document.
///
/// # Errors
/// [`Rejection::Malformed`] where it is not JSON, not UTF-8, or nested deeper than 127 levels.
pub(crate) fn parse(bytes: &[u8], errors: &mut Errors) -> Result<Value, Rejection> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    // These are all errors of syntax: their texts name a position, and quote nothing.
    let malformed = |error: serde_json::Error| Rejection::Malformed(error.to_string());
    let value = reader.deserialize_any(Tree(errors)).map_err(malformed)?;
    reader.end().map_err(malformed)?;
    Ok(value)
}

struct Tree<'a>(&'a mut Errors);

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = self
            .0
            .within_item(array.len(), |errors| items.next_element_seed(Tree(errors)))?
        {
            array.push(item);
        }
        Ok(array.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = self
                .0
                .within(&name, |errors| members.next_value_seed(Tree(errors)))?;
            if object.contains_key(&name) {
                let fault = Fault::new(Code::Duplicate, "Given twice.");
                self.0.within(&name, |errors| errors.report(fault));
            } else {
                object.insert(name, value);
            }
        }
        Ok(object.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fields(rejection: Rejection) -> Vec<(String, Code)> {
        match rejection {
            Rejection::Invalid(errors) => errors
                .into_iter()
                .map(|error| (error.field, error.code))
                .collect(),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let mut errors = Errors::new(|_, _| Ok(()));
        let text = r#"{"a": [null, true, -1, 18446744073709551615, 0.5, "x"]}"#;
        let value = parse(text.as_bytes(), &mut errors).expect("valid JSON");
        assert_eq!(value, json!({"a": [null, true, -1, u64::MAX, 0.5, "x"]}));
        assert!(errors.is_empty());
    }

    #[test]
    fn members_given_twice_are_reported_at_any_depth() {
        let mut errors = Errors::new(|_, _| Ok(()));
        let text = r#"{"a": 1, "a": 2, "b": [{"c": 1, "c": 1}]}"#;
        parse(text.as_bytes(), &mut errors).expect("valid JSON");
        let expected = [
            ("a".to_owned(), Code::Duplicate),
            ("b[0].c".to_owned(), Code::Duplicate),
        ];
        assert_eq!(fields(errors.into()), expected);
    }

    #[test]
    fn what_is_not_json_is_malformed_and_not_quoted() {
        let deep = "[".repeat(10_000);
        let broken: [&[u8]; 8] = [
            b"",
            b"{",
            b"{\"hunter2\"}",
            b"{} hunter2",
            b"\"hunter2\xff\"",
            b"hunter2",
            b"1e999",
            deep.as_bytes(),
        ];
        for bytes in broken {
            let Err(Rejection::Malformed(reason)) = parse(bytes, &mut Errors::new(|_, _| Ok(())))
            else {
                panic!("{bytes:?} is not malformed");
            };
            assert!(!reason.contains("hunter2"), "{reason}");
        }
    }
}
