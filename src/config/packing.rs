//! The sorts of compressed files that a target gets beside the files themselves.

use serde_json::Value;

/// A sort of compressed file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Packing {
    /// gzip (RFC 1952).
    Gzip,
    /// Brotli (RFC 7932).
    Brotli,
}

impl Packing {
    const ALL: [(Self, &str); 2] = [(Self::Gzip, "gzip"), (Self::Brotli, "brotli")];

    /// Reads the `compress` of a target, a word or a list of them; `None` if it says anything else.
    #[must_use]
    pub fn of_target(settings: &Value) -> Option<Vec<Self>> {
        let words: Vec<&Value> = match settings.get("compress") {
            None => Vec::new(),
            Some(Value::Array(words)) => words.iter().collect(),
            Some(word) => vec![word],
        };
        let one = |word: &&Value| Self::ALL.iter().find(|(_, name)| word.as_str() == Some(name)).map(|(sort, _)| *sort);
        let mut sorts = words.iter().map(one).collect::<Option<Vec<_>>>()?;
        sorts.sort_unstable();
        sorts.dedup();
        Some(sorts)
    }

    /// Returns what any of the targets asks for.
    #[must_use]
    pub fn of_any(targets: &Value) -> Vec<Self> {
        let targets = targets.as_object().into_iter().flatten();
        let mut sorts: Vec<Self> = targets.filter_map(|(_, target)| Self::of_target(target)).flatten().collect();
        sorts.sort_unstable();
        sorts.dedup();
        sorts
    }

    /// Returns what the name of such a file ends in.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Gzip => ".gz",
            Self::Brotli => ".br",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Packing;

    #[test]
    fn a_word_or_a_list_is_read() {
        let read = |value| Packing::of_target(&value);
        assert_eq!(read(json!({})), Some(Vec::new()));
        assert_eq!(read(json!({"compress": "gzip"})), Some(vec![Packing::Gzip]));
        assert_eq!(read(json!({"compress": ["brotli", "gzip"]})), Some(vec![Packing::Gzip, Packing::Brotli]));
        assert_eq!(read(json!({"compress": ["zip"]})), None);
        assert_eq!(read(json!({"compress": true})), None);
        let targets = json!({"a": {"compress": "gzip"}, "b": {"compress": ["gzip"]}, "c": 1});
        assert_eq!(Packing::of_any(&targets), [Packing::Gzip]);
    }
}
