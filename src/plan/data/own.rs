//! What `index.json` holds of a site's own kinds: `facts` of a record of one, `named` of an article or event, and `related_by` of all to
//! whom such records lead.

use super::{dated, declared, reference};
use crate::kind::Type;
use crate::kinds;
use crate::link::Handle;
use crate::parse::fields::Value;
use crate::plan::desk::Desk;
use crate::plan::facts;
use crate::plan::json::Object;

/// Writes what there is of these.
pub(super) fn write(desk: &Desk, handle: Handle, it: &mut Object<'_>) {
    let (entity, kinds) = (desk.entity(handle), desk.kinds());
    if !kinds.has_own() {
        return;
    }
    let fields = &entity.document.fields;
    let declared_here: Vec<_> =
        facts::declared(kinds.entry(entity.id.kind)).filter(|(fact, _)| fields.get(fact.key).is_some()).collect();
    if !declared_here.is_empty() {
        it.with("facts", |json| {
            let mut it = Object::new(json);
            for (fact, field) in declared_here {
                match (&field.ty, fields.get(fact.key)) {
                    (Type::Decimal, Some(Value::Text(number))) => {
                        it.raw(fact.key, number);
                    }
                    (_, Some(Value::Text(text))) => {
                        it.text(fact.key, text);
                    }
                    (_, Some(Value::Texts(texts))) => {
                        it.texts(fact.key, texts);
                    }
                    (_, Some(Value::Flag(is_so))) => {
                        it.raw(fact.key, if *is_so { "true" } else { "false" });
                    }
                    (_, Some(Value::Date(date))) => dated(desk, &mut it, fact.key, Some(date)),
                    (_, Some(Value::Refs(_))) => declared(desk, &mut it, entity, fact.key, None),
                    _ => {}
                }
            }
            it.end();
        });
    }
    let takes_names = *entity.id.kind == kinds::ARTICLE || *entity.id.kind == kinds::EVENT;
    let named: Vec<_> = kinds.own().filter(|kind| takes_names && !fields.refs(kind.plural).is_empty()).collect();
    if !named.is_empty() {
        it.with("named", |json| {
            let mut it = Object::new(json);
            for kind in named {
                declared(desk, &mut it, entity, kind.plural, fields.date("date"));
            }
            it.end();
        });
    }
    let inverses = desk.inverses(handle);
    let each = inverses.iter().flat_map(|inverse| inverse.records.iter().map(move |record| (inverse, *record)));
    it.list("related_by", each, |json, (inverse, record)| {
        let mut it = Object::new(json);
        it.text("relation", inverse.fact.key);
        it.maybe("label", inverse.label().map(|label| label.in_language(&desk.site.config.language)));
        it.raw("record", reference(desk, record));
        it.end();
    });
}
