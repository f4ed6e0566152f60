//! The filters that say something: numbers with what is counted, and the words for what a record says.

use std::sync::Arc;

use tera::{Kwargs, State, Tera, Value};

use crate::html;
use crate::words::{LOOKED_UP, Words};

/// Adds `count_articles` and its like, `digits` for a number alone, and `say_kind` and its like, in one language.
pub(super) fn register(tera: &mut Tera, words: &Arc<Words>) {
    for (at, key) in words.plurals.keys().enumerate() {
        let words = Arc::clone(words);
        tera.register_filter(format!("count_{key}"), move |number: u64, _: Kwargs, _: &State<'_>| {
            let mut said = String::with_capacity(64);
            html::push_attribute(&mut said, &words.plurals.say(at, number));
            Value::safe_string(&said)
        });
    }
    let said = Arc::clone(words);
    tera.register_filter("digits", move |number: u64, _: Kwargs, _: &State<'_>| {
        Value::safe_string(&said.plurals.language().number(number))
    });
    for section in LOOKED_UP {
        let words = Arc::clone(words);
        tera.register_filter(format!("say_{section}"), move |word: &str, _: Kwargs, _: &State<'_>| {
            Value::normal_string(words.look_up(section, word))
        });
    }
}
