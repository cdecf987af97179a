//! The lists' macros: what both sides say about a structure, an enumeration or a constant.

/// One structure, here and in the SDK's metadata.
pub(crate) struct Structure {
    pub(crate) name: &'static str,
    pub(crate) ours: Shape,
    pub(crate) theirs: Shape,
    /// What the metadata calls it.
    pub(crate) sdk_name: &'static str,
}

#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Shape {
    pub(crate) size: usize,
    pub(crate) align: usize,
    pub(crate) fields: Vec<Field>,
}

#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) offset: usize,
    pub(crate) size: usize,
}

/// One enumeration, here and in the SDK's metadata.
pub(crate) struct Enumeration {
    pub(crate) name: &'static str,
    pub(crate) size: usize,
    /// How many values the Rust side has.
    pub(crate) count: usize,
    pub(crate) values: Vec<Value>,
}

/// A constant, or a value of an enumeration.
pub(crate) struct Value {
    pub(crate) name: &'static str,
    pub(crate) ours: i32,
    pub(crate) theirs: i32,
}

/// The size of the field that `_place` borrows.
pub(crate) fn field_size<T, F>(_place: impl Fn(&T) -> &F) -> usize {
    size_of::<F>()
}

/// The metadata's type for a structure of ours, under the name `Theirs`.
macro_rules! import_theirs {
    ($name:ident) => {
        use $crate::sdk::$name as Theirs;
    };
    ($name:ident $theirs:ident) => {
        use $crate::sdk::$theirs as Theirs;
    };
}
pub(crate) use import_theirs;

/// Shape of `$type`, by its fields; does not compile when one is left out.
macro_rules! shape {
    ($type:ident { $($field:ident),+ }) => {{
        #[allow(dead_code)]
        fn has_no_other_field(value: &$type) {
            let $type { $($field: _),+ } = value;
        }
        $crate::layout::Shape {
            size: size_of::<$type>(),
            align: align_of::<$type>(),
            fields: vec![$($crate::layout::Field {
                name: stringify!($field).trim_start_matches("r#"),
                offset: core::mem::offset_of!($type, $field),
                size: $crate::layout::field_size(|value: &$type| &value.$field),
            }),+],
        }
    }};
}
pub(crate) use shape;

macro_rules! structs {
    ($($name:ident $(= $theirs:ident)? { $($field:ident),+ })+) => {
        /// Every structure of the list.
        pub(crate) fn structs() -> Vec<$crate::layout::Structure> {
            use $crate::layout::{import_theirs, shape};
            vec![$($crate::layout::Structure {
                name: stringify!($name),
                ours: {
                    use webservices::abi::types::$name as Ours;
                    shape!(Ours { $($field),+ })
                },
                theirs: {
                    import_theirs!($name $($theirs)?);
                    shape!(Theirs { $($field),+ })
                },
                sdk_name: [stringify!($name) $(, stringify!($theirs))?].last().copied().unwrap_or_default(),
            }),+]
        }
    };
}
pub(crate) use structs;

macro_rules! enums {
    ($($name:ident { $($value:ident),+ })+) => {
        /// Every enumeration of the list.
        pub(crate) fn enums() -> Vec<$crate::layout::Enumeration> {
            use webservices::abi::types::{self, CEnum};
            vec![$($crate::layout::Enumeration {
                name: stringify!($name),
                size: size_of::<types::$name>(),
                count: types::$name::ALL.len(),
                values: vec![$($crate::layout::Value {
                    name: stringify!($value),
                    ours: CEnum::raw(types::$name::$value),
                    theirs: $crate::sdk::$value,
                }),+],
            }),+]
        }
    };
}
pub(crate) use enums;

macro_rules! values {
    ($function:ident, $sdk:path, $($name:ident)+) => {
        /// Every constant of the list.
        pub(crate) fn $function() -> Vec<$crate::layout::Value> {
            use $sdk as sdk;
            vec![$($crate::layout::Value {
                name: stringify!($name),
                ours: webservices::abi::types::$name as i32,
                theirs: sdk::$name,
            }),+]
        }
    };
}
pub(crate) use values;

macro_rules! constants {
    ($($name:ident)+) => { $crate::layout::values!(constants, $crate::sdk, $($name)+); };
}
pub(crate) use constants;

macro_rules! codes {
    ($($name:ident)+) => { $crate::layout::values!(codes, windows_sys::Win32::Foundation, $($name)+); };
}
pub(crate) use codes;
