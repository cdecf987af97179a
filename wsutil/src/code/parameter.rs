//! From the fields of two messages to the parameters of one function. (Page "WSDL and Service Contracts", "Parameter
//! Processing Heuristics".)

use std::collections::{HashMap, HashSet};

use crate::code::names::Numbers;
use crate::code::{Field, Program, Shape, Value};

/// What the body of a message is to the parameters.
#[derive(Debug)]
pub(crate) enum Body {
    /// Each of these is a parameter. They are the fields of its structure, in their order.
    Fields(Vec<BodyField>),
    /// It is one parameter as it is.
    Whole(Whole),
}

impl Body {
    pub(crate) fn nillable(&self) -> bool {
        matches!(self, Self::Whole(whole) if whole.nillable)
    }
}

/// A field that becomes a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BodyField {
    pub(crate) name: String,
    /// With the pointers of an array or of WS_FIELD_POINTER.
    pub(crate) c_type: String,
    pub(crate) ws_type: &'static str,
    /// The field of the number of items, if it is an array.
    pub(crate) count: Option<String>,
    pub(crate) class: Class,
}

impl BodyField {
    pub(crate) fn new(field: &Field, program: &Program) -> Self {
        let c_type = field.c_type(program);
        Self {
            name: field.name.clone(),
            class: if field.mapping.repeats() { Class::Array } else { Class::of(&field.value, &c_type) },
            c_type,
            ws_type: field.value.ws_type(),
            count: field.mapping.repeats().then(|| field.count_name()),
        }
    }
}

/// A body that is one parameter.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) name: String,
    /// Of a pointer to the value.
    pub(crate) c_type: String,
    pub(crate) class: Class,
    /// NULL stands for an element that is nil.
    pub(crate) nillable: bool,
}

impl Whole {
    pub(crate) fn new(name: String, value: &Value, nillable: bool, program: &Program) -> Self {
        let mut c_type = value.c_type(program);
        if !matches!(value.shape, Shape::Wsz | Shape::XmlBuffer) {
            c_type.push('*');
        }
        Self { name, class: Class::of(value, &c_type), c_type, nillable }
    }
}

/// How a parameter is annotated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A value.
    Value,
    /// A text that ends with a zero.
    Text,
    /// Some other pointer.
    Pointer,
    /// The number of items of the array that is the next parameter.
    Count,
    Array,
}

impl Class {
    fn of(value: &Value, c_type: &str) -> Self {
        match value.shape {
            Shape::Wsz if c_type == "WCHAR*" => Self::Text,
            _ if c_type.ends_with('*') => Self::Pointer,
            _ => Self::Value,
        }
    }
}

/// A parameter of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    /// Its name is not that of its field, because another parameter has that.
    pub(crate) renamed: bool,
    /// Of an in parameter; the others are a pointer to this.
    pub(crate) c_type: String,
    pub(crate) class: Class,
    /// Its field in the input's structure.
    pub(crate) input: Option<u16>,
    /// Its field in the output's structure.
    pub(crate) output: Option<u16>,
    /// It is the whole message, and its indexes are 0.
    pub(crate) whole: bool,
}

impl Parameter {
    /// WS_PARAMETER_TYPE.
    pub(crate) fn constant(&self) -> &'static str {
        match self.class {
            _ if self.whole => "WS_PARAMETER_TYPE_MESSAGES",
            Class::Count => "WS_PARAMETER_TYPE_ARRAY_COUNT",
            Class::Array => "WS_PARAMETER_TYPE_ARRAY",
            _ => "WS_PARAMETER_TYPE_NORMAL",
        }
    }

    /// The C type of the parameter as it is declared.
    pub(crate) fn declared_type(&self) -> String {
        if self.output.is_some() { format!("{}*", self.c_type) } else { self.c_type.clone() }
    }

    /// Its annotation; `count` is the name of the parameter before it.
    pub(crate) fn annotation(&self, count: &str) -> String {
        match (self.input.is_some(), self.output.is_some(), self.class) {
            (true, true, _) => "_Inout_".to_owned(),
            (_, false, Class::Value | Class::Count) => "_In_".to_owned(),
            (_, false, Class::Text) => "_In_opt_z_".to_owned(),
            (_, false, Class::Pointer) => "_In_opt_".to_owned(),
            (_, false, Class::Array) => format!("_In_reads_opt_({count})"),
            (_, true, Class::Value | Class::Count) => "_Out_".to_owned(),
            (_, true, Class::Text) => "_Outptr_opt_result_z_".to_owned(),
            (_, true, Class::Pointer) => "_Outptr_opt_".to_owned(),
            (_, true, Class::Array) => format!("_Outptr_opt_result_buffer_(*{count})"),
        }
    }
}

/// Names that the generated functions have themselves.
const OWN_NAMES: [&str; 13] = [
    "_serviceProxy",
    "_heap",
    "_callProperties",
    "_callPropertyCount",
    "_asyncContext",
    "_error",
    "_argList",
    "_context",
    "_stackStruct",
    "_callback",
    "_stack",
    "_operation",
    "WsCall",
];

/// The parameters of an operation: those of the input in their order, then those that only the output has. What both
/// have by one name and type is one parameter. Fails where the two orders contradict each other.
pub(crate) fn merge(input: &Body, output: Option<&Body>) -> Result<Vec<Parameter>, String> {
    let mut list = List {
        parameters: Vec::new(),
        names: OWN_NAMES.map(str::to_owned).into(),
        numbers: Numbers::default(),
    };
    let outputs: &[BodyField] = match output {
        Some(Body::Fields(fields)) => fields,
        _ => &[],
    };
    let by_name: HashMap<&str, usize> =
        outputs.iter().enumerate().map(|(index, field)| (field.name.as_str(), index)).collect();
    let mut taken = vec![false; outputs.len()];
    match input {
        Body::Whole(whole) => list.whole(whole, false),
        Body::Fields(fields) => {
            let mut last: Option<(usize, &str)> = None;
            for (index, field) in fields.iter().enumerate() {
                let both =
                    by_name.get(field.name.as_str()).copied().filter(|&other| outputs[other] == *field);
                if let Some(other) = both {
                    taken[other] = true;
                    if let Some((_, before)) = last.filter(|(before, _)| *before > other) {
                        return Err(format!(
                            "'{before}' comes before '{}' in the input and after it in the output, and both are in \
                             both: such an order is not supported",
                            field.name
                        ));
                    }
                    last = Some((other, &field.name));
                }
                list.field(field, Some(number(index)?), both.map(number).transpose()?);
            }
        }
    }
    match output {
        Some(Body::Whole(whole)) => list.whole(whole, true),
        _ => {
            for (index, field) in outputs.iter().enumerate().filter(|(index, _)| !taken[*index]) {
                list.field(field, None, Some(number(index)?));
            }
        }
    }
    number(list.parameters.len())?;
    Ok(list.parameters)
}

/// An index as descriptions have it. (Page WS_PARAMETER_DESCRIPTION.)
fn number(index: usize) -> Result<u16, String> {
    u16::try_from(index)
        .ok()
        .filter(|&index| index < u16::MAX)
        .ok_or_else(|| "it has more parameters than a description can count".to_owned())
}

struct List {
    parameters: Vec<Parameter>,
    names: HashSet<String>,
    numbers: Numbers,
}

impl List {
    fn field(&mut self, field: &BodyField, input: Option<u16>, output: Option<u16>) {
        if let Some(count) = &field.count {
            self.add(count, "unsigned int", Class::Count, input, output, false);
        }
        self.add(&field.name, &field.c_type, field.class, input, output, false);
    }

    fn whole(&mut self, whole: &Whole, output: bool) {
        let (input, output) = if output { (None, Some(0)) } else { (Some(0), None) };
        self.add(&whole.name, &whole.c_type, whole.class, input, output, true);
    }

    fn add(
        &mut self,
        wanted: &str,
        c_type: &str,
        class: Class,
        input: Option<u16>,
        output: Option<u16>,
        whole: bool,
    ) {
        let mut name = wanted.to_owned();
        if self.names.contains(&name) && input.is_none() {
            name.push_str("_out");
        }
        let name = self.numbers.free(&name, "_", |name| self.names.contains(name));
        self.names.insert(name.clone());
        let renamed = name != wanted;
        self.parameters.push(Parameter {
            name,
            renamed,
            c_type: c_type.to_owned(),
            class,
            input,
            output,
            whole,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, c_type: &str) -> BodyField {
        BodyField {
            name: name.to_owned(),
            c_type: c_type.to_owned(),
            ws_type: "WS_INT32_TYPE",
            count: None,
            class: Class::Value,
        }
    }

    fn array(name: &str) -> BodyField {
        BodyField { count: Some(format!("{name}Count")), class: Class::Array, ..field(name, "int*") }
    }

    /// The merged list as `name:input:output`, where `-` is no field.
    fn merged(input: Vec<BodyField>, output: Vec<BodyField>) -> Result<String, String> {
        let parameters = merge(&Body::Fields(input), Some(&Body::Fields(output)))?;
        let index = |index: Option<u16>| index.map_or("-".to_owned(), |index| index.to_string());
        Ok(parameters
            .iter()
            .map(|each| format!("{}:{}:{}", each.name, index(each.input), index(each.output)))
            .collect::<Vec<_>>()
            .join(" "))
    }

    #[test]
    fn what_both_messages_have_is_one_parameter_at_its_place_in_the_input() {
        let result =
            merged(vec![field("a", "int"), field("b", "int")], vec![field("c", "int"), field("b", "int")]);
        assert_eq!(result.unwrap(), "a:0:- b:1:1 c:-:0");
    }

    #[test]
    fn the_same_name_with_another_type_is_another_parameter() {
        let result = merged(vec![field("a", "int")], vec![field("a", "double")]);
        assert_eq!(result.unwrap(), "a:0:- a_out:-:0");
    }

    #[test]
    fn orders_that_contradict_each_other_are_refused() {
        let (a, b) = (field("a", "int"), field("b", "int"));
        let why = merged(vec![a.clone(), b.clone()], vec![b, a]).unwrap_err();
        assert!(why.contains("'a' comes before 'b'"), "{why}");
    }

    #[test]
    fn an_array_is_its_count_and_its_items() {
        assert_eq!(
            merged(vec![array("n")], vec![array("n"), array("m")]).unwrap(),
            "nCount:0:0 n:0:0 mCount:-:1 m:-:1"
        );
    }

    #[test]
    fn names_of_the_function_itself_are_not_taken() {
        assert_eq!(merged(vec![field("_heap", "int")], vec![]).unwrap(), "_heap_2:0:-");
    }

    #[test]
    fn a_whole_message_is_one_parameter() {
        let whole = |name: &str| {
            Body::Whole(Whole {
                name: name.to_owned(),
                c_type: "struct T*".to_owned(),
                class: Class::Pointer,
                nillable: false,
            })
        };
        let parameters = merge(&whole("body"), Some(&whole("body"))).unwrap();
        assert_eq!(parameters[0].declared_type(), "struct T*");
        assert_eq!(parameters[1].declared_type(), "struct T**");
        assert_eq!(parameters[1].name, "body_out");
        assert!(parameters.iter().all(|each| each.constant() == "WS_PARAMETER_TYPE_MESSAGES"));
    }
}
