//! Windows Web Services (WWSAPI) for every platform: the C ABI of `webservices.dll` over a Rust core.

pub mod abi;
