//! A WSDL of any size, with one of everything for each number: a structure, an enumeration, elements with anonymous
//! types, messages, an operation, and, for a tenth of them, bindings and ports; and one of everything that is as wide as
//! the number says. Everything refers to something else, most of it further down, and much is warned of.

use std::fmt::Write as _;

/// One with so many types and operations.
pub(crate) fn wsdl(count: usize) -> String {
    let mut schema = String::new();
    let mut rest = String::new();
    let mut operations = String::new();
    let mut bound = String::new();
    for n in 0..count {
        let next = (n + 1) % count;
        // Writing to a String does not fail.
        let _ = writeln!(
            schema,
            "<xs:complexType name='T{n}'><xs:annotation/><xs:sequence><xs:element name='a{n}' type='xs:int' default='1'/>\
             <xs:element name='b' type='t:T{next}' minOccurs='0'/><xs:element name='c' type='t:K{next}'/>\
             <xs:element name='new' type='xs:string' maxOccurs='unbounded'/></xs:sequence>\
             <xs:attribute name='d' type='xs:string'/></xs:complexType>\n\
             <xs:complexType name='D{n}'><xs:complexContent><xs:extension base='t:T{n}'><xs:sequence>\
             <xs:element name='e'><xs:complexType><xs:sequence><xs:element name='f' type='xs:int'/>\
             <xs:element name='g' type='xs:int'/></xs:sequence></xs:complexType></xs:element></xs:sequence>\
             </xs:extension></xs:complexContent></xs:complexType>\n\
             <xs:simpleType name='K{n}'><xs:restriction base='xs:string'><xs:enumeration value='one'/>\
             <xs:enumeration value='two{n}'/></xs:restriction></xs:simpleType>\n\
             <xs:element name='In{n}'><xs:complexType><xs:sequence><xs:element name='x' type='xs:int'/>\
             <xs:element name='t' type='t:T{n}'/></xs:sequence></xs:complexType></xs:element>\n\
             <xs:element name='Out{n}'><xs:complexType><xs:sequence><xs:element name='t' type='t:T{n}'/>\
             <xs:element name='k' type='t:K{n}'/></xs:sequence></xs:complexType></xs:element>"
        );
        let _ = writeln!(
            rest,
            "<message name='In{n}'><part name='parameters' element='t:In{n}'/></message>\
             <message name='Out{n}'><part name='parameters' element='t:Out{n}'/></message>"
        );
        let _ = writeln!(
            operations,
            "<operation name='Do{n}'><input message='t:In{n}'/><output message='t:Out{n}'/></operation>"
        );
        let _ = writeln!(
            bound,
            "<operation name='Do{n}'><s:operation soapAction='urn:do{n}'/><input><s:body use='literal'/></input>\
             <output><s:body use='literal'/></output></operation>"
        );
    }
    wide(count, &mut schema);
    operations += "<operation name='Do'><input message='t:In'/><output message='t:Out'/></operation>";
    bound += "<operation name='Do'><input><s:body/></input><output><s:body/></output></operation>";
    let _ = write!(rest, "<portType name='P'>{operations}</portType>");
    rest += "<message name='In'><part name='parameters' element='t:Wide'/></message>\
             <message name='Out'><part name='parameters' element='t:WideToo'/></message>";
    let head = |name: &str| {
        format!(
            "<binding name='{name}' type='t:P'><s:binding transport='http://schemas.xmlsoap.org/soap/http'/>"
        )
    };
    let _ = write!(rest, "{}{bound}</binding>", head("B"));
    let mut ports = "<port name='Port' binding='t:B'/>".to_owned();
    for n in 0..count / 10 {
        let _ = writeln!(
            rest,
            "<portType name='P{n}'/>{}</binding>",
            head(&format!("B{n}")).replace("t:P", &format!("t:P{n}"))
        );
        let _ = write!(ports, "<port name='Port{n}' binding='t:B{n}'/>");
    }
    format!(
        "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/' xmlns:s='http://schemas.xmlsoap.org/wsdl/soap/' \
         xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:many' targetNamespace='urn:many'>\n<types>\n\
         <xs:schema targetNamespace='urn:many' elementFormDefault='qualified'>\n{schema}</xs:schema></types>\n\
         {rest}<service name='S'>{ports}</service></definitions>"
    )
}

/// Types with as many fields and values.
fn wide(count: usize, schema: &mut String) {
    let numbered = |each: &str| (0..count).map(|n| each.replace('#', &n.to_string())).collect::<String>();
    let values = numbered("<xs:enumeration value='v#'/>");
    let fields = numbered(
        "<xs:element name='f#'><xs:simpleType><xs:restriction base='xs:string'><xs:enumeration value='a'/>\
         </xs:restriction></xs:simpleType></xs:element><xs:element name='same' type='xs:int'/>",
    );
    let choices = numbered("<xs:element name='c#' type='xs:int'/>");
    let attributes = numbered("<xs:attribute name='a#' type='xs:int'/>");
    // Few enough to be parameters of one function.
    let both = numbered("<xs:element name='p#' type='xs:int'/>");
    let _ = writeln!(
        schema,
        "<xs:simpleType name='WideValues'><xs:restriction base='xs:string'>{values}</xs:restriction></xs:simpleType>\
         <xs:complexType name='WideFields'><xs:sequence>{fields}</xs:sequence>{attributes}</xs:complexType>\
         <xs:complexType name='WideChoice'><xs:choice>{choices}</xs:choice></xs:complexType>\
         <xs:element name='Wide'><xs:complexType><xs:sequence>{both}</xs:sequence></xs:complexType></xs:element>\
         <xs:element name='WideToo'><xs:complexType><xs:sequence>{both}</xs:sequence></xs:complexType></xs:element>"
    );
}
