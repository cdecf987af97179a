//! What can be said once all schemas are read: references to elements and attributes get their types, and types that
//! are made of themselves, or of what they cannot be made of, are reported.

use crate::diagnostics::Diagnostics;
use crate::schema::builtin::Builtin;
use crate::schema::model::*;

/// A type with more bases than this is a mistake, or made to take time.
const DERIVATIONS: usize = 64;

/// Completes and checks the model. What is wrong is mended too, so that later steps need not look again.
pub(super) fn check(set: &mut SchemaSet, diagnostics: &mut Diagnostics) {
    complete(set);
    for index in 0..set.types.len() {
        let id = TypeId(index);
        if goes_in_circles(set, id) {
            let place = set.get(id).place;
            diagnostics.error(place, "the type is derived from itself");
            match &mut set.types[index].definition {
                Definition::Simple(simple) => *simple = Simple::List,
                Definition::Complex(complex) => complex.content = Content::Empty,
            }
        }
        if bases(set, id) > DERIVATIONS {
            let place = set.get(id).place;
            diagnostics.error(place, format!("the type is derived more than {DERIVATIONS} times"));
            if let Definition::Complex(complex) = &mut set.types[index].definition {
                complex.content = Content::Empty;
            }
        }
        if let Some(wrong) = wrong_base(set, id) {
            let place = set.get(id).place;
            diagnostics.error(place, wrong);
            match &mut set.types[index].definition {
                Definition::Simple(simple) => *simple = Simple::List,
                Definition::Complex(complex) => complex.content = Content::Empty,
            }
        }
    }
    for attribute in wrong_attributes(set) {
        diagnostics.error(attribute, "an attribute cannot have a complex type");
    }
}

/// Gives references the types of what they refer to.
fn complete(set: &mut SchemaSet) {
    let SchemaSet { types, elements, attributes, .. } = set;
    for defined in types {
        let Definition::Complex(complex) = &mut defined.definition else { continue };
        for (index, id) in complex.attribute_references.drain(..) {
            complex.attributes[index].type_ref = attributes[id.0].type_ref;
        }
        match &mut complex.content {
            Content::Particle(particle) | Content::Extension { particle: Some(particle), .. } => {
                complete_particle(particle, elements);
            }
            _ => {}
        }
    }
}

fn complete_particle(particle: &mut Particle, elements: &[Element]) {
    match &mut particle.term {
        Term::Sequence(parts) | Term::Choice(parts) => {
            for part in parts {
                complete_particle(part, elements);
            }
        }
        Term::Element(element) => {
            if let Some(id) = element.reference {
                let global = &elements[id.0];
                element.type_ref = global.type_ref;
                element.nillable = global.nillable;
            }
        }
        Term::Any | Term::Unmapped(_) => {}
    }
}

/// The type that a type is derived from.
fn base(set: &SchemaSet, id: TypeId) -> Option<TypeRef> {
    match &set.get(id).definition {
        Definition::Simple(Simple::Restriction { base, .. }) => Some(*base),
        Definition::Simple(_) => None,
        Definition::Complex(complex) => match &complex.content {
            Content::Extension { base, .. } | Content::Text(base) => Some(*base),
            Content::Empty | Content::Particle(_) => None,
        },
    }
}

/// How many types a type is derived from, or more than is allowed.
fn bases(set: &SchemaSet, id: TypeId) -> usize {
    let defined = |type_ref| match type_ref {
        TypeRef::Defined(id) => Some(id),
        TypeRef::Builtin(_) => None,
    };
    std::iter::successors(Some(id), |&id| base(set, id).and_then(defined)).take(DERIVATIONS + 2).count() - 1
}

/// Whether a type is derived from itself. Walks at two speeds, so that a circle further up ends too.
fn goes_in_circles(set: &SchemaSet, id: TypeId) -> bool {
    let next = |id: TypeId| match base(set, id) {
        Some(TypeRef::Defined(base)) => Some(base),
        _ => None,
    };
    let (mut slow, mut fast) = (id, Some(id));
    loop {
        fast = fast.and_then(next);
        if fast == Some(id) {
            return true;
        }
        fast = fast.and_then(next);
        if fast == Some(id) {
            return true;
        }
        match (fast, next(slow)) {
            (Some(fast), Some(next)) if fast != next => slow = next,
            _ => return false,
        }
    }
}

/// Why a type cannot be derived from what it says.
fn wrong_base(set: &SchemaSet, id: TypeId) -> Option<String> {
    let is_complex = |base: TypeRef| match base {
        TypeRef::Builtin(builtin) => builtin == Builtin::AnyType,
        TypeRef::Defined(base) => matches!(set.get(base).definition, Definition::Complex(_)),
    };
    match &set.get(id).definition {
        Definition::Simple(Simple::Restriction { base, .. }) if is_complex(*base) => {
            Some("a simple type cannot restrict a complex one".to_owned())
        }
        Definition::Complex(Complex { content: Content::Extension { base, .. }, .. })
            if !is_complex(*base) =>
        {
            Some("complex content cannot extend a simple type".to_owned())
        }
        _ => None,
    }
}

/// Attributes whose type is complex.
fn wrong_attributes(set: &SchemaSet) -> Vec<crate::diagnostics::Place> {
    let is_complex = |type_ref: TypeRef| match type_ref {
        TypeRef::Builtin(builtin) => builtin == Builtin::AnyType,
        TypeRef::Defined(id) => matches!(set.get(id).definition, Definition::Complex(_)),
    };
    let uses = set.types.iter().flat_map(|defined| match &defined.definition {
        Definition::Complex(complex) => complex.attributes.as_slice(),
        Definition::Simple(_) => &[],
    });
    let uses = uses.filter(|attribute| is_complex(attribute.type_ref)).map(|attribute| attribute.place);
    let globals = set.attributes.iter().filter(|attribute| is_complex(attribute.type_ref));
    uses.chain(globals.map(|attribute| attribute.place)).collect()
}
