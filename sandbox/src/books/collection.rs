//! Records in the order of their making, found by id.

use std::collections::HashMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Something with an id.
pub(crate) trait Record {
    /// Stripe's id of it, such as `pi_…`.
    fn id(&self) -> &str;
    /// When it was made, in seconds since 1970.
    fn created(&self) -> i64;
}

/// Records that are added and changed, and never removed.
#[derive(Debug)]
pub(crate) struct Collection<T> {
    records: Vec<T>,
    positions: HashMap<String, usize>,
}

impl<T: Record> Collection<T> {
    pub(crate) fn push(&mut self, record: T) {
        self.positions
            .insert(record.id().to_owned(), self.records.len());
        self.records.push(record);
    }

    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        self.positions
            .get(id)
            .map(|position| &self.records[*position])
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.positions
            .get(id)
            .map(|position| &mut self.records[*position])
    }

    /// Oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.records.iter()
    }
}

impl<T: Record> FromIterator<T> for Collection<T> {
    fn from_iter<I: IntoIterator<Item = T>>(records: I) -> Self {
        let mut collection = Self::default();
        records
            .into_iter()
            .for_each(|record| collection.push(record));
        collection
    }
}

impl<T> Default for Collection<T> {
    fn default() -> Self {
        Self {
            records: Vec::new(),
            positions: HashMap::new(),
        }
    }
}

impl<T: Serialize> Serialize for Collection<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.records.serialize(serializer)
    }
}

impl<'de, T: Record + Deserialize<'de>> Deserialize<'de> for Collection<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::deserialize(deserializer)?.into_iter().collect())
    }
}
