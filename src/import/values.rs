//! Words of another program as the value of a key: what the type of the key takes, or why it does not.

use serde_json::{Value, json};

use crate::date::{Date, Moment, Zone};
use crate::kind::{Field, Kind, Type};
use crate::kinds;
use crate::name;

/// Returns the key of a kind by its name or its other spelling.
pub(super) fn field(kind: &Kind, name: &str) -> Option<&'static Field> {
    // A key of the kind itself comes first: `status` of an event holds more than that of any record.
    kind.fields
        .iter()
        .chain(kinds::ANY)
        .find(|field| field.name == name || (!field.also.is_empty() && field.also == name))
}

/// Returns the key of a kind that is nearest to a name.
pub(super) fn nearest(kind: &Kind, name: &str) -> Option<&'static str> {
    let known = kind.fields.iter().chain(kinds::ANY).map(|field| field.name);
    name::nearest(name, known, 1).into_iter().next()
}

/// Reads words as the value of a key; a list has its items on lines, or on one line with `separator` between them.
pub(super) fn read(field: &Field, words: &str, separator: char) -> Result<Value, String> {
    let between = if words.contains('\n') { '\n' } else { separator };
    let listed = || -> Vec<&str> { words.split(between).map(str::trim).filter(|item| !item.is_empty()).collect() };
    let wrong = || format!("`{}` must be {}, not `{words}`", field.name, field.ty.words());
    match &field.ty {
        Type::Text
        | Type::Prose
        | Type::Words
        | Type::Private
        | Type::Free
        | Type::Image
        | Type::Ref(_)
        | Type::KnownRef(_)
        | Type::Map(Some(_), _) => Ok(json!(words)),
        Type::Texts | Type::Refs(_) | Type::KnownRefs(_) | Type::Sources | Type::Aliases | Type::Maps(Some(_), _) => {
            Ok(json!(listed()))
        }
        Type::Flag => match words.to_lowercase().as_str() {
            "true" | "yes" | "1" => Ok(json!(true)),
            "false" | "no" | "0" => Ok(json!(false)),
            _ => Err(wrong()),
        },
        Type::Date => Date::parse(words).map(|_| json!(words)).map_err(|error| {
            let help = error.help.map_or_else(String::new, |help| format!("; {help}"));
            format!("`{}` `{words}`: {}{help}", field.name, error.message)
        }),
        Type::Moment => Moment::parse(words)
            .map(|_| json!(words))
            .map_err(|error| format!("`{}` `{words}`: {}", field.name, error.message)),
        Type::Zone => Zone::named(words).map(|_| json!(words)).map_err(|_| wrong()),
        Type::Url if crate::parse::url::is_safe(words) => Ok(json!(words)),
        Type::Number(least, most) => {
            let number = words.parse::<i64>().ok().filter(|number| (least..=most).contains(&number));
            number.map(|number| json!(number)).ok_or_else(wrong)
        }
        Type::Decimal => serde_json::from_str::<serde_json::Number>(words).map(Value::Number).map_err(|_| wrong()),
        Type::Choice(choices) => {
            let found = choices.iter().find(|choice| choice.eq_ignore_ascii_case(words));
            found.map(|choice| json!(choice)).ok_or_else(wrong)
        }
        Type::Coordinates => {
            let numbers: Vec<f64> = words.split([',', ' ', ';']).filter_map(|part| part.trim().parse().ok()).collect();
            match numbers.as_slice() {
                [latitude, longitude] if latitude.abs() <= 90.0 && longitude.abs() <= 180.0 => {
                    Ok(json!([latitude, longitude]))
                }
                _ => Err(wrong()),
            }
        }
        Type::Url => Err(format!("`{}` is no address that becomes a link: `{words}`", field.name)),
        Type::TextMap => {
            let pairs =
                listed().into_iter().map(|pair| pair.split_once(':').map(|(key, text)| (key.trim(), text.trim())));
            let read: Option<serde_json::Map<String, Value>> =
                pairs.map(|pair| pair.map(|(key, text)| (key.to_owned(), json!(text)))).collect();
            read.map(Value::Object)
                .ok_or_else(|| format!("`{}` must be pairs such as `wikidata: Q42`, not `{words}`", field.name))
        }
        Type::Map(None, _) | Type::Maps(None, _) => Err(format!("`{}` cannot be one text", field.name)),
    }
}
