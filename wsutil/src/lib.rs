//! Compiles WSDL, XML Schema and WS-Policy to C for the Windows Web Services API.
//!
//! From the top: [`options`] reads the command line, [`input`] parses the files, [`schema`] makes a model of their
//! schemas, [`code`] decides what to write in C, [`mod@print`] writes it. What any of them has to say goes to
//! [`diagnostics`]; errors never stop a step early, so that one run finds all of them. [`compile`] is all of this,
//! without reading or writing a file; [`run`] is the command.

pub mod code;
pub mod diagnostics;
pub mod input;
pub mod options;
mod policy;
pub mod print;
pub mod run;
pub mod schema;
mod wsdl;

use diagnostics::Diagnostics;
use input::{Input, Source};
use options::Options;

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Its name without a folder.
    pub name: String,
    /// All of it.
    pub content: String,
}

/// What came of a run.
#[derive(Debug)]
pub struct Compiled {
    /// The files to write: none after an error.
    pub files: Vec<OutputFile>,
    /// The lines to print.
    pub messages: String,
    /// Whether there are errors, warnings that the options make errors among them.
    pub failed: bool,
}

/// Compiles these sources.
pub fn compile(sources: &[Source], options: &Options) -> Compiled {
    let mut diagnostics = Diagnostics::default();
    let inputs = input::parse(sources, &mut diagnostics);
    let files = generate(&inputs, options, &mut diagnostics);
    let failed = diagnostics.fails(options.warning_level, options.warnings_are_errors);
    let messages = diagnostics.render(&inputs, options.warning_level, options.warnings_are_errors);
    Compiled { files: if failed { Vec::new() } else { files }, messages, failed }
}

fn generate(inputs: &[Input<'_>], options: &Options, diagnostics: &mut Diagnostics) -> Vec<OutputFile> {
    let schemas = schema::reader::read(inputs, diagnostics);
    let mut program = code::types::build(inputs, &schemas, options, diagnostics);
    let wsdls: Vec<wsdl::Wsdl> = inputs.iter().filter_map(|input| wsdl::read(input, diagnostics)).collect();
    let policies = code::policy::read(inputs);
    let contracts =
        code::contract::build(inputs, &wsdls, &policies, &schemas, &mut program, options, diagnostics);
    if diagnostics.has_errors() {
        return Vec::new();
    }
    let mut files = Vec::new();
    for (unit, contracts) in program.units.iter().zip(&contracts) {
        let sections = print::contract::sections(&program, unit, contracts, options);
        files.extend(print::frame::files(&program, unit, &sections, options));
    }
    files
}
