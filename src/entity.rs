//! Which record is meant, and the little of it that other pages may show.

use std::fmt;
use std::sync::Arc;

use crate::kind::Kind;

/// The stable name of a record: its kind and its id, `people/ada`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EntityId {
    /// The kind.
    pub kind: &'static Kind,
    /// The id within the kind: a slug.
    pub id: Arc<str>,
}

impl EntityId {
    /// Names a record.
    #[must_use]
    pub fn new(kind: &'static Kind, id: &str) -> Self {
        Self { kind, id: id.into() }
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.kind.plural, self.id)
    }
}
