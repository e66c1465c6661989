//! Turns a JSON tree into typed input, and reports everything that does not fit.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::parse::{
    check_integer, expected_bool, expected_integer, expected_number, expected_within, narrow,
};
use crate::{Code, Errors, Fault, Limits, Parse};

/// A value that is read from JSON.
pub trait Decode: Sized {
    /// Reads the value and checks its limits. Nothing means that the reason is in `errors`.
    fn decode(value: Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self>;
}

/// Reads a value that is written as a JSON string.
pub fn decode_text<T: Parse>(value: &Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<T> {
    if let Value::String(text) = value {
        errors.read(text, limits)
    } else {
        errors.report(Fault::new(Code::Type, "Expected a string."));
        None
    }
}

macro_rules! decode_as_text {
    ($($type:ty),*) => {$(
        impl Decode for $type {
            fn decode(value: Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
                decode_text(&value, limits, errors)
            }
        }
    )*};
}
decode_as_text!(String, Uuid, NaiveDate, DateTime<Utc>, Decimal);

impl Decode for bool {
    fn decode(value: Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        errors.check(value.as_bool().ok_or_else(expected_bool))
    }
}

impl Decode for i64 {
    fn decode(value: Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let number = errors.check(integer(&value, limits))?;
        errors.check_rule(&number, limits)?;
        Some(number)
    }
}

impl Decode for i32 {
    fn decode(value: Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let number = errors.check(integer(&value, limits).and_then(narrow))?;
        errors.check_rule(&number, limits)?;
        Some(number)
    }
}

fn integer(value: &Value, limits: &Limits<'_>) -> Result<i64, Fault> {
    match value.as_i64() {
        Some(number) => check_integer(number, limits),
        None if value.is_u64() => Err(expected_within(i64::MIN, i64::MAX)),
        None => Err(expected_integer()),
    }
}

impl Decode for f64 {
    fn decode(value: Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let number = errors.check(value.as_f64().ok_or_else(expected_number))?;
        errors.check(limits.check_number(number))?;
        Some(number)
    }
}

/// Free-form JSON.
impl Decode for Value {
    fn decode(value: Value, _: &Limits<'_>, _: &mut Errors) -> Option<Self> {
        Some(value)
    }
}

/// `nullable: true`.
impl<T: Decode> Decode for Option<T> {
    fn decode(value: Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        if value.is_null() {
            Some(None)
        } else {
            T::decode(value, limits, errors).map(Some)
        }
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(value: Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let Value::Array(items) = value else {
            errors.report(Fault::new(Code::Type, "Expected an array."));
            return None;
        };
        errors.check(limits.check_items(items.len()))?;
        let read = |(index, item)| {
            errors.within_item(index, |errors| T::decode(item, limits.of_items(), errors))
        };
        // All items are read before the first failure counts, so that each is reported.
        let decoded: Vec<Option<T>> = items.into_iter().enumerate().map(read).collect();
        decoded.into_iter().collect()
    }
}

/// The members of a JSON object while they are read one by one.
pub struct Members<'a> {
    object: Map<String, Value>,
    errors: &'a mut Errors,
}

impl<'a> Members<'a> {
    /// Starts to read an object.
    pub fn open(value: Value, errors: &'a mut Errors) -> Option<Self> {
        if let Value::Object(object) = value {
            Some(Self { object, errors })
        } else {
            errors.report(Fault::new(Code::Type, "Expected an object."));
            None
        }
    }

    /// Reads a member that has to be there.
    pub fn required<T: Decode>(&mut self, name: &str, limits: &Limits<'_>) -> Option<T> {
        let value = self.object.remove(name);
        self.errors.within(name, |errors| {
            let value =
                errors.check(value.ok_or_else(|| Fault::new(Code::Required, "Required.")))?;
            T::decode(value, limits, errors)
        })
    }

    /// Reads a member that may be absent: `Some(None)`.
    pub fn optional<T: Decode>(&mut self, name: &str, limits: &Limits<'_>) -> Option<Option<T>> {
        match self.object.remove(name) {
            None => Some(None),
            Some(value) => self
                .errors
                .within(name, |errors| T::decode(value, limits, errors))
                .map(Some),
        }
    }

    /// Reports the members that nobody asked for: `additionalProperties: false`.
    pub fn refuse_others(self) {
        for name in self.object.keys() {
            let fault = Fault::new(Code::Unknown, "No such field.");
            self.errors.within(name, |errors| errors.report(fault));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Bound;

    use serde_json::json;

    use super::*;
    use crate::Rejection;

    fn decode<T: Decode>(value: Value, limits: &Limits<'_>) -> Result<T, Vec<(String, Code)>> {
        let mut errors = Errors::new(|_, _| Ok(()));
        let decoded = T::decode(value, limits, &mut errors);
        let Rejection::Invalid(found) = Rejection::from(errors) else {
            unreachable!("errors become Invalid")
        };
        decoded.ok_or_else(|| {
            found
                .into_iter()
                .map(|error| (error.field, error.code))
                .collect()
        })
    }

    fn at(field: &str, code: Code) -> (String, Code) {
        (field.to_owned(), code)
    }

    #[test]
    fn types_are_not_converted() {
        assert_eq!(
            decode::<String>(json!(1), &Limits::NONE),
            Err(vec![at("", Code::Type)])
        );
        assert_eq!(
            decode::<i32>(json!("1"), &Limits::NONE),
            Err(vec![at("", Code::Type)])
        );
        assert_eq!(
            decode::<i32>(json!(1.5), &Limits::NONE),
            Err(vec![at("", Code::Type)])
        );
        assert_eq!(
            decode::<bool>(json!(0), &Limits::NONE),
            Err(vec![at("", Code::Type)])
        );
        assert_eq!(
            decode::<f64>(json!("1"), &Limits::NONE),
            Err(vec![at("", Code::Type)])
        );
        assert_eq!(decode::<f64>(json!(1), &Limits::NONE), Ok(1.0));
    }

    #[test]
    fn large_integers_are_out_of_range() {
        assert_eq!(decode::<i64>(json!(i64::MIN), &Limits::NONE), Ok(i64::MIN));
        assert_eq!(
            decode::<i64>(json!(u64::MAX), &Limits::NONE),
            Err(vec![at("", Code::Range)])
        );
        assert_eq!(
            decode::<i32>(json!(i64::MAX), &Limits::NONE),
            Err(vec![at("", Code::Range)])
        );
    }

    #[test]
    fn null_is_a_value_only_where_it_is_allowed() {
        assert_eq!(
            decode::<Option<String>>(json!(null), &Limits::NONE),
            Ok(None)
        );
        assert_eq!(
            decode::<String>(json!(null), &Limits::NONE),
            Err(vec![at("", Code::Type)])
        );
    }

    #[test]
    fn every_wrong_item_is_reported() {
        let each = Limits::NONE.minimum(Bound::Included(0.0));
        let limits = Limits::NONE.min_items(1).max_items(4).each(&each);
        assert_eq!(decode::<Vec<i32>>(json!([1, 2]), &limits), Ok(vec![1, 2]));
        assert_eq!(
            decode::<Vec<i32>>(json!([1, "2", -3]), &limits),
            Err(vec![at("[1]", Code::Type), at("[2]", Code::Range)])
        );
        assert_eq!(
            decode::<Vec<i32>>(json!([]), &limits),
            Err(vec![at("", Code::Length)])
        );
        assert_eq!(
            decode::<Vec<i32>>(json!({}), &limits),
            Err(vec![at("", Code::Type)])
        );
    }

    #[test]
    fn an_object_reports_missing_wrong_and_unknown_members_together() {
        let mut errors = Errors::new(|_, _| Ok(()));
        let value = json!({"name": 7, "extra": true});
        let mut members = Members::open(value, &mut errors).expect("an object");
        assert_eq!(members.required::<String>("id", &Limits::NONE), None);
        assert_eq!(members.required::<String>("name", &Limits::NONE), None);
        assert_eq!(
            members.optional::<String>("absent", &Limits::NONE),
            Some(None)
        );
        members.refuse_others();
        let Rejection::Invalid(found) = Rejection::from(errors) else {
            unreachable!("errors become Invalid")
        };
        let found: Vec<_> = found
            .into_iter()
            .map(|error| (error.field, error.code))
            .collect();
        assert_eq!(
            found,
            [
                at("id", Code::Required),
                at("name", Code::Type),
                at("extra", Code::Unknown)
            ]
        );
    }
}
