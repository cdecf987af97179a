//! A text whose bytes are kept elsewhere, so that it can outlive what it was read from.

use crate::abi::types::{DECIMAL, GUID, WS_DATETIME};
use crate::xml::text::Text;

/// A range of the memory that a [`Stored`] goes with.
#[derive(Clone, Copy, Default, Debug)]
pub(in crate::xml) struct Range {
    start: u32,
    len: u32,
}

impl Range {
    /// Appends these bytes.
    pub(in crate::xml) fn store(bytes: &[u8], memory: &mut Vec<u8>) -> Self {
        let start = memory.len() as u32;
        memory.extend_from_slice(bytes);
        Self { start, len: bytes.len() as u32 }
    }

    /// Appends more bytes to those of this range, which are the last of the memory.
    pub(in crate::xml) fn extended(self, more: &[u8], memory: &mut Vec<u8>) -> Self {
        memory.extend_from_slice(more);
        Self { start: self.start, len: self.len + more.len() as u32 }
    }

    /// From where this range begins to the end of the memory.
    pub(in crate::xml) fn to_end(self, memory: &[u8]) -> Self {
        Self { start: self.start, len: memory.len() as u32 - self.start }
    }

    #[inline]
    pub(in crate::xml) fn of(self, memory: &[u8]) -> &[u8] {
        &memory[self.start as usize..][..self.len as usize]
    }
}

/// A [`Text`] of which the bytes are in some memory.
#[derive(Clone, Copy)]
pub(super) enum Stored {
    Utf8(Range),
    Base64(Range),
    Bool(bool),
    Int32(i32),
    Int64(i64),
    UInt64(u64),
    Float(f32),
    Double(f64),
    Decimal(DECIMAL),
    Guid(GUID),
    UniqueId(GUID),
    DateTime(WS_DATETIME),
    TimeSpan(i64),
    QName { prefix: Range, local_name: Range, ns: Range },
}

impl Stored {
    /// Appends the bytes of a text. UTF-16 becomes UTF-8.
    pub(super) fn store(text: &Text<'_>, memory: &mut Vec<u8>) -> crate::error::Result<Self> {
        Ok(match *text {
            Text::Utf8(bytes) => Self::Utf8(Range::store(bytes, memory)),
            Text::Utf16(_) => {
                let start = memory.len();
                text.write_utf8(memory)?;
                Self::Utf8(Range { start: start as u32, len: (memory.len() - start) as u32 })
            }
            Text::Base64(bytes) => Self::Base64(Range::store(bytes, memory)),
            Text::Bool(value) => Self::Bool(value),
            Text::Int32(value) => Self::Int32(value),
            Text::Int64(value) => Self::Int64(value),
            Text::UInt64(value) => Self::UInt64(value),
            Text::Float(value) => Self::Float(value),
            Text::Double(value) => Self::Double(value),
            Text::Decimal(value) => Self::Decimal(value),
            Text::Guid(value) => Self::Guid(value),
            Text::UniqueId(value) => Self::UniqueId(value),
            Text::DateTime(value) => Self::DateTime(value),
            Text::TimeSpan(value) => Self::TimeSpan(value),
            Text::QName { prefix, local_name, ns } => Self::QName {
                prefix: Range::store(prefix, memory),
                local_name: Range::store(local_name, memory),
                ns: Range::store(ns, memory),
            },
        })
    }

    pub(super) fn text(self, memory: &[u8]) -> Text<'_> {
        match self {
            Self::Utf8(range) => Text::Utf8(range.of(memory)),
            Self::Base64(range) => Text::Base64(range.of(memory)),
            Self::Bool(value) => Text::Bool(value),
            Self::Int32(value) => Text::Int32(value),
            Self::Int64(value) => Text::Int64(value),
            Self::UInt64(value) => Text::UInt64(value),
            Self::Float(value) => Text::Float(value),
            Self::Double(value) => Text::Double(value),
            Self::Decimal(value) => Text::Decimal(value),
            Self::Guid(value) => Text::Guid(value),
            Self::UniqueId(value) => Text::UniqueId(value),
            Self::DateTime(value) => Text::DateTime(value),
            Self::TimeSpan(value) => Text::TimeSpan(value),
            Self::QName { prefix, local_name, ns } => Text::QName {
                prefix: prefix.of(memory),
                local_name: local_name.of(memory),
                ns: ns.of(memory),
            },
        }
    }
}
