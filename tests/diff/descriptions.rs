//! What the documentation does not allow of a description and of the option that a value is read or written with.

/// A type as `ctests/diff/types.c` parses it.
struct Type {
    id: u32,
    fields: Vec<Field>,
}

struct Field {
    mapping: u32,
    type_: Type,
    options: u32,
    has_default: bool,
}

const WSZ: u32 = 17;
const XML_BUFFER: u32 = 21;
const STRUCT: u32 = 26;
const UNION: u32 = 33;
const POINTER: u32 = 1;
const OPTIONAL: u32 = 2;
const NILLABLE: u32 = 4;
/// WS_STRING_TYPE, WS_BYTES_TYPE, WS_XML_STRING_TYPE: a value of them can be nil.
const WITH_NIL: [u32; 3] = [16, 18, 19];

fn number(from: &mut &str) -> Option<u32> {
    let length = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
    let number = from[..length].parse().ok();
    *from = &from[length..];
    number
}

fn until<'a>(from: &mut &'a str, ends: &[char]) -> &'a str {
    let length = from.find(ends).unwrap_or(from.len());
    let word = &from[..length];
    *from = &from[length..];
    word
}

fn eat(from: &mut &str, c: char) -> bool {
    let rest = from.strip_prefix(c);
    *from = rest.unwrap_or(from);
    rest.is_some()
}

fn parse(from: &mut &str) -> Option<Type> {
    let id = number(from)?;
    let mut fields = Vec::new();
    if eat(from, '[') {
        until(from, &[']']);
        eat(from, ']');
    } else if eat(from, '{') {
        // Names and options in front of the fields.
        for _ in 0..match id {
            STRUCT => 3,
            UNION => 1,
            _ => 0,
        } {
            until(from, &['|']);
            eat(from, '|');
        }
        while [STRUCT, UNION].contains(&id) && !from.starts_with('}') {
            fields.push(field(from)?);
            eat(from, ';');
        }
        until(from, &['}']);
        eat(from, '}');
    }
    Some(Type { id, fields })
}

fn field(from: &mut &str) -> Option<Field> {
    let mapping = number(from)?;
    for _ in 0..2 {
        eat(from, ',');
        until(from, &[',', ';', '}']);
    }
    eat(from, ',');
    let type_ = parse(from)?;
    let options = if eat(from, ',') { number(from)? } else { 0 };
    let rest = until(from, &[';', '}']);
    let has_default = rest.split(',').nth(4).is_some();
    Some(Field { mapping, type_, options, has_default })
}

/// A type or a field of it is one of these.
pub(crate) fn has_any(type_: &str, of: &[u32]) -> bool {
    fn any(type_: &Type, of: &[u32]) -> bool {
        of.contains(&type_.id) || type_.fields.iter().any(|field| any(&field.type_, of))
    }
    parse(&mut &*type_).is_some_and(|type_| any(&type_, of))
}

fn any_structure(type_: &Type, holds: &impl Fn(&Type) -> bool) -> bool {
    type_.id == STRUCT && holds(type_) || type_.fields.iter().any(|field| any_structure(&field.type_, holds))
}

/// An element or an attribute has to be there: a field that is not optional.
pub(crate) fn requires_element(type_: &str) -> bool {
    let requires = |type_: &Type| {
        type_.fields.iter().any(|field| [1, 2].contains(&field.mapping) && field.options & OPTIONAL == 0)
    };
    parse(&mut &*type_).is_some_and(|type_| any_structure(&type_, &requires))
}

/// A field may be left out: its text, its attribute or its element.
pub(crate) fn has_optional_field(type_: &str) -> bool {
    let optional = |type_: &Type| type_.fields.iter().any(|field| field.options & OPTIONAL != 0);
    parse(&mut &*type_).is_some_and(|type_| any_structure(&type_, &optional))
}

/// An attribute is described behind an element, or behind text.
pub(crate) fn has_late_attribute(type_: &str) -> bool {
    let late = |type_: &Type| {
        let first = type_.fields.iter().position(|field| ![0, 1, 5, 6, 12].contains(&field.mapping));
        type_
            .fields
            .iter()
            .skip(first.unwrap_or(type_.fields.len()))
            .any(|field| [1, 12].contains(&field.mapping))
    };
    parse(&mut &*type_).is_some_and(|type_| any_structure(&type_, &late))
}

/// A field may be left out and has a default that is not nothing.
pub(crate) fn has_optional_default(type_: &str) -> bool {
    let optional = |field: &Field| field.has_default && field.options & OPTIONAL != 0;
    parse(&mut &*type_).is_some_and(|type_| any_structure(&type_, &|type_| type_.fields.iter().any(optional)))
}

/// A structure has a field of this mapping.
pub(crate) fn has_mapping(type_: &str, mapping: u32) -> bool {
    let has = |type_: &Type| type_.fields.iter().any(|field| field.mapping == mapping);
    parse(&mut &*type_).is_some_and(|type_| any_structure(&type_, &has))
}

/// A structure has a field for all of the text and others for elements, which the page of WS_FIELD_MAPPING excludes.
pub(crate) fn mixes_text(type_: &str) -> bool {
    let mixes = |type_: &Type| {
        let has = |of: &[u32]| type_.fields.iter().any(|field| of.contains(&field.mapping));
        has(&[4]) && has(&[2, 3, 7, 8, 9, 10, 11])
    };
    parse(&mut &*type_).is_some_and(|type_| any_structure(&type_, &mixes))
}

/// Which page forbids to read or write a value of this type with this mapping and option; 0 is the element t by WsReadElement
/// or WsWriteElement.
pub(crate) fn forbidden(type_: &str, mapping: &str, option: &str, reads: bool) -> Option<&'static str> {
    let type_ = parse(&mut &*type_)?;
    let by_value = option == "1" || option == if reads { "5" } else { "3" };
    let nillable = by_value && option != "1";
    if by_value && [WSZ, XML_BUFFER].contains(&type_.id) {
        return Some("WS_READ_OPTION and WS_WRITE_OPTION: pointer types need a pointer option");
    }
    if nillable && !WITH_NIL.contains(&type_.id) {
        return Some("WS_READ_OPTION and WS_WRITE_OPTION: types that have a nil value");
    }
    if !["0", "1"].contains(&mapping) && !["1", "2"].contains(&option) {
        return Some("WsReadType and WsWriteType: the two options that there are");
    }
    let fields = |of: &[u32]| type_.fields.iter().any(|field| of.contains(&field.mapping));
    let mapped = match mapping {
        "2" => ![XML_BUFFER, UNION].contains(&type_.id) && !fields(&[0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 12]),
        "3" => type_.id != XML_BUFFER && (type_.id != STRUCT || !fields(&[0, 1, 6, 12])),
        "4" => type_.id == XML_BUFFER,
        _ => true,
    };
    if !mapped {
        return Some("WS_TYPE_MAPPING");
    }
    field_forbidden(&type_)
}

fn field_forbidden(type_: &Type) -> Option<&'static str> {
    type_.fields.iter().find_map(|field| {
        let id = field.type_.id;
        let has_nil = WITH_NIL.contains(&id) || [WSZ, XML_BUFFER].contains(&id);
        let pointer = field.options & POINTER != 0;
        if [1, 4].contains(&field.mapping) && id == XML_BUFFER {
            return Some("WS_FIELD_MAPPING: attributes and texts are simple");
        }
        if field.mapping == 2 && field.options & NILLABLE != 0 && !pointer && !has_nil {
            return Some("WS_FIELD_OPTIONS: nil of a value that has none");
        }
        if field.mapping == 2 && field.options & OPTIONAL != 0 && !pointer && id == STRUCT {
            return Some("WS_FIELD_OPTIONS: absence of a structure");
        }
        if field.has_default && [0, 3, 4, 7, 8, 9, 10, 11, 12].contains(&field.mapping) {
            return Some("WS_FIELD_MAPPING: no default value");
        }
        field_forbidden(&field.type_)
    })
}
