//! From names of XML to names of C.

use std::collections::HashMap;
use std::fmt::Write as _;

/// Types of XML Schema that are words or types of C: as element, type or field they get an upper-case first letter,
/// as do the words of C and C++, and the macros and types of the platforms' own headers that are plain words.
const RESERVED: &[&str] = &[
    // what schemas call types
    "boolean",
    "byte",
    "decimal",
    "double",
    "float",
    "int",
    "long",
    "short",
    "string",
    "char",
    // C
    "auto",
    "break",
    "case",
    "const",
    "continue",
    "default",
    "do",
    "else",
    "enum",
    "extern",
    "for",
    "goto",
    "if",
    "inline",
    "register",
    "restrict",
    "return",
    "signed",
    "sizeof",
    "static",
    "struct",
    "switch",
    "typedef",
    "typeof",
    "union",
    "unsigned",
    "void",
    "volatile",
    "while",
    // C++
    "alignas",
    "alignof",
    "and",
    "and_eq",
    "asm",
    "bitand",
    "bitor",
    "bool",
    "catch",
    "char16_t",
    "char32_t",
    "char8_t",
    "class",
    "co_await",
    "co_return",
    "co_yield",
    "compl",
    "concept",
    "const_cast",
    "consteval",
    "constexpr",
    "constinit",
    "decltype",
    "delete",
    "dynamic_cast",
    "explicit",
    "export",
    "false",
    "friend",
    "mutable",
    "namespace",
    "new",
    "noexcept",
    "not",
    "not_eq",
    "nullptr",
    "operator",
    "or",
    "or_eq",
    "private",
    "protected",
    "public",
    "reinterpret_cast",
    "requires",
    "static_assert",
    "static_cast",
    "template",
    "this",
    "thread_local",
    "throw",
    "true",
    "try",
    "typeid",
    "typename",
    "using",
    "virtual",
    "wchar_t",
    "xor",
    "xor_eq",
    // macros of the compilers and of windows.h
    "unix",
    "linux",
    "near",
    "far",
    "pascal",
    "cdecl",
    "interface",
    "small",
    "hyper",
    "min",
    "max",
    "errno",
    "stdin",
    "stdout",
    "stderr",
    "assert",
    "offsetof",
];

/// Macros and types in capital letters, which an upper-case first letter does not tell apart: they get a `_`.
const RESERVED_CAPITALS: &[&str] = &[
    "BOOL",
    "BOOLEAN",
    "BYTE",
    "CALLBACK",
    "CHAR",
    "CONST",
    "CY",
    "DATE",
    "DECIMAL",
    "DELETE",
    "DOUBLE",
    "DWORD",
    "EOF",
    "ERROR",
    "FALSE",
    "FAR",
    "FILE",
    "FILETIME",
    "FLOAT",
    "GUID",
    "HANDLE",
    "HRESULT",
    "IN",
    "INT",
    "INT16",
    "INT32",
    "INT64",
    "INT8",
    "LONG",
    "LONGLONG",
    "NEAR",
    "NULL",
    "OPTIONAL",
    "OUT",
    "SHORT",
    "STRICT",
    "TRUE",
    "UCHAR",
    "UINT",
    "UINT16",
    "UINT32",
    "UINT64",
    "UINT8",
    "ULONG",
    "ULONGLONG",
    "USHORT",
    "VOID",
    "WCHAR",
    "WORD",
];

/// The name as C takes it, and whether that is another one than the schema's.
///
/// `.`, `-`, `:` and `/` become `_`; what else C does not take becomes the hexadecimal number of the character; a
/// leading digit gets a `_` before it.
pub fn characters(name: &str) -> String {
    let mut c_name = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => c_name.push(character),
            '.' | '-' | ':' | '/' => c_name.push('_'),
            // Writing to a String does not fail.
            other => _ = write!(c_name, "{:04X}", u32::from(other)),
        }
    }
    if c_name.is_empty() || c_name.starts_with(|first: char| first.is_ascii_digit()) {
        c_name.insert(0, '_');
    }
    c_name
}

/// The name of an element, a type or a field as C takes it: [`characters`], and no word that C or C++ has for itself.
pub fn identifier(name: &str) -> String {
    let c_name = characters(name);
    if RESERVED.contains(&c_name.as_str()) {
        let (first, rest) = c_name.split_at(1);
        return first.to_ascii_uppercase() + rest;
    }
    if RESERVED_CAPITALS.contains(&c_name.as_str()) || c_name.starts_with("WS_") {
        return format!("_{c_name}");
    }
    c_name
}

/// The name of something in a schema that was given other namespaces before: numbered, the first one not.
pub fn of_copy(name: String, copy: usize) -> String {
    if copy == 0 { name } else { format!("{name}_{}", copy + 1) }
}

/// How far names that were wanted more than once have been numbered.
#[derive(Debug, Default)]
pub struct Numbers(HashMap<String, usize>);

impl Numbers {
    /// The name if it is free, else the first one that is with a number at its end, and this before the number.
    pub fn free(&mut self, wanted: &str, before: &str, taken: impl Fn(&str) -> bool) -> String {
        if !taken(wanted) {
            return wanted.to_owned();
        }
        let number = self.0.entry(wanted.to_owned()).or_insert(1);
        loop {
            *number += 1;
            let name = format!("{wanted}{before}{number}");
            if !taken(&name) {
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_c_lacks_are_replaced() {
        assert_eq!(characters("wsdl-example.wsdl"), "wsdl_example_wsdl");
        assert_eq!(characters("a:b/c"), "a_b_c");
        assert_eq!(characters("caf\u{e9}"), "caf00E9");
        assert_eq!(characters("3fd"), "_3fd");
        assert_eq!(characters(""), "_");
    }

    #[test]
    fn words_of_c_get_a_capital() {
        for (xml, c) in [("boolean", "Boolean"), ("string", "String"), ("class", "Class"), ("new", "New")] {
            assert_eq!(identifier(xml), c);
        }
        for name in
            ["dateTime", "unsignedInt", "anyURI", "QName", "duration", "guid", "type", "from", "to", "data"]
        {
            assert_eq!(identifier(name), name);
        }
        assert_eq!(identifier("BOOL"), "_BOOL");
    }
}
