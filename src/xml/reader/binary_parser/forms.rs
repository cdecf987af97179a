//! Elements that come again as they came before, as a whole: the same names of element and attributes in the same scope,
//! after what they came after the last time. Their bytes are compared, and all that is known of them is taken over; of
//! attributes only the values are read. With plain texts and ends, that is what nearly all nodes of a document are. What is
//! anything else is left for [`super::plain`] to look at from its beginning.
//!
//! Only documents that are in memory as a whole are read in this way, so that a name may stay where it came first.

use crate::abi::shown::{Shown, ShownElement};
use crate::xml::reader::ReaderProperties;
use crate::xml::reader::namespaces::Namespaces;
use crate::xml::reader::records::{
    END_ELEMENT, FIRST_ATTRIBUTE, FIRST_ELEMENT, LAST_ATTRIBUTE, LAST_ELEMENT, Str, Value,
};
use crate::xml::reader::starts::{self, Mark};
use crate::xml::scan::{BLOCK, Pattern};

use super::plain::{is_plain, is_text, piece};
use super::{
    Attr, BinaryParser, Node, Open, Source, is_declaration, scan_name_of_attribute, scan_name_of_element,
};

/// Longer names are not remembered.
const LONGEST: usize = 2 * BLOCK;
/// So many are remembered. The first is none: it stands for the beginning of the document, and no bytes are it.
const COUNT: usize = 128;
/// More attributes are not remembered.
const MOST_ATTRIBUTES: usize = 32;
/// So many that came after one are known with it.
const SUCCESSORS: usize = 4;
/// How many elements are not remembered at most, of those that could be, when remembering them has led to nothing.
const LONGEST_PAUSE: u32 = 256;

const CHARS8: u8 = 0x98;
const CHARS16: u8 = 0x9A;
const EMPTY: u8 = 0xA8;

/// The bytes of a record and its names.
#[derive(Clone, Copy, PartialEq)]
struct Spelling {
    first: Pattern,
    rest: Pattern,
    len: usize,
}

impl Spelling {
    const NONE: Self = Self { first: Pattern::NONE, rest: Pattern::NONE, len: 0 };

    fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.is_empty() || bytes.len() > LONGEST {
            return None;
        }
        let rest = bytes.get(BLOCK..).unwrap_or_default();
        Some(Self { first: Pattern::new(bytes), rest: Pattern::new(rest), len: bytes.len() })
    }

    #[inline(always)]
    fn stands_at(&self, data: &[u8], at: usize) -> bool {
        let Some(data) = data.get(at..) else { return false };
        data.first_chunk().is_some_and(|block| self.first.is_like(block))
            && (self.len <= BLOCK || self.ends_at(data))
    }

    #[inline(never)]
    fn ends_at(&self, data: &[u8]) -> bool {
        let rest = data.get(BLOCK..).and_then(<[u8]>::first_chunk);
        rest.is_some_and(|block| self.rest.is_like(block))
    }
}

/// What an attribute of a form begins with; a declaration, all of it.
struct Beginning {
    spelling: Spelling,
    declared: Option<Declared>,
}

/// A declaration: where it was when it came first, how long it is, and what stands for what is in scope with it.
#[derive(Clone, Copy)]
struct Declared {
    at: usize,
    len: usize,
    scope: u64,
}

/// An element that was read before.
struct Form {
    spelling: Spelling,
    /// What stands for the declarations outside of it, and for its own with them: what its prefixes stand for.
    scope: u64,
    own_scope: u64,
    declares: bool,
    /// It has come again.
    is_used: bool,
    /// Those that came after it.
    next: [u8; SUCCESSORS],
    /// The place of its names among those that are remembered, and another form with that place.
    names: u8,
    also: u8,
    /// Where it was when it came first; its names are there still.
    first_at: usize,
    node: Node,
    name: Str,
    beginnings: Vec<Beginning>,
    /// With the values of where it was last.
    attributes: Vec<Attr>,
    /// The same for C. The names in it are right while the namespaces are where they are in this version.
    view: Option<ShownElement>,
    shown: Shown,
    view_version: u64,
}

/// The text after an element that came before, if it is a plain one. It was looked at together with that.
#[derive(Clone, Copy)]
pub(super) struct Ahead {
    /// Where its record is.
    at: usize,
    start: usize,
    end: usize,
    /// Its element ends with it.
    is_last: bool,
}

impl Ahead {
    pub(super) const NONE: Self = Self { at: usize::MAX, start: 0, end: 0, is_last: false };
}

/// A version of the namespaces that there never is.
const NEVER: u64 = u64::MAX;

impl Form {
    fn none() -> Self {
        Self {
            spelling: Spelling::NONE,
            scope: 0,
            own_scope: 0,
            declares: false,
            is_used: false,
            next: [0; SUCCESSORS],
            names: 0,
            also: 0,
            first_at: 0,
            node: Node::Bof,
            name: Str::Empty,
            beginnings: Vec::new(),
            attributes: Vec::new(),
            view: None,
            shown: Shown::NONE,
            view_version: NEVER,
        }
    }

    /// Reads the attributes, which begin at this place; where they end. What they declare is in scope then, or, if they are
    /// not what they were, may be.
    #[inline(never)]
    fn read_attributes(
        &mut self,
        data: &[u8],
        mut at: usize,
        namespaces: &mut Namespaces,
        properties: &ReaderProperties,
    ) -> Option<usize> {
        let lenient = properties.allow_invalid_character_references;
        let Self { beginnings, attributes, view, .. } = self;
        for ((beginning, attribute), shown) in
            beginnings.iter().zip(attributes).zip(view.as_mut()?.attributes())
        {
            if let Some(declared) = &beginning.declared {
                at = declared.read(data, at, namespaces, properties)?;
                continue;
            }
            if !beginning.spelling.stands_at(data, at) {
                return None;
            }
            at += beginning.spelling.len;
            let record = *data.get(at)?;
            if record == EMPTY {
                attribute.value = Value::Utf8(Str::Empty);
                shown.show(b"");
                at += 1;
                continue;
            }
            let (start, end) = chars(record, at + 1, data, lenient)?;
            attribute.value = Value::Utf8(piece(start, end - start));
            shown.show(data.get(start..end)?);
            at = end;
        }
        Some(at)
    }

    /// Whether these attributes of an element of this name begin as those of the form do. `read` reads one of them.
    fn is_like(&self, others: &[(usize, usize)], attributes: &[Attr], data: &[u8]) -> bool {
        let is_like = |(beginning, (attribute, &(at, len))): (&Beginning, (&Attr, &(usize, usize)))| {
            let start = beginning.declared.map_or(0, |declared| declared.at);
            match beginning.declared {
                Some(declared) => {
                    attribute.is_xmlns
                        && declared.len == len
                        && data.get(start..start + len) == data.get(at..at + len)
                }
                None => {
                    !attribute.is_xmlns
                        && beginning.spelling.len == len
                        && beginning.spelling.stands_at(data, at)
                }
            }
        };
        self.beginnings.len() == attributes.len()
            && self.beginnings.iter().zip(attributes.iter().zip(others)).all(is_like)
    }
}

impl Declared {
    /// Brings it into scope, if it is what stands at this place; where it ends.
    #[inline(never)]
    fn read(
        &self,
        data: &[u8],
        at: usize,
        namespaces: &mut Namespaces,
        properties: &ReaderProperties,
    ) -> Option<usize> {
        let end = at + self.len;
        let is_same = data.get(at..end)? == data.get(self.at..self.at + self.len)?;
        let has_room = namespaces.len() < properties.max_namespaces as usize;
        (is_same && has_room && namespaces.push_again(self.scope)).then_some(end)
    }
}

/// What is remembered of the elements of one document.
pub(super) struct Forms {
    /// Those of this document are the first ones; the others are but memory that can be used again. There are none at all
    /// before the first is remembered.
    known: Option<Box<[Form; COUNT]>>,
    count: usize,
    last: u8,
    /// The form of the element that is the current node, if it has one.
    current: u8,
    /// By the places of names, the form that they had last.
    heads: [u8; starts::COUNT],
    /// The places of the names that came once: an element whose names come once more is remembered.
    once: u128,
    /// The next one whose place another may have.
    oldest: usize,
    /// So many are not remembered; and after the next time that it leads to nothing.
    pause: u32,
    next_pause: u32,
}

impl Forms {
    pub(super) fn new() -> Self {
        const { assert!(starts::COUNT == u128::BITS as usize) };
        Self {
            known: None,
            count: 0,
            last: 0,
            current: 0,
            heads: [0; starts::COUNT],
            once: 0,
            oldest: 1,
            pause: 0,
            next_pause: 0,
        }
    }

    /// Another document begins.
    pub(super) fn reset(&mut self) {
        for form in self.known.as_deref_mut().into_iter().flatten().take(self.count) {
            form.spelling = Spelling::NONE;
            form.next = [0; SUCCESSORS];
        }
        *self = Self { known: self.known.take(), ..Self::new() };
    }

    /// The current node has no form.
    #[inline]
    pub(super) fn leave(&mut self) {
        self.current = 0;
    }

    #[inline]
    fn current(&self) -> Option<&Form> {
        if self.current == 0 { None } else { self.form(self.current) }
    }

    #[inline(always)]
    fn form(&self, place: u8) -> Option<&Form> {
        self.known.as_deref().map(|known| &known[usize::from(place) % COUNT])
    }

    #[inline(always)]
    fn form_mut(&mut self, place: u8) -> Option<&mut Form> {
        self.known.as_deref_mut().map(|known| &mut known[usize::from(place) % COUNT])
    }

    /// Where the names of the current element are if not in it.
    pub(super) fn first_at(&self) -> Option<usize> {
        self.current().map(|form| form.first_at)
    }

    #[inline]
    pub(super) fn attributes(&self) -> Option<&[Attr]> {
        self.current().map(|form| form.attributes.as_slice())
    }

    /// What shows the current node to C, to be given its names.
    pub(super) fn take_view(&mut self) -> Option<ShownElement> {
        if self.current == 0 {
            return None;
        }
        self.form_mut(self.current)?.view.take()
    }

    /// Puts it back where it was taken, with the names as they are in this version of the namespaces.
    pub(super) fn put_view(&mut self, view: ShownElement, version: u64) {
        if let Some(form) = self.form_mut(self.current) {
            form.shown = view.shown();
            form.view = Some(view);
            form.view_version = version;
        }
    }

    /// The element that has come after the last one has this place.
    fn follow(&mut self, place: u8) {
        if let Some(last) = self.form_mut(self.last)
            && !last.next.contains(&place)
        {
            last.next.rotate_right(1);
            last.next[0] = place;
        }
        self.last = place;
    }

    /// The one with names of this place that is like it.
    fn find(&self, names: usize, is_like: impl Fn(&Form) -> bool) -> Option<u8> {
        let mut place = self.heads[names];
        while place != 0 {
            let form = self.form(place)?;
            if is_like(form) {
                return Some(place);
            }
            place = form.also;
        }
        None
    }

    /// The place for another one with names of this place.
    fn make_room(&mut self, names: usize) -> u8 {
        let known = self.known.get_or_insert_with(|| Box::new(std::array::from_fn(|_| Form::none())));
        let place = if self.count < COUNT {
            self.count = self.count.max(1);
            self.count += 1;
            self.count - 1
        } else {
            let place = self.oldest;
            self.oldest = if place + 1 < COUNT { place + 1 } else { 1 };
            // The others with its names have each other without it.
            let Form { names, also, .. } = known[place];
            let mut link = &mut self.heads[usize::from(names)];
            while usize::from(*link) != place && *link != 0 {
                let next = usize::from(*link) % COUNT;
                link = &mut known[next].also;
            }
            *link = also;
            self.judge(place as u8);
            place
        };
        if let Some(form) = self.form_mut(place as u8) {
            form.next = [0; SUCCESSORS];
            form.names = names as u8;
        }
        let also = std::mem::replace(&mut self.heads[names], place as u8);
        if let Some(form) = self.form_mut(place as u8) {
            form.also = also;
        }
        place as u8
    }

    /// What is remembered in this place has to go. Where they never come again, fewer and fewer are remembered.
    fn judge(&mut self, place: u8) {
        let is_used = self.form(place).is_some_and(|form| form.is_used);
        self.next_pause = if is_used { 0 } else { (2 * self.next_pause + 1).min(LONGEST_PAUSE) };
        self.pause = self.next_pause;
    }
}

impl BinaryParser {
    /// Reads the next node, if it is an element that came before, a plain text or an end. If not, all is as it was. The text
    /// that is the current node does not end its element.
    #[inline(always)]
    pub(in crate::xml::reader) fn read_known(&mut self, data: &[u8], properties: &ReaderProperties) -> bool {
        if self.is_stream || self.array.is_some() {
            return false;
        }
        let at = self.at;
        let Some(&record) = data.get(at) else { return false };
        if (FIRST_ELEMENT..=LAST_ELEMENT).contains(&record) {
            return self.read_form(data, properties);
        }
        if self.is_leaving {
            self.leave_plain();
        }
        if self.open.is_empty() {
            return false;
        }
        if record == END_ELEMENT {
            self.enter_end(at + 1);
            return true;
        }
        let lenient = properties.allow_invalid_character_references;
        let Some((start, end)) = chars(record & !1, at + 1, data, lenient) else { return false };
        let Some(characters) = data.get(start..end) else { return false };
        self.characters.show(characters);
        self.enter_text(start, end, !record.is_multiple_of(2));
        true
    }

    /// Makes characters, which are shown, the current node.
    #[inline(always)]
    fn enter_text(&mut self, start: usize, end: usize, is_last: bool) {
        self.enter(Node::Text(Value::Utf8(piece(start, end - start))), end);
        self.shown = self.characters.shown();
        self.ends_after = is_last;
    }

    /// To the text that comes next, if it has been looked at.
    #[inline(always)]
    pub(in crate::xml::reader) fn read_ahead(&mut self) -> bool {
        let Ahead { at, start, end, is_last } = self.ahead;
        if at != self.at {
            return false;
        }
        self.enter_text(start, end, is_last);
        true
    }

    /// Looks at this record, which comes after the current node, an element.
    #[inline(always)]
    fn look_ahead(&mut self, record: u8, data: &[u8]) {
        let at = self.at;
        if record & !1 != CHARS8 {
            return;
        }
        let Some(&len) = data.get(at + 1) else { return };
        let (start, len) = (at + 2, usize::from(len));
        let Some(characters) = data.get(start..start + len) else { return };
        if is_plain(data, start, len) {
            self.characters.show(characters);
            self.ahead = Ahead { at, start, end: start + len, is_last: record & 1 != 0 };
        }
    }

    /// [`BinaryParser::leave`] where the document is in memory as a whole.
    #[inline(always)]
    fn leave_plain(&mut self) {
        self.is_leaving = false;
        if let Some(open) = self.open.pop() {
            if self.namespaces.len() != open.bindings as usize {
                self.namespaces.truncate(open.bindings as usize);
            }
            if self.xml_attributes.len() != open.xml_attributes as usize {
                self.xml_attributes.truncate(open.xml_attributes as usize);
            }
        }
        self.had_root |= self.open.is_empty();
    }

    #[inline(always)]
    fn read_form(&mut self, data: &[u8], properties: &ReaderProperties) -> bool {
        let start = self.at;
        // It may take the place of one that has ended.
        let (depth, bindings, scope) = match self.open.last() {
            Some(open) if self.is_leaving => (self.open.len() - 1, open.bindings as usize, open.scope),
            _ => (self.open.len(), self.namespaces.len(), self.namespaces.scope_within()),
        };
        // Of what is no child of an element there are rules of its own.
        if depth == 0 || depth >= properties.max_depth as usize {
            return false;
        }
        let Forms { known: Some(known), last, current, .. } = &mut self.forms else { return false };
        let mut next = u32::from_le_bytes(known[usize::from(*last) % COUNT].next);
        while next != 0 {
            let place = next as u8;
            next >>= u8::BITS;
            let form = &mut known[usize::from(place) % COUNT];
            if !form.spelling.stands_at(data, start) || form.scope != scope {
                continue;
            }
            if form.declares && self.is_leaving {
                self.leave();
                return self.read_form_at_rest(data, properties);
            }
            let mut at = start + form.spelling.len;
            if !form.beginnings.is_empty() {
                // What is shown of the current node stays until another one is there.
                if place == *current && matches!(self.node, Node::Element { .. }) {
                    return false;
                }
                match form.read_attributes(data, at, &mut self.namespaces, properties) {
                    Some(end) => at = end,
                    None => {
                        if form.declares {
                            self.namespaces.truncate(bindings);
                        }
                        continue;
                    }
                }
            }
            let following = match data.get(at) {
                Some(FIRST_ATTRIBUTE..=LAST_ATTRIBUTE) | None => {
                    if form.declares {
                        self.namespaces.truncate(bindings);
                    }
                    continue;
                }
                Some(record) => *record,
            };
            match self.open.last_mut() {
                Some(open) if self.is_leaving => {
                    self.is_leaving = false;
                    open.name = form.name;
                    if self.namespaces.len() != bindings {
                        self.namespaces.truncate(bindings);
                    }
                    if self.xml_attributes.len() != open.xml_attributes as usize {
                        self.xml_attributes.truncate(open.xml_attributes as usize);
                    }
                }
                _ => self.open.push(Open {
                    name: form.name,
                    bindings: bindings as u32,
                    xml_attributes: self.xml_attributes.len() as u32,
                    scope,
                }),
            }
            form.is_used = true;
            self.node = form.node;
            self.node_at = start;
            self.at = at;
            let is_right = form.view_version == self.namespaces.version();
            self.shown = if is_right { form.shown } else { Shown::NONE };
            *last = place;
            *current = place;
            self.look_ahead(following, data);
            return true;
        }
        false
    }

    /// The same when the element that had ended is left.
    #[inline(never)]
    fn read_form_at_rest(&mut self, data: &[u8], properties: &ReaderProperties) -> bool {
        self.read_form(data, properties)
    }

    /// Remembers the element that is the current node and was read otherwise, if it is like what is read here and its names
    /// came before.
    #[inline]
    pub(super) fn consider(&mut self, mark: Mark, source: &Source<'_>) {
        self.forms.leave();
        let bit = 1 << mark.place();
        if self.forms.once & bit == 0 {
            self.forms.once |= bit;
        } else if !mark.is_none() {
            self.learn(mark.place(), source);
        }
    }

    #[inline(never)]
    fn learn(&mut self, names: usize, source: &Source<'_>) -> Option<()> {
        let data = source.data;
        let attributes = self.attributes.as_slice();
        if attributes.len() > MOST_ATTRIBUTES {
            return None;
        }
        let Node::Element { local_name, .. } = self.node else { return None };
        let bindings = self.open.last()?.bindings as usize;
        let (scope, own_scope) = (self.namespaces.scope(bindings), self.namespaces.scope_within());
        let mut cursor = source.cursor(self.node_at);
        scan_name_of_element(&mut cursor).ok()?;
        let spelling = Spelling::of(data.get(self.node_at..cursor.at)?)?;
        // Where each attribute begins, and how long what is always the same of it is.
        let mut places = [(0, 0); MOST_ATTRIBUTES];
        for (attribute, place) in attributes.iter().zip(&mut places) {
            let at = cursor.at;
            let record = cursor.byte("an attribute").ok()?;
            if attribute.is_xmlns {
                if !is_declaration(record) {
                    return None;
                }
                if !record.is_multiple_of(2) {
                    cursor.name(false, "a prefix that is declared").ok()?;
                }
                cursor.namespace(record >= 0x0A).ok()?;
                *place = (at, cursor.at - at);
                continue;
            }
            scan_name_of_attribute(record, &mut cursor).ok()?;
            *place = (at, cursor.at - at);
            if cursor.bytes_of(attribute.prefix) == b"xml" {
                return None;
            }
            cursor.at = value_end(attribute, data, cursor.at)?;
        }
        let forms = &mut self.forms;
        let is_it = |form: &Form| {
            form.spelling == spelling && form.scope == scope && form.is_like(&places, attributes, data)
        };
        let place = match forms.find(names, is_it) {
            Some(place) if forms.form(place).is_some_and(|form| form.own_scope == own_scope) => {
                forms.follow(place);
                return Some(());
            }
            _ if forms.pause > 0 => {
                forms.pause -= 1;
                return None;
            }
            // What it declares is in another place now.
            Some(place) => {
                forms.judge(place);
                place
            }
            None => forms.make_room(names),
        };
        let form = forms.form_mut(place)?;
        form.spelling = Spelling::NONE;
        form.beginnings.clear();
        form.attributes.clear();
        let mut count = bindings;
        for (attribute, &(at, len)) in attributes.iter().zip(&places) {
            let (spelling, declared) = if attribute.is_xmlns {
                count += 1;
                (Spelling::NONE, Some(Declared { at, len, scope: self.namespaces.scope(count) }))
            } else {
                (Spelling::of(data.get(at..at + len)?)?, None)
            };
            form.beginnings.push(Beginning { spelling, declared });
            form.attributes.push(Attr { mark: Mark::NONE, ..*attribute });
        }
        if form.view.as_mut().is_none_or(|view| view.attributes().len() != attributes.len()) {
            form.view = Some(ShownElement::new(attributes.len()));
        }
        form.view_version = NEVER;
        form.spelling = spelling;
        form.scope = scope;
        form.own_scope = own_scope;
        form.declares = own_scope != scope;
        form.is_used = false;
        form.first_at = self.node_at;
        form.node = self.node;
        form.name = local_name;
        forms.follow(place);
        Some(())
    }
}

/// Where the value of this attribute ends, whose record is at this place, if it is one that is read here.
fn value_end(attribute: &Attr, data: &[u8], at: usize) -> Option<usize> {
    let Value::Utf8(value) = attribute.value else { return None };
    match (value, data.get(at)) {
        (Str::Empty, Some(&EMPTY)) => Some(at + 1),
        (Str::Input { start, len }, Some(&(CHARS8 | CHARS16))) => Some(start as usize + len as usize),
        _ => None,
    }
}

/// The characters of a record of this kind, which is even, with up to 65,535 bytes of them: where they begin and end.
#[inline(always)]
fn chars(record: u8, at: usize, data: &[u8], lenient: bool) -> Option<(usize, usize)> {
    let (start, len) = match record {
        CHARS8 => (at + 1, usize::from(*data.get(at)?)),
        CHARS16 => {
            let len = data.get(at..)?.first_chunk()?;
            (at + 2, usize::from(u16::from_le_bytes(*len)))
        }
        _ => return None,
    };
    let end = start + len;
    if end > data.len() || !(is_plain(data, start, len) || is_text(data, start, len, lenient)) {
        return None;
    }
    Some((start, end))
}
