//! Round trips of values and structures whose descriptions are made at random; what C programs do is tested from
//! C, in ctests/serialize_*.c.

use std::ffi::c_void;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::xml::reader::{Input, ReaderProperties, TextCharset};
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
    /// As many as there are elements; an attribute or a single element takes the first, or none where optional.
    texts: Vec<String>,
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
        WS_DOUBLE_TYPE,
        WS_GUID_TYPE,
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
        let repeating = mapping == WS_REPEATING_ELEMENT_FIELD_MAPPING;
        let mut options = 0;
        // A value by itself that is absent and one that is zero are the same, so optional ones are pointed to.
        if optional && !repeating && ty != WS_WSZ_TYPE {
            options |= WS_FIELD_OPTIONAL | WS_FIELD_POINTER;
        } else if pointer && ty != WS_WSZ_TYPE {
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
        })
    })
}

/// The description of a structure with these fields, and its XML.
fn build(plans: &[FieldPlan]) -> (*mut WS_STRUCT_DESCRIPTION, String) {
    let mut offset = 0;
    let (mut attributes, mut content) = (String::new(), String::new());
    let mut fields: Vec<*mut WS_FIELD_DESCRIPTION> = Vec::new();
    for (index, plan) in plans.iter().enumerate() {
        let local = format!("f{index}");
        let repeating = plan.mapping == WS_FIELD_MAPPING::WS_REPEATING_ELEMENT_FIELD_MAPPING;
        let wrapped = repeating && index % 2 == 0;
        for text in &plan.texts {
            if plan.mapping == WS_FIELD_MAPPING::WS_ATTRIBUTE_FIELD_MAPPING {
                attributes = format!("{attributes} {local}=\"{text}\"");
            }
        }
        if plan.mapping != WS_FIELD_MAPPING::WS_ATTRIBUTE_FIELD_MAPPING {
            let items: Vec<_> = plan.texts.iter().map(|text| format!("<{local}>{text}</{local}>")).collect();
            let items = items.concat();
            let shown = if wrapped { format!("<w{index}>{items}</w{index}>") } else { items };
            content += &shown;
        }
        let names = if repeating {
            if wrapped { (name(&format!("w{index}")), name("")) } else { Default::default() }
        } else {
            (name(&local), name(""))
        };
        fields.push(keep(WS_FIELD_DESCRIPTION {
            mapping: plan.mapping.to_c(),
            localName: names.0,
            ns: names.1,
            r#type: plan.ty.to_c(),
            typeDescription: std::ptr::null_mut(),
            offset,
            options: plan.options,
            defaultValue: std::ptr::null_mut(),
            countOffset: offset + 40,
            itemLocalName: if repeating { name(&local) } else { std::ptr::null_mut() },
            itemNs: if repeating { name("") } else { std::ptr::null_mut() },
            itemRange: std::ptr::null_mut(),
        }));
        offset += 48;
    }
    let description = WS_STRUCT_DESCRIPTION {
        size: offset,
        alignment: 8,
        fieldCount: fields.len() as ULONG,
        fields: fields.leak().as_mut_ptr(),
        typeLocalName: std::ptr::null_mut(),
        typeNs: std::ptr::null_mut(),
        parentType: std::ptr::null_mut(),
        subTypes: std::ptr::null_mut(),
        subTypeCount: 0,
        structOptions: 0,
    };
    (keep(description), format!("<s{attributes}>{content}</s>"))
}

fn read_struct(xml: &str, description: *mut WS_STRUCT_DESCRIPTION, heap: &Arc<Heap>) -> Result<*mut c_void> {
    let mut value: *mut c_void = std::ptr::null_mut();
    // SAFETY: the description is complete and the output a pointer.
    unsafe {
        read(
            &mut reader(xml),
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
    writer.write_start_element(None, b"s", b"").unwrap();
    // SAFETY: the value was read by the same description.
    unsafe {
        write(
            &mut writer,
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
    String::from_utf8(writer.take_bytes()).unwrap()
}

proptest! {
    #[test]
    fn structures_made_at_random_read_back_as_they_are_written(
        plans in proptest::collection::vec(field_plan(), 0..8)
    ) {
        // Attributes come first in a description.
        let mut plans = plans;
        plans.sort_by_key(|plan| plan.mapping != WS_FIELD_MAPPING::WS_ATTRIBUTE_FIELD_MAPPING);
        let (description, xml) = build(&plans);
        let heap = Heap::new(1 << 20, 0);
        let value = read_struct(&xml, description, &heap).unwrap();
        let written = write_struct(description, value);
        let again = read_struct(&written, description, &heap).unwrap();
        prop_assert_eq!(&write_struct(description, again), &written);
        // The same elements and texts, but for how empty elements are written.
        let plain = |xml: &str| {
            let mut plain = xml.to_owned();
            for index in 0..plans.len() {
                for letter in ["f", "w"] {
                    plain = plain.replace(&format!("<{letter}{index}/>"), &format!("<{letter}{index}></{letter}{index}>"));
                }
            }
            plain.replace("/>", "></s>")
        };
        prop_assert_eq!(plain(&written), plain(&xml));
    }

    #[test]
    fn any_cut_of_a_structure_fails_cleanly(plans in proptest::collection::vec(field_plan(), 1..5), cut in 0.0..1.0) {
        let mut plans = plans;
        plans.sort_by_key(|plan| plan.mapping != WS_FIELD_MAPPING::WS_ATTRIBUTE_FIELD_MAPPING);
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
