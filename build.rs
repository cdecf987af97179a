//! What the compiler has to be told beyond Cargo.toml.

fn main() {
    name_shared_library();
}

/// Records `libwebservices.so.0` as the library's name, so that a program built against it asks for
/// this version of the binary interface.
fn name_shared_library() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libwebservices.so.0");
    }
}
