//! Descriptions: the members of the two description structs that schemas make.

use std::collections::HashSet;

use crate::code::{
    Body, CType, CTypeId, Choice, Description, EnumValue, Field, Home, Mapping, Member, Options, Program,
    Shape, Struct, Unit, Value,
};
use crate::print::{Text, comment};

/// A member in the making: what declares it and what initializes it grow side by side.
struct Both {
    declaration: Text,
    initializer: Text,
}

impl Both {
    fn new() -> Self {
        Self { declaration: Text::at(1), initializer: Text::at(1) }
    }

    fn open(&mut self, about: &str) {
        self.declaration.line(format!("struct // {}", comment(about)));
        self.declaration.open("{");
        self.initializer.open(format!("{{ // {}", comment(about)));
    }

    fn close(&mut self, member: &str) {
        self.declaration.close(format!("}} {member};"));
        self.initializer.close(format!("}}, // {member}"));
    }

    fn finish(self) -> Member {
        Member { declaration: self.declaration.finish(), initializer: self.initializer.finish() }
    }
}

/// The address of a text in the dictionary.
fn string(unit: &Unit, text: &str) -> String {
    // All texts are registered before anything is printed.
    let member = unit.dictionary.member_of(text).unwrap_or_default();
    format!("(WS_XML_STRING*)&{}LocalDefinitions.dictionary.xmlStrings.{member}", unit.name)
}

/// Members of the local definitions.
pub fn local_members(program: &Program, unit: &Unit) -> Vec<Member> {
    let mut members = Vec::new();
    let of_home = |part: &str| {
        let types = unit.declared.iter().copied();
        types.filter(|&id| program.get(id).home.local_part() == part).collect::<Vec<_>>()
    };
    let ranges: Vec<(String, &Value)> = unit
        .global_attributes
        .iter()
        .filter(|attribute| matches!(attribute.value.description, Description::Range { .. }))
        .map(|attribute| (attribute.member.clone(), &attribute.value))
        .collect();
    if !ranges.is_empty() {
        members.push(ranges_member(&ranges, "globalAttributes", "global attributes"));
    }
    let types = of_home("globalTypes");
    if !types.is_empty() {
        members.push(types_member(program, unit, &types, &[], "globalTypes", "global types"));
    }
    let element_types = of_home("globalElements");
    let elements = unit.global_elements.iter().filter_map(|id| program.elements.get(id));
    let ranges: Vec<(String, &Value)> = elements
        .filter(|element| matches!(element.value.description, Description::Range { .. }))
        .map(|element| (element.member.clone(), &element.value))
        .collect();
    if !element_types.is_empty() || !ranges.is_empty() {
        members.push(types_member(
            program,
            unit,
            &element_types,
            &ranges,
            "globalElements",
            "global elements",
        ));
    }
    members
}

fn ranges_member(ranges: &[(String, &Value)], name: &str, about: &str) -> Member {
    let mut both = Both::new();
    both.open(about);
    print_ranges(&mut both, ranges);
    both.close(name);
    both.finish()
}

fn print_ranges(both: &mut Both, ranges: &[(String, &Value)]) {
    for (member, value) in ranges {
        if let Description::Range { c_type, ends: [least, greatest] } = &value.description {
            both.declaration.line(format!("{c_type} {};", range_name(member)));
            both.initializer.line(format!("{{ {least}, {greatest} }}, // {member}"));
        }
    }
}

/// The member with the range of a global element or attribute.
fn range_name(member: &str) -> String {
    format!("{member}Range")
}

fn types_member(
    program: &Program,
    unit: &Unit,
    types: &[CTypeId],
    ranges: &[(String, &Value)],
    name: &str,
    about: &str,
) -> Member {
    let mut both = Both::new();
    both.open(about);
    both.declaration.line("char unused;");
    both.initializer.line("0, // unused");
    for &id in types {
        let code = program.get(id);
        match &code.body {
            Body::Struct(body) => structure(&mut both, program, unit, id, body),
            Body::Enum(values) => enumeration(&mut both, program, unit, id, values),
            // An empty type has nothing to point at, and its description is global or here.
            Body::Empty | Body::Pending => {
                if code.home == Home::Local {
                    both.open(&code.name);
                    both.declaration.line("WS_STRUCT_DESCRIPTION typeDesc;");
                    struct_description(&mut both.initializer, program, unit, id, None);
                    both.close(&code.block());
                }
            }
        }
    }
    print_ranges(&mut both, ranges);
    both.close(name);
    both.finish()
}

/// Names of the members of one block.
#[derive(Default)]
struct Names(HashSet<String>);

impl Names {
    fn unique(&mut self, wanted: String) -> String {
        let mut name = wanted;
        while !self.0.insert(name.clone()) {
            name.push('_');
        }
        name
    }
}

fn structure(both: &mut Both, program: &Program, unit: &Unit, id: CTypeId, body: &Struct) {
    let code = program.get(id);
    let path = program.block_path(id);
    let fields = program.effective_fields(id);
    both.open(&code.name);
    let mut names = Names::default();
    // The fields of a type keep their names; what else is in the block gives way.
    names.0.extend(body.fields.iter().map(|field| field.name.clone()));
    let list = names.unique(format!("{}Fields", code.member));
    let sub_types = names.unique("subTypes".to_owned());
    let mut members = Vec::new();
    for (owner, field) in fields {
        let member = if owner == id {
            field.name.clone()
        } else {
            names.unique(format!("{}_{}", program.get(owner).member, field.name))
        };
        let place = FieldPlace { structure: &program.get(owner).name, unit, path: &path };
        print_field(both, program, &place, &mut names, &member, field);
        members.push(member);
    }
    if !members.is_empty() {
        both.declaration.line(format!("WS_FIELD_DESCRIPTION* {list}[{}];", members.len()));
        both.initializer.open(format!("{{ // {list}"));
        for member in &members {
            both.initializer.line(format!("(WS_FIELD_DESCRIPTION*)&{path}.{member},"));
        }
        both.initializer.close("},");
    }
    if !body.derived.is_empty() {
        both.declaration.line(format!("WS_STRUCT_DESCRIPTION* {sub_types}[{}];", body.derived.len()));
        both.initializer.open(format!("{{ // {sub_types}"));
        for &derived in &body.derived {
            let address = program.type_address(derived).replace("(void*)", "(WS_STRUCT_DESCRIPTION*)");
            both.initializer.line(format!("{address},"));
        }
        both.initializer.close("},");
    }
    if code.home == Home::Local {
        both.declaration.line("WS_STRUCT_DESCRIPTION typeDesc;");
        struct_description(&mut both.initializer, program, unit, id, Some(body));
    }
    both.close(&code.block());
}

/// Where a field is described: the C type whose field it is, the unit, and the block of the local definitions.
struct FieldPlace<'p> {
    structure: &'p str,
    unit: &'p Unit,
    path: &'p str,
}

fn print_field(
    both: &mut Both,
    program: &Program,
    place: &FieldPlace<'_>,
    names: &mut Names,
    member: &str,
    field: &Field,
) {
    let own = print_own_description(both, program, place, names, member, field);
    let items = print_items(both, place, names, member, field);
    both.declaration.line(format!("WS_FIELD_DESCRIPTION {member};"));
    both.initializer.open(format!("{{ // {}.{}", place.structure, field.name));
    let offset = format!("WsOffsetOf({}, {})", place.structure, field.name);
    field_values(&mut both.initializer, program, place, field, &own, &items, &offset);
    both.initializer.close("},");
}

/// The description that goes with the type and is the field's own: a range or a choice. Its C expression.
fn print_own_description(
    both: &mut Both,
    program: &Program,
    place: &FieldPlace<'_>,
    names: &mut Names,
    member: &str,
    field: &Field,
) -> String {
    match (&field.value.description, field.value.shape) {
        (Description::Range { c_type, ends }, _) => {
            let name = names.unique(range_name(member));
            both.declaration.line(format!("{c_type} {name};"));
            both.initializer.line(format!("{{ {}, {} }}, // {name}", ends[0], ends[1]));
            format!("{}.{name}", place.path)
        }
        (Description::Own, Shape::Union(choice)) => {
            let name = names.unique(format!("{member}Union"));
            let path = format!("{}.{name}", place.path);
            print_choice(both, program, &FieldPlace { path: &path, ..*place }, &name, program.choice(choice));
            format!("{path}.unionDesc")
        }
        _ => String::new(),
    }
}

/// The limits of the number of items. Their C expression.
fn print_items(
    both: &mut Both,
    place: &FieldPlace<'_>,
    names: &mut Names,
    member: &str,
    field: &Field,
) -> String {
    let Some((min, max)) = field.items else { return "0".to_owned() };
    let name = names.unique(format!("{member}Items"));
    both.declaration.line(format!("WS_ITEM_RANGE {name};"));
    let max = max.map_or_else(|| "0xffffffff".to_owned(), |max| max.to_string());
    both.initializer.line(format!("{{ {min}, {max} }}, // {name}"));
    format!("(WS_ITEM_RANGE*)&{}.{name}", place.path)
}

/// The twelve values of a WS_FIELD_DESCRIPTION.
fn field_values(
    text: &mut Text,
    program: &Program,
    place: &FieldPlace<'_>,
    field: &Field,
    own: &str,
    items: &str,
    offset: &str,
) {
    let xml = |name: Option<&crate::schema::model::QName>| match name {
        Some(name) => (string(place.unit, &name.local), string(place.unit, &name.namespace)),
        None => ("0".to_owned(), "0".to_owned()),
    };
    let (local, namespace) = xml(field.xml_name.as_ref());
    text.line(format!("{},", field.mapping.constant()));
    text.line(format!("{local},"));
    text.line(format!("{namespace},"));
    text.line(format!("{},", field.value.ws_type()));
    text.line(format!("{},", program.description_address(&field.value.description, own)));
    text.line(format!("{offset},"));
    text.line(format!("{},", options(field.options)));
    text.line("0,");
    if field.mapping.repeats() {
        text.line(format!("WsOffsetOf({}, {}),", place.structure, field.count_name()));
        let (local, namespace) = xml(field.item_name.as_ref());
        text.line(format!("{local},"));
        text.line(format!("{namespace},"));
        text.line(format!("{items},"));
    } else {
        text.line("0xffffffff,");
        text.line("0, 0, 0,");
    }
}

fn options(options: Options) -> String {
    let set: Vec<&str> = [
        (options.pointer, "WS_FIELD_POINTER"),
        (options.optional, "WS_FIELD_OPTIONAL"),
        (options.nillable, "WS_FIELD_NILLABLE"),
        (options.nillable_item, "WS_FIELD_NILLABLE_ITEM"),
    ]
    .into_iter()
    .filter_map(|(is_set, name)| is_set.then_some(name))
    .collect();
    if set.is_empty() { "0".to_owned() } else { set.join(" | ") }
}

/// A choice: the descriptions of its elements, sorted as look-ups want them, and that of the union.
fn print_choice(both: &mut Both, program: &Program, place: &FieldPlace<'_>, name: &str, choice: &Choice) {
    both.open(&choice.name);
    let mut names = Names::default();
    names.0.extend(choice.fields.iter().map(|(_, field)| field.name.clone()));
    let inner = FieldPlace { structure: &choice.name, ..*place };
    for (constant, field) in &choice.fields {
        let own = print_own_description(both, program, &inner, &mut names, &field.name, field);
        both.declaration.line(format!("WS_UNION_FIELD_DESCRIPTION {};", field.name));
        both.initializer.open(format!("{{ // {}", field.name));
        both.initializer.line(format!("{constant},"));
        both.initializer.open("{");
        // All members of a union are where it is.
        let offset = format!("WsOffsetOf({}, value)", choice.name);
        field_values(&mut both.initializer, program, &inner, field, &own, "0", &offset);
        both.initializer.close("},");
        both.initializer.close("},");
    }
    let count = choice.fields.len();
    let mut sorted: Vec<usize> = (0..count).collect();
    sorted.sort_by_key(|&index| {
        let field = &choice.fields[index].1;
        (field.mapping == Mapping::Any, field.xml_name.clone())
    });
    let mut indices: Vec<usize> = (0..count).collect();
    // The constants are numbered in the order of the schema: where each of them went.
    indices.sort_by_key(|&at| sorted[at]);
    let list = names.unique("unionFields".to_owned());
    both.declaration.line(format!("WS_UNION_FIELD_DESCRIPTION* {list}[{count}];"));
    both.initializer.open(format!("{{ // {list}"));
    for &index in &sorted {
        let member = &choice.fields[index].1.name;
        both.initializer.line(format!("(WS_UNION_FIELD_DESCRIPTION*)&{}.{member},", place.path));
    }
    both.initializer.close("},");
    let value_indices = names.unique("valueIndices".to_owned());
    both.declaration.line(format!("ULONG {value_indices}[{count}];"));
    let numbers: Vec<String> = indices.iter().map(ToString::to_string).collect();
    both.initializer.line(format!("{{ {} }},", numbers.join(", ")));
    both.declaration.line("WS_UNION_DESCRIPTION unionDesc;");
    both.initializer.open("{ // unionDesc");
    both.initializer.line(format!("sizeof({}),", choice.name));
    both.initializer.line(format!("__alignof({}),", choice.name));
    both.initializer.line(format!("(WS_UNION_FIELD_DESCRIPTION**)&{}.{list},", place.path));
    both.initializer.line(format!("{count},"));
    both.initializer.line(format!("WsOffsetOf({}, selector),", choice.name));
    both.initializer.line(format!("{},", choice.none));
    both.initializer.line(format!("(ULONG*)&{}.{value_indices},", place.path));
    both.initializer.close("},");
    both.close(name);
}

fn enumeration(both: &mut Both, program: &Program, unit: &Unit, id: CTypeId, values: &[EnumValue]) {
    let code = program.get(id);
    let name = &code.member;
    both.open(&code.name);
    both.declaration.line(format!("WS_ENUM_VALUE {name}Values[{}];", values.len()));
    both.initializer.open(format!("{{ // {name}Values"));
    for value in values {
        both.initializer.line(format!("{{ {}, {} }},", value.name, string(unit, &value.text)));
    }
    both.initializer.close("},");
    both.declaration.line(format!("ULONG nameIndices[{}];", values.len()));
    let mut indices: Vec<usize> = (0..values.len()).collect();
    indices.sort_by_key(|&index| values[index].text.as_bytes());
    let numbers: Vec<String> = indices.iter().map(ToString::to_string).collect();
    both.initializer.line(format!("{{ {} }}, // nameIndices", numbers.join(", ")));
    if code.home == Home::Local {
        both.declaration.line("WS_ENUM_DESCRIPTION typeDesc;");
        enum_description(&mut both.initializer, program, id, values);
    }
    both.close(&code.block());
}

/// The ten values of a WS_STRUCT_DESCRIPTION.
fn struct_description(text: &mut Text, program: &Program, unit: &Unit, id: CTypeId, body: Option<&Struct>) {
    let code = program.get(id);
    let path = program.block_path(id);
    let fields = if body.is_some() { program.effective_fields(id).len() } else { 0 };
    text.open(format!("{{ // {}", code.name));
    if body.is_some() {
        text.line(format!("sizeof({}),", code.name));
        text.line(format!("__alignof({}),", code.name));
    } else {
        text.line("0,");
        text.line("1,");
    }
    if fields == 0 {
        text.line("0,");
        text.line("0,");
    } else {
        let list = helper_name(program, id, &format!("{}Fields", code.member));
        text.line(format!("(WS_FIELD_DESCRIPTION**)&{path}.{list},"));
        text.line(format!("WsCountOf({path}.{list}),"));
    }
    text.line(format!("{},", string(unit, &code.xml_name.local)));
    text.line(format!("{},", string(unit, &code.xml_name.namespace)));
    let base = body.and_then(|body| body.base);
    let base = base.map(|base| program.type_address(base).replace("(void*)", "(WS_STRUCT_DESCRIPTION*)"));
    text.line(format!("{},", base.unwrap_or_else(|| "0".to_owned())));
    match body.filter(|body| !body.derived.is_empty()) {
        Some(body) => {
            let list = helper_name(program, id, "subTypes");
            text.line(format!("(WS_STRUCT_DESCRIPTION**)&{path}.{list},"));
            text.line(format!("{},", body.derived.len()));
        }
        None => {
            text.line("0,");
            text.line("0,");
        }
    }
    let ignores = body.is_some_and(|body| body.ignores_attributes);
    text.line(if ignores { "WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES," } else { "0," });
    text.close("},");
}

/// The name that a list in the block of a type got: the one wanted, unless a field has it.
fn helper_name(program: &Program, id: CTypeId, wanted: &str) -> String {
    let mut names = Names::default();
    if let Body::Struct(body) = &program.get(id).body {
        names.0.extend(body.fields.iter().map(|field| field.name.clone()));
    }
    names.unique(wanted.to_owned())
}

fn enum_description(text: &mut Text, program: &Program, id: CTypeId, values: &[EnumValue]) {
    let code = program.get(id);
    let path = program.block_path(id);
    let longest = values.iter().map(|value| value.text.len()).max().unwrap_or(0);
    text.open(format!("{{ // {}", code.name));
    text.line(format!("(WS_ENUM_VALUE*)&{path}.{}Values,", code.member));
    text.line(format!("{},", values.len()));
    text.line(format!("{longest},"));
    text.line(format!("(ULONG*)&{path}.nameIndices,"));
    text.close("},");
}

/// Members of the global description struct.
pub fn global_members(program: &Program, unit: &Unit) -> Vec<Member> {
    let mut members = Vec::new();
    let own =
        |member: &str, part: &str| format!("{}LocalDefinitions.{part}.{}", unit.name, range_name(member));
    if !unit.global_attributes.is_empty() {
        let mut both = Both::new();
        both.open("global attributes");
        for attribute in &unit.global_attributes {
            both.declaration.line(format!("WS_ATTRIBUTE_DESCRIPTION {};", attribute.member));
            let own = own(&attribute.member, "globalAttributes");
            name_and_type(
                &mut both.initializer,
                program,
                unit,
                &attribute.member,
                &attribute.xml_name,
                &attribute.value,
                &own,
            );
        }
        both.close("globalAttributes");
        members.push(both.finish());
    }
    if !unit.global_types.is_empty() {
        members.push(type_descriptions(program, unit, &unit.global_types, "globalTypes", "global types"));
    }
    if !unit.global_elements.is_empty() {
        let mut both = Both::new();
        both.open("global elements");
        for element in unit.global_elements.iter().filter_map(|id| program.elements.get(id)) {
            both.declaration.line(format!("WS_ELEMENT_DESCRIPTION {};", element.member));
            let own = own(&element.member, "globalElements");
            name_and_type(
                &mut both.initializer,
                program,
                unit,
                &element.member,
                &element.xml_name,
                &element.value,
                &own,
            );
        }
        both.close("globalElements");
        members.push(both.finish());
    }
    if !unit.element_types.is_empty() {
        let about = "externally referenced types";
        members.push(type_descriptions(
            program,
            unit,
            &unit.element_types,
            "externallyReferencedTypes",
            about,
        ));
    }
    members
}

/// A WS_ELEMENT_DESCRIPTION or a WS_ATTRIBUTE_DESCRIPTION: the same four values.
fn name_and_type(
    text: &mut Text,
    program: &Program,
    unit: &Unit,
    member: &str,
    name: &crate::schema::model::QName,
    value: &Value,
    own: &str,
) {
    text.open(format!("{{ // {member}"));
    text.line(format!("{},", string(unit, &name.local)));
    text.line(format!("{},", string(unit, &name.namespace)));
    text.line(format!("{},", value.ws_type()));
    text.line(format!("{},", program.description_address(&value.description, own)));
    text.close("},");
}

fn type_descriptions(program: &Program, unit: &Unit, types: &[CTypeId], name: &str, about: &str) -> Member {
    let mut both = Both::new();
    both.open(about);
    for &id in types {
        let code: &CType = program.get(id);
        let kind =
            if matches!(code.body, Body::Enum(_)) { "WS_ENUM_DESCRIPTION" } else { "WS_STRUCT_DESCRIPTION" };
        both.declaration.line(format!("{kind} {};", code.member));
        match &code.body {
            Body::Enum(values) => enum_description(&mut both.initializer, program, id, values),
            Body::Struct(body) => struct_description(&mut both.initializer, program, unit, id, Some(body)),
            Body::Empty | Body::Pending => struct_description(&mut both.initializer, program, unit, id, None),
        }
    }
    both.close(name);
    both.finish()
}
