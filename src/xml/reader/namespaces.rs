//! The namespaces in scope: a stack of bindings of prefixes.
//!
//! A handful is searched from the innermost outwards, which is what nearly every document needs. Once there
//! are many the bindings are also chained in a hash table, so that a document with very many declarations is
//! still read in time linear to its size. The hash is seeded: nobody can choose colliding prefixes.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use super::names::same;

const XML: &[u8] = b"http://www.w3.org/XML/1998/namespace";
const XMLNS: &[u8] = b"http://www.w3.org/2000/xmlns/";

/// Above this number of bindings they are hashed.
const FEW: usize = 16;
/// The end of a chain.
const NONE: u32 = u32::MAX;

/// A namespace that is in scope: a range of [`Namespaces::bytes`].
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(in crate::xml) struct NsRef {
    start: u32,
    len: u32,
}

impl NsRef {
    #[cfg(test)]
    pub(super) fn is_empty(self) -> bool {
        self.len == 0
    }
}

struct Binding {
    /// Where prefix and namespace, one after the other, begin in the bytes.
    start: u32,
    prefix_len: u32,
    ns: NsRef,
    key: u64,
    /// The next one of the same bucket.
    next: u32,
    /// Stands for this binding and all those outside of it.
    scope: u64,
}

/// The bindings in scope.
pub(in crate::xml) struct Namespaces {
    bytes: Vec<u8>,
    /// Those in scope are the first ones. As long as there are few, others may follow that have gone out of scope,
    /// because what is declared next often is the same once more.
    bindings: Vec<Binding>,
    count: usize,
    /// What stands for those in scope.
    scope: u64,
    /// What stands for no bindings, and the last number that was given to some.
    no_scope: u64,
    last_scope: u64,
    /// Heads of the chains; empty as long as there are few.
    buckets: Vec<u32>,
    hasher: Option<RandomState>,
}

/// The two that always are in scope stand at the front of the bytes.
const XML_REF: NsRef = NsRef { start: 0, len: XML.len() as u32 };
const XMLNS_REF: NsRef = NsRef { start: XML.len() as u32, len: XMLNS.len() as u32 };

impl Namespaces {
    pub(in crate::xml) fn new() -> Self {
        // No two have a number in common, unless one of them gives out four billions of them.
        static FIRST: AtomicU64 = AtomicU64::new(0);
        let first = FIRST.fetch_add(1 << 32, Ordering::Relaxed);
        Self {
            bytes: [XML, XMLNS].concat(),
            bindings: Vec::new(),
            count: 0,
            scope: first,
            no_scope: first,
            last_scope: first,
            buckets: Vec::new(),
            hasher: None,
        }
    }

    /// A number for what the first `count` declarations in scope are: where it is the same, each prefix stands for the
    /// same namespace, in the same place.
    #[inline]
    pub(in crate::xml) fn scope(&self, count: usize) -> u64 {
        match count.checked_sub(1).and_then(|last| self.bindings.get(last)) {
            Some(binding) => binding.scope,
            None => self.no_scope,
        }
    }

    /// The same for all that are in scope.
    #[inline(always)]
    pub(super) fn scope_within(&self) -> u64 {
        self.scope
    }

    /// Where this is the same, every namespace that was found is where it was.
    #[inline]
    pub(super) fn version(&self) -> u64 {
        self.last_scope
    }

    /// The number of declarations in scope.
    #[inline]
    pub(in crate::xml) fn len(&self) -> usize {
        self.count
    }

    #[inline]
    pub(in crate::xml) fn get(&self, ns: NsRef) -> &[u8] {
        &self.bytes[ns.start as usize..][..ns.len as usize]
    }

    fn prefix(&self, binding: &Binding) -> &[u8] {
        &self.bytes[binding.start as usize..][..binding.prefix_len as usize]
    }

    #[inline]
    pub(in crate::xml) fn push(&mut self, prefix: &[u8], ns: &[u8]) -> NsRef {
        if self.count < FEW
            && let Some(last) = self.bindings.get(self.count)
            && same(self.prefix(last), prefix)
            && same(self.get(last.ns), ns)
        {
            self.count += 1;
            self.scope = last.scope;
            return last.ns;
        }
        self.push_another(prefix, ns)
    }

    /// Brings the declaration into scope that was in this scope before, if it is still known after those that are in scope;
    /// whether it is.
    #[inline]
    pub(super) fn push_again(&mut self, scope: u64) -> bool {
        let is_known =
            self.count < FEW && self.bindings.get(self.count).is_some_and(|next| next.scope == scope);
        if is_known {
            self.count += 1;
            self.scope = scope;
        }
        is_known
    }

    fn push_another(&mut self, prefix: &[u8], ns: &[u8]) -> NsRef {
        self.forget();
        let start = self.bytes.len() as u32;
        self.bytes.extend_from_slice(prefix);
        self.bytes.extend_from_slice(ns);
        let ns = NsRef { start: start + prefix.len() as u32, len: ns.len() as u32 };
        self.last_scope += 1;
        let prefix_len = prefix.len() as u32;
        let key = key_of(prefix);
        self.bindings.push(Binding { start, prefix_len, ns, key, next: NONE, scope: self.last_scope });
        self.count += 1;
        self.scope = self.last_scope;
        if !self.buckets.is_empty() || self.count > FEW {
            self.link();
        }
        ns
    }

    /// Lets go of what is out of scope.
    fn forget(&mut self) {
        if let Some(binding) = self.bindings.get(self.count) {
            self.bytes.truncate(binding.start as usize);
            self.bindings.truncate(self.count);
        }
    }

    /// Goes back to the first `count` declarations.
    #[inline]
    pub(in crate::xml) fn truncate(&mut self, count: usize) {
        if self.count > count {
            self.pop(count);
        }
    }

    fn pop(&mut self, count: usize) {
        if self.buckets.is_empty() {
            self.count = count;
        }
        while self.count > count {
            self.pop_hashed();
        }
        self.scope = self.scope(self.count);
    }

    fn pop_hashed(&mut self) {
        self.count -= 1;
        if self.count <= FEW {
            self.buckets.clear();
        } else {
            let binding = &self.bindings[self.count];
            let bucket = self.bucket(self.prefix(binding));
            self.buckets[bucket] = binding.next;
        }
        self.forget();
    }

    /// What a prefix is bound to. The empty prefix is always bound, if only to no namespace.
    #[inline]
    pub(in crate::xml) fn find(&self, prefix: &[u8]) -> Option<NsRef> {
        if !self.buckets.is_empty() {
            return self.find_hashed(prefix);
        }
        let key = key_of(prefix);
        for binding in self.bindings[..self.count].iter().rev() {
            if binding.key == key && (key != LONG || same(self.prefix(binding), prefix)) {
                return Some(binding.ns);
            }
        }
        predefined(prefix)
    }

    /// The innermost prefix bound to a namespace that is not hidden.
    #[cfg(test)]
    pub(super) fn prefix_of(&self, ns: &[u8]) -> Option<&[u8]> {
        let mut candidates =
            self.bindings[..self.count].iter().rev().filter(|binding| self.get(binding.ns) == ns);
        candidates
            .find(|binding| self.find(self.prefix(binding)) == Some(binding.ns))
            .map(|binding| self.prefix(binding))
            .or(match ns {
                XML => Some(b"xml"),
                XMLNS => Some(b"xmlns"),
                b"" if self.find(b"").is_some_and(NsRef::is_empty) => Some(b""),
                _ => None,
            })
    }

    fn bucket(&self, prefix: &[u8]) -> usize {
        let hash = self.hasher.as_ref().map_or(0, |hasher| hasher.hash_one(prefix));
        hash as usize & (self.buckets.len() - 1)
    }

    fn find_hashed(&self, prefix: &[u8]) -> Option<NsRef> {
        let mut index = self.buckets[self.bucket(prefix)];
        while index != NONE {
            let binding = &self.bindings[index as usize];
            if self.prefix(binding) == prefix {
                return Some(binding.ns);
            }
            index = binding.next;
        }
        predefined(prefix)
    }

    /// Chains the last binding, or all of them into a larger table.
    fn link(&mut self) {
        let count = self.count;
        let first = if count > self.buckets.len() {
            self.hasher.get_or_insert_with(RandomState::new);
            self.buckets.clear();
            self.buckets.resize((count * 2).next_power_of_two(), NONE);
            0
        } else {
            count - 1
        };
        for index in first..count {
            let bucket = self.bucket(self.prefix(&self.bindings[index]));
            self.bindings[index].next = self.buckets[bucket];
            self.buckets[bucket] = index as u32;
        }
    }
}

/// Why a prefix cannot be declared to stand for a namespace. (Namespaces in XML 1.0, section 3)
#[inline]
pub(super) fn check_declaration(prefix: &[u8], ns: &[u8]) -> Result<(), &'static str> {
    if prefix == b"xmlns" {
        return Err("the prefix 'xmlns' may not be declared");
    }
    if (prefix == b"xml") != (ns == XML) {
        return Err(
            "the prefix 'xml' and the namespace 'http://www.w3.org/XML/1998/namespace' belong to each other",
        );
    }
    if ns == XMLNS {
        return Err("the namespace 'http://www.w3.org/2000/xmlns/' may not be declared");
    }
    if ns.is_empty() && !prefix.is_empty() {
        return Err("a prefix may not be declared to be in no namespace");
    }
    Ok(())
}

/// The key of prefixes that are not short.
const LONG: u64 = 0;

/// A number that tells short prefixes apart.
#[inline]
fn key_of(prefix: &[u8]) -> u64 {
    if prefix.len() > 7 {
        return LONG;
    }
    prefix.iter().fold(1, |key, &byte| key << 8 | u64::from(byte))
}

fn predefined(prefix: &[u8]) -> Option<NsRef> {
    match prefix {
        b"" => Some(NsRef::default()),
        b"xml" => Some(XML_REF),
        b"xmlns" => Some(XMLNS_REF),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find<'a>(namespaces: &'a Namespaces, prefix: &[u8]) -> Option<&'a [u8]> {
        namespaces.find(prefix).map(|ns| namespaces.get(ns))
    }

    #[test]
    fn inner_bindings_hide_outer_ones_and_go_away() {
        let mut namespaces = Namespaces::new();
        assert_eq!(find(&namespaces, b""), Some(&b""[..]));
        assert_eq!(find(&namespaces, b"xml"), Some(XML));
        assert_eq!(find(&namespaces, b"xmlns"), Some(XMLNS));
        assert_eq!(find(&namespaces, b"p"), None);
        namespaces.push(b"p", b"one");
        namespaces.push(b"", b"default");
        namespaces.push(b"p", b"two");
        assert_eq!(find(&namespaces, b"p"), Some(&b"two"[..]));
        assert_eq!(find(&namespaces, b""), Some(&b"default"[..]));
        assert_eq!(namespaces.prefix_of(b"one"), None);
        assert_eq!(namespaces.prefix_of(b"two"), Some(&b"p"[..]));
        assert_eq!(namespaces.prefix_of(b""), None);
        namespaces.truncate(1);
        assert_eq!(find(&namespaces, b"p"), Some(&b"one"[..]));
        assert_eq!(namespaces.prefix_of(b""), Some(&b""[..]));
    }

    #[test]
    fn a_scope_stands_for_what_prefixes_are_bound_to() {
        let mut namespaces = Namespaces::new();
        let none = namespaces.scope(0);
        assert_ne!(none, Namespaces::new().scope(0));
        let outer = namespaces.push(b"p", b"one");
        let inner = namespaces.push(b"q", b"two");
        let scopes = [namespaces.scope(1), namespaces.scope(2)];
        namespaces.truncate(0);
        assert_eq!(find(&namespaces, b"p"), None);
        // The same again: the same place, the same scope.
        assert_eq!((namespaces.push(b"p", b"one"), namespaces.push(b"q", b"two")), (outer, inner));
        assert_eq!(scopes, [namespaces.scope(1), namespaces.scope(2)]);
        namespaces.truncate(1);
        namespaces.push(b"q", b"three");
        assert_ne!(scopes[1], namespaces.scope(2));
        namespaces.truncate(0);
        namespaces.push(b"p", b"else");
        namespaces.push(b"q", b"two");
        assert!(![none, scopes[0], scopes[1]].contains(&namespaces.scope(2)));
        assert_eq!(find(&namespaces, b"q"), Some(&b"two"[..]));
        assert_eq!(find(&namespaces, b"p"), Some(&b"else"[..]));
    }

    #[test]
    fn many_bindings_behave_as_few_do() {
        let mut namespaces = Namespaces::new();
        for round in 0..3 {
            for number in 0..1000 {
                namespaces.push(format!("p{number}").as_bytes(), format!("{round}-{number}").as_bytes());
            }
        }
        for round in (0..3).rev() {
            for number in [0, 15, 16, 17, 500, 999] {
                let found = find(&namespaces, format!("p{number}").as_bytes());
                assert_eq!(found, Some(format!("{round}-{number}").as_bytes()));
            }
            namespaces.truncate(round * 1000 + 17);
            assert_eq!(find(&namespaces, b"p16"), Some(format!("{round}-16").as_bytes()));
            namespaces.truncate(round * 1000);
        }
        assert_eq!(find(&namespaces, b"p0"), None);
    }
}
