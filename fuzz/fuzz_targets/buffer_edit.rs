//! Any series of edits on two XML buffers: each is done or refused, and what the buffers then hold is read as the same
//! nodes from themselves, from text and from binary XML.
#![no_main]

#[path = "../support/nodes.rs"]
mod nodes;

use std::ptr::{null, null_mut};

use libfuzzer_sys::fuzz_target;
use webservices::abi::heap::*;
use webservices::abi::types::*;
use webservices::abi::xml_buffer::*;
use webservices::abi::xml_reader::*;
use webservices::abi::xml_reader_content::*;
use webservices::abi::xml_reader_node::*;
use webservices::abi::xml_writer::*;
use webservices::abi::xml_writer_bytes::*;
use webservices::abi::xml_writer_content::*;
use webservices::abi::xml_writer_nodes::*;

use nodes::{Document, nodes_of, xml_string};

const NAMES: [&str; 6] = ["a", "b", "c", "\u{e9}", "xml", "1"];
const PREFIXES: [&str; 5] = ["", "p", "q", "xml", "xmlns"];
const NAMESPACES: [&str; 5] = ["", "n", "m", "http://www.w3.org/XML/1998/namespace", "n&<'\""];
const TEXTS: [&str; 8] = ["", "x", "<&>\"'", "]]>", "\r\n\t ", "-", "\u{20ac}\u{10348}", "\u{1}"];

fuzz_target!(|data: &[u8]| {
    // SAFETY: every structure is complete, and each handle is used until the end, where it is freed.
    unsafe { run(data) }
});

unsafe fn run(data: &[u8]) {
    unsafe {
        let (mut heap, mut reader, mut writer) = (null_mut(), null_mut(), null_mut());
        let mut buffers = [null_mut(); 2];
        assert_eq!(WsCreateHeap(1 << 18, 0, null(), 0, &raw mut heap, null_mut()), S_OK);
        assert_eq!(WsCreateReader(null(), 0, &raw mut reader, null_mut()), S_OK);
        assert_eq!(WsCreateWriter(null(), 0, &raw mut writer, null_mut()), S_OK);
        for buffer in &mut buffers {
            assert_eq!(WsCreateXmlBuffer(heap, null(), 0, buffer, null_mut()), S_OK);
        }
        let mut editor = Editor { heap, reader, writer, buffers, current: 0, places: Default::default() };
        assert_eq!(WsSetOutputToBuffer(writer, buffers[0], null(), 0, null_mut()), S_OK);
        for step in data.chunks_exact(2).take(200) {
            editor.step(step[0], step[1]);
        }
        for buffer in editor.buffers {
            compare(heap, reader, writer, buffer);
        }
        WsFreeReader(reader);
        WsFreeWriter(writer);
        WsFreeHeap(heap);
    }
}

struct Editor {
    heap: *mut WS_HEAP,
    reader: *mut WS_XML_READER,
    writer: *mut WS_XML_WRITER,
    buffers: [*mut WS_XML_BUFFER; 2],
    current: usize,
    places: [Option<WS_XML_NODE_POSITION>; 4],
}

impl Editor {
    unsafe fn step(&mut self, operation: u8, argument: u8) {
        let pick = usize::from(argument);
        let name = xml_string(NAMES[pick % NAMES.len()]);
        let prefix = xml_string(PREFIXES[pick / 6 % PREFIXES.len()]);
        let ns = xml_string(NAMESPACES[pick / 30 % NAMESPACES.len()]);
        let text = TEXTS[pick % TEXTS.len()];
        // A reader makes it a line feed wherever it is not escaped.
        let raw = text.replace('\r', "");
        let (writer, reader, none) = (self.writer, self.reader, null_mut());
        unsafe {
            match operation % 20 {
                0 | 1 => {
                    let prefix = if operation % 40 < 20 { null() } else { &raw const prefix };
                    WsWriteStartElement(writer, prefix, &raw const name, &raw const ns, none);
                }
                2 => {
                    WsWriteEndElement(writer, none);
                }
                3 => {
                    let prefix = if operation % 40 < 20 { null() } else { &raw const prefix };
                    let quote = BOOL::from(pick & 1 != 0);
                    WsWriteStartAttribute(writer, prefix, &raw const name, &raw const ns, quote, none);
                    WsWriteCharsUtf8(writer, text.as_ptr(), text.len() as ULONG, none);
                    WsWriteEndAttribute(writer, none);
                }
                4 => {
                    WsWriteXmlnsAttribute(writer, &raw const prefix, &raw const ns, 0, none);
                }
                5 => {
                    WsWriteCharsUtf8(writer, text.as_ptr(), text.len() as ULONG, none);
                }
                6 => {
                    let number = WS_XML_INT32_TEXT {
                        text: WS_XML_TEXT { textType: WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_INT32.to_c() },
                        value: i32::from(argument) - 100,
                    };
                    WsWriteText(writer, &raw const number.text, none);
                }
                7 => {
                    // Three at a time, so that several in a row are the same base64 as one.
                    WsWriteBytes(writer, [argument; 3].as_ptr().cast(), 3, none);
                }
                8 => {
                    let comment = WS_XML_COMMENT_NODE {
                        node: WS_XML_NODE { nodeType: WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_COMMENT.to_c() },
                        value: xml_string(&raw),
                    };
                    WsWriteNode(writer, &raw const comment.node, none);
                }
                9 => {
                    WsWriteStartCData(writer, none);
                    WsWriteCharsUtf8(writer, raw.as_ptr(), raw.len() as ULONG, none);
                    WsWriteEndCData(writer, none);
                }
                10 | 11 => {
                    let to = move_to(argument);
                    let mut found = 0;
                    WsMoveWriter(writer, to.to_c(), &raw mut found, none);
                }
                12 => {
                    let mut place = WS_XML_NODE_POSITION { buffer: null_mut(), node: null_mut() };
                    if WsGetWriterPosition(writer, &raw mut place, none) == S_OK {
                        self.places[pick % 4] = Some(place);
                    }
                }
                13 => {
                    if let Some(place) = &self.places[pick % 4] {
                        WsSetWriterPosition(writer, place, none);
                    }
                }
                14 => {
                    if let Some(place) = &self.places[pick % 4] {
                        WsRemoveNode(place, none);
                    }
                }
                15 => {
                    WsWriteXmlBuffer(writer, self.buffers[1 - self.current], none);
                }
                16 => {
                    self.current = pick % 2;
                    let buffer = self.buffers[self.current];
                    assert_eq!(WsSetOutputToBuffer(writer, buffer, null(), 0, none), S_OK);
                }
                17 => {
                    assert_eq!(WsSetInputToBuffer(reader, self.buffers[pick % 2], null(), 0, none), S_OK);
                    for _ in 0..pick / 16 {
                        WsReadNode(reader, none);
                    }
                    WsCopyNode(writer, reader, none);
                }
                18 => {
                    assert_eq!(WsSetInputToBuffer(reader, self.buffers[pick % 2], null(), 0, none), S_OK);
                    let mut found = 0;
                    WsMoveReader(reader, move_to(argument).to_c(), &raw mut found, none);
                    WsMoveReader(reader, move_to(argument / 12).to_c(), &raw mut found, none);
                    let mut place = WS_XML_NODE_POSITION { buffer: null_mut(), node: null_mut() };
                    if WsGetReaderPosition(reader, &raw mut place, none) == S_OK {
                        self.places[pick % 4] = Some(place);
                    }
                }
                _ => {
                    let other = 1 - self.current;
                    assert_eq!(WsSetInputToBuffer(reader, self.buffers[other], null(), 0, none), S_OK);
                    let mut copy = null_mut();
                    if WsReadNode(reader, none) == S_OK
                        && WsReadXmlBuffer(reader, self.heap, &raw mut copy, none) == S_OK
                    {
                        self.buffers[other] = copy;
                    }
                }
            }
        }
    }
}

fn move_to(argument: u8) -> WS_MOVE_TO {
    use WS_MOVE_TO::*;
    [
        WS_MOVE_TO_ROOT_ELEMENT,
        WS_MOVE_TO_NEXT_ELEMENT,
        WS_MOVE_TO_PREVIOUS_ELEMENT,
        WS_MOVE_TO_CHILD_ELEMENT,
        WS_MOVE_TO_END_ELEMENT,
        WS_MOVE_TO_PARENT_ELEMENT,
        WS_MOVE_TO_NEXT_NODE,
        WS_MOVE_TO_PREVIOUS_NODE,
        WS_MOVE_TO_FIRST_NODE,
        WS_MOVE_TO_BOF,
        WS_MOVE_TO_EOF,
        WS_MOVE_TO_CHILD_NODE,
    ][usize::from(argument) % 12]
}

/// What becomes of nodes as text: in sections nothing can be escaped, and a reader makes one line feed of each line end.
/// Outside of sections a carriage return stays what it is.
fn with_line_ends(nodes: &str) -> String {
    let mut made = String::new();
    for (number, piece) in nodes.split('[').enumerate() {
        let (section, rest) = if number == 0 { ("", piece) } else { piece.split_once(']').expect("it ends") };
        if number > 0 {
            made += &format!("[{}]", section.replace("\r\n", "\n").replace('\r', "\n"));
        }
        made += rest;
    }
    made
}

/// The buffer's nodes are the same whichever way they are read.
unsafe fn compare(
    heap: *mut WS_HEAP,
    reader: *mut WS_XML_READER,
    writer: *mut WS_XML_WRITER,
    buffer: *mut WS_XML_BUFFER,
) {
    unsafe {
        let (itself, code) = nodes_of(reader, &Document::Buffer(buffer));
        assert_eq!(code, S_OK, "a buffer can be read: {itself}");
        for charset in
            [WS_CHARSET::WS_CHARSET_UTF8, WS_CHARSET::WS_CHARSET_UTF16LE, WS_CHARSET::WS_CHARSET_UTF16BE]
        {
            let text =
                nodes::write_text(writer, charset, |writer| WsWriteXmlBuffer(writer, buffer, null_mut()));
            let (nodes, code) = nodes_of(reader, &Document::Text(&text, charset));
            assert_eq!(code, S_OK, "{nodes} of {}", String::from_utf8_lossy(&text));
            assert_eq!(nodes, with_line_ends(&itself), "{}", String::from_utf8_lossy(&text));
        }
        let binary = nodes::write_binary(writer, |writer| WsWriteXmlBuffer(writer, buffer, null_mut()));
        let (nodes, code) = nodes_of(reader, &Document::Binary(&binary));
        assert_eq!(code, S_OK, "{nodes} of {binary:02X?}");
        // A section is its text there.
        let without_sections = itself.replace(['[', ']'], "").replace("''", "");
        assert_eq!(nodes, without_sections, "{binary:02X?}");

        // And it can be read into another buffer, whole, when it is a document.
        assert_eq!(WsSetInputToBuffer(reader, buffer, null(), 0, null_mut()), S_OK);
        let mut copy = null_mut();
        if WsReadNode(reader, null_mut()) == S_OK
            && WsReadXmlBuffer(reader, heap, &raw mut copy, null_mut()) == S_OK
        {
            assert_eq!(nodes_of(reader, &Document::Buffer(copy)).1, S_OK);
        }
    }
}
