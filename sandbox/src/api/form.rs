//! Form bodies in Stripe's manner, `line_items[0][price_data][currency]=usd`, read member by member. What is left
//! at the end is unknown, and refused.

use std::collections::BTreeMap;

use super::errors::ApiError;

/// Longest text that no rule of its own bounds.
const LONGEST_TEXT: usize = 5000;
const MOST_METADATA: usize = 50;
const LONGEST_METADATA_KEY: usize = 40;
const LONGEST_METADATA_VALUE: usize = 500;

#[derive(Debug)]
enum Node {
    Text(String),
    Members(BTreeMap<String, Node>),
}

/// The members of one object that were not read yet.
#[derive(Debug)]
pub(super) struct Params {
    /// Where the object stands, such as `line_items[0]`; empty at the top.
    path: String,
    members: BTreeMap<String, Node>,
}

impl Params {
    /// Takes a form or a query apart.
    pub(super) fn parse(form: &str) -> Result<Self, ApiError> {
        let mut members = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(form.as_bytes()) {
            let path = path_of(&name).ok_or_else(|| ApiError::unnamed(&name, "Invalid string"))?;
            insert(&mut members, &path, value.into_owned())
                .ok_or_else(|| ApiError::unnamed(&name, format!("Invalid object: {name}")))?;
        }
        Ok(Self {
            path: String::new(),
            members,
        })
    }

    /// A text, which must not be empty where it is given.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, ApiError> {
        let path = self.path_to(name);
        match self.members.remove(name) {
            None => Ok(None),
            Some(Node::Members(_)) => Err(ApiError::unnamed(&path, "Invalid string")),
            Some(Node::Text(text)) if text.is_empty() => {
                let message = format!(
                    "You passed an empty string for '{path}'. We assume empty values are an attempt to unset a \
                     parameter; however '{path}' cannot be unset. You should remove '{path}' from your request or \
                     supply a non-empty value."
                );
                Err(ApiError::param("parameter_invalid_empty", &path, message))
            }
            Some(Node::Text(text)) => at_most(LONGEST_TEXT, text, &path).map(Some),
        }
    }

    /// A text that must be given.
    pub(super) fn required(&mut self, name: &str) -> Result<String, ApiError> {
        let found = self.text(name)?;
        found.ok_or_else(|| self.missing(name))
    }

    /// A text with a bound of its own.
    pub(super) fn short(&mut self, name: &str, longest: usize) -> Result<Option<String>, ApiError> {
        let path = self.path_to(name);
        let text = self.text(name)?;
        text.map(|text| at_most(longest, text, &path)).transpose()
    }

    /// One of a few words.
    pub(super) fn one_of(
        &mut self,
        name: &str,
        words: &[&str],
    ) -> Result<Option<String>, ApiError> {
        let path = self.path_to(name);
        let text = self.text(name)?;
        if let Some(word) = text.as_deref().filter(|word| !words.contains(word)) {
            let message = format!("Invalid {name}: must be one of {}", words.join(", "));
            tracing::debug!(word, "not one of the words");
            return Err(ApiError::unnamed(&path, message));
        }
        Ok(text)
    }

    /// A whole number.
    pub(super) fn integer(&mut self, name: &str) -> Result<Option<i64>, ApiError> {
        let path = self.path_to(name);
        let Some(text) = self.text(name)? else {
            return Ok(None);
        };
        let number = text.parse().map_err(|_| {
            let message = format!("Invalid integer: {text}");
            ApiError::param("parameter_invalid_integer", &path, message)
        });
        number.map(Some)
    }

    /// A whole number from 1.
    pub(super) fn positive(&mut self, name: &str) -> Result<Option<i64>, ApiError> {
        self.at_least(1, name)
    }

    /// A whole number from some bound.
    pub(super) fn at_least(&mut self, least: i64, name: &str) -> Result<Option<i64>, ApiError> {
        let path = self.path_to(name);
        let number = self.integer(name)?;
        if let Some(number) = number.filter(|number| *number < least) {
            let message = format!(
                "This value must be greater than or equal to {least} (it currently is '{number}')."
            );
            return Err(ApiError::param("parameter_invalid_integer", &path, message));
        }
        Ok(number)
    }

    /// An object with members of its own. It is empty where none is given.
    pub(super) fn object(&mut self, name: &str) -> Result<Self, ApiError> {
        let path = self.path_to(name);
        match self.members.remove(name) {
            None => Ok(Self {
                path,
                members: BTreeMap::new(),
            }),
            Some(Node::Members(members)) => Ok(Self { path, members }),
            Some(Node::Text(_)) => Err(ApiError::unnamed(&path, "Invalid object")),
        }
    }

    /// A list of objects: `name[0][…]`, `name[1][…]`.
    pub(super) fn list(&mut self, name: &str) -> Result<Vec<Self>, ApiError> {
        let mut object = self.object(name)?;
        let mut positions: Vec<(usize, String)> = Vec::new();
        for key in object.members.keys() {
            let position = key
                .parse()
                .map_err(|_| ApiError::unnamed(&object.path, "Invalid array"))?;
            positions.push((position, key.clone()));
        }
        positions.sort_unstable();
        positions
            .iter()
            .map(|(_, key)| object.object(key))
            .collect()
    }

    /// A list of words: `name[0]=card` or `name[]=card`.
    pub(super) fn words(&mut self, name: &str) -> Result<Vec<String>, ApiError> {
        let mut object = self.object(name)?;
        let keys: Vec<String> = object.members.keys().cloned().collect();
        keys.iter().map(|key| object.required(key)).collect()
    }

    /// The shop's own notes, within Stripe's bounds.
    pub(super) fn metadata(&mut self, name: &str) -> Result<BTreeMap<String, String>, ApiError> {
        let object = self.object(name)?;
        if object.members.len() > MOST_METADATA {
            let message = format!("Metadata can have at most {MOST_METADATA} keys.");
            return Err(ApiError::unnamed(&object.path, message));
        }
        let mut metadata = BTreeMap::new();
        for (key, value) in object.members {
            let path = format!("{}[{key}]", object.path);
            let Node::Text(value) = value else {
                return Err(ApiError::unnamed(&path, "Invalid string"));
            };
            let key = at_most(LONGEST_METADATA_KEY, key, &path)?;
            metadata.insert(key, at_most(LONGEST_METADATA_VALUE, value, &path)?);
        }
        Ok(metadata)
    }

    /// Refuses what nobody has read.
    pub(super) fn finish(self) -> Result<(), ApiError> {
        let unknown: Vec<String> = self.members.keys().map(|name| self.path_to(name)).collect();
        let Some(first) = unknown.first() else {
            return Ok(());
        };
        let s = if unknown.len() == 1 { "" } else { "s" };
        let message = format!("Received unknown parameter{s}: {}", unknown.join(", "));
        Err(ApiError::param("parameter_unknown", first, message))
    }

    /// What to say of a member that is not there.
    pub(super) fn missing(&self, name: &str) -> ApiError {
        let path = self.path_to(name);
        let message = format!("Missing required param: {path}.");
        ApiError::param("parameter_missing", &path, message)
    }

    /// How the request names a member of this object.
    pub(super) fn path_to(&self, name: &str) -> String {
        if self.path.is_empty() {
            name.to_owned()
        } else {
            format!("{}[{name}]", self.path)
        }
    }

    /// Whether nothing is there, or nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }
}

fn at_most(longest: usize, text: String, path: &str) -> Result<String, ApiError> {
    let length = text.chars().count();
    if length <= longest {
        return Ok(text);
    }
    let message = format!("Invalid string: must be at most {longest} characters (it has {length})");
    Err(ApiError::unnamed(path, message))
}

/// `a[b][0]` as `a`, `b`, `0`.
fn path_of(name: &str) -> Option<Vec<&str>> {
    let Some((first, rest)) = name.split_once('[') else {
        return Some(vec![name]);
    };
    let rest = rest.strip_suffix(']')?;
    Some(std::iter::once(first).chain(rest.split("][")).collect())
}

fn insert(members: &mut BTreeMap<String, Node>, path: &[&str], value: String) -> Option<()> {
    let (first, rest) = path.split_first()?;
    // `name[]` stands for the next position.
    let key = if first.is_empty() {
        members.len().to_string()
    } else {
        (*first).to_owned()
    };
    if rest.is_empty() {
        members.insert(key, Node::Text(value));
        return Some(());
    }
    let node = members
        .entry(key)
        .or_insert_with(|| Node::Members(BTreeMap::new()));
    match node {
        Node::Members(members) => insert(members, rest, value),
        Node::Text(_) => None,
    }
}
