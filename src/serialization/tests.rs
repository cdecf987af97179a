//! Round trips of values and structures whose descriptions are made at random; what C programs do is tested from
//! C, in ctests/serialize_*.c.

mod chars;
mod encodings;
mod expected;
mod plans;

use std::ffi::c_void;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::value::{decimal, number, time};
use crate::xml::reader::{Input, NodeType, ReaderProperties, TextCharset};
use crate::xml::text::Text;
use crate::xml::writer::WriterProperties;

fn reader(xml: &str) -> Reader {
    let properties = ReaderProperties { max_depth: 64, ..ReaderProperties::default() };
    let mut reader = Reader::new(properties.clone());
    let input = Input::Owned(xml.as_bytes().to_vec());
    reader.set_input_text(input, TextCharset::Utf8, properties).unwrap();
    reader
}

fn writer() -> Writer {
    let mut writer = Writer::new(WriterProperties::default());
    writer.set_output_text(WS_CHARSET::WS_CHARSET_UTF8, WriterProperties::default()).unwrap();
    writer
}

/// Strings and descriptions that live as long as the test process: it is short.
fn name(text: &str) -> *mut WS_XML_STRING {
    let bytes = Box::leak(text.as_bytes().to_vec().into_boxed_slice());
    Box::leak(Box::new(WS_XML_STRING {
        length: bytes.len() as ULONG,
        bytes: bytes.as_mut_ptr(),
        dictionary: std::ptr::null_mut(),
        id: 0,
    }))
}

fn keep<T>(value: T) -> *mut T {
    Box::leak(Box::new(value))
}

/// One field of a structure that is made up.
#[derive(Clone, Debug)]
struct FieldPlan {
    ty: WS_TYPE,
    mapping: WS_FIELD_MAPPING,
    options: ULONG,
    /// As many as there are elements; an attribute or a single element takes the first, or none where optional. Those
    /// of a union are the number of the choice, and a value.
    texts: Vec<String>,
    /// The fields of a structure within.
    inner: Vec<FieldPlan>,
}

/// A text of a type that reads back as it is written.
fn text_of(ty: WS_TYPE) -> BoxedStrategy<String> {
    use WS_TYPE::*;
    match ty {
        WS_BOOL_TYPE => any::<bool>().prop_map(|value| value.to_string()).boxed(),
        WS_INT8_TYPE => any::<i8>().prop_map(|value| value.to_string()).boxed(),
        WS_INT16_TYPE => any::<i16>().prop_map(|value| value.to_string()).boxed(),
        WS_INT32_TYPE => any::<i32>().prop_map(|value| value.to_string()).boxed(),
        WS_INT64_TYPE => any::<i64>().prop_map(|value| value.to_string()).boxed(),
        WS_UINT8_TYPE => any::<u8>().prop_map(|value| value.to_string()).boxed(),
        WS_UINT16_TYPE => any::<u16>().prop_map(|value| value.to_string()).boxed(),
        WS_UINT32_TYPE => any::<u32>().prop_map(|value| value.to_string()).boxed(),
        WS_UINT64_TYPE => any::<u64>().prop_map(|value| value.to_string()).boxed(),
        WS_DOUBLE_TYPE => proptest::num::f64::NORMAL
            .prop_map(|value| {
                let mut text = Vec::new();
                crate::value::number::write_double(value, &mut text);
                String::from_utf8(text).unwrap()
            })
            .boxed(),
        WS_GUID_TYPE => any::<[u8; 16]>().prop_map(|bytes| uuid::Uuid::from_bytes(bytes).to_string()).boxed(),
        // Of those that are read exactly; others are as inexact as on Windows.
        WS_FLOAT_TYPE => any::<i16>()
            .prop_map(|value| written(|text| number::write_float(f32::from(value) / 4.0, text)))
            .boxed(),
        WS_DECIMAL_TYPE => (0..=28_u8, any::<bool>(), any::<u32>(), 1..u64::MAX)
            .prop_map(|(scale, negative, high, low)| {
                let sign = if negative { 0x80 } else { 0 };
                let value = DECIMAL { wReserved: 0, scale, sign, Hi32: high, Lo64: low };
                written(|text| decimal::write_decimal(&value, text).unwrap())
            })
            .boxed(),
        WS_DATETIME_TYPE => (0..=0x2BCA_2875_F437_3FFF_u64, any::<bool>())
            .prop_map(|(ticks, utc)| {
                let format = if utc {
                    WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_UTC
                } else {
                    WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_NONE
                };
                let value = WS_DATETIME { ticks, format: format.to_c() };
                written(|text| time::write_datetime(&value, text).unwrap())
            })
            .boxed(),
        WS_TIMESPAN_TYPE => any::<i64>()
            .prop_map(|ticks| written(|text| time::write_timespan(&WS_TIMESPAN { ticks }, text).unwrap()))
            .boxed(),
        WS_DURATION_TYPE => "-?P[1-9]Y[1-9]M[1-9]DT[1-9]H[1-9]M[1-9]S".boxed(),
        WS_UNIQUE_ID_TYPE => prop_oneof![
            any::<[u8; 16]>().prop_map(|bytes| format!("urn:uuid:{}", uuid::Uuid::from_bytes(bytes))),
            "urn:[a-z]{1,8}",
        ]
        .boxed(),
        WS_ENUM_TYPE => prop::sample::select(vec!["red", "green"]).prop_map(str::to_owned).boxed(),
        WS_UNION_TYPE => {
            prop_oneof![any::<i32>().prop_map(|value| format!("0{value}")), "1[a-z]{0,6}"].boxed()
        }
        WS_STRUCT_TYPE => Just(String::new()).boxed(),
        WS_STRING_TYPE | WS_WSZ_TYPE | WS_XML_STRING_TYPE => "[a-zäß€𐍈 ]{0,12}".boxed(),
        WS_BYTES_TYPE => proptest::collection::vec(any::<u8>(), 0..20)
            .prop_map(|bytes| {
                let mut text = Vec::new();
                crate::value::base64::write_base64(&bytes, &mut text);
                String::from_utf8(text).unwrap()
            })
            .boxed(),
        _ => unreachable!("not among the types made up"),
    }
}

fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut text = Vec::new();
    write(&mut text);
    String::from_utf8(text).unwrap()
}

/// The fields of a structure, attributes first, with structures so deep within.
fn plans(depth: u32) -> BoxedStrategy<Vec<FieldPlan>> {
    let attributes_first = |mut plans: Vec<FieldPlan>| {
        plans.sort_by_key(|plan| plan.mapping != WS_FIELD_MAPPING::WS_ATTRIBUTE_FIELD_MAPPING);
        plans
    };
    if depth == 0 {
        return prop::collection::vec(field_plan(), 0..8).prop_map(attributes_first).boxed();
    }
    let within =
        (any::<bool>(), 0..3_usize, plans(depth - 1)).prop_map(|(repeating, count, inner)| FieldPlan {
            ty: WS_TYPE::WS_STRUCT_TYPE,
            mapping: if repeating {
                WS_FIELD_MAPPING::WS_REPEATING_ELEMENT_FIELD_MAPPING
            } else {
                WS_FIELD_MAPPING::WS_ELEMENT_FIELD_MAPPING
            },
            options: if repeating { 0 } else { WS_FIELD_POINTER | WS_FIELD_OPTIONAL },
            texts: vec![String::new(); if repeating { count } else { count.min(1) }],
            inner,
        });
    prop::collection::vec(prop_oneof![3 => field_plan().boxed(), 1 => within.boxed()], 0..6)
        .prop_map(attributes_first)
        .boxed()
}

fn field_plan() -> impl Strategy<Value = FieldPlan> {
    use WS_FIELD_MAPPING::*;
    use WS_TYPE::*;
    let ty = prop::sample::select(vec![
        WS_BOOL_TYPE,
        WS_INT8_TYPE,
        WS_INT16_TYPE,
        WS_INT32_TYPE,
        WS_INT64_TYPE,
        WS_UINT8_TYPE,
        WS_UINT16_TYPE,
        WS_UINT32_TYPE,
        WS_UINT64_TYPE,
        WS_FLOAT_TYPE,
        WS_DOUBLE_TYPE,
        WS_DECIMAL_TYPE,
        WS_DATETIME_TYPE,
        WS_TIMESPAN_TYPE,
        WS_DURATION_TYPE,
        WS_GUID_TYPE,
        WS_UNIQUE_ID_TYPE,
        WS_ENUM_TYPE,
        WS_UNION_TYPE,
        WS_STRING_TYPE,
        WS_WSZ_TYPE,
        WS_XML_STRING_TYPE,
        WS_BYTES_TYPE,
    ]);
    let mapping = prop::sample::select(vec![
        WS_ATTRIBUTE_FIELD_MAPPING,
        WS_ELEMENT_FIELD_MAPPING,
        WS_REPEATING_ELEMENT_FIELD_MAPPING,
    ]);
    (ty, mapping, any::<bool>(), any::<bool>()).prop_flat_map(|(ty, mapping, optional, pointer)| {
        // The choices of a union are elements by themselves.
        let mapping = match (ty, mapping) {
            (WS_UNION_TYPE, WS_REPEATING_ELEMENT_FIELD_MAPPING) => WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING,
            (WS_UNION_TYPE, _) => WS_ELEMENT_CHOICE_FIELD_MAPPING,
            _ => mapping,
        };
        let repeating =
            matches!(mapping, WS_REPEATING_ELEMENT_FIELD_MAPPING | WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING);
        let takes_pointer = !matches!(ty, WS_WSZ_TYPE | WS_UNION_TYPE);
        let mut options = 0;
        // A value by itself that is absent and one that is zero are the same, so optional ones are pointed to.
        if optional && !repeating && takes_pointer {
            options |= WS_FIELD_OPTIONAL | WS_FIELD_POINTER;
        } else if pointer && takes_pointer {
            options |= WS_FIELD_POINTER;
        }
        let count = match (repeating, options & WS_FIELD_OPTIONAL != 0) {
            (true, _) => 0..6,
            (false, true) => 0..2,
            (false, false) => 1..2,
        };
        proptest::collection::vec(text_of(ty), count).prop_map(move |texts| FieldPlan {
            ty,
            mapping,
            options,
            texts,
            inner: Vec::new(),
        })
    })
}

/// The description of a structure with these fields, and its XML.
fn build(plans: &[FieldPlan]) -> (*mut WS_STRUCT_DESCRIPTION, String) {
    let (description, attributes, content) = describe(plans);
    (description, format!("<s{attributes}>{content}</s>"))
}

/// The description of a structure, and the attributes and the content of its element.
fn describe(plans: &[FieldPlan]) -> (*mut WS_STRUCT_DESCRIPTION, String, String) {
    let mut offset = 0;
    let (mut attributes, mut content) = (String::new(), String::new());
    let mut fields: Vec<*mut WS_FIELD_DESCRIPTION> = Vec::new();
    for (index, plan) in plans.iter().enumerate() {
        let local = format!("f{index}");
        let is_choice = plan.ty == WS_TYPE::WS_UNION_TYPE;
        let repeating = matches!(
            plan.mapping,
            WS_FIELD_MAPPING::WS_REPEATING_ELEMENT_FIELD_MAPPING
                | WS_FIELD_MAPPING::WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING
        );
        let wrapped = repeating && index % 2 == 0;
        for text in &plan.texts {
            if plan.mapping == WS_FIELD_MAPPING::WS_ATTRIBUTE_FIELD_MAPPING {
                attributes = format!("{attributes} {local}=\"{text}\"");
            }
        }
        let (type_description, inner_attributes, inner_content) = match plan.ty {
            WS_TYPE::WS_STRUCT_TYPE => {
                let (description, attributes, content) = describe(&plan.inner);
                (description.cast::<c_void>(), attributes, content)
            }
            WS_TYPE::WS_UNION_TYPE => (union_of(&local).cast(), String::new(), String::new()),
            WS_TYPE::WS_ENUM_TYPE => (colors().cast(), String::new(), String::new()),
            _ => (std::ptr::null_mut(), String::new(), String::new()),
        };
        if plan.mapping != WS_FIELD_MAPPING::WS_ATTRIBUTE_FIELD_MAPPING {
            let item = |text: &String| {
                if is_choice {
                    let (choice, text) = text.split_at(1);
                    return format!("<{local}c{choice}>{text}</{local}c{choice}>");
                }
                format!("<{local}{inner_attributes}>{text}{inner_content}</{local}>")
            };
            let items = plan.texts.iter().map(item).collect::<Vec<_>>().concat();
            let shown = if wrapped { format!("<w{index}>{items}</w{index}>") } else { items };
            content += &shown;
        }
        let names = if repeating {
            if wrapped { (name(&format!("w{index}")), name("")) } else { Default::default() }
        } else if is_choice {
            Default::default()
        } else {
            (name(&local), name(""))
        };
        let item_is_named = repeating && !is_choice;
        fields.push(keep(WS_FIELD_DESCRIPTION {
            mapping: plan.mapping.to_c(),
            localName: names.0,
            ns: names.1,
            r#type: plan.ty.to_c(),
            typeDescription: type_description,
            offset,
            options: plan.options,
            defaultValue: std::ptr::null_mut(),
            countOffset: offset + 40,
            itemLocalName: if item_is_named { name(&local) } else { std::ptr::null_mut() },
            itemNs: if item_is_named { name("") } else { std::ptr::null_mut() },
            itemRange: std::ptr::null_mut(),
        }));
        offset += 48;
    }
    (structure(offset, fields), attributes, content)
}

fn structure(size: ULONG, fields: Vec<*mut WS_FIELD_DESCRIPTION>) -> *mut WS_STRUCT_DESCRIPTION {
    keep(WS_STRUCT_DESCRIPTION {
        size,
        alignment: 8,
        fieldCount: fields.len() as ULONG,
        fields: fields.leak().as_mut_ptr(),
        typeLocalName: std::ptr::null_mut(),
        typeNs: std::ptr::null_mut(),
        parentType: std::ptr::null_mut(),
        subTypes: std::ptr::null_mut(),
        subTypeCount: 0,
        structOptions: 0,
    })
}

/// Two colours.
fn colors() -> *mut WS_ENUM_DESCRIPTION {
    let values =
        vec![WS_ENUM_VALUE { value: 3, name: name("red") }, WS_ENUM_VALUE { value: -1, name: name("green") }];
    keep(WS_ENUM_DESCRIPTION {
        values: values.leak().as_mut_ptr(),
        valueCount: 2,
        maxByteCount: 5,
        nameIndices: std::ptr::null_mut(),
    })
}

/// A number in one element, or a string in another.
fn union_of(local: &str) -> *mut WS_UNION_DESCRIPTION {
    let choices = [WS_TYPE::WS_INT32_TYPE, WS_TYPE::WS_STRING_TYPE].into_iter().enumerate();
    let fields: Vec<*mut WS_UNION_FIELD_DESCRIPTION> = choices
        .map(|(choice, ty)| {
            keep(WS_UNION_FIELD_DESCRIPTION {
                value: choice as i32 + 1,
                field: WS_FIELD_DESCRIPTION {
                    mapping: WS_FIELD_MAPPING::WS_ELEMENT_FIELD_MAPPING.to_c(),
                    localName: name(&format!("{local}c{choice}")),
                    ns: name(""),
                    r#type: ty.to_c(),
                    typeDescription: std::ptr::null_mut(),
                    offset: 8,
                    options: 0,
                    defaultValue: std::ptr::null_mut(),
                    countOffset: 0,
                    itemLocalName: std::ptr::null_mut(),
                    itemNs: std::ptr::null_mut(),
                    itemRange: std::ptr::null_mut(),
                },
            })
        })
        .collect();
    keep(WS_UNION_DESCRIPTION {
        size: 24,
        alignment: 8,
        fields: fields.leak().as_mut_ptr(),
        fieldCount: 2,
        enumOffset: 0,
        noneEnumValue: 0,
        valueIndices: std::ptr::null_mut(),
    })
}

fn read_struct(xml: &str, description: *mut WS_STRUCT_DESCRIPTION, heap: &Arc<Heap>) -> Result<*mut c_void> {
    read_from(&mut reader(xml), description, heap)
}

fn read_from(
    reader: &mut Reader,
    description: *mut WS_STRUCT_DESCRIPTION,
    heap: &Arc<Heap>,
) -> Result<*mut c_void> {
    let mut value: *mut c_void = std::ptr::null_mut();
    // SAFETY: the description is complete and the output a pointer.
    unsafe {
        read(
            reader,
            WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING,
            WS_TYPE::WS_STRUCT_TYPE,
            description.cast(),
            WS_READ_OPTION::WS_READ_REQUIRED_POINTER,
            Some(heap),
            (&raw mut value).cast(),
            size_of::<*mut c_void>() as ULONG,
            std::ptr::null_mut(),
        )?;
    }
    Ok(value)
}

fn write_struct(description: *mut WS_STRUCT_DESCRIPTION, value: *mut c_void) -> String {
    let mut writer = writer();
    write_into(&mut writer, description, value);
    String::from_utf8(writer.take_bytes()).unwrap()
}

fn write_into(writer: &mut Writer, description: *mut WS_STRUCT_DESCRIPTION, value: *mut c_void) {
    writer.write_start_element(None, b"s", b"").unwrap();
    // SAFETY: the value was read by the same description.
    unsafe {
        write(
            writer,
            WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING,
            WS_TYPE::WS_STRUCT_TYPE,
            description.cast(),
            WS_WRITE_OPTION::WS_WRITE_REQUIRED_POINTER,
            (&raw const value).cast(),
            size_of::<*mut c_void>() as ULONG,
            std::ptr::null_mut(),
        )
        .unwrap();
    }
    writer.write_end_element().unwrap();
}

/// The elements, attributes and texts of a document, however its empty elements are written.
fn nodes(xml: &str) -> String {
    let mut reader = reader(xml);
    let mut nodes = String::new();
    let show = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    loop {
        reader.read_node().unwrap();
        match reader.node_type() {
            NodeType::Eof => return nodes,
            NodeType::EndElement => nodes += "</>",
            NodeType::Element => {
                let element = reader.element().unwrap();
                nodes += &format!("<{}", show(element.local_name));
                for index in 0..element.attribute_count {
                    let attribute = reader.attribute(index).unwrap();
                    nodes += &format!(" {}={:?}", show(attribute.local_name), show(&utf8(attribute.value)));
                }
                nodes.push('>');
            }
            _ => nodes += &show(&reader.text().map(utf8).unwrap_or_default()),
        }
    }
}

fn utf8(text: Text<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    text.write_utf8(&mut out).unwrap();
    out
}

proptest! {
    #[test]
    fn structures_made_at_random_read_back_as_they_are_written(plans in plans(1)) {
        let (description, xml) = build(&plans);
        let heap = Heap::new(1 << 20, 0);
        let value = read_struct(&xml, description, &heap).unwrap();
        let written = write_struct(description, value);
        let again = read_struct(&written, description, &heap).unwrap();
        prop_assert_eq!(&write_struct(description, again), &written);
        prop_assert_eq!(nodes(&written), nodes(&xml));
    }

    #[test]
    fn any_cut_of_a_structure_fails_cleanly(plans in plans(1), cut in 0.0..1.0) {
        let (description, xml) = build(&plans);
        let mut at = (xml.len() as f64 * cut) as usize;
        while !xml.is_char_boundary(at) {
            at -= 1;
        }
        let heap = Heap::new(1 << 20, 0);
        prop_assert!(read_struct(&xml[..at], description, &heap).is_err());
    }
}

#[test]
fn a_description_that_contains_itself_ends_with_a_quota() {
    let field = keep(WS_FIELD_DESCRIPTION {
        mapping: WS_FIELD_MAPPING::WS_TEXT_FIELD_MAPPING.to_c(),
        localName: std::ptr::null_mut(),
        ns: std::ptr::null_mut(),
        r#type: WS_TYPE::WS_STRUCT_TYPE.to_c(),
        typeDescription: std::ptr::null_mut(),
        offset: 0,
        options: 0,
        defaultValue: std::ptr::null_mut(),
        countOffset: 0,
        itemLocalName: std::ptr::null_mut(),
        itemNs: std::ptr::null_mut(),
        itemRange: std::ptr::null_mut(),
    });
    let description = keep(WS_STRUCT_DESCRIPTION {
        size: 8,
        alignment: 8,
        fields: keep(field),
        fieldCount: 1,
        typeLocalName: std::ptr::null_mut(),
        typeNs: std::ptr::null_mut(),
        parentType: std::ptr::null_mut(),
        subTypes: std::ptr::null_mut(),
        subTypeCount: 0,
        structOptions: 0,
    });
    // SAFETY: the field was just made and is not in use.
    unsafe { (*field).typeDescription = description.cast() };
    let error = read_struct("<s>1</s>", description, &Heap::new(1 << 16, 0)).unwrap_err();
    assert_eq!(error.code(), WS_E_QUOTA_EXCEEDED);
}

#[test]
fn faults_of_both_versions_go_there_and_back() {
    use crate::error::{FaultCode, FaultReason};
    for version in
        [WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_1, WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2]
    {
        let soap12 = version == WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2;
        let ns = if soap12 {
            "http://www.w3.org/2003/05/soap-envelope"
        } else {
            "http://schemas.xmlsoap.org/soap/envelope/"
        };
        let mut fault = FaultData {
            codes: vec![FaultCode { local_name: "Sender".into(), ns: String::new() }],
            reasons: vec![FaultReason { text: "Nothing <in> stock".into(), lang: "en".into() }],
            actor: "http://example.com/actor".into(),
            node: String::new(),
            detail: Some(b"<x><a xmlns=\"urn:a\"><b>1</b></a></x>".to_vec()),
            ..FaultData::default()
        };
        if soap12 {
            fault.node = "http://example.com/node".into();
            fault.codes.push(FaultCode { local_name: "Sub".into(), ns: "urn:codes".into() });
        }
        let mut writer = writer();
        write_fault(&mut writer, version, &fault).unwrap();
        let xml = String::from_utf8(writer.take_bytes()).unwrap();
        let read = read_fault(&mut reader(&xml), version).unwrap();
        assert_eq!(read.codes[0].local_name, if soap12 { "Sender" } else { "Client" }, "{xml}");
        assert_eq!(read.codes[0].ns, ns);
        assert_eq!(read.codes[1..], fault.codes[1..]);
        assert_eq!((&read.reasons, &read.actor, &read.node), (&fault.reasons, &fault.actor, &fault.node));
        let detail = String::from_utf8(read.detail.clone().unwrap()).unwrap();
        assert!(detail.contains("<a xmlns=\"urn:a\"><b>1</b></a>"), "{detail}");

        let heap = Heap::new(1 << 16, 0);
        let c = fault_to_c(&read, &heap).unwrap();
        // SAFETY: it was just made.
        let back = unsafe { fault_from_c(&c) }.unwrap();
        assert_eq!(back, read);
    }
}

#[test]
fn the_detail_of_a_fault_may_be_large() {
    let count = if cfg!(miri) { 60 } else { 6000 };
    let xml = format!(
        "<Fault><faultcode>a</faultcode><faultstring>b</faultstring><detail>{}</detail></Fault>",
        "<x>some text</x>".repeat(count)
    );
    let version = WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_1;
    let mut reader = reader(&xml);
    reader.read_to_start_element(None, None).unwrap();
    let fault = fault::read_data(&mut reader, fault::Version::new(Some(version)).unwrap()).unwrap();
    assert_eq!(fault.detail.as_ref().map(Vec::len), Some(count * 16 + 17));
    let c = fault_to_c(&fault, &Heap::new(1 << 24, 0)).unwrap();
    assert!(!c.detail.is_null());
}
