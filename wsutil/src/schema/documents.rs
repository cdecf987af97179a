//! Which schemas there are: those of the inputs; one without a namespace once for each namespace that it is included
//! into. (XML Schema part 1, section 4.2.1.)
//!
//! Nothing is followed that is no input. Since names are looked up in all inputs, an include or an import matters only
//! here, where it gives definitions a namespace; circles and several paths to one file are nothing special.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use roxmltree::Node;

use crate::diagnostics::{Diagnostics, Level};
use crate::input::{Input, Kind, WSDL, XSD};
use crate::schema::model::QName;

/// A schema element, and what it says about all that is in it.
pub(super) struct Schema<'a, 'd> {
    pub(super) input: &'a Input<'d>,
    pub(super) node: Node<'a, 'd>,
    /// Its own target namespace, or that of the schema that includes it.
    pub(super) namespace: Rc<str>,
    /// It has no namespace of its own and was given one, as were the names without one that it refers to.
    pub(super) adopted: bool,
    /// How many namespaces this schema was given before this one: its names in C must tell them apart.
    pub(super) copy: usize,
    elements_qualified: bool,
    attributes_qualified: bool,
}

impl<'a, 'd> Schema<'a, 'd> {
    fn new(input: &'a Input<'d>, node: Node<'a, 'd>) -> Self {
        Self {
            input,
            node,
            namespace: node.attribute("targetNamespace").unwrap_or("").trim().into(),
            adopted: false,
            copy: 0,
            elements_qualified: node.attribute("elementFormDefault") == Some("qualified"),
            attributes_qualified: node.attribute("attributeFormDefault") == Some("qualified"),
        }
    }

    /// The name of a local element or attribute on the wire.
    pub(super) fn local_name(&self, node: Node<'_, '_>, name: &str, element: bool) -> QName {
        let default = if element { self.elements_qualified } else { self.attributes_qualified };
        let qualified = node.attribute("form").map_or(default, |form| form == "qualified");
        let namespace = if qualified { Rc::clone(&self.namespace) } else { "".into() };
        QName { namespace, local: name.into() }
    }
}

/// The schemas of these inputs: the whole of one, or those in a WSDL.
pub(super) fn schemas_of<'a, 'd>(
    inputs: &'a [Input<'d>],
    diagnostics: &mut Diagnostics,
) -> Vec<Schema<'a, 'd>> {
    let mut written = Vec::new();
    for input in inputs {
        if let Some(root) = input.root(Kind::Xsd) {
            written.push(Schema::new(input, root));
        } else if let Some(root) = input.root(Kind::Wsdl) {
            let types = root.children().filter(|child| child.has_tag_name((WSDL, "types")));
            let nodes =
                types.flat_map(|types| types.children()).filter(|child| child.has_tag_name((XSD, "schema")));
            written.extend(nodes.map(|node| Schema::new(input, node)));
        }
    }
    let given = namespaces(&written, diagnostics);
    let mut schemas = Vec::new();
    for (schema, given) in written.into_iter().zip(given) {
        for (copy, namespace) in given.into_iter().enumerate() {
            let adopted = namespace != schema.namespace;
            schemas.push(Schema { namespace, adopted, copy, ..schema });
        }
    }
    schemas
}

/// The namespaces of each of these schemas: its own, or those that include it, or none if something needs it so.
fn namespaces(written: &[Schema<'_, '_>], diagnostics: &mut Diagnostics) -> Vec<Vec<Rc<str>>> {
    let files = Files::of(written);
    let mut given: Vec<Vec<Rc<str>>> = vec![Vec::new(); written.len()];
    let mut seen: HashSet<(usize, Rc<str>)> = HashSet::new();
    let mut work: Vec<(usize, Rc<str>)> = Vec::new();
    // In the order of the inputs, and what a schema includes right after it.
    let mut take = |start: (usize, Rc<str>), given: &mut Vec<Vec<Rc<str>>>| {
        work.push(start);
        while let Some((index, namespace)) = work.pop() {
            if !seen.insert((index, Rc::clone(&namespace))) {
                continue;
            }
            given[index].push(Rc::clone(&namespace));
            for node in written[index].node.children().filter(|node| includes(*node)) {
                let Some(other) = files.named(node) else { continue };
                if written[other].namespace.is_empty() {
                    work.push((other, Rc::clone(&namespace)));
                } else if written[other].namespace != namespace {
                    let text = format!(
                        "the schema that this includes has the namespace '{}': only an import could refer to it",
                        written[other].namespace
                    );
                    diagnostics.warn(Level::W1, written[index].input.place(node), text);
                }
            }
        }
    };
    let bare: Rc<str> = "".into();
    for index in imported_without_namespace(written, &files) {
        take((index, Rc::clone(&bare)), &mut given);
    }
    for (index, schema) in written.iter().enumerate() {
        // One within a WSDL has no name to be included by.
        if !schema.namespace.is_empty() || schema.input.kind == Some(Kind::Wsdl) {
            take((index, Rc::clone(&schema.namespace)), &mut given);
        }
    }
    // Those that nothing includes, then circles that nothing outside of them includes.
    let included: HashSet<usize> = written
        .iter()
        .flat_map(|schema| schema.node.children().filter(|node| includes(*node)))
        .filter_map(|node| files.named(node))
        .collect();
    for outside in [true, false] {
        for index in 0..written.len() {
            if given[index].is_empty() && (!outside || !included.contains(&index)) {
                take((index, Rc::clone(&bare)), &mut given);
            }
        }
    }
    given
}

fn includes(node: Node<'_, '_>) -> bool {
    node.has_tag_name((XSD, "include")) || node.has_tag_name((XSD, "redefine"))
}

/// The schemas without a namespace that some schema wants so; an import that does not say where may mean any.
fn imported_without_namespace(written: &[Schema<'_, '_>], files: &Files<'_>) -> Vec<usize> {
    let imports = written.iter().flat_map(|schema| schema.node.children()).filter(|node| {
        node.has_tag_name((XSD, "import"))
            && node.attribute("namespace").is_none_or(|name| name.trim().is_empty())
    });
    let mut wanted = HashSet::new();
    for import in imports {
        match files.named(import) {
            Some(index) => _ = wanted.insert(index),
            None => wanted.extend(0..written.len()),
        }
        if wanted.len() == written.len() {
            break;
        }
    }
    let wanted = (0..written.len()).filter(|index| wanted.contains(index));
    wanted.filter(|&index| written[index].namespace.is_empty()).collect()
}

/// The schemas that are whole inputs, by what a `schemaLocation` may call them. Inputs have file names of their own, or
/// their output would collide, so that the folder is not needed to tell them apart: often it is another one than that
/// of the document's first home.
struct Files<'w> {
    by_url: HashMap<&'w str, usize>,
    by_name: HashMap<&'w str, usize>,
    by_any_case: HashMap<String, usize>,
}

impl<'w> Files<'w> {
    fn of(written: &'w [Schema<'_, '_>]) -> Self {
        let mut files = Self { by_url: HashMap::new(), by_name: HashMap::new(), by_any_case: HashMap::new() };
        for (index, schema) in written.iter().enumerate() {
            if schema.input.kind != Some(Kind::Xsd) {
                continue;
            }
            let source = schema.input.source;
            if let Some(url) = &source.url {
                files.by_url.entry(url).or_insert(index);
            }
            files.by_name.entry(source.file_name()).or_insert(index);
            files.by_any_case.entry(source.file_name().to_lowercase()).or_insert(index);
        }
        files
    }

    /// The schema at the location that a node gives.
    fn named(&self, node: Node<'_, '_>) -> Option<usize> {
        let location = node.attribute("schemaLocation")?.trim();
        let name = location.rsplit(['/', '\\']).next().unwrap_or(location);
        let found = self.by_url.get(location).or_else(|| self.by_name.get(name)).copied();
        found.or_else(|| self.by_any_case.get(&name.to_lowercase()).copied())
    }
}
