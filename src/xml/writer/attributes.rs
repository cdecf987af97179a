//! Attributes and namespace declarations, and the names of things.

use crate::error::{Error, Result};
use crate::value::string::{ASCII, NC_NAME, NC_NAME_START, quoted, verify_nc_name};
use crate::xml::dictionary::Name;
use crate::xml::text::Text;

use super::again::Asked;
use super::nodes::verify_text;
use super::{Encoder, State, ValueKind, Writer, not_a_buffer};

/// Attributes.
impl Writer {
    /// With no prefix, or an empty one for a namespace, the writer uses the prefix in scope for `ns`, or makes
    /// one up and declares it. On a buffer, and standing on an element, this adds to that element.
    #[inline]
    pub(crate) fn write_start_attribute<'a>(
        &mut self,
        prefix: Option<&[u8]>,
        local_name: impl Into<Name<'a>>,
        ns: impl Into<Name<'a>>,
        single_quote: bool,
    ) -> Result<()> {
        self.start_asked_attribute(&Asked { prefix, name: local_name.into(), ns: ns.into() }, single_quote)
    }

    /// The same of what was put together before.
    #[inline(always)]
    pub(super) fn start_asked_attribute(&mut self, asked: &Asked<'_>, single_quote: bool) -> Result<()> {
        if self.start_attribute_again(asked, single_quote) {
            return Ok(());
        }
        self.start_attribute_anew(asked, single_quote)
    }

    #[inline(never)]
    fn start_attribute_anew(&mut self, asked: &Asked<'_>, single_quote: bool) -> Result<()> {
        let result = self.start_attribute(asked.prefix, asked.name, asked.ns, single_quote);
        self.settle(result)?;
        let _ = self.keep_attribute(asked, single_quote);
        Ok(())
    }

    fn start_attribute(
        &mut self,
        prefix: Option<&[u8]>,
        local_name: Name<'_>,
        ns: Name<'_>,
        single_quote: bool,
    ) -> Result<()> {
        let is_added = self.begin_attribute("an attribute")?;
        let result = self.name_attribute(prefix, local_name, ns, single_quote);
        if is_added && result.is_err() {
            self.leave_added();
        } else {
            self.state = if is_added { State::AddedAttribute } else { State::Attribute };
        }
        result
    }

    #[inline]
    fn name_attribute(
        &mut self,
        prefix: Option<&[u8]>,
        name: Name<'_>,
        ns_name: Name<'_>,
        single_quote: bool,
    ) -> Result<()> {
        let (local_name, ns) = (name.bytes, ns_name.bytes);
        let given = prefix.unwrap_or_default();
        let mut known = self.known.find(given, local_name);
        if known.is_none() && !given.is_empty() && verify_name(given).is_err() {
            // As with prefixes that contradict each other, the element cannot be committed then.
            self.scope.refuse(|| format!("the prefix {} is not a name", quoted(given)));
        } else if known.is_none() || ns.is_empty() {
            verify_prefix(given, ns)?;
            if known.is_none() {
                verify_name(local_name)?;
                known = self.known.add(given, local_name);
            }
        }
        if known.is_none() {
            verify_name(local_name)?;
        }
        self.count_attribute(local_name)?;
        let limit = self.properties.max_namespaces;
        let prefix = if !given.is_empty() {
            self.scope.bind(given, ns_name, limit)?;
            given
        } else if ns.is_empty() {
            &[]
        } else {
            known = None;
            self.scratch.clear();
            if let Some(known) = self.scope.prefix_of(ns, true) {
                self.scratch.extend_from_slice(known);
            } else {
                self.scratch = self.scope.generate_prefix();
                self.scope.bind(&self.scratch, ns_name, limit)?;
            }
            &self.scratch[..]
        };
        if !prefix.is_empty() {
            self.scope.note_attribute(prefix);
        }
        let in_content_type = self.is_content_type(local_name, ns);
        let start = &mut self.start;
        start.has_others = true;
        start.in_content_type = in_content_type;
        start.value = ValueKind::Nothing;
        let known = known.map(|known| self.known.get(known));
        match known {
            Some(known) if given.is_empty() => start.names.put(known.padded(), known.len()),
            _ => start.names.extend_from_slice(local_name),
        }
        let middle = start.names.len() as u32;
        if !ns.is_empty() {
            start.names.extend_from_slice(ns);
        }
        start.attributes.push((middle, start.names.len() as u32));
        if let (Encoder::Text(encoder), Some(known)) = (&mut self.encoder, known) {
            encoder.start_known_attribute(known, single_quote);
        } else {
            match &mut self.encoder {
                Encoder::Text(encoder) => encoder.start_attribute(prefix, local_name, single_quote),
                Encoder::Binary(encoder) => encoder.start_attribute(prefix, name),
                Encoder::Raw(_) => {}
                Encoder::Tree(builder) => builder.start_attribute(prefix, local_name, ns, single_quote),
            }
        }
        if let Some(canonical) = &mut self.canonical {
            canonical.start_attribute(prefix, local_name, ns);
        }
        Ok(())
    }

    #[inline]
    pub(crate) fn write_end_attribute(&mut self) -> Result<()> {
        let result = self.end_attribute();
        self.settle(result)
    }

    #[inline]
    fn end_attribute(&mut self) -> Result<()> {
        match (self.state, &mut self.encoder) {
            (State::Attribute, Encoder::Text(encoder)) => encoder.end_attribute(),
            (State::Attribute, Encoder::Binary(encoder)) => encoder.end_attribute(),
            _ => {
                if self.end_other_attribute()? {
                    return Ok(());
                }
            }
        }
        self.state = State::Start;
        if let Some(canonical) = &mut self.canonical {
            canonical.end_attribute();
        }
        Ok(())
    }

    /// Ends an attribute that is no text; whether the start tag is done with too.
    fn end_other_attribute(&mut self) -> Result<bool> {
        match (self.state, &mut self.encoder) {
            (State::Attribute, _) => {}
            (State::AddedAttribute, _) => {
                let result = self.commit_added();
                self.leave_added();
                return result.map(|()| true);
            }
            _ => return Err(self.wrong_state("there is no attribute to end")),
        }
        Ok(false)
    }

    /// Declares a namespace on the current element. With no prefix the writer sees to it that there is one. What
    /// is declared already is not declared again.
    pub(crate) fn write_xmlns_attribute<'a>(
        &mut self,
        prefix: Option<&[u8]>,
        ns: impl Into<Name<'a>>,
        single_quote: bool,
    ) -> Result<()> {
        let result = self.xmlns_attribute(prefix, ns.into(), single_quote);
        self.settle(result)
    }

    fn xmlns_attribute(&mut self, prefix: Option<&[u8]>, ns: Name<'_>, single_quote: bool) -> Result<()> {
        let is_added = self.begin_attribute("a namespace declaration")?;
        let mut result = self.declare(prefix, ns, single_quote);
        if is_added {
            result = result.and_then(|()| self.commit_added());
            self.leave_added();
        }
        result
    }

    fn declare(&mut self, prefix: Option<&[u8]>, ns: Name<'_>, single_quote: bool) -> Result<()> {
        let limit = self.properties.max_namespaces;
        match prefix {
            Some(prefix) => {
                verify_prefix(prefix, ns.bytes)?;
                self.count_attribute(prefix)?;
                self.scope.declare(prefix, ns, single_quote, limit)
            }
            None => self.scope.choose(ns, single_quote, limit),
        }
    }

    pub(super) fn attribute_text(&mut self, text: Text<'_>) -> Result<()> {
        let kind = match text {
            Text::Utf8(_) => ValueKind::Utf8,
            Text::Utf16(_) => ValueKind::Utf16,
            Text::Base64(_) => ValueKind::Base64,
            _ => ValueKind::Whole,
        };
        let before = self.start.value;
        if before != ValueKind::Nothing && (before != kind || kind == ValueKind::Whole) {
            return Err(Error::invalid_operation(
                "the value of an attribute is written at once, or in pieces that are all UTF-8, all UTF-16 or \
                 all bytes",
            ));
        }
        self.start.value = kind;
        if self.start.in_content_type {
            text.write_utf8(&mut self.start.content_type)?;
        }
        match &mut self.encoder {
            Encoder::Text(encoder) => encoder.attribute_text(&text)?,
            Encoder::Binary(encoder) => encoder.attribute_text(&text)?,
            Encoder::Raw(_) => {}
            Encoder::Tree(builder) => {
                verify_text(&text, self.properties.allow_invalid_character_references)?;
                builder.attribute_text(&text)?;
            }
        }
        self.tell(|canonical| canonical.attribute_text(&text))
    }

    /// Whether an attribute can be written here; `true` if it is added to an element of a buffer, which is the
    /// scope's innermost then.
    fn begin_attribute(&mut self, what: &str) -> Result<bool> {
        match self.state {
            State::Start => return Ok(false),
            State::Content => {}
            _ => return Err(self.wrong_state(&format!("{what} cannot be written"))),
        }
        if let (Encoder::Tree(builder), None) = (&self.encoder, &self.canonical) {
            builder.check()?;
            if builder.adopt_current(&mut self.scope) {
                self.start.clear();
                self.start.count = builder.current_attributes(b"", b"").0 as u32;
                self.start.declared_before = self.scope.own_count();
                return Ok(true);
            }
        }
        Err(self.wrong_state(&format!("{what} cannot be written after the start tag")))
    }

    fn commit_added(&mut self) -> Result<()> {
        self.scope.check()?;
        let Encoder::Tree(builder) = &mut self.encoder else { return Err(not_a_buffer()) };
        if let Some(&(middle, end)) = self.start.attributes.first() {
            let local_name = &self.start.names[..middle as usize];
            let ns = &self.start.names[middle as usize..end as usize];
            if builder.current_attributes(local_name, ns).1 {
                return Err(twice(local_name, ns));
            }
        }
        builder.commit_to_current(&self.scope, self.start.declared_before)
    }

    fn leave_added(&mut self) {
        if let Encoder::Tree(builder) = &mut self.encoder {
            builder.abandon_start();
        }
        self.scope.pop();
        self.start.clear();
        self.state = State::Content;
    }

    #[inline]
    fn count_attribute(&mut self, name: &[u8]) -> Result<()> {
        if self.start.count >= self.properties.max_attributes {
            return Err(Error::quota_exceeded(format!(
                "the attribute {} is more than the {} of WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES",
                quoted(name),
                self.properties.max_attributes
            )));
        }
        self.start.count += 1;
        Ok(())
    }
}

/// The classes of all bytes: those of ASCII, and none for the rest.
const NAME_CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = ASCII[byte];
        byte += 1;
    }
    classes
};

/// Whether this is a name without colon.
#[inline]
pub(super) fn verify_name(name: &[u8]) -> Result<()> {
    // Nearly all names are short and of ASCII: no branch but at the end.
    let mut common = NC_NAME;
    for &byte in name {
        common &= NAME_CLASSES[byte as usize];
    }
    let starts = name.first().is_some_and(|&byte| NAME_CLASSES[byte as usize] & NC_NAME_START != 0);
    if common != 0 && starts { Ok(()) } else { verify_nc_name(name) }
}

#[inline]
pub(super) fn verify_prefix(prefix: &[u8], ns: &[u8]) -> Result<()> {
    if prefix.is_empty() {
        return Ok(());
    }
    verify_name(prefix)?;
    if ns.is_empty() {
        return Err(Error::invalid_format(format!(
            "the prefix {} cannot stand for the empty namespace",
            quoted(prefix)
        )));
    }
    Ok(())
}

#[cold]
pub(super) fn twice(local_name: &[u8], ns: &[u8]) -> Error {
    Error::invalid_format(format!(
        "the attribute {} of the namespace {} is written twice in one element",
        quoted(local_name),
        quoted(ns)
    ))
}
