//! Reads simple types.

use std::rc::Rc;

use roxmltree::Node;

use crate::diagnostics::Level;
use crate::schema::builtin::Builtin;
use crate::schema::documents::Schema;
use crate::schema::model::{Bound, Enumerated, Facets, Simple, TypeId, TypeRef};
use crate::schema::reader::{Reader, schema_children};

/// What a `simpleType` says.
pub(super) fn read<'a, 'd>(
    reader: &mut Reader<'_, 'a, 'd>,
    schema: &Rc<Schema<'a, 'd>>,
    node: Node<'a, 'd>,
    id: TypeId,
    depth: usize,
) -> Simple {
    reader.warn_attributes(schema, node, &["final"]);
    let place = schema.input.place(node);
    for child in schema_children(node) {
        match child.tag_name().name() {
            "annotation" => reader.annotation(schema, child),
            "restriction" => {
                let base = base(reader, schema, child, depth);
                let quiet = is_guid(reader, id);
                let facets = facets(reader, schema, child, quiet);
                return Simple::Restriction { base, facets };
            }
            "list" => {
                let text =
                    "lists are not supported: the type is an XML buffer in elements, a string in attributes";
                reader.diagnostics.warn(Level::W1, place, text);
                return Simple::List;
            }
            "union" => {
                let text =
                    "unions are not supported: the type is an XML buffer in elements, a string in attributes";
                reader.diagnostics.warn(Level::W1, place, text);
                return Simple::Union;
            }
            _ => {}
        }
    }
    reader.diagnostics.error(place, "a simple type needs a restriction, a list or a union");
    Simple::List
}

/// The GUID of Microsoft's serialization schema is told by its pattern, which is thus supported.
fn is_guid(reader: &Reader<'_, '_, '_>, id: TypeId) -> bool {
    reader.set.get(id).name.as_ref().is_some_and(|name| &*name.local == "guid")
}

/// The type that a restriction restricts: named, or within it.
fn base<'a, 'd>(
    reader: &mut Reader<'_, 'a, 'd>,
    schema: &Rc<Schema<'a, 'd>>,
    node: Node<'a, 'd>,
    depth: usize,
) -> TypeRef {
    if node.has_attribute("base") {
        return reader.type_reference(schema, node, "base");
    }
    match schema_children(node).find(|child| child.tag_name().name() == "simpleType") {
        Some(child) => reader.anonymous_type(schema, child, depth),
        None => {
            let text = "a restriction needs an attribute 'base' or a simple type";
            reader.diagnostics.error(schema.input.place(node), text);
            TypeRef::Builtin(Builtin::String)
        }
    }
}

/// The facets of a restriction.
pub(super) fn facets<'a, 'd>(
    reader: &mut Reader<'_, 'a, 'd>,
    schema: &Rc<Schema<'a, 'd>>,
    node: Node<'a, 'd>,
    quiet: bool,
) -> Facets {
    let mut facets = Facets::default();
    let mut unsupported = Vec::new();
    for child in schema_children(node) {
        let place = schema.input.place(child);
        let name = child.tag_name().name();
        match name {
            "enumeration" => {
                // An empty text is a value too.
                let value = child.attribute("value").unwrap_or("").to_owned();
                facets.enumeration.push(Enumerated { value, place });
            }
            "minInclusive" | "minExclusive" | "maxInclusive" | "maxExclusive" => {
                let Some(value) = reader.required(schema, child, "value") else { continue };
                let exclusive = name.ends_with("Exclusive");
                let bound = Some(Bound { value: value.to_owned(), exclusive, place });
                if name.starts_with("min") { facets.min = bound } else { facets.max = bound }
            }
            "pattern" => {
                facets.pattern = child.attribute("value").map(str::to_owned);
                unsupported.push((place, name));
            }
            "totalDigits" | "fractionDigits" | "length" | "minLength" | "maxLength" | "whiteSpace" => {
                unsupported.push((place, name));
            }
            // The base of a simple type, the attributes of simple content.
            _ => {}
        }
    }
    // Of an enumeration all other facets are ignored, and nothing is lost by that.
    if facets.enumeration.is_empty() && !quiet {
        for (place, name) in unsupported {
            let text = format!("the facet '{name}' is not supported and changes no code");
            reader.diagnostics.warn(Level::W1, place, text);
        }
    }
    facets
}
