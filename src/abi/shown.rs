//! The C structures of the nodes that come again and again. A reader has them ready where it reads, and changes nothing in
//! them but what changes from one to the next.
//!
//! They are reached by pointers alone, C's and those kept here, so that none of them ends another.
#![allow(unsafe_code)]

use core::mem::MaybeUninit;
use core::ptr::{self, NonNull, null_mut};

use super::types::*;

/// A node that C can look at, or none.
#[derive(Clone, Copy)]
pub(crate) struct Shown(*const WS_XML_NODE);

// SAFETY: only C follows the pointer, under the thread rule of the reader that it belongs to.
unsafe impl Send for Shown {}

pub(super) const NO_STRING: WS_XML_STRING =
    WS_XML_STRING { length: 0, bytes: null_mut(), dictionary: null_mut(), id: 0 };

pub(super) const NO_CHARACTERS: WS_XML_UTF8_TEXT = WS_XML_UTF8_TEXT {
    text: WS_XML_TEXT { textType: MaybeUninit::new(WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_UTF8) },
    value: NO_STRING,
};

/// An element and an attribute that do not lead to anything yet.
pub(super) const NO_ELEMENT: WS_XML_ELEMENT_NODE = WS_XML_ELEMENT_NODE {
    node: head(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_ELEMENT),
    prefix: null_mut(),
    localName: null_mut(),
    ns: null_mut(),
    attributeCount: 0,
    attributes: null_mut(),
    isEmpty: FALSE,
};
pub(super) const NO_ATTRIBUTE: WS_XML_ATTRIBUTE = WS_XML_ATTRIBUTE {
    singleQuote: 0,
    isXmlNs: 0,
    prefix: null_mut(),
    localName: null_mut(),
    ns: null_mut(),
    value: null_mut(),
};

pub(super) const fn head(kind: WS_XML_NODE_TYPE) -> WS_XML_NODE {
    WS_XML_NODE { nodeType: MaybeUninit::new(kind) }
}

static END_ELEMENT: WS_XML_NODE = head(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_END_ELEMENT);

impl Shown {
    pub(crate) const NONE: Self = Self(ptr::null());
    /// Every end element is nothing but that.
    pub(crate) const END_ELEMENT: Self = Self(&raw const END_ELEMENT);

    /// NULL if it is none.
    #[inline(always)]
    pub(crate) fn node(self) -> *const WS_XML_NODE {
        self.0
    }
}

/// What C has pointers into. It stays where it is, and is reached by this and by what C was given, none of which ends another:
/// a `Box` claims for itself alone what it points to whenever it is moved or used.
pub(super) struct Kept<T: ?Sized>(NonNull<T>);

// SAFETY: it is the only owner of what it points to, whose pointers lead to each other and to what the reader that it belongs
// to has. Only C follows them, under the thread rule of that reader.
unsafe impl<T: ?Sized> Send for Kept<T> {}

impl<T: ?Sized> Kept<T> {
    pub(super) fn new(value: Box<T>) -> Self {
        Self(NonNull::from(Box::leak(value)))
    }

    /// Where it is for as long as this is.
    #[inline(always)]
    pub(super) fn as_ptr(&self) -> *mut T {
        self.0.as_ptr()
    }

    #[inline(always)]
    pub(super) fn get(&self) -> &T {
        // SAFETY: it lives as long as this, which is borrowed.
        unsafe { self.0.as_ref() }
    }

    #[inline(always)]
    pub(super) fn get_mut(&mut self) -> &mut T {
        // SAFETY: likewise.
        unsafe { self.0.as_mut() }
    }
}

impl<T: ?Sized> Drop for Kept<T> {
    fn drop(&mut self) {
        // SAFETY: it was made by Box::leak, and this is its owner.
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }
}

#[inline(always)]
fn set(string: &mut WS_XML_STRING, bytes: &[u8]) {
    string.length = bytes.len() as ULONG;
    string.bytes = bytes.as_ptr().cast_mut();
}

struct TextParts {
    node: WS_XML_TEXT_NODE,
    text: WS_XML_UTF8_TEXT,
}

/// A text node of characters.
pub(crate) struct ShownText(Kept<TextParts>);

impl ShownText {
    pub(crate) fn new() -> Self {
        let parts = Kept::new(Box::new(TextParts {
            node: WS_XML_TEXT_NODE { node: head(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_TEXT), text: null_mut() },
            text: NO_CHARACTERS,
        }));
        let all = parts.as_ptr();
        // SAFETY: they were made above.
        unsafe { (*all).node.text = (&raw mut (*all).text).cast() };
        Self(parts)
    }

    /// Has these characters.
    #[inline(always)]
    pub(crate) fn show(&mut self, characters: &[u8]) {
        set(&mut self.0.get_mut().text.value, characters);
    }

    #[inline(always)]
    pub(crate) fn shown(&self) -> Shown {
        // SAFETY: they live as long as this.
        Shown(unsafe { &raw const (*self.0.as_ptr()).node }.cast())
    }
}

/// An element, and the names that it points to.
pub(crate) struct ElementParts {
    pub(crate) element: WS_XML_ELEMENT_NODE,
    pub(crate) prefix: WS_XML_STRING,
    pub(crate) local_name: WS_XML_STRING,
    pub(crate) ns: WS_XML_STRING,
}

/// An attribute whose value is characters, and what it points to.
pub(crate) struct AttributeParts {
    pub(crate) attribute: WS_XML_ATTRIBUTE,
    pub(crate) prefix: WS_XML_STRING,
    pub(crate) local_name: WS_XML_STRING,
    pub(crate) ns: WS_XML_STRING,
    value: WS_XML_UTF8_TEXT,
}

impl AttributeParts {
    /// Has this value.
    #[inline(always)]
    pub(crate) fn show(&mut self, value: &[u8]) {
        set(&mut self.value.value, value);
    }
}

/// An element with its attributes.
pub(crate) struct ShownElement {
    parts: Kept<ElementParts>,
    attributes: Kept<[AttributeParts]>,
    /// Only C looks at these.
    _pointers: Kept<[*mut WS_XML_ATTRIBUTE]>,
}

impl ShownElement {
    /// Without any names yet.
    pub(crate) fn new(attribute_count: usize) -> Self {
        let attribute = || AttributeParts {
            attribute: NO_ATTRIBUTE,
            prefix: NO_STRING,
            local_name: NO_STRING,
            ns: NO_STRING,
            value: NO_CHARACTERS,
        };
        let attributes: Box<[_]> = (0..attribute_count).map(|_| attribute()).collect();
        let attributes = Kept::new(attributes);
        let first = attributes.as_ptr().cast::<AttributeParts>();
        let pointers: Box<[_]> = (0..attribute_count)
            .map(|index| {
                // SAFETY: there are as many, made above.
                unsafe {
                    let all = first.add(index);
                    (*all).attribute.prefix = &raw mut (*all).prefix;
                    (*all).attribute.localName = &raw mut (*all).local_name;
                    (*all).attribute.ns = &raw mut (*all).ns;
                    (*all).attribute.value = (&raw mut (*all).value).cast();
                    &raw mut (*all).attribute
                }
            })
            .collect();
        let pointers = Kept::new(pointers);
        let parts = Kept::new(Box::new(ElementParts {
            element: WS_XML_ELEMENT_NODE {
                attributeCount: attribute_count as ULONG,
                attributes: if attribute_count > 0 { pointers.as_ptr().cast() } else { null_mut() },
                ..NO_ELEMENT
            },
            prefix: NO_STRING,
            local_name: NO_STRING,
            ns: NO_STRING,
        }));
        let all = parts.as_ptr();
        // SAFETY: they were made above.
        unsafe {
            (*all).element.prefix = &raw mut (*all).prefix;
            (*all).element.localName = &raw mut (*all).local_name;
            (*all).element.ns = &raw mut (*all).ns;
        }
        Self { parts, attributes, _pointers: pointers }
    }

    #[inline(always)]
    pub(crate) fn shown(&self) -> Shown {
        // SAFETY: they live as long as this.
        Shown(unsafe { &raw const (*self.parts.as_ptr()).element }.cast())
    }

    #[inline(always)]
    pub(crate) fn attributes(&mut self) -> &mut [AttributeParts] {
        self.attributes.get_mut()
    }

    /// Where the element is, with its own names, and where its attributes are with theirs.
    pub(super) fn places(&self) -> (*mut ElementParts, impl Iterator<Item = *mut AttributeParts>) {
        let (first, count) =
            (self.attributes.as_ptr().cast::<AttributeParts>(), self.attributes.as_ptr().len());
        // SAFETY: there are as many.
        (self.parts.as_ptr(), (0..count).map(move |index| unsafe { first.add(index) }))
    }
}
