//! An array of structures of eight fields, read and written by its description, against the XML alone.

#![allow(unsafe_code, reason = "calls the library as C does")]

use std::ffi::c_void;
use std::ptr::null_mut;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use webservices::abi::heap::{WsCreateHeap, WsFreeHeap, WsResetHeap};
use webservices::abi::serialization::{WsReadType, WsWriteType};
use webservices::abi::types::*;
use webservices::abi::xml_reader::{WsCreateReader, WsFreeReader, WsSetInput};
use webservices::abi::xml_reader_node::WsReadNode;
use webservices::abi::xml_writer::{WsCreateWriter, WsFreeWriter, WsSetOutput};
use webservices::abi::xml_writer_nodes::{WsWriteEndElement, WsWriteStartElement};

const ITEMS: u32 = 10_000;
const FIELDS: u32 = 8;

#[repr(C)]
struct Item {
    id: i32,
    count: u32,
    price: i64,
    active: BOOL,
    code: u16,
    name: *mut WCHAR,
    note: WS_STRING,
    label: WS_XML_STRING,
}

#[repr(C)]
struct Items {
    items: *mut Item,
    count: ULONG,
}

/// What lives as long as the process.
fn keep<T>(value: T) -> *mut T {
    Box::leak(Box::new(value))
}

fn name(text: &'static str) -> *mut WS_XML_STRING {
    keep(WS_XML_STRING {
        length: text.len() as ULONG,
        bytes: text.as_ptr().cast_mut(),
        dictionary: null_mut(),
        id: 0,
    })
}

fn field(
    mapping: WS_FIELD_MAPPING,
    local: &'static str,
    ty: WS_TYPE,
    offset: usize,
) -> *mut WS_FIELD_DESCRIPTION {
    keep(WS_FIELD_DESCRIPTION {
        mapping: mapping.to_c(),
        localName: name(local),
        ns: name(""),
        r#type: ty.to_c(),
        typeDescription: null_mut(),
        offset: offset as ULONG,
        options: 0,
        defaultValue: null_mut(),
        countOffset: 0,
        itemLocalName: null_mut(),
        itemNs: null_mut(),
        itemRange: null_mut(),
    })
}

fn structure<T>(fields: Vec<*mut WS_FIELD_DESCRIPTION>) -> *mut WS_STRUCT_DESCRIPTION {
    let fields = fields.leak();
    keep(WS_STRUCT_DESCRIPTION {
        size: size_of::<T>() as ULONG,
        alignment: align_of::<T>() as ULONG,
        fieldCount: fields.len() as ULONG,
        fields: fields.as_mut_ptr(),
        typeLocalName: null_mut(),
        typeNs: null_mut(),
        parentType: null_mut(),
        subTypes: null_mut(),
        subTypeCount: 0,
        structOptions: 0,
    })
}

fn description() -> *mut WS_STRUCT_DESCRIPTION {
    use std::mem::offset_of;
    let element = WS_FIELD_MAPPING::WS_ELEMENT_FIELD_MAPPING;
    let item = structure::<Item>(vec![
        field(element, "id", WS_TYPE::WS_INT32_TYPE, offset_of!(Item, id)),
        field(element, "count", WS_TYPE::WS_UINT32_TYPE, offset_of!(Item, count)),
        field(element, "price", WS_TYPE::WS_INT64_TYPE, offset_of!(Item, price)),
        field(element, "active", WS_TYPE::WS_BOOL_TYPE, offset_of!(Item, active)),
        field(element, "code", WS_TYPE::WS_UINT16_TYPE, offset_of!(Item, code)),
        field(element, "name", WS_TYPE::WS_WSZ_TYPE, offset_of!(Item, name)),
        field(element, "note", WS_TYPE::WS_STRING_TYPE, offset_of!(Item, note)),
        field(element, "label", WS_TYPE::WS_XML_STRING_TYPE, offset_of!(Item, label)),
    ]);
    let items = field(WS_FIELD_MAPPING::WS_REPEATING_ELEMENT_FIELD_MAPPING, "", WS_TYPE::WS_STRUCT_TYPE, 0);
    // SAFETY: it was just made.
    unsafe {
        (*items).localName = null_mut();
        (*items).ns = null_mut();
        (*items).typeDescription = item.cast();
        (*items).countOffset = offset_of!(Items, count) as ULONG;
        (*items).itemLocalName = name("item");
        (*items).itemNs = name("");
    }
    structure::<Items>(vec![items])
}

fn document() -> Vec<u8> {
    let items: Vec<_> = (0..ITEMS)
        .map(|index| {
            format!(
                "<item><id>{index}</id><count>{}</count><price>-{}</price><active>true</active>\
                 <code>{}</code><name>item number {index}</name><note>some words on it</note>\
                 <label>label</label></item>",
                index * 3,
                u64::from(index) * 1_000_003,
                index % 65536,
            )
        })
        .collect();
    format!("<items>{}</items>", items.concat()).into_bytes()
}

fn set_input(reader: *mut WS_XML_READER, xml: &[u8]) {
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
    // SAFETY: the structures are complete, and the bytes outlive their use.
    let set = unsafe {
        WsSetInput(reader, (&raw const encoding).cast(), (&raw const input).cast(), null_mut(), 0, null_mut())
    };
    assert_eq!(set, 0);
}

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = serialization
}
criterion_main!(benches);

fn serialization(criterion: &mut Criterion) {
    let (description, xml) = (description(), document());
    // Its throughput is fields a second.
    let mut group = criterion.benchmark_group("10000 structures of 8 fields");
    group.throughput(Throughput::Elements(u64::from(ITEMS * FIELDS)));
    let (mut heap, mut reader, mut writer) = (null_mut(), null_mut(), null_mut());
    // SAFETY: the outputs are writable.
    unsafe {
        assert_eq!(WsCreateHeap(1 << 28, 1 << 28, null_mut(), 0, &raw mut heap, null_mut()), 0);
        assert_eq!(WsCreateReader(null_mut(), 0, &raw mut reader, null_mut()), 0);
        assert_eq!(WsCreateWriter(null_mut(), 0, &raw mut writer, null_mut()), 0);
    }

    group.bench_function("WsReadNode to the end", |bencher| {
        bencher.iter(|| {
            set_input(reader, &xml);
            // SAFETY: the reader lives; at the end of the document it fails.
            while unsafe { WsReadNode(reader, null_mut()) } == 0 {}
        });
    });
    let mut value: *mut Items = null_mut();
    group.bench_function("WsReadType", |bencher| {
        bencher.iter(|| {
            set_input(reader, &xml);
            // SAFETY: nothing of the heap is in use; the description is complete, the output a pointer.
            unsafe {
                WsResetHeap(heap, null_mut());
                let read = WsReadType(
                    reader,
                    WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING.to_c(),
                    WS_TYPE::WS_STRUCT_TYPE.to_c(),
                    description.cast::<c_void>(),
                    WS_READ_OPTION::WS_READ_REQUIRED_POINTER.to_c(),
                    heap,
                    (&raw mut value).cast(),
                    size_of::<*mut c_void>() as ULONG,
                    null_mut(),
                );
                assert_eq!(read, 0);
            }
        });
    });

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
    let limit: ULONG = 1 << 30;
    let property = WS_XML_WRITER_PROPERTY {
        id: WS_XML_WRITER_PROPERTY_ID::WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE.to_c(),
        value: (&raw const limit).cast_mut().cast(),
        valueSize: size_of::<ULONG>() as ULONG,
    };
    let (items, none) = (name("items"), name(""));
    group.bench_function("WsWriteType", |bencher| {
        bencher.iter(|| {
            // SAFETY: the structures are complete, and the value is what was read.
            unsafe {
                assert_eq!(
                    WsSetOutput(
                        writer,
                        (&raw const encoding).cast(),
                        (&raw const output).cast(),
                        &raw const property,
                        1,
                        null_mut(),
                    ),
                    0
                );
                assert_eq!(WsWriteStartElement(writer, null_mut(), items, none, null_mut()), 0);
                let written = WsWriteType(
                    writer,
                    WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING.to_c(),
                    WS_TYPE::WS_STRUCT_TYPE.to_c(),
                    description.cast::<c_void>(),
                    WS_WRITE_OPTION::WS_WRITE_REQUIRED_POINTER.to_c(),
                    (&raw const value).cast(),
                    size_of::<*mut c_void>() as ULONG,
                    null_mut(),
                );
                assert_eq!(written, 0);
                assert_eq!(WsWriteEndElement(writer, null_mut()), 0);
            }
        });
    });
    group.finish();

    // SAFETY: none is used any more.
    unsafe {
        WsFreeReader(reader);
        WsFreeWriter(writer);
        WsFreeHeap(heap);
    }
}
