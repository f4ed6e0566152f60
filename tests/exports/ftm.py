"""Reads FollowTheMoney JSON lines with its own model: `python ftm.py FILE`. Prints each fault, exits with 1 for any.

Each schema and property is in the model and no property is out of use; each value is what the model makes of it, blanks and joiners aside;
what an entity must have is there; each reference leads to an entity in the file, of the schema that the property wants.
"""

import json
import sys

from followthemoney import model



def plain(text):
    """Returns a text without what the model takes out: joiners, and the sort of blanks."""
    return text.replace("\u200d", "").split()


faults, entities = [], {}
for number, line in enumerate(open(sys.argv[1], encoding="utf-8"), 1):
    entity = json.loads(line)
    schema = model.get(entity["schema"])
    if schema is None:
        faults.append(f"{number}: no schema {entity['schema']}")
        continue
    if entity["id"] in entities:
        faults.append(f"{number}: {entity['id']} is there twice")
    entities[entity["id"]] = (schema, entity["properties"])
    for key in schema.required:
        if key not in entity["properties"]:
            faults.append(f"{number}: {schema.name} needs {key}")
    for key, values in entity["properties"].items():
        prop = schema.properties.get(key)
        if prop is None or prop.stub or prop.deprecated:
            faults.append(f"{number}: {schema.name} has no {key}")
            continue
        for value in values:
            clean = prop.type.clean(value, format=prop.format)
            # An address is set with commas.
            same = clean is not None if prop.type.name == "address" else clean and plain(clean) == plain(value)
            if not same:
                faults.append(f"{number}: {schema.name}.{key}: {value!r} is {clean!r}")
for name, (schema, properties) in entities.items():
    for key, values in properties.items():
        prop = schema.properties.get(key)
        for value in values if prop is not None and prop.type.name == "entity" else []:
            if value not in entities:
                faults.append(f"{name}: {key} leads to {value}, which is not there")
            elif not entities[value][0].is_a(prop.range):
                faults.append(f"{name}: {key} leads to {entities[value][0].name}, not to {prop.range.name}")
print(f"{len(entities)} entities")
print("\n".join(faults))
sys.exit(1 if faults else 0)
