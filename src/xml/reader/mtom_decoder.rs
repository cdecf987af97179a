//! MTOM as a source of nodes: text XML in the root part of a MIME package, in which `xop:Include` elements stand for
//! the bytes of the other parts. What is shown in the place of such an element is a text of those bytes.
//! (XML-binary Optimized Packaging; SOAP MTOM; RFC 2387)
//!
//! Of bytes in memory, the parts may come in any order. Of a stream, the root is read as a whole first, and the parts
//! come as they are referred to, piece by piece; a piece may be empty. (Page WS_XML_READER_MTOM_ENCODING)

use std::collections::HashMap;

use crate::abi::object::ErrorHandle;
use crate::error::{Error, Result, ResultExt};
use crate::value::media_type::MediaType;
use crate::xml::text::Text;

use super::input::{End, TextInput};
use super::mime::{Delimiter, Headers, Next, Wrong, referred_id, without_brackets};
use super::text_decoder::TextDecoder;
use super::{Input, NodeType, ReaderProperties, TextCharset};

const XOP: &[u8] = b"http://www.w3.org/2004/08/xop/include";

/// What a reader is told about a package.
#[derive(Clone, Debug)]
pub(crate) struct MtomInput {
    /// Of the root part.
    pub(crate) charset: TextCharset,
    /// The package begins with its own header, and what follows is empty.
    pub(crate) read_header: bool,
    pub(crate) boundary: String,
    /// The media type that the root part stands for; empty for any.
    pub(crate) start_info: String,
    /// The Content-ID of the root part; empty for the first one.
    pub(crate) start_uri: String,
}

pub(super) struct MtomDecoder {
    package: TextInput,
    /// The package, if it is in the caller's memory.
    memory: Option<&'static [u8]>,
    about: MtomInput,
    properties: ReaderProperties,
    delimiter: Delimiter,
    stage: Stage,
    /// Where in the package to go on.
    at: usize,
    /// The content of the part being read has no end before this.
    searched: usize,
    /// Parts seen so far.
    count: u32,
    /// The last part has been seen.
    has_ended: bool,
    /// The parts by their identifiers, where they are in memory.
    parts: HashMap<Vec<u8>, Part>,
    xml: TextDecoder,
    /// The reader's properties, with room for an `xop:Include` at their limits.
    xml_properties: ReaderProperties,
    included: Option<Included>,
    is_starved: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Header,
    Preamble,
    RootHeaders,
    RootContent,
    /// The XML can be read.
    Open,
}

struct Part {
    start: usize,
    end: usize,
    is_used: bool,
}

/// Bytes that are shown in the place of an `xop:Include`.
struct Included {
    start: usize,
    end: usize,
    /// More of them follow in the stream.
    goes_on: bool,
    /// The part that they are of has still to be found.
    awaited: Option<Vec<u8>>,
}

impl MtomDecoder {
    pub(super) fn new(input: Input, about: MtomInput, properties: ReaderProperties) -> Result<Self> {
        let memory = if let Input::Borrowed(bytes) = input { Some(bytes) } else { None };
        let xml_properties = ReaderProperties {
            max_depth: properties.max_depth.saturating_add(1),
            max_namespaces: properties.max_namespaces.saturating_add(1),
            max_attributes: properties.max_attributes.max(2),
            ..properties.clone()
        };
        Ok(Self {
            package: TextInput::binary(input)?,
            memory,
            properties,
            delimiter: Delimiter::new(&about.boundary),
            stage: if about.read_header { Stage::Header } else { Stage::Preamble },
            at: 0,
            searched: 0,
            count: 0,
            has_ended: false,
            parts: HashMap::new(),
            xml: TextDecoder::new(Input::Owned(Vec::new()), about.charset)?,
            about,
            xml_properties,
            included: None,
            is_starved: false,
        })
    }

    // ---- the package

    fn is_all(&self) -> bool {
        self.package.end() != End::NeedMore
    }

    /// Comes to where the XML can be read; `false` if more of the package is needed for that.
    fn begin(&mut self) -> Result<bool> {
        while self.stage != Stage::Open {
            let is_there = match self.stage {
                Stage::Header => self.read_package_header()?,
                Stage::Preamble => self.find_first_part()?,
                Stage::RootHeaders if !self.package.is_stream() => self.read_parts()?,
                Stage::RootHeaders => self.read_root_headers()?,
                Stage::RootContent | Stage::Open => self.read_root()?,
            };
            if !is_there {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The headers at `self.at`, if they are at hand.
    fn headers(&self, at: usize) -> Result<Option<Headers>> {
        let data = self.package.data();
        let headers = Headers::parse(data, at).map_err(|wrong| self.wrong(wrong))?;
        let size = headers.as_ref().map_or(data.len(), |headers| headers.end) - at;
        let limit = self.properties.stream_max_mime_headers_size;
        if self.package.is_stream() && size > limit as usize {
            let what = "the MIME headers are larger than WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE";
            return Err(self.exceeded(at, &format!("{what}, {limit}")));
        }
        if headers.is_none() && self.is_all() {
            return Err(self.cut_off("the empty line after MIME headers"));
        }
        Ok(headers)
    }

    fn read_package_header(&mut self) -> Result<bool> {
        let Some(headers) = self.headers(self.at)? else { return Ok(false) };
        let media_type = headers.media_type();
        let fail = |message: String| Err(self.wrong(Wrong { at: self.at, message }));
        let (kind, root) = (&media_type.name, media_type.parameter("type").unwrap_or_default());
        if !media_type.is("multipart/related") || !root.eq_ignore_ascii_case("application/xop+xml") {
            return fail(format!(
                "expected a package of type multipart/related of application/xop+xml, found '{}' of '{}'",
                kind.escape_default(),
                root.escape_default()
            ));
        }
        let Some(boundary) = media_type.parameter("boundary").filter(|boundary| !boundary.is_empty()) else {
            return fail("expected a Content-Type with a boundary, found none".to_owned());
        };
        self.delimiter = Delimiter::new(boundary);
        media_type.parameter("start-info").unwrap_or_default().clone_into(&mut self.about.start_info);
        media_type.parameter("start").unwrap_or_default().clone_into(&mut self.about.start_uri);
        self.at = headers.end;
        self.stage = Stage::Preamble;
        Ok(true)
    }

    fn find_first_part(&mut self) -> Result<bool> {
        match self.delimiter.first(self.package.data(), self.at, self.is_all()) {
            Next::Part { next, .. } => {
                self.at = next;
                self.stage = Stage::RootHeaders;
                Ok(true)
            }
            Next::Close { end } => {
                Err(self
                    .wrong(Wrong { at: end, message: "expected a MIME part, found the end of all".into() }))
            }
            Next::Unknown { .. } if self.is_all() => {
                Err(self.cut_off("the boundary before the first MIME part"))
            }
            Next::Unknown { sure } => {
                // What comes before the first part is for people, and is not much.
                let limit = self.properties.stream_max_mime_headers_size;
                if sure - self.at > limit as usize {
                    let what = "more comes before the first MIME part than";
                    let property = "WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE";
                    return Err(self.exceeded(self.at, &format!("{what} {property}, {limit}")));
                }
                Ok(false)
            }
        }
    }

    /// Counts a part whose headers have been read, and checks what all have to be.
    fn count_part(&mut self, headers: &Headers, at: usize) -> Result<()> {
        self.count += 1;
        let limit = self.properties.max_mime_parts;
        if self.count > limit {
            let what = "there are more MIME parts than WS_XML_READER_PROPERTY_MAX_MIME_PARTS";
            return Err(self.exceeded(at, &format!("{what}, {limit}")));
        }
        if !headers.is_plain() {
            let found = headers.get("Content-Transfer-Encoding").unwrap_or_default();
            let message = format!(
                "expected a MIME part in the transfer encoding binary, 8bit or 7bit, found '{}'",
                found.escape_default()
            );
            return Err(self.wrong(Wrong { at, message }));
        }
        Ok(())
    }

    /// All parts of a package in memory.
    fn read_parts(&mut self) -> Result<bool> {
        let start_uri = without_brackets(&self.about.start_uri).to_owned();
        let mut root: Option<(Headers, usize, usize)> = None;
        while !self.has_ended {
            let at = self.at;
            let Some(headers) = self.headers(at)? else { return Ok(false) };
            self.count_part(&headers, at)?;
            let start = headers.end;
            // Of an empty part, the empty line after the headers is all there is before the delimiter.
            let end = match self.delimiter.next(self.package.data(), start - 2, true) {
                Next::Part { end, next } => {
                    self.at = next;
                    end
                }
                Next::Close { end } => {
                    self.has_ended = true;
                    end
                }
                Next::Unknown { .. } => return Err(self.cut_off("the boundary after a MIME part")),
            };
            let id = headers.content_id().map(|id| id.as_bytes().to_vec());
            let end = end.max(start);
            let is_root = match &id {
                _ if start_uri.is_empty() => self.count == 1,
                Some(id) => *id == start_uri.as_bytes(),
                None => false,
            };
            if is_root && root.is_none() {
                root = Some((headers, start, end));
            } else if let Some(id) = id
                && self.parts.insert(id, Part { start, end, is_used: false }).is_some()
            {
                let message =
                    "expected a MIME part with an identifier of its own, found one that has come before";
                return Err(self.wrong(Wrong { at, message: message.into() }));
            }
        }
        let Some((headers, start, end)) = root else {
            let message = format!(
                "expected a MIME part with the identifier '{}', found none",
                start_uri.escape_default()
            );
            return Err(self.wrong(Wrong { at: self.at, message }));
        };
        let charset = self.check_root(&headers, start)?;
        let input = match self.memory {
            Some(memory) => Input::Borrowed(&memory[start..end]),
            None => Input::Owned(self.package.data()[start..end].to_vec()),
        };
        self.xml.restart(input, charset)?;
        self.stage = Stage::Open;
        Ok(true)
    }

    /// The first part of a stream, which has to be the root.
    fn read_root_headers(&mut self) -> Result<bool> {
        let Some(headers) = self.headers(self.at)? else { return Ok(false) };
        self.count_part(&headers, self.at)?;
        let start_uri = without_brackets(&self.about.start_uri);
        let id = headers.content_id().unwrap_or(start_uri);
        if !start_uri.is_empty() && id != start_uri {
            let message = format!(
                "expected the root part '{}' first, as in every stream, found '{}'",
                start_uri.escape_default(),
                id.escape_default()
            );
            return Err(self.wrong(Wrong { at: self.at, message }));
        }
        self.about.charset = self.check_root(&headers, self.at)?;
        self.at = headers.end;
        self.searched = headers.end - 2;
        self.stage = Stage::RootContent;
        Ok(true)
    }

    fn read_root(&mut self) -> Result<bool> {
        let data = self.package.data();
        let (end, is_there) = match self.delimiter.next(data, self.searched, self.is_all()) {
            Next::Part { end, .. } | Next::Close { end } => (end, true),
            Next::Unknown { .. } if self.is_all() => {
                return Err(self.cut_off("the boundary after the root part"));
            }
            Next::Unknown { sure } => (sure, false),
        };
        let limit = self.properties.stream_max_root_mime_part_size;
        if end.saturating_sub(self.at) > limit as usize {
            let what = "the root part is larger than WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE";
            return Err(self.exceeded(self.at, &format!("{what}, {limit}")));
        }
        if !is_there {
            self.searched = end;
            return Ok(false);
        }
        let xml = data[self.at..end.max(self.at)].to_vec();
        match self.delimiter.next(data, end, self.is_all()) {
            Next::Part { next, .. } => self.at = next,
            Next::Close { .. } | Next::Unknown { .. } => self.has_ended = true,
        }
        self.xml.restart(Input::Owned(xml), self.about.charset)?;
        self.stage = Stage::Open;
        Ok(true)
    }

    /// Whether this can be the root part; its charset. (XOP section 4.1)
    fn check_root(&self, headers: &Headers, at: usize) -> Result<TextCharset> {
        let media_type = headers.media_type();
        let fail = |message: String| Err(self.wrong(Wrong { at, message }));
        if !media_type.is("application/xop+xml") {
            return fail(format!(
                "expected a root part of type application/xop+xml, found '{}'",
                media_type.name.escape_default()
            ));
        }
        let expected = MediaType::parse(&self.about.start_info);
        if let Some(found) = media_type.parameter("type").map(MediaType::parse)
            && !expected.name.is_empty()
            && !found.is(&expected.name)
        {
            return fail(format!(
                "expected a root part that stands for '{}', found '{}'",
                expected.name.escape_default(),
                found.name.escape_default()
            ));
        }
        if self.about.charset != TextCharset::Auto {
            return Ok(self.about.charset);
        }
        match media_type.parameter("charset").map(str::to_ascii_lowercase).as_deref() {
            // With no byte order in its name, the byte order mark says it.
            None | Some("utf-16" | "us-ascii") => Ok(TextCharset::Auto),
            Some("utf-8") => Ok(TextCharset::Utf8),
            Some("utf-16le") => Ok(TextCharset::Utf16Le),
            Some("utf-16be") => Ok(TextCharset::Utf16Be),
            Some(other) => {
                fail(format!("expected a root part in utf-8 or utf-16, found '{}'", other.escape_default()))
            }
        }
    }

    // ---- the nodes

    pub(super) fn read_node(&mut self) -> Result<()> {
        self.is_starved = false;
        if self.stage != Stage::Open && !self.begin()? {
            return self.starved();
        }
        if self.included.as_ref().is_some_and(|included| included.goes_on) {
            if !self.next_piece()? {
                return self.starved();
            }
            if self.has_bytes() {
                return Ok(());
            }
        }
        self.included = None;
        loop {
            self.read_xml_node()?;
            if !self.is_include() {
                return self.check_limits();
            }
            self.include()?;
            if self.has_bytes() {
                return Ok(());
            }
            // There is nothing in the part.
            self.included = None;
        }
    }

    /// Whether there are bytes to be shown, now or later.
    fn has_bytes(&self) -> bool {
        self.included.as_ref().is_some_and(|included| included.goes_on || included.start < included.end)
    }

    fn read_xml_node(&mut self) -> Result<()> {
        self.xml.read_node(&self.xml_properties).context(|| "in the root part of a MIME package")
    }

    fn is_include(&self) -> bool {
        self.xml
            .element()
            .is_some_and(|element| element.local_name == b"Include" && super::same(element.ns, XOP))
    }

    /// The limits of the application, of which `xop:Include` is not a part.
    fn check_limits(&self) -> Result<()> {
        let Some(element) = self.xml.element() else { return Ok(()) };
        let parser = self.xml.parser();
        let limits = [
            ("DEPTH", parser.depth(), self.properties.max_depth),
            ("ATTRIBUTES", element.attribute_count, self.properties.max_attributes),
            ("NAMESPACES", parser.namespaces().len(), self.properties.max_namespaces),
        ];
        for (name, found, limit) in limits {
            if found > limit as usize {
                return Err(Error::quota_exceeded(format!(
                    "WS_XML_READER_PROPERTY_MAX_{name}, {limit}, is exceeded, at {}",
                    self.describe()
                )));
            }
        }
        Ok(())
    }

    /// Begins to show the bytes that the current `xop:Include` refers to, and leaves that. (XOP section 2.1)
    fn include(&mut self) -> Result<()> {
        let parser = self.xml.parser();
        let depth = parser.depth();
        let attributes = (0..parser.attributes().len()).filter_map(|index| self.xml.attribute(index));
        let href = attributes
            .filter(|attribute| {
                !attribute.is_xmlns && attribute.local_name == b"href" && attribute.ns.is_empty()
            })
            .find_map(|attribute| match attribute.value {
                Text::Utf8(value) => Some(String::from_utf8_lossy(value).into_owned()),
                _ => None,
            });
        let Some(id) = href.as_deref().and_then(referred_id) else {
            let found = href.map_or("none".to_owned(), |href| format!("'{}'", href.escape_default()));
            return Err(self
                .wrong_include(&format!("expected an xop:Include with a cid: URL as href, found {found}")));
        };
        if depth <= 1 {
            return Err(self.wrong_include("expected an element at the root, found xop:Include"));
        }
        if self.package.is_stream() {
            if self.has_ended {
                let message = format!("expected the MIME part '{}', found no more parts", id.escape_ascii());
                return Err(self.wrong_include(&message));
            }
            self.included = Some(Included { start: self.at, end: self.at, goes_on: true, awaited: Some(id) });
            self.searched = self.at;
            self.leave_include(depth)?;
            return self.next_piece().map(|_| ());
        }
        let (start, end) = match self.parts.get_mut(&id) {
            Some(part) if !part.is_used => {
                part.is_used = true;
                (part.start, part.end)
            }
            Some(_) => {
                let message = format!(
                    "expected a reference to a MIME part that nothing else refers to, found '{}'",
                    id.escape_ascii()
                );
                return Err(self.wrong_include(&message));
            }
            None => {
                let message = format!("expected a MIME part '{}', found none", id.escape_ascii());
                return Err(self.wrong_include(&message));
            }
        };
        self.included = Some(Included { start, end, goes_on: false, awaited: None });
        self.leave_include(depth)
    }

    /// What is in an `xop:Include` means nothing.
    fn leave_include(&mut self, depth: usize) -> Result<()> {
        loop {
            self.read_xml_node()?;
            let parser = self.xml.parser();
            if parser.node_type() == NodeType::EndElement && parser.depth() == depth {
                return Ok(());
            }
        }
    }

    /// The next bytes of the part that is being shown; `false` if they are not at hand.
    fn next_piece(&mut self) -> Result<bool> {
        let Some(mut included) = self.included.take() else { return Ok(true) };
        let is_there = self.continue_with(&mut included);
        self.included = Some(included);
        is_there
    }

    fn continue_with(&mut self, included: &mut Included) -> Result<bool> {
        if let Some(id) = &included.awaited {
            let at = included.end;
            let Some(headers) = self.headers(at)? else { return Ok(false) };
            self.count_part(&headers, at)?;
            let found = headers.content_id().unwrap_or_default();
            if found.as_bytes() != *id {
                let message = format!(
                    "expected the MIME part '{}', since the parts of a stream come as they are referred to, found \
                     '{}'",
                    id.escape_ascii(),
                    found.escape_default()
                );
                return Err(self.wrong(Wrong { at, message }));
            }
            *included = Included { start: headers.end, end: headers.end, goes_on: true, awaited: None };
            self.searched = headers.end - 2;
        }
        let (end, goes_on) = match self.delimiter.next(self.package.data(), self.searched, self.is_all()) {
            Next::Part { end, next } => {
                self.at = next;
                (end, false)
            }
            Next::Close { end } => {
                self.has_ended = true;
                (end, false)
            }
            Next::Unknown { .. } if self.is_all() => {
                return Err(self.cut_off("the boundary after a MIME part"));
            }
            Next::Unknown { sure } => (sure, true),
        };
        let end = end.max(included.end);
        if goes_on && end == included.end {
            return Ok(false);
        }
        self.searched = end;
        *included = Included { start: included.end, end, goes_on, awaited: None };
        Ok(true)
    }

    pub(super) fn node_type(&self) -> NodeType {
        if self.included.is_some() { NodeType::Text } else { self.xml.parser().node_type() }
    }

    /// The text of a text node.
    pub(super) fn text(&self) -> Option<Text<'_>> {
        if let Some(included) = &self.included {
            return Some(Text::Base64(&self.package.data()[included.start..included.end]));
        }
        (self.xml.parser().node_type() == NodeType::Text)
            .then(|| self.xml.characters())
            .flatten()
            .map(Text::Utf8)
    }

    /// The XML, which stands at the end of an `xop:Include` while bytes are shown.
    pub(super) fn xml(&self) -> &TextDecoder {
        &self.xml
    }

    pub(super) fn depth(&self) -> usize {
        self.xml.parser().depth().saturating_sub(usize::from(self.included.is_some()))
    }

    // ---- streams

    #[cold]
    fn starved<T>(&mut self) -> Result<T> {
        self.is_starved = true;
        Err(Error::quota_exceeded(format!(
            "more of the MIME package is needed than is at hand; WsFillReader reads on, at {}",
            self.describe()
        )))
    }

    /// Whether the last failure was for want of data, and more can be had.
    pub(super) fn is_starved(&self) -> bool {
        self.is_starved
    }

    pub(super) fn set_error(&mut self, error: ErrorHandle) {
        self.package.set_error(error);
    }

    pub(super) async fn fill(&mut self, min_size: usize, step: usize) -> Result<()> {
        if !self.package.is_stream() {
            return Ok(());
        }
        let is_starved = std::mem::take(&mut self.is_starved);
        if self.stage != Stage::Open {
            while !self.begin()? {
                let is_content = self.stage == Stage::RootContent;
                let keep = if is_content { self.at.min(self.searched) } else { self.at };
                let dropped = self.package.fill(keep, self.at, 0, true, step).await?;
                self.shift(dropped);
            }
            return Ok(());
        }
        // What of the XML is left counts, and after the last part there is nothing to wait for.
        let (keep, at, min_size) = match &self.included {
            Some(included) if included.goes_on => (included.start.min(self.searched), included.end, min_size),
            Some(_) => return Ok(()),
            None if self.has_ended => return Ok(()),
            None => {
                let left = self.xml.data().len().saturating_sub(self.xml.parser().at());
                (self.at, self.at, min_size.saturating_sub(left))
            }
        };
        let dropped = self.package.fill(keep, at, min_size, is_starved, step).await?;
        self.shift(dropped);
        Ok(())
    }

    /// Places in the package have moved towards its beginning.
    fn shift(&mut self, by: usize) {
        self.at = self.at.saturating_sub(by);
        self.searched = self.searched.saturating_sub(by);
        if let Some(included) = &mut self.included {
            included.start = included.start.saturating_sub(by);
            included.end = included.end.saturating_sub(by);
        }
    }

    // ---- for people

    /// Where the reader stands.
    pub(super) fn describe(&self) -> String {
        match &self.included {
            Some(included) => self.place(included.start),
            None if self.stage == Stage::Open => {
                let place = self.xml.describe(self.xml.parser().node_at());
                format!("{place}, in the root part of a MIME package")
            }
            None => self.place(self.at),
        }
    }

    fn place(&self, at: usize) -> String {
        let offset = self.package.position(at).offset;
        match self.count {
            0 => format!("byte offset {offset} of a MIME package, before its first part"),
            count => format!("byte offset {offset} of a MIME package, part {count}"),
        }
    }

    #[cold]
    fn wrong(&self, wrong: Wrong) -> Error {
        Error::invalid_format(format!("{}, at {}", wrong.message, self.place(wrong.at)))
    }

    #[cold]
    fn wrong_include(&self, message: &str) -> Error {
        Error::invalid_format(format!("{message}, at {}", self.describe()))
    }

    #[cold]
    fn cut_off(&self, expected: &str) -> Error {
        let end = self.package.data().len();
        Error::invalid_format(format!(
            "expected {expected}, found the end of the input, at {}",
            self.place(end)
        ))
    }

    #[cold]
    fn exceeded(&self, at: usize, message: &str) -> Error {
        Error::quota_exceeded(format!("{message}, at {}", self.place(at)))
    }
}
