//! Structures whose descriptions are made of the input, read from the rest of it, written and read again: no
//! description, right or wrong, leads outside of memory, and what was written reads back as it is.
#![no_main]

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr::{null, null_mut};

use libfuzzer_sys::fuzz_target;
use webservices::abi::heap::{WsCreateHeap, WsFreeHeap};
use webservices::abi::serialization::{WsReadType, WsWriteType};
use webservices::abi::types::*;
use webservices::abi::xml_reader::{WsCreateReader, WsFreeReader, WsSetInput};
use webservices::abi::xml_writer::{WsCreateWriter, WsFreeWriter, WsGetWriterProperty, WsSetOutput};
use webservices::abi::xml_writer_nodes::{WsWriteEndElement, WsWriteStartElement};

/// Bytes that describe one field.
const FIELD: usize = 6;
const SIZE: ULONG = 512;

fuzz_target!(|data: &[u8]| {
    let [count, data @ ..] = data else { return };
    let count = usize::from(*count % 8);
    let Some((plans, xml)) = data.split_at_checked(count * FIELD) else { return };

    let names: Vec<WS_XML_STRING> = ["a", "b", "c", "d", ""].iter().map(|text| xml_string(text)).collect();
    let value = WS_ENUM_VALUE { value: 3, name: names.as_ptr().cast_mut() };
    let enumeration = WS_ENUM_DESCRIPTION {
        values: (&raw const value).cast_mut(),
        valueCount: 1,
        maxByteCount: 1,
        nameIndices: null_mut(),
    };
    let range = WS_ITEM_RANGE { minItemCount: 0, maxItemCount: 3 };
    let mut description = WS_STRUCT_DESCRIPTION {
        size: SIZE,
        alignment: 8,
        fields: null_mut(),
        fieldCount: 0,
        typeLocalName: names.as_ptr().cast_mut(),
        typeNs: names[4..].as_ptr().cast_mut(),
        parentType: null_mut(),
        subTypes: null_mut(),
        subTypeCount: 0,
        structOptions: 0,
    };
    // The structure may contain itself: by pointers that ends with the XML, by value with a limit.
    let itself = (&raw mut description).cast::<c_void>();
    let choices: Vec<WS_UNION_FIELD_DESCRIPTION> = (0..2)
        .map(|index| WS_UNION_FIELD_DESCRIPTION {
            value: index,
            field: WS_FIELD_DESCRIPTION {
                mapping: number(WS_FIELD_MAPPING::WS_ELEMENT_FIELD_MAPPING.raw()),
                localName: (&raw const names[index as usize]).cast_mut(),
                ns: (&raw const names[4]).cast_mut(),
                r#type: number(WS_TYPE::WS_INT32_TYPE.raw()),
                typeDescription: null_mut(),
                offset: 8,
                options: 0,
                defaultValue: null_mut(),
                countOffset: 0,
                itemLocalName: null_mut(),
                itemNs: null_mut(),
                itemRange: null_mut(),
            },
        })
        .collect();
    let mut choice_pointers: Vec<_> = choices.iter().map(|choice| (&raw const *choice).cast_mut()).collect();
    let union = WS_UNION_DESCRIPTION {
        size: 16,
        alignment: 8,
        fields: choice_pointers.as_mut_ptr(),
        fieldCount: 2,
        enumOffset: 0,
        noneEnumValue: 9,
        valueIndices: null_mut(),
    };

    let fields: Vec<WS_FIELD_DESCRIPTION> = plans
        .chunks_exact(FIELD)
        .map(|plan| {
            let [mapping, ty, offset, options, name, more] = *plan else { unreachable!() };
            let ty = i32::from(ty % 37) - 1;
            let name_at = |index: u8| match index % 6 {
                5 => null_mut(),
                index => (&raw const names[usize::from(index)]).cast_mut(),
            };
            WS_FIELD_DESCRIPTION {
                mapping: number(i32::from(mapping % 15) - 1),
                localName: name_at(name & 15),
                ns: if name & 16 == 0 { (&raw const names[4]).cast_mut() } else { null_mut() },
                r#type: number(ty),
                // The application calls back for custom types: none here.
                typeDescription: match ty {
                    26 => itself,
                    31 => (&raw const enumeration).cast_mut().cast(),
                    33 => (&raw const union).cast_mut().cast(),
                    _ => null_mut(),
                },
                offset: ULONG::from(offset) * 2,
                options: ULONG::from(options & 31),
                defaultValue: null_mut(),
                countOffset: ULONG::from(offset) * 2 + 8,
                itemLocalName: name_at(more & 15),
                itemNs: if more & 16 == 0 { (&raw const names[4]).cast_mut() } else { null_mut() },
                itemRange: if more & 32 == 0 { null_mut() } else { (&raw const range).cast_mut() },
            }
        })
        .collect();
    let mut pointers: Vec<_> = fields.iter().map(|field| (&raw const *field).cast_mut()).collect();
    // Two fields at one place may hold what the other does not mean: such values are read, but not written.
    let overlapping = fields
        .iter()
        .enumerate()
        .any(|(index, field)| fields[..index].iter().any(|other| other.offset.abs_diff(field.offset) < 80));
    description.fields = pointers.as_mut_ptr();
    description.fieldCount = pointers.len() as ULONG;
    description.structOptions = ULONG::from(xml.first().copied().unwrap_or(0) & 6);

    let (mut heap, mut reader, mut writer) = (null_mut(), null_mut(), null_mut());
    unsafe {
        assert_eq!(WsCreateHeap(1 << 16, 0, null(), 0, &raw mut heap, null_mut()), 0);
        assert_eq!(WsCreateReader(null(), 0, &raw mut reader, null_mut()), 0);
        assert_eq!(WsCreateWriter(null(), 0, &raw mut writer, null_mut()), 0);
    }
    if let Some(value) = read(reader, heap, &description, xml)
        && !overlapping
        && let Some(written) = write(writer, &description, value, &names)
    {
        let again = read(reader, heap, &description, &written);
        if let Some(again) = again {
            assert_eq!(write(writer, &description, again, &names).as_deref(), Some(&*written));
        }
    }
    unsafe {
        WsFreeReader(reader);
        WsFreeWriter(writer);
        WsFreeHeap(heap);
    }
});

fn xml_string(text: &'static str) -> WS_XML_STRING {
    WS_XML_STRING {
        length: text.len() as ULONG,
        bytes: text.as_ptr().cast_mut(),
        dictionary: null_mut(),
        id: 0,
    }
}

/// An enumeration as C passes it: any number.
fn number<E: CEnum>(raw: i32) -> MaybeUninit<E> {
    let mut value = MaybeUninit::<E>::uninit();
    unsafe { value.as_mut_ptr().cast::<i32>().write(raw) };
    value
}

fn read(
    reader: *mut WS_XML_READER,
    heap: *mut WS_HEAP,
    description: &WS_STRUCT_DESCRIPTION,
    xml: &[u8],
) -> Option<*mut c_void> {
    let encoding = WS_XML_READER_TEXT_ENCODING {
        encoding: WS_XML_READER_ENCODING {
            encodingType: WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_TEXT.to_c(),
        },
        charSet: WS_CHARSET::WS_CHARSET_UTF8.to_c(),
    };
    let input = WS_XML_READER_BUFFER_INPUT {
        input: WS_XML_READER_INPUT {
            inputType: WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_BUFFER.to_c(),
        },
        encodedData: xml.as_ptr().cast_mut().cast(),
        encodedDataSize: xml.len() as ULONG,
    };
    let mut value: *mut c_void = null_mut();
    let code = unsafe {
        let (encoding, input) = ((&raw const encoding).cast(), (&raw const input).cast());
        if WsSetInput(reader, encoding, input, null(), 0, null_mut()) != 0 {
            return None;
        }
        WsReadType(
            reader,
            WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING.to_c(),
            WS_TYPE::WS_STRUCT_TYPE.to_c(),
            (&raw const *description).cast(),
            WS_READ_OPTION::WS_READ_REQUIRED_POINTER.to_c(),
            heap,
            (&raw mut value).cast(),
            size_of::<*mut c_void>() as ULONG,
            null_mut(),
        )
    };
    assert!(code == 0 || value.is_null());
    (code == 0).then_some(value)
}

fn write(
    writer: *mut WS_XML_WRITER,
    description: &WS_STRUCT_DESCRIPTION,
    value: *mut c_void,
    names: &[WS_XML_STRING],
) -> Option<Vec<u8>> {
    let encoding = WS_XML_WRITER_TEXT_ENCODING {
        encoding: WS_XML_WRITER_ENCODING {
            encodingType: WS_XML_WRITER_ENCODING_TYPE::WS_XML_WRITER_ENCODING_TYPE_TEXT.to_c(),
        },
        charSet: WS_CHARSET::WS_CHARSET_UTF8.to_c(),
    };
    let output = WS_XML_WRITER_BUFFER_OUTPUT {
        output: WS_XML_WRITER_OUTPUT {
            outputType: WS_XML_WRITER_OUTPUT_TYPE::WS_XML_WRITER_OUTPUT_TYPE_BUFFER.to_c(),
        },
    };
    unsafe {
        let (encoding, output) = ((&raw const encoding).cast(), (&raw const output).cast());
        assert_eq!(WsSetOutput(writer, encoding, output, null(), 0, null_mut()), 0);
        assert_eq!(
            WsWriteStartElement(writer, null(), &raw const names[0], &raw const names[4], null_mut()),
            0
        );
        let written = WsWriteType(
            writer,
            WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING.to_c(),
            WS_TYPE::WS_STRUCT_TYPE.to_c(),
            (&raw const *description).cast(),
            WS_WRITE_OPTION::WS_WRITE_REQUIRED_POINTER.to_c(),
            (&raw const value).cast(),
            size_of::<*mut c_void>() as ULONG,
            null_mut(),
        );
        if written != 0 || WsWriteEndElement(writer, null_mut()) != 0 {
            return None;
        }
        let mut bytes = WS_BYTES { length: 0, bytes: null_mut() };
        let property = WS_XML_WRITER_PROPERTY_ID::WS_XML_WRITER_PROPERTY_BYTES;
        let size = size_of::<WS_BYTES>() as ULONG;
        assert_eq!(
            WsGetWriterProperty(writer, property.to_c(), (&raw mut bytes).cast(), size, null_mut()),
            0
        );
        Some(std::slice::from_raw_parts(bytes.bytes, bytes.length as usize).to_vec())
    }
}
