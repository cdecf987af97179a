//! The open elements of a writer and the namespaces in scope.
//!
//! All names lie in two stacks of bytes that grow and shrink with the depth, so that a steady writer allocates
//! nothing.

use crate::error::{Error, Result};
use crate::value::string::quoted;
use crate::xml::dictionary::Name;
use crate::xml::room::Room;

use super::known::{KnownName, TAG, word};

pub(crate) const XML_PREFIX: &[u8] = b"xml";
pub(crate) const XML_NS: &[u8] = b"http://www.w3.org/XML/1998/namespace";
pub(crate) const XMLNS_PREFIX: &[u8] = b"xmlns";
pub(crate) const XMLNS_NS: &[u8] = b"http://www.w3.org/2000/xmlns/";

/// The elements around the place that is written to.
#[derive(Default)]
pub(crate) struct Scope {
    open: Vec<Open>,
    /// The end tags of the open elements, one after the other, with what [`KnownName::tag`] has behind them.
    names: Room,
    bindings: Vec<Binding>,
    /// The prefixes and namespaces of the bindings.
    bytes: Vec<u8>,
    /// Why the namespaces of the innermost element cannot be what was asked for: told when it is committed.
    conflict: Option<String>,
    /// The prefixes of the attributes of the innermost element, each with a colon.
    attribute_prefixes: Vec<u8>,
    /// The innermost element has declarations, or a conflict.
    is_changed: bool,
    /// What the bindings are known by while they stay as they are, and the last number that was taken for that.
    generation: u64,
    last_generation: u64,
    /// Declarations that were made before.
    steps: [Step; 8],
}

/// What declaring a prefix made of the bindings: made once more of the same bindings, it makes the same of them.
#[derive(Default)]
struct Step {
    before: u64,
    after: u64,
    prefix_len: usize,
    /// The prefix and the namespace.
    bytes: Vec<u8>,
}

/// An open element.
#[derive(Clone, Copy)]
struct Open {
    /// Where its end tag begins.
    tag: u32,
    /// How long its name is.
    len: u32,
    bindings: u32,
    bytes: u32,
    generation: u64,
    /// Character data was written in it, so that indenting would change it.
    has_text: bool,
    has_nodes: bool,
}

/// A namespace declaration.
#[derive(Clone, Copy)]
struct Binding {
    prefix: u32,
    ns: u32,
    end: u32,
    /// What the prefix begins with.
    prefix_word: u64,
    /// Asked for by WsWriteXmlnsAttribute with a prefix; these are written first, in order.
    explicit: bool,
    single_quote: bool,
    /// Where the namespace stands in the static dictionary of the output.
    entry: Option<u32>,
}

/// A declaration to be written: prefix, namespace, quote.
pub(crate) struct Declaration<'a> {
    pub(crate) prefix: &'a [u8],
    pub(crate) ns: Name<'a>,
    pub(crate) single_quote: bool,
}

/// The open elements.
impl Scope {
    pub(crate) fn clear(&mut self) {
        self.open.clear();
        self.names.clear();
        self.bindings.clear();
        self.bytes.clear();
        self.conflict = None;
        self.attribute_prefixes.clear();
        self.is_changed = false;
        self.change();
    }

    /// A number for the bindings as they are: never zero, and another one for others.
    #[inline]
    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    /// The same for those around the innermost element.
    pub(super) fn outer_generation(&self) -> u64 {
        self.open.last().map_or(0, |open| open.generation)
    }

    fn change(&mut self) {
        self.last_generation += 1;
        self.generation = self.last_generation;
    }

    /// Finds the number for the bindings and one more, which was made before or is made now.
    fn step(&mut self, prefix: &[u8], ns: &[u8]) {
        let before = self.generation;
        let index = (before as usize ^ prefix.len() ^ ns.len()) % self.steps.len();
        let step = &mut self.steps[index];
        if step.before == before
            && step.prefix_len == prefix.len()
            && step.bytes.strip_prefix(prefix).is_some_and(|rest| rest == ns)
        {
            self.generation = step.after;
            return;
        }
        step.before = before;
        step.prefix_len = prefix.len();
        step.bytes.clear();
        step.bytes.extend_from_slice(prefix);
        step.bytes.extend_from_slice(ns);
        self.last_generation += 1;
        step.after = self.last_generation;
        self.generation = self.last_generation;
    }

    #[inline]
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    #[inline]
    pub(super) fn push_known(&mut self, name: &KnownName) {
        self.push_tag(name.tag(), name.len() as u32);
    }

    /// An element with this end tag, whose name has so many bytes.
    #[inline(always)]
    pub(super) fn push_tag(&mut self, tag: &[u8; TAG], len: u32) {
        self.push_open(len as usize);
        self.names.put(tag, TAG);
    }

    pub(crate) fn push(&mut self, prefix: &[u8], local_name: &[u8]) {
        let colon: &[u8] = if prefix.is_empty() { b"" } else { b":" };
        self.push_open(prefix.len() + colon.len() + local_name.len());
        for part in [b"</", prefix, colon, local_name, b">"] {
            self.names.extend_from_slice(part);
        }
    }

    #[inline(always)]
    fn push_open(&mut self, len: usize) {
        if let Some(parent) = self.open.last_mut() {
            parent.has_nodes = true;
        }
        self.attribute_prefixes.clear();
        self.is_changed = false;
        self.open.push(Open {
            tag: self.names.len() as u32,
            len: len as u32,
            bindings: self.bindings.len() as u32,
            bytes: self.bytes.len() as u32,
            generation: self.generation,
            has_text: false,
            has_nodes: false,
        });
    }

    /// Leaves the innermost element.
    #[inline]
    pub(crate) fn pop(&mut self) {
        if let Some(open) = self.open.pop() {
            self.names.truncate(open.tag as usize);
            self.bindings.truncate(open.bindings as usize);
            self.bytes.truncate(open.bytes as usize);
            self.generation = open.generation;
            if self.conflict.is_some() {
                self.conflict = None;
            }
            self.attribute_prefixes.clear();
        }
    }

    /// The end tag of the innermost element, whose name has so many bytes, with what may be behind it.
    #[inline]
    pub(super) fn end_tag(&self) -> (&[u8], usize) {
        self.open.last().map_or((&[], 0), |open| (&self.names[open.tag as usize..], open.len as usize))
    }

    /// The qualified name of the innermost element.
    #[inline]
    pub(crate) fn name(&self) -> &[u8] {
        self.open.last().map_or(&[], |open| self.name_in(open))
    }

    /// The names of all open elements, outermost first.
    pub(crate) fn names(&self) -> impl DoubleEndedIterator<Item = &[u8]> {
        self.open.iter().map(|open| self.name_in(open))
    }

    #[inline]
    fn name_in(&self, open: &Open) -> &[u8] {
        let start = open.tag as usize + "</".len();
        &self.names[start..start + open.len as usize]
    }

    /// The open elements as a path, for messages.
    pub(crate) fn path(&self) -> String {
        self.names().fold(String::new(), |path, name| path + "/" + &String::from_utf8_lossy(name))
    }

    #[inline]
    pub(crate) fn note_text(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.has_text = true;
        }
    }

    #[inline]
    pub(crate) fn note_node(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.has_nodes = true;
        }
    }

    /// Whether nothing has been written into the innermost element yet.
    pub(crate) fn is_innermost_empty(&self) -> bool {
        self.open.last().is_some_and(|open| !open.has_nodes && !open.has_text)
    }

    /// Whether whitespace may be added in the innermost element.
    pub(crate) fn may_indent(&self) -> bool {
        self.open.last().is_none_or(|open| !open.has_text)
    }

    /// Whether there are nodes in the innermost element, and whitespace may be added after them.
    pub(crate) fn may_indent_end(&self) -> bool {
        self.open.last().is_some_and(|open| open.has_nodes && !open.has_text)
    }
}

/// The namespaces.
impl Scope {
    /// A prefix that stands for this namespace. An attribute cannot do with the empty one.
    #[inline]
    pub(crate) fn prefix_of(&self, ns: &[u8], for_attribute: bool) -> Option<&[u8]> {
        // No prefix but the empty one can stand for no namespace.
        if ns.is_empty() && !for_attribute {
            let default = self.bindings.iter().rfind(|binding| binding.prefix == binding.ns);
            return default.is_none_or(|binding| binding.ns == binding.end).then_some(b"");
        }
        self.prefix_among(&self.bindings, ns, for_attribute)
    }

    /// What a prefix that is declared stands for.
    pub(crate) fn ns_of(&self, prefix: &[u8]) -> Option<&[u8]> {
        let mut inner_first = self.bindings.iter().rev();
        inner_first.find(|binding| self.prefix(binding) == prefix).map(|binding| self.ns(binding))
    }

    /// As [`Scope::prefix_of`], but of what is around the innermost element only.
    pub(crate) fn outer_prefix_of(&self, ns: &[u8]) -> Option<&[u8]> {
        let outer = self.open.last().map_or(0, |open| open.bindings as usize);
        self.prefix_among(&self.bindings[..outer], ns, false)
    }

    #[inline]
    fn prefix_among<'a>(&'a self, among: &[Binding], ns: &[u8], for_attribute: bool) -> Option<&'a [u8]> {
        if among.is_empty() && ns.is_empty() {
            return (!for_attribute).then_some(b"");
        }
        for (index, binding) in among.iter().enumerate().rev() {
            let prefix = self.prefix(binding);
            if self.ns(binding) == ns
                && !(for_attribute && prefix.is_empty())
                && !among[index + 1..].iter().any(|inner| self.prefix(inner) == prefix)
            {
                return Some(prefix);
            }
        }
        match ns {
            b"" if !for_attribute => {
                (!among.iter().any(|binding| self.prefix(binding).is_empty())).then_some(b"".as_slice())
            }
            XML_NS => Some(XML_PREFIX),
            XMLNS_NS => Some(XMLNS_PREFIX),
            _ => None,
        }
    }

    /// A prefix that nothing in scope uses: a, b, ... z, aa, ...
    pub(crate) fn generate_prefix(&self) -> Vec<u8> {
        let mut number = 0_usize;
        loop {
            let mut prefix = Vec::new();
            let mut rest = number + 1;
            while rest > 0 {
                prefix.insert(0, b'a' + ((rest - 1) % 26) as u8);
                rest = (rest - 1) / 26;
            }
            if !self.bindings.iter().any(|binding| self.prefix(binding) == prefix) && prefix != XML_PREFIX {
                return prefix;
            }
            number += 1;
        }
    }

    /// Has the prefix of the element that was just pushed stand for its namespace.
    #[inline]
    pub(super) fn bind_known(&mut self, prefix: &[u8], word: u64, ns: Name<'_>, limit: u32) -> Result<()> {
        if let Some(index) = self.find(prefix, word)
            && self.ns(&self.bindings[index]) == ns.bytes
        {
            return Ok(());
        }
        self.bind_element(prefix, ns, limit)
    }

    /// The same for a prefix of which nothing is known.
    pub(crate) fn bind_element(&mut self, prefix: &[u8], ns: Name<'_>, limit: u32) -> Result<()> {
        match self.find(prefix, word(prefix)) {
            Some(index) if self.ns(&self.bindings[index]) == ns.bytes => Ok(()),
            None if prefix.is_empty() && ns.bytes.is_empty() => Ok(()),
            _ if prefix == XML_PREFIX && ns.bytes == XML_NS => Ok(()),
            _ if self.is_reserved(prefix, ns.bytes) => Ok(()),
            _ => self.add(prefix, ns, false, false, limit),
        }
    }

    /// Has `prefix` stand for `ns` in the innermost element, whose start tag is being written: nothing is
    /// declared when it does so already, and a contradiction is told by [`Scope::check`].
    #[inline]
    pub(crate) fn bind(&mut self, prefix: &[u8], ns: Name<'_>, limit: u32) -> Result<()> {
        // Nearly always the prefix is known, and nearly always it is one of the last.
        match self.find(prefix, word(prefix)) {
            Some(index) if self.ns(&self.bindings[index]) == ns.bytes => Ok(()),
            None if prefix.is_empty() && ns.bytes.is_empty() => Ok(()),
            found => self.bind_new(found, prefix, ns, limit),
        }
    }

    #[cold]
    fn bind_new(&mut self, found: Option<usize>, prefix: &[u8], ns: Name<'_>, limit: u32) -> Result<()> {
        if prefix == XML_PREFIX && ns.bytes == XML_NS {
            return Ok(());
        }
        if self.is_reserved(prefix, ns.bytes) || self.contradicts(found, prefix, ns.bytes) {
            return Ok(());
        }
        self.add(prefix, ns, false, false, limit)
    }

    /// WsWriteXmlnsAttribute with a prefix. What is in scope already is not declared again.
    pub(crate) fn declare(
        &mut self,
        prefix: &[u8],
        ns: Name<'_>,
        single_quote: bool,
        limit: u32,
    ) -> Result<()> {
        if (prefix == XML_PREFIX && ns.bytes == XML_NS) || self.is_reserved(prefix, ns.bytes) {
            return Ok(());
        }
        let found = self.find(prefix, word(prefix));
        if self.contradicts(found, prefix, ns.bytes) {
            return Ok(());
        }
        if let Some(index) = found
            && self.ns(&self.bindings[index]) == ns.bytes
        {
            // Asked for by the element or an attribute, and now by name: this says where and in which quotes.
            self.ask_for(index, single_quote);
            return Ok(());
        }
        if found.is_none() && prefix.is_empty() && ns.bytes.is_empty() {
            return Ok(());
        }
        self.add(prefix, ns, true, single_quote, limit)
    }

    /// A declaration of the innermost element that the writer made is asked for by name.
    pub(super) fn note_asked_for(&mut self, prefix: &[u8], ns: Name<'_>) {
        if let Some(index) = self.find(prefix, word(prefix))
            && self.ns(&self.bindings[index]) == ns.bytes
        {
            self.ask_for(index, false);
        }
    }

    fn ask_for(&mut self, index: usize, single_quote: bool) {
        if index >= self.own_start() && !self.bindings[index].explicit {
            let is_last = index + 1 == self.bindings.len();
            let mut binding = self.bindings.remove(index);
            binding.explicit = true;
            binding.single_quote = single_quote;
            self.bindings.push(binding);
            if !is_last {
                self.change();
            }
        }
    }

    /// Has the writer choose how `ns` can be named: a prefix in scope, the default namespace if the element can
    /// do without, or a new prefix.
    pub(crate) fn choose(&mut self, ns: Name<'_>, single_quote: bool, limit: u32) -> Result<()> {
        if self.prefix_of(ns.bytes, false).is_some() {
            return Ok(());
        }
        let element_is_prefixed = self.name().contains(&b':');
        let own = &self.bindings[self.own_start()..];
        if element_is_prefixed && !own.iter().any(|binding| self.prefix(binding).is_empty()) {
            return self.add(b"", ns, false, single_quote, limit);
        }
        if ns.bytes.is_empty() {
            self.refuse(|| {
                "the empty namespace cannot be declared: the empty prefix is in use for another".into()
            });
            return Ok(());
        }
        let prefix = self.generate_prefix();
        self.add(&prefix, ns, false, single_quote, limit)
    }

    /// Declares without asking: for elements that are in a tree already.
    pub(crate) fn adopt(&mut self, prefix: &[u8], ns: Name<'_>) {
        self.is_changed = true;
        self.step(prefix, ns.bytes);
        let start = self.bytes.len() as u32;
        self.bytes.extend_from_slice(prefix);
        self.bytes.extend_from_slice(ns.bytes);
        self.bindings.push(Binding {
            prefix: start,
            ns: start + prefix.len() as u32,
            end: self.bytes.len() as u32,
            prefix_word: word(prefix),
            explicit: false,
            single_quote: false,
            entry: ns.entry(),
        });
    }

    /// Whether the namespaces of the innermost element are without contradiction.
    #[inline]
    pub(crate) fn check(&self) -> Result<()> {
        match &self.conflict {
            None => Ok(()),
            Some(message) => Err(Error::invalid_format(message.clone())),
        }
    }

    /// Why the namespaces contradict each other cannot be mended: remembered until the element is committed.
    pub(crate) fn refuse(&mut self, message: impl FnOnce() -> String) {
        self.is_changed = true;
        self.conflict.get_or_insert_with(message);
    }

    /// Whether the innermost element, whose start tag is being written, has declarations or a contradiction.
    #[inline]
    pub(super) fn is_changed(&self) -> bool {
        self.is_changed
    }

    /// The declarations of the innermost element, in the order they are written.
    pub(crate) fn own_declarations(&self) -> impl Iterator<Item = Declaration<'_>> {
        let own = &self.bindings[self.own_start()..];
        own.iter()
            .filter(|binding| binding.explicit)
            .chain(own.iter().filter(|binding| !binding.explicit))
            .map(|binding| Declaration {
                prefix: self.prefix(binding),
                ns: self.name_of(binding),
                single_quote: binding.single_quote,
            })
    }

    /// How many declarations the innermost element has.
    pub(crate) fn own_count(&self) -> usize {
        self.bindings.len() - self.own_start()
    }

    /// The declaration with this number, in the order they were made.
    pub(crate) fn own_declaration(&self, index: usize) -> Declaration<'_> {
        let binding = &self.bindings[self.own_start() + index];
        Declaration {
            prefix: self.prefix(binding),
            ns: self.name_of(binding),
            single_quote: binding.single_quote,
        }
    }

    fn own_start(&self) -> usize {
        self.open.last().map_or(0, |open| open.bindings as usize)
    }

    fn is_reserved(&mut self, prefix: &[u8], ns: &[u8]) -> bool {
        let reserved = [prefix == XML_PREFIX, prefix == XMLNS_PREFIX, ns == XML_NS, ns == XMLNS_NS];
        if reserved.contains(&true) {
            self.refuse(|| {
                format!("the prefix {} cannot stand for the namespace {}", quoted(prefix), quoted(ns))
            });
        }
        reserved.contains(&true)
    }

    /// An attribute of the innermost element has this prefix.
    pub(crate) fn note_attribute(&mut self, prefix: &[u8]) {
        self.attribute_prefixes.extend_from_slice(prefix);
        self.attribute_prefixes.push(b':');
    }

    /// Whether the innermost element, or an attribute of it, is named with this prefix.
    fn uses(&self, prefix: &[u8]) -> bool {
        let is_this = |name: &[u8]| name.strip_prefix(prefix).is_some_and(|rest| rest.first() == Some(&b':'));
        is_this(self.name()) || self.attribute_prefixes.split(|&byte| byte == b':').any(|used| used == prefix)
    }

    /// Whether the innermost element has this prefix for another namespace: its own, or one of an element around it
    /// that it uses.
    fn contradicts(&mut self, found: Option<usize>, prefix: &[u8], ns: &[u8]) -> bool {
        if prefix.is_empty() && found.is_none_or(|index| index < self.own_start()) {
            // An element without prefix uses the empty one, though it declares nothing.
            let contradicts = self.open.last().is_some()
                && !self.name().contains(&b':')
                && self.element_is_in_default(found, ns);
            if contradicts {
                self.refuse(|| {
                    format!("the empty prefix is in use by the element and cannot stand for {}", quoted(ns))
                });
            }
            return contradicts;
        }
        let own_start = self.own_start();
        let Some(index) = found.filter(|&index| index >= own_start || self.uses(prefix)) else {
            return false;
        };
        let bound = self.ns(&self.bindings[index]);
        if bound == ns {
            return false;
        }
        let message = format!(
            "the prefix {} stands for two namespaces in one element: {} and {}",
            quoted(prefix),
            quoted(bound),
            quoted(ns)
        );
        self.refuse(|| message);
        true
    }

    /// Whether the innermost element relies on a default namespace from outside that is not `ns`.
    fn element_is_in_default(&self, found: Option<usize>, ns: &[u8]) -> bool {
        found.map_or(&b""[..], |index| self.ns(&self.bindings[index])) != ns
    }

    fn add(
        &mut self,
        prefix: &[u8],
        ns: Name<'_>,
        explicit: bool,
        single_quote: bool,
        limit: u32,
    ) -> Result<()> {
        if self.bindings.len() >= limit as usize {
            return Err(Error::quota_exceeded(format!(
                "declaring the prefix {} for {} exceeds the {limit} namespaces that may be in scope \
                 (WS_XML_WRITER_PROPERTY_MAX_NAMESPACES)",
                quoted(prefix),
                quoted(ns.bytes)
            )));
        }
        self.adopt(prefix, ns);
        if let Some(binding) = self.bindings.last_mut() {
            binding.explicit = explicit;
            binding.single_quote = single_quote;
        }
        Ok(())
    }

    /// The innermost binding of a prefix, whose [`word`] this is.
    #[inline]
    fn find(&self, prefix: &[u8], word: u64) -> Option<usize> {
        self.bindings.iter().rposition(|binding| {
            binding.prefix_word == word
                && (binding.ns - binding.prefix) as usize == prefix.len()
                && (prefix.len() <= size_of_val(&word) || self.prefix(binding) == prefix)
        })
    }

    #[inline]
    fn prefix(&self, binding: &Binding) -> &[u8] {
        &self.bytes[binding.prefix as usize..binding.ns as usize]
    }

    /// The namespace of a binding, and where it stands in the static dictionary.
    fn name_of(&self, binding: &Binding) -> Name<'_> {
        let ns = self.ns(binding);
        binding.entry.map_or(ns.into(), |index| Name::with_entry(ns, index))
    }

    #[inline]
    fn ns(&self, binding: &Binding) -> &[u8] {
        &self.bytes[binding.ns as usize..binding.end as usize]
    }
}
