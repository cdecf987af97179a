//! C types: structures, enumerations, choices, and the functions of derived types.

use std::collections::BTreeSet;

use crate::code::{Body, CType, CTypeId, Choice, Description, Field, Mapping, Program, Shape, Struct, Unit};
use crate::print::Text;
use crate::print::frame::description_comment;

/// Both spellings: documentation and project files differ.
const CPLUSPLUS: &str = "#if defined(__cplusplus) && (defined(WS_CPLUSPLUS) || defined(_WS_CPLUSPLUS))";

/// Declares the types of a unit.
pub fn declare(text: &mut Text, program: &Program, unit: &Unit) {
    if unit.declared.is_empty() {
        return;
    }
    text.line("////////////////////////////////////////////////");
    text.line("// C structure definitions for generated types");
    text.line("////////////////////////////////////////////////");
    text.gap();
    forward(text, program, unit);
    for &id in &unit.declared {
        let code = program.get(id);
        match &code.body {
            Body::Enum(values) => {
                text.line(description_comment(unit, code.home, &code.member));
                text.block(format!("typedef enum {}", code.name));
                for (number, value) in values.iter().enumerate() {
                    text.line(format!("{} = {number},", value.name));
                }
                text.close(format!("}} {};", code.name));
            }
            Body::Struct(body) => structure(text, program, unit, id, code, body),
            Body::Empty | Body::Pending => text.line(format!("typedef struct {0} {0};", code.name)),
        }
        text.gap();
    }
}

/// Declares the structures that are pointed to before they are defined here, those of other headers among them.
fn forward(text: &mut Text, program: &Program, unit: &Unit) {
    let mut defined = BTreeSet::new();
    let mut wanted = BTreeSet::new();
    let mut ordered = Vec::new();
    for &id in &unit.declared {
        let mut want = |used: CTypeId| {
            if !defined.contains(&used) && wanted.insert(used) {
                ordered.push(used);
            }
        };
        if let Body::Struct(body) = &program.get(id).body {
            for field in &body.fields {
                match field.value.shape {
                    Shape::Struct(used) if used != id => want(used),
                    Shape::Union(choice) => {
                        for (_, field) in &program.choice(choice).fields {
                            if let Shape::Struct(used) = field.value.shape {
                                want(used);
                            }
                        }
                    }
                    _ => {}
                }
            }
            descendants(program, id).into_iter().for_each(want);
        }
        defined.insert(id);
    }
    for &id in &ordered {
        text.line(format!("struct {};", program.get(id).name));
    }
    if !ordered.is_empty() {
        text.gap();
    }
}

fn structure(text: &mut Text, program: &Program, unit: &Unit, id: CTypeId, code: &CType, body: &Struct) {
    for field in &body.fields {
        if let Shape::Union(choice) = field.value.shape {
            declare_choice(text, program, program.choice(choice));
        }
    }
    let derives = body.base.is_some() || !body.derived.is_empty();
    let heading = description_comment(unit, code.home, &code.member);
    if !derives {
        text.line(heading);
        text.block(format!("typedef struct {}", code.name));
        fields(text, program, &body.fields);
        text.close(format!("}} {};", code.name));
        return;
    }
    let below = descendants(program, id);
    text.line(CPLUSPLUS);
    text.line(&heading);
    let base = body.base.map(|base| program.get(base).name.clone());
    text.block(match &base {
        Some(base) => format!("typedef struct {} : {base}", code.name),
        None => format!("typedef struct {}", code.name),
    });
    text.line(format!("{}();", code.name));
    text.line(format!("{}(const struct _WS_STRUCT_DESCRIPTION*);", code.name));
    for &other in &below {
        text.line(format!("struct {0}* WINAPI As{0}();", program.get(other).name));
    }
    fields(text, program, &body.fields);
    text.close(format!("}} {};", code.name));
    text.line("#else");
    text.line(&heading);
    text.block(format!("typedef struct {}", code.name));
    if let Some(base) = &base {
        text.line(format!("struct {base} _base;"));
    }
    fields(text, program, &body.fields);
    text.close(format!("}} {};", code.name));
    text.gap();
    text.line(format!("void WINAPI {0}_Init(struct {0}* _value);", code.name));
    for &other in &below {
        let name = &program.get(other).name;
        text.line(format!("struct {name}* WINAPI {0}_As{name}(struct {0}* _value);", code.name));
    }
    text.line("#endif");
}

/// Everything that derives from a structure, through others too.
fn descendants(program: &Program, id: CTypeId) -> Vec<CTypeId> {
    let mut all = Vec::new();
    let mut work = vec![id];
    while let Some(next) = work.pop() {
        if let Body::Struct(body) = &program.get(next).body {
            all.extend(&body.derived);
            work.extend(&body.derived);
        }
    }
    all.sort_unstable();
    all
}

fn declare_choice(text: &mut Text, program: &Program, choice: &Choice) {
    text.block(format!("typedef enum {}", choice.enum_name));
    text.line(format!("{} = 0,", choice.none));
    for (number, (constant, _)) in choice.fields.iter().enumerate() {
        text.line(format!("{constant} = {},", number + 1));
    }
    text.close(format!("}} {};", choice.enum_name));
    text.gap();
    text.block(format!("typedef struct {}", choice.name));
    text.line(format!("enum {} selector;", choice.enum_name));
    text.block("union");
    for (_, field) in &choice.fields {
        self::field(text, program, field);
    }
    text.close("} value;");
    text.close(format!("}} {};", choice.name));
    text.gap();
}

fn fields(text: &mut Text, program: &Program, fields: &[Field]) {
    for field in fields {
        self::field(text, program, field);
    }
}

fn field(text: &mut Text, program: &Program, field: &Field) {
    if field.mapping.repeats() {
        text.line(format!("unsigned int {};", field.count_name()));
        let optional = field.options.optional || field.options.nillable;
        let annotation = if optional { "_Field_size_opt_" } else { "_Field_size_" };
        let c_type = field.c_type(program);
        text.line(format!("{annotation}({}) {c_type} {};", field.count_name(), field.name));
        return;
    }
    let optional = (field.options.pointer || field.value.has_null()) && field.options.nillable
        || field.options.pointer && field.options.optional;
    let comment = if optional { " // optional" } else { "" };
    text.line(format!("{} {};{comment}", field.c_type(program), field.name));
}

/// Whether types of a unit derive from others.
pub fn has_derived_types(program: &Program, unit: &Unit) -> bool {
    unit.declared
        .iter()
        .any(|&id| matches!(&program.get(id).body, Body::Struct(Struct { base: Some(_), .. })))
}

/// Defines the functions that derived types need.
pub fn define_helpers(text: &mut Text, program: &Program, unit: &Unit) {
    for &id in &unit.declared {
        let code = program.get(id);
        let Body::Struct(body) = &code.body else { continue };
        if body.base.is_none() && body.derived.is_empty() {
            continue;
        }
        let below = descendants(program, id);
        text.line(CPLUSPLUS);
        class_members(text, program, id, body, &below);
        text.line("#else");
        c_functions(text, program, id, &below);
        text.line("#endif");
        text.gap();
    }
}

fn description(program: &Program, id: CTypeId) -> String {
    program
        .description_address(&Description::Type(id), "")
        .replace("(void*)", "(const struct _WS_STRUCT_DESCRIPTION*)")
}

/// The constructors set the type and leave nothing else unset.
fn class_members(text: &mut Text, program: &Program, id: CTypeId, body: &Struct, below: &[CTypeId]) {
    let name = &program.get(id).name;
    for (parameter, value) in [
        ("", description(program, id)),
        ("const struct _WS_STRUCT_DESCRIPTION* _description", "_description".to_owned()),
    ] {
        let mut members = Vec::new();
        if let Some(base) = body.base {
            members.push(format!("{}({value})", program.get(base).name));
        }
        for field in &body.fields {
            if field.mapping == Mapping::TypeAttribute {
                members.push(format!("_type({value})"));
                continue;
            }
            if field.mapping.repeats() {
                members.push(format!("{}()", field.count_name()));
            }
            members.push(format!("{}()", field.name));
        }
        text.line(format!("{name}::{name}({parameter})"));
        text.line(format!("    : {}", members.join(", ")));
        text.line("{");
        text.line("}");
        text.gap();
    }
    for &other in below {
        let other_name = &program.get(other).name;
        text.block(format!("struct {other_name}* WINAPI {name}::As{other_name}()"));
        is_or_derives(text, program, other, "_type");
        text.line(format!("return static_cast<struct {other_name}*>(this);"));
        text.close("}");
        text.gap();
    }
}

fn c_functions(text: &mut Text, program: &Program, id: CTypeId, below: &[CTypeId]) {
    let name = &program.get(id).name;
    let type_field = format!("_value->{}_type", "_base.".repeat(program.bases(id).len()));
    text.block(format!("void WINAPI {name}_Init(struct {name}* _value)"));
    text.line(format!("{type_field} = {};", description(program, id)));
    text.close("}");
    for &other in below {
        let other_name = &program.get(other).name;
        text.gap();
        text.block(format!("struct {other_name}* WINAPI {name}_As{other_name}(struct {name}* _value)"));
        is_or_derives(text, program, other, &type_field);
        text.line(format!("return (struct {other_name}*)(void*)_value;"));
        text.close("}");
    }
}

/// Returns null unless the description is that of a type or of one derived from it.
fn is_or_derives(text: &mut Text, program: &Program, id: CTypeId, type_field: &str) {
    text.line(format!("const struct _WS_STRUCT_DESCRIPTION* _description = {type_field};"));
    text.block(format!("while (_description != {})", description(program, id)));
    text.block("if (!_description)");
    text.line("return NULL;");
    text.close("}");
    text.line("_description = _description->parentType;");
    text.close("}");
}
