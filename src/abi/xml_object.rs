//! The objects behind WS_XML_READER and WS_XML_WRITER handles: a reader or writer, and the C view of what it
//! last handed out.

use crate::abi::types::{WS_XML_READER, WS_XML_WRITER};
use crate::xml::reader::Reader;
use crate::xml::writer::Writer;

use super::object::{Handle, Kind, Object};

impl Object for Reader {
    type C = WS_XML_READER;
    const KIND: Kind = Kind::Reader;

    fn set_handle(&mut self, handle: Handle<Self>) {
        self.handle = Some(handle);
    }
}

impl Object for Writer {
    type C = WS_XML_WRITER;
    const KIND: Kind = Kind::Writer;

    fn set_handle(&mut self, handle: Handle<Self>) {
        self.handle = Some(handle);
    }

    #[inline]
    fn catch_up(&mut self) {
        self.catch_up();
    }
}
