//! What a template sees: typed structs that turn into template values and digests without a detour.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use tera::value::{Key, Value};

use crate::digest::{Digest, Digestible, Hasher};

/// A value that a template can be given.
pub trait View: Digestible {
    /// Returns it as a template's value.
    fn value(&self) -> Value;

    /// Tells whether it says nothing: an absent value, an empty text or list.
    fn is_empty(&self) -> bool {
        false
    }
}

/// One field of a template's context, for `dossier explain page`.
#[derive(Clone, Copy, Debug)]
pub struct FieldDoc {
    /// The name in templates.
    pub name: &'static str,
    /// The type.
    pub ty: &'static str,
    /// What it is.
    pub doc: &'static str,
}

/// HTML that is safe as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(pub String);

impl Digestible for Html {
    fn digest(&self, hasher: &mut Hasher) {
        self.0.digest(hasher);
    }
}

impl View for Html {
    fn value(&self) -> Value {
        Value::safe_string(&self.0)
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A view that many pages show: its value and its digest are made once.
#[derive(Clone)]
pub struct Shared<T> {
    /// The view itself.
    pub view: Arc<T>,
    value: Value,
    digest: Digest,
}

impl<T: View> Shared<T> {
    /// Makes the value and the digest.
    #[must_use]
    pub fn new(view: T) -> Self {
        let (value, digest) = (view.value(), view.own_digest());
        Self { view: Arc::new(view), value, digest }
    }
}

impl<T> Digestible for Shared<T> {
    fn digest(&self, hasher: &mut Hasher) {
        self.digest.digest(hasher);
    }
}

impl<T> View for Shared<T> {
    fn value(&self) -> Value {
        self.value.clone()
    }
}

impl View for str {
    fn value(&self) -> Value {
        Value::normal_string(self)
    }

    fn is_empty(&self) -> bool {
        str::is_empty(self)
    }
}

impl View for String {
    fn value(&self) -> Value {
        Value::normal_string(self)
    }

    fn is_empty(&self) -> bool {
        str::is_empty(self)
    }
}

impl View for bool {
    fn value(&self) -> Value {
        Value::from(*self)
    }
}

impl View for usize {
    fn value(&self) -> Value {
        Value::from(*self)
    }
}

impl View for u32 {
    fn value(&self) -> Value {
        Value::from(*self)
    }
}

impl Digestible for &'static str {
    fn digest(&self, hasher: &mut Hasher) {
        hasher.bytes(self.as_bytes());
    }
}

impl View for &'static str {
    fn value(&self) -> Value {
        Value::normal_string(self)
    }

    fn is_empty(&self) -> bool {
        str::is_empty(self)
    }
}

impl<T: View + ?Sized> View for Arc<T> {
    fn value(&self) -> Value {
        (**self).value()
    }

    fn is_empty(&self) -> bool {
        (**self).is_empty()
    }
}

impl<T: View> View for Option<T> {
    fn value(&self) -> Value {
        self.as_ref().map_or_else(Value::none, View::value)
    }

    fn is_empty(&self) -> bool {
        self.is_none()
    }
}

impl<T: View> View for Vec<T> {
    fn value(&self) -> Value {
        Value::from(self.iter().map(View::value).collect::<Vec<_>>())
    }

    fn is_empty(&self) -> bool {
        Self::is_empty(self)
    }
}

/// Free data from front matter or settings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Free(pub serde_json::Value);

impl Digestible for Free {
    fn digest(&self, hasher: &mut Hasher) {
        self.0.to_string().digest(hasher);
    }
}

impl View for Free {
    fn value(&self) -> Value {
        Value::from_serializable(&self.0)
    }

    fn is_empty(&self) -> bool {
        self.0.is_null()
    }
}

/// Returns named values as one value of templates, in their order.
///
/// Tera makes its own map of any other; a tree over places is the one that costs least before that.
pub fn map(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let placed = fields.into_iter().enumerate().map(|(place, (name, value))| (Place { place, name }, value));
    Value::from(placed.collect::<BTreeMap<_, _>>())
}

/// A name by its place among others.
struct Place {
    place: usize,
    name: &'static str,
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place
    }
}

impl Eq for Place {}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        self.place.cmp(&other.place)
    }
}

impl From<Place> for Key<'static> {
    fn from(place: Place) -> Self {
        Key::Str(place.name)
    }
}

/// A view that is a page's context, field by field.
pub trait PageView: View {
    /// Returns the name and digest of each field that says something.
    fn digests(&self) -> Vec<(&'static str, Digest)>;
    /// Returns the name and value of each field.
    fn fields(&self) -> Vec<(&'static str, Value)>;
}

/// Defines a view: a struct with its documented fields, its value, its digest, and its documentation.
macro_rules! view {
    ($(#[doc = $about:literal])* $name:ident { $($(#[doc = $doc:literal])+ $field:ident: $ty:ty,)* }) => {
        $(#[doc = $about])*
        #[derive(Clone)]
        pub struct $name {
            $($(#[doc = $doc])+ pub $field: $ty,)*
        }

        impl $name {
            /// The fields that templates see.
            pub const FIELDS: &'static [$crate::plan::view::FieldDoc] = &[$(
                $crate::plan::view::FieldDoc {
                    name: stringify!($field),
                    ty: stringify!($ty),
                    doc: concat!($($doc),+),
                },
            )*];
        }

        impl $crate::digest::Digestible for $name {
            fn digest(&self, hasher: &mut $crate::digest::Hasher) {
                $($crate::digest::Digestible::digest(&self.$field, hasher);)*
            }
        }

        impl $crate::plan::view::View for $name {
            fn value(&self) -> tera::Value {
                $crate::plan::view::map([
                    $((stringify!($field), $crate::plan::view::View::value(&self.$field)),)*
                ])
            }
        }

        impl $crate::plan::view::PageView for $name {
            fn digests(&self) -> Vec<(&'static str, $crate::digest::Digest)> {
                use $crate::digest::Digestible as _;
                use $crate::plan::view::View as _;
                let mut digests = Vec::with_capacity(Self::FIELDS.len());
                $(if !self.$field.is_empty() {
                    digests.push((stringify!($field), self.$field.own_digest()));
                })*
                digests
            }

            fn fields(&self) -> Vec<(&'static str, tera::Value)> {
                vec![$((stringify!($field), $crate::plan::view::View::value(&self.$field)),)*]
            }
        }
    };
}
pub(crate) use view;
