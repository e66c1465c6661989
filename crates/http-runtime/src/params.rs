//! Parameters in the path, the query string and the headers.

use std::borrow::Cow;

use axum::extract::RawPathParams;
use http::HeaderMap;
use percent_encoding::percent_decode;

use crate::{Code, Errors, Fault, Limits, Parse};

/// Named values from one place of a request, before they are read.
#[derive(Debug)]
pub struct Params<'a>(Vec<(Cow<'a, str>, Cow<'a, [u8]>)>);

impl<'a> Params<'a> {
    pub(crate) fn of_path(params: &RawPathParams) -> Params<'static> {
        let owned = |(name, value): (&str, &str)| {
            (name.to_owned().into(), value.as_bytes().to_owned().into())
        };
        Params(params.iter().map(owned).collect())
    }

    /// `application/x-www-form-urlencoded`. Other parsers replace broken UTF-8; here it stays as it is, to be
    /// refused.
    pub(crate) fn of_query(query: &'a str) -> Self {
        let pairs = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (
                    String::from_utf8_lossy(&form_decode(name))
                        .into_owned()
                        .into(),
                    form_decode(value).into(),
                )
            });
        Self(pairs.collect())
    }

    /// Names are in lower case.
    pub(crate) fn of_headers(headers: &'a HeaderMap) -> Self {
        Self(
            headers
                .iter()
                .map(|(name, value)| (name.as_str().into(), value.as_bytes().into()))
                .collect(),
        )
    }

    /// Reads a parameter that has to be there.
    pub fn required<T: Parse>(
        &self,
        name: &str,
        limits: &Limits<'_>,
        errors: &mut Errors,
    ) -> Option<T> {
        let value = self.optional(name, limits, errors)?;
        errors.within(name, |errors| {
            errors.check(value.ok_or_else(|| Fault::new(Code::Required, "Required.")))
        })
    }

    /// Reads a parameter that may be absent: `Some(None)`.
    pub fn optional<T: Parse>(
        &self,
        name: &str,
        limits: &Limits<'_>,
        errors: &mut Errors,
    ) -> Option<Option<T>> {
        let mut values = self.values(name);
        let Some(value) = values.next() else {
            return Some(None);
        };
        errors.within(name, |errors| {
            if values.next().is_some() {
                errors.report(Fault::new(Code::Duplicate, "Given twice."));
                return None;
            }
            let text = errors.check(text(value))?;
            errors.read(text, limits).map(Some)
        })
    }

    /// Reads a list in one value, `a,b`: `explode: false`. Absent: `Some(None)`.
    pub fn comma_list<T: Parse>(
        &self,
        name: &str,
        limits: &Limits<'_>,
        errors: &mut Errors,
    ) -> Option<Option<Vec<T>>> {
        let Some(value) = self.optional::<String>(name, &Limits::NONE, errors)? else {
            return Some(None);
        };
        let items: Vec<_> = value
            .split(',')
            .filter(|item| !item.is_empty())
            .map(Ok)
            .collect();
        errors
            .within(name, |errors| list(items, limits, errors))
            .map(Some)
    }

    /// Reads a list in many values, `name=a&name=b`: `explode: true`. Absent: `Some(None)`.
    pub fn list<T: Parse>(
        &self,
        name: &str,
        limits: &Limits<'_>,
        errors: &mut Errors,
    ) -> Option<Option<Vec<T>>> {
        let items: Vec<_> = self.values(name).map(text).collect();
        if items.is_empty() {
            return Some(None);
        }
        errors
            .within(name, |errors| list(items, limits, errors))
            .map(Some)
    }

    fn values(&self, wanted: &str) -> impl Iterator<Item = &[u8]> {
        self.0
            .iter()
            .filter(move |(name, _)| name == wanted)
            .map(|(_, value)| value.as_ref())
    }
}

fn list<T: Parse>(
    items: Vec<Result<&str, Fault>>,
    limits: &Limits<'_>,
    errors: &mut Errors,
) -> Option<Vec<T>> {
    errors.check(limits.check_items(items.len()))?;
    let read = |(index, item): (usize, Result<&str, Fault>)| {
        errors.within_item(index, |errors| {
            let text = errors.check(item)?;
            errors.read(text, limits.of_items())
        })
    };
    // All items are read before the first failure counts, so that each is reported.
    let parsed: Vec<Option<T>> = items.into_iter().enumerate().map(read).collect();
    parsed.into_iter().collect()
}

fn text(value: &[u8]) -> Result<&str, Fault> {
    str::from_utf8(value).map_err(|_| Fault::new(Code::Format, "Expected UTF-8."))
}

fn form_decode(text: &str) -> Vec<u8> {
    let spaces = text.replace('+', " ");
    percent_decode(spaces.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rejection;

    fn codes(errors: Errors) -> Vec<(String, Code)> {
        let Rejection::Invalid(found) = Rejection::from(errors) else {
            unreachable!("errors become Invalid")
        };
        found
            .into_iter()
            .map(|error| (error.field, error.code))
            .collect()
    }

    #[test]
    fn a_query_is_decoded() {
        let params = Params::of_query("a=b+c%20d%26&empty=&flag&%61b=1&&");
        let mut errors = Errors::new(|_, _| Ok(()));
        let mut read = |name: &str| {
            params
                .optional::<String>(name, &Limits::NONE, &mut errors)
                .flatten()
        };
        assert_eq!(read("a").as_deref(), Some("b c d&"));
        assert_eq!(read("empty").as_deref(), Some(""));
        assert_eq!(read("flag").as_deref(), Some(""));
        assert_eq!(read("ab").as_deref(), Some("1"));
        assert_eq!(read("absent"), None);
        assert!(errors.is_empty());
    }

    #[test]
    fn all_bad_parameters_are_reported() {
        let params =
            Params::of_query("page=x&sort=1,b,c&text=%ff&page_twice=1&page_twice=2&unknown=1");
        let mut errors = Errors::new(|_, _| Ok(()));
        assert_eq!(
            params.required::<i32>("page", &Limits::NONE, &mut errors),
            None
        );
        assert_eq!(
            params.comma_list::<i32>("sort", &Limits::NONE, &mut errors),
            None
        );
        assert_eq!(
            params.optional::<String>("text", &Limits::NONE, &mut errors),
            None
        );
        assert_eq!(
            params.optional::<i32>("page_twice", &Limits::NONE, &mut errors),
            None
        );
        assert_eq!(
            params.required::<i32>("absent", &Limits::NONE, &mut errors),
            None
        );
        let expected = [
            ("page", Code::Type),
            ("sort[1]", Code::Type),
            ("sort[2]", Code::Type),
            ("text", Code::Format),
            ("page_twice", Code::Duplicate),
            ("absent", Code::Required),
        ];
        assert_eq!(
            codes(errors),
            expected.map(|(field, code)| (field.to_owned(), code))
        );
    }

    #[test]
    fn lists_come_in_one_value_or_in_many() {
        let params = Params::of_query("a=1,2&b=1&b=2&c=");
        let mut errors = Errors::new(|_, _| Ok(()));
        assert_eq!(
            params.comma_list("a", &Limits::NONE, &mut errors),
            Some(Some(vec![1, 2]))
        );
        assert_eq!(
            params.list("b", &Limits::NONE, &mut errors),
            Some(Some(vec![1, 2]))
        );
        assert_eq!(
            params.comma_list::<i32>("c", &Limits::NONE, &mut errors),
            Some(Some(vec![]))
        );
        assert_eq!(
            params.list::<i32>("d", &Limits::NONE, &mut errors),
            Some(None)
        );
        assert!(errors.is_empty());
        assert_eq!(
            params.comma_list::<i32>("a", &Limits::NONE.max_items(1), &mut errors),
            None
        );
        assert_eq!(codes(errors), [("a".to_owned(), Code::Length)]);
    }
}
