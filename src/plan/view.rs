//! What a template sees: typed structs that turn into template values and digests without a detour.

use std::sync::Arc;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};
use tera::Value;

use super::wants::Wanted;
use crate::digest::{Digest, Digestible, Hasher};

/// A value that a template can be given.
pub trait View: Digestible + Serialize {
    /// Returns it as a template's value.
    fn value(&self) -> Value {
        Value::from_serializable(self)
    }

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

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::safe_string(&self.0).serialize(serializer)
    }
}

impl View for Html {
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

impl<T> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<T> View for Shared<T> {
    fn value(&self) -> Value {
        self.value.clone()
    }
}

impl View for str {
    fn is_empty(&self) -> bool {
        str::is_empty(self)
    }
}

impl View for String {
    fn is_empty(&self) -> bool {
        str::is_empty(self)
    }
}

impl View for bool {}

impl View for usize {}

impl View for u32 {}

impl View for &'static str {
    fn is_empty(&self) -> bool {
        str::is_empty(self)
    }
}

impl<T: View + ?Sized> View for Arc<T> {
    fn is_empty(&self) -> bool {
        (**self).is_empty()
    }
}

impl<T: View> View for Option<T> {
    fn is_empty(&self) -> bool {
        self.is_none()
    }
}

impl<T: View> View for Vec<T> {
    fn is_empty(&self) -> bool {
        Self::is_empty(self)
    }
}

/// Free data from front matter or settings.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Free(pub serde_json::Value);

impl Digestible for Free {
    fn digest(&self, hasher: &mut Hasher) {
        self.0.to_string().digest(hasher);
    }
}

impl View for Free {
    fn is_empty(&self) -> bool {
        self.0.is_null()
    }
}

/// Returns named values as one value of templates, in their order.
#[must_use]
pub fn map(fields: &[(&'static str, Value)]) -> Value {
    Value::from_serializable(&Named(fields))
}

/// Named values, as a struct would be that had them as its fields.
struct Named<'a>(&'a [(&'static str, Value)]);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("fields", self.0.len())?;
        for (name, value) in self.0 {
            fields.serialize_field(name, value)?;
        }
        fields.end()
    }
}

/// A view that is a page's context, field by field.
pub trait PageView {
    /// Returns the name and digest of each field that is asked for and says something.
    fn digests(&self, wanted: &Wanted) -> Vec<(&'static str, Digest)>;
    /// Returns the name and value of each field that is asked for.
    fn fields(&self, wanted: &Wanted) -> Vec<(&'static str, Value)>;
}

/// Defines a view: a struct with its documented fields, its value, its digest, and its documentation.
macro_rules! view {
    ($(#[$about:meta])* $name:ident { $($(#[doc = $doc:literal])+ $field:ident: $ty:ty,)* }) => {
        $(#[$about])*
        #[derive(Clone, serde::Serialize)]
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

        impl $crate::plan::view::View for $name {}

        impl $crate::plan::view::PageView for $name {
            fn digests(&self, wanted: &$crate::plan::Wanted) -> Vec<(&'static str, $crate::digest::Digest)> {
                use $crate::digest::Digestible as _;
                let mut digests = Vec::with_capacity(Self::FIELDS.len());
                $(if !$crate::plan::view::View::is_empty(&self.$field) && wanted.asks_for(stringify!($field)) {
                    digests.push((stringify!($field), self.$field.own_digest()));
                })*
                digests
            }

            fn fields(&self, wanted: &$crate::plan::Wanted) -> Vec<(&'static str, tera::Value)> {
                let mut fields = Vec::with_capacity(Self::FIELDS.len());
                $(if wanted.asks_for(stringify!($field)) {
                    fields.push((stringify!($field), $crate::plan::view::View::value(&self.$field)));
                })*
                fields
            }
        }
    };
}
pub(crate) use view;
