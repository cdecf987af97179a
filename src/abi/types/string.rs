//! Strings and byte ranges shared by every area.

use super::*;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_STRING {
    pub length: ULONG,
    pub chars: *mut WCHAR,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_BYTES {
    pub length: ULONG,
    pub bytes: *mut BYTE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_BUFFERS {
    pub bufferCount: ULONG,
    pub buffers: *mut WS_BYTES,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_STRING {
    pub length: ULONG,
    pub bytes: *mut BYTE,
    pub dictionary: *mut WS_XML_DICTIONARY,
    pub id: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_DICTIONARY {
    pub guid: GUID,
    pub strings: *mut WS_XML_STRING,
    pub stringCount: ULONG,
    pub isConst: BOOL,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_QNAME {
    pub localName: WS_XML_STRING,
    pub ns: WS_XML_STRING,
}
