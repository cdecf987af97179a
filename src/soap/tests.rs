//! Messages from text to text, without C values: what the programs in ctests/message_*.c do not reach.

use crate::abi::types::*;
use crate::error::Error;
use crate::xml::reader::{Input, TextCharset};
use crate::xml::text::Text;
use crate::xml::writer::{Writer, WriterProperties};

use super::headers::{HeaderName, Occurrence};
use super::{EndpointAddress, Initialization, Message, MessageOptions};

const SOAP_1_1: WS_ENVELOPE_VERSION = WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_1;
const SOAP_1_2: WS_ENVELOPE_VERSION = WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2;
const NO_ENVELOPE: WS_ENVELOPE_VERSION = WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_NONE;
const ADDRESSING_0_9: WS_ADDRESSING_VERSION = WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_0_9;
const ADDRESSING_1_0: WS_ADDRESSING_VERSION = WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_1_0;
const TRANSPORT: WS_ADDRESSING_VERSION = WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_TRANSPORT;

const NS_1_1: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const NS_1_2: &str = "http://www.w3.org/2003/05/soap-envelope";
const A_0_9: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
const A_1_0: &str = "http://www.w3.org/2005/08/addressing";

fn message(envelope: WS_ENVELOPE_VERSION, addressing: WS_ADDRESSING_VERSION) -> Message {
    Message::new(envelope, addressing, MessageOptions::default()).unwrap()
}

fn to_memory(writer: &mut Writer, properties: WriterProperties) -> crate::error::Result<()> {
    writer.set_output_text(WS_CHARSET::WS_CHARSET_UTF8, properties)
}

/// Writes the message with this element as its body.
fn write(message: &mut Message, body: &str) -> String {
    message.write_start(to_memory).unwrap();
    if !body.is_empty() {
        let mut writer = message.body_writer().unwrap();
        writer.write_start_element(None, body.as_bytes(), b"ns").unwrap();
        writer.write_end_element().unwrap();
    }
    message.write_end().unwrap();
    String::from_utf8(message.take_encoded().unwrap()).unwrap()
}

fn start(message: &mut Message, text: &str) -> Result<(), Error> {
    let bytes = text.as_bytes().to_vec();
    message.read_start(|reader, properties| {
        reader.set_input_text(Input::Owned(bytes), TextCharset::Auto, properties)
    })
}

fn read(envelope: WS_ENVELOPE_VERSION, addressing: WS_ADDRESSING_VERSION, text: &str) -> Message {
    let mut message = message(envelope, addressing);
    start(&mut message, text).unwrap();
    message
}

/// Everything that happens to the body is that it is skipped.
fn finish(message: &mut Message) -> Result<(), Error> {
    {
        let mut reader = message.body_reader().unwrap();
        while reader.read_to_start_element(None, None)? {
            reader.skip_node()?;
        }
    }
    message.read_end()
}

/// Replaces the digits of every `urn:uuid:` by zeros.
fn without_ids(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("urn:uuid:") {
        out.push_str(&rest[..at + 9]);
        out.push('0');
        rest = &rest[at + 9 + 36..];
    }
    out + rest
}

#[test]
fn writes_what_windows_writes_for_each_version() {
    let cases = [
        (
            SOAP_1_1,
            TRANSPORT,
            format!("<s:Envelope xmlns:s=\"{NS_1_1}\"><s:Body><b xmlns=\"ns\"/></s:Body></s:Envelope>"),
        ),
        (
            SOAP_1_2,
            TRANSPORT,
            format!("<s:Envelope xmlns:s=\"{NS_1_2}\"><s:Body><b xmlns=\"ns\"/></s:Body></s:Envelope>"),
        ),
        (NO_ENVELOPE, TRANSPORT, "<b xmlns=\"ns\"/>".to_owned()),
        (
            SOAP_1_1,
            ADDRESSING_0_9,
            format!(
                "<s:Envelope xmlns:a=\"{A_0_9}\" xmlns:s=\"{NS_1_1}\"><s:Header>\
                 <a:MessageID>urn:uuid:0</a:MessageID><a:ReplyTo><a:Address>{A_0_9}/role/anonymous</a:Address>\
                 </a:ReplyTo></s:Header><s:Body><b xmlns=\"ns\"/></s:Body></s:Envelope>"
            ),
        ),
        (
            SOAP_1_2,
            ADDRESSING_1_0,
            format!(
                "<s:Envelope xmlns:a=\"{A_1_0}\" xmlns:s=\"{NS_1_2}\"><s:Header>\
                 <a:MessageID>urn:uuid:0</a:MessageID></s:Header><s:Body><b xmlns=\"ns\"/></s:Body></s:Envelope>"
            ),
        ),
    ];
    for (envelope, addressing, expected) in cases {
        let mut message = message(envelope, addressing);
        message.initialize(&Initialization::Request).unwrap();
        assert_eq!(without_ids(&write(&mut message, "b")), expected);
        assert_eq!(message.state(), WS_MESSAGE_STATE::WS_MESSAGE_STATE_DONE);
    }
}

#[test]
fn writes_the_same_whether_anyone_looked_at_the_headers_or_not() {
    let envelopes = [SOAP_1_1, SOAP_1_2, NO_ENVELOPE];
    for (envelope, addressing) in envelopes.into_iter().flat_map(|envelope| {
        [ADDRESSING_0_9, ADDRESSING_1_0, TRANSPORT].map(|addressing| (envelope, addressing))
    }) {
        if envelope == NO_ENVELOPE && addressing != TRANSPORT {
            continue;
        }
        let [unseen, early, late] = [None, Some(true), Some(false)].map(|look_early| {
            let mut message = message(envelope, addressing);
            message.initialize(&Initialization::Request).unwrap();
            if look_early == Some(true) {
                message.header_buffer().unwrap();
            }
            for (action, url) in [("urn:do", "http://here/?a=1&b=2"), ("urn:\"do\"", "u")] {
                message.set_action(action).unwrap();
                assert_eq!(message.action().unwrap().as_deref(), Some(action));
                message.set_text_header(WS_HEADER_TYPE::WS_TO_HEADER, url).unwrap();
            }
            message.address(Some(&EndpointAddress { url: "http://there/".into(), headers: None })).unwrap();
            if look_early == Some(false) {
                message.header_buffer().unwrap();
            }
            assert_eq!(message.message_id().unwrap().is_some(), addressing != TRANSPORT);
            without_ids(&write(&mut message, "b"))
        });
        assert_eq!(unseen, early);
        assert_eq!(unseen, late);
    }
}

#[test]
fn keeps_action_and_to_out_of_the_envelope_with_transport_addressing() {
    let mut message = message(SOAP_1_1, TRANSPORT);
    message.initialize(&Initialization::Request).unwrap();
    message.set_action("urn:do").unwrap();
    message.address(Some(&EndpointAddress { url: "http://here/".into(), headers: None })).unwrap();
    assert_eq!(message.action().unwrap().as_deref(), Some("urn:do"));
    assert_eq!(message.to().unwrap().as_deref(), Some("http://here/"));
    let text = write(&mut message, "");
    assert_eq!(text, format!("<s:Envelope xmlns:s=\"{NS_1_1}\"><s:Body/></s:Envelope>"));
    assert_eq!(message.action().unwrap().as_deref(), Some("urn:do"));
    assert_eq!(message.message_id().unwrap(), None);
    let error = message.set_text_header(WS_HEADER_TYPE::WS_MESSAGE_ID_HEADER, "x").unwrap_err();
    assert_eq!(error.code(), WS_E_NOT_SUPPORTED);
}

#[test]
fn replaces_a_header_in_its_place_and_removes_all_of_a_name() {
    let mut message = message(SOAP_1_2, ADDRESSING_1_0);
    message.initialize(&Initialization::Blank).unwrap();
    message.set_action("one").unwrap();
    message.set_text_header(WS_HEADER_TYPE::WS_TO_HEADER, "there").unwrap();
    message.set_action("two").unwrap();
    let add = |message: &mut Message, text: &'static str, attributes| {
        message.add_custom_header(b"h", b"ns", attributes, |writer| {
            writer.write_text(Text::Utf8(text.as_bytes()))
        })
    };
    add(&mut message, "1", 0).unwrap();
    add(&mut message, "2", WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE | WS_RELAY_HEADER_ATTRIBUTE).unwrap();
    assert_eq!(
        message.custom_text_header(b"h", b"ns").unwrap_err().code(),
        WS_E_INVALID_FORMAT,
        "there are two"
    );
    let mut copy = self::message(SOAP_1_2, ADDRESSING_1_0);
    copy.initialize(&Initialization::Duplicate(&message)).unwrap();
    copy.remove_custom_header(b"h", b"ns").unwrap();
    copy.remove_header(WS_HEADER_TYPE::WS_TO_HEADER).unwrap();
    assert_eq!(
        write(&mut message, ""),
        format!(
            "<s:Envelope xmlns:a=\"{A_1_0}\" xmlns:s=\"{NS_1_2}\"><s:Header>\
             <a:Action s:mustUnderstand=\"1\">two</a:Action><a:To s:mustUnderstand=\"1\">there</a:To>\
             <h xmlns=\"ns\">1</h><h s:mustUnderstand=\"1\" s:relay=\"1\" xmlns=\"ns\">2</h>\
             </s:Header><s:Body/></s:Envelope>"
        )
    );
    assert_eq!(
        write(&mut copy, ""),
        format!(
            "<s:Envelope xmlns:a=\"{A_1_0}\" xmlns:s=\"{NS_1_2}\"><s:Header>\
             <a:Action s:mustUnderstand=\"1\">two</a:Action></s:Header><s:Body/></s:Envelope>"
        )
    );
}

#[test]
fn leaves_the_headers_as_they_were_when_a_value_cannot_be_written() {
    let mut message = message(SOAP_1_1, ADDRESSING_1_0);
    message.initialize(&Initialization::Blank).unwrap();
    message.set_action("one").unwrap();
    let fail = |writer: &mut Writer| {
        writer.write_start_element(None, b"half", b"")?;
        writer.write_text(Text::Utf8(b"text"))?;
        Err(Error::invalid_format("no"))
    };
    assert!(message.set_header(WS_HEADER_TYPE::WS_ACTION_HEADER, fail).is_err());
    assert!(message.add_custom_header(b"h", b"ns", 0, fail).is_err());
    assert_eq!(message.action().unwrap().as_deref(), Some("one"));
    message.set_action("two").unwrap();
    let text = write(&mut message, "");
    assert_eq!(
        text,
        format!(
            "<s:Envelope xmlns:a=\"{A_1_0}\" xmlns:s=\"{NS_1_1}\"><s:Header>\
             <a:Action s:mustUnderstand=\"1\">two</a:Action></s:Header><s:Body/></s:Envelope>"
        )
    );
}

#[test]
fn reads_an_envelope_of_others_with_their_prefixes_and_spaces() {
    let text = format!(
        "<?xml version=\"1.0\"?>\n<!-- hello -->\n<soap:Envelope xmlns:soap=\"{NS_1_1}\" xmlns:w=\"{A_1_0}\">\n \
         <soap:Header>\n <w:Action soap:mustUnderstand=\"1\">\n urn:a \n</w:Action><w:RelatesTo>urn:r</w:RelatesTo>\
         <x:h xmlns:x=\"ns\">v</x:h> <x:h xmlns:x=\"ns\" soap:actor=\"{NEXT}\">no</x:h>\n</soap:Header>\n \
         <soap:Body>\n <!-- x --> <b/> </soap:Body>\n</soap:Envelope>\n",
        NEXT = "http://schemas.xmlsoap.org/soap/actor/next"
    );
    let mut message = read(SOAP_1_1, ADDRESSING_1_0, &text);
    assert_eq!(message.state(), WS_MESSAGE_STATE::WS_MESSAGE_STATE_READING);
    assert!(message.is_addressed().unwrap() && !message.is_fault().unwrap());
    assert_eq!(message.action().unwrap().as_deref(), Some("urn:a"));
    assert_eq!(message.relates_to().unwrap().as_deref(), Some("urn:r"));
    assert_eq!(message.message_id().unwrap(), None);
    assert_eq!(message.custom_text_header(b"h", b"ns").unwrap().as_deref(), Some("v"));
    finish(&mut message).unwrap();
    assert_eq!(message.state(), WS_MESSAGE_STATE::WS_MESSAGE_STATE_DONE);
    // What is added uses the prefixes that are there.
    message.set_action("urn:b").unwrap();
    let mut copy = self::message(SOAP_1_1, ADDRESSING_1_0);
    copy.initialize(&Initialization::Duplicate(&message)).unwrap();
    let text = write(&mut copy, "");
    assert!(text.contains("<w:Action soap:mustUnderstand=\"1\">urn:b</w:Action>"), "{text}");
    assert!(text.starts_with("<soap:Envelope xmlns:soap="), "{text}");
    assert!(!text.contains("xmlns:s=") && !text.contains("xmlns:a="), "{text}");
}

/// Without headers an envelope is kept as text until its buffer is asked for: nobody can tell.
#[test]
fn an_envelope_without_headers_is_what_it_is_with_an_empty_header_element() {
    for text in [
        format!("<s:Envelope xmlns:s=\"{NS_1_1}\">{{}}<s:Body><b/></s:Body></s:Envelope>"),
        format!("<Envelope xmlns='{NS_1_1}' a='&lt;&#x20AC;'>{{}}<Body/></Envelope>"),
        format!(
            "<?xml version=\"1.0\"?>\n<!-- x --><s:Envelope xmlns:s=\"{NS_1_1}\" xmlns:w=\"{A_1_0}\" w:x=\"1\">{{}}\n \
             <e:Body xmlns:e=\"{NS_1_1}\" s:encodingStyle=\"\" e:y=\"2\"\n> <!-- --> <b/></e:Body ></s:Envelope>"
        ),
        format!("<s:Envelope xmlns:s=\"{NS_1_1}\">{{}}<!-- no tag --><s:Body/></s:Envelope>"),
    ] {
        for charset in [TextCharset::Utf8, TextCharset::Utf16Le] {
            let [without, with] = ["", "<s:Header/>"].map(|header| {
                // In the envelope whose prefix is the empty one, too.
                let header = if text.contains("<s:") { header.to_owned() } else { header.replace("s:", "") };
                let text = text.replace("{}", &header);
                let bytes = match charset {
                    TextCharset::Utf8 => text.into_bytes(),
                    _ => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                };
                [false, true].map(|look| {
                    let mut message = message(SOAP_1_1, ADDRESSING_1_0);
                    message
                        .read_start(|reader, properties| {
                            reader.set_input_text(Input::Owned(bytes.clone()), charset, properties)
                        })
                        .unwrap();
                    message.check_must_understand_headers().unwrap();
                    assert_eq!(message.action().unwrap(), None);
                    if look {
                        message.header_buffer().unwrap();
                        assert_eq!(message.relates_to().unwrap(), None);
                    }
                    finish(&mut message).unwrap();
                    message.set_action("urn:a").unwrap();
                    assert_eq!(message.action().unwrap().as_deref(), Some("urn:a"));
                    let mut copy = self::message(SOAP_1_1, ADDRESSING_1_0);
                    copy.initialize(&Initialization::Duplicate(&message)).unwrap();
                    write(&mut copy, "")
                })
            });
            assert_eq!(without, with);
            assert_eq!(without[0], without[1]);
            assert!(without[0].contains("urn:a"), "{}", without[0]);
        }
    }
}

#[test]
fn recognises_faults() {
    for (envelope, ns) in [(SOAP_1_1, NS_1_1), (SOAP_1_2, NS_1_2)] {
        let with = |body: &str| format!("<s:Envelope xmlns:s=\"{ns}\"><s:Body>{body}</s:Body></s:Envelope>");
        assert!(read(envelope, TRANSPORT, &with("<s:Fault/>")).is_fault().unwrap());
        assert!(read(envelope, TRANSPORT, &with("  <!-- --><s:Fault/>")).is_fault().unwrap());
        assert!(!read(envelope, TRANSPORT, &with("<Fault/>")).is_fault().unwrap());
        assert!(!read(envelope, TRANSPORT, &with("")).is_fault().unwrap());
    }
}

#[test]
fn refuses_what_is_not_an_envelope_and_says_what_was_expected() {
    let ns = NS_1_1;
    let cases = [
        ("<a/>".to_owned(), "Envelope"),
        (String::new(), ""),
        ("<Envelope/>".to_owned(), "unknown version"),
        (format!("<s:Envelope xmlns:s=\"{ns}\"/>"), "Body"),
        (format!("<s:Envelope xmlns:s=\"{ns}\"><s:Header/></s:Envelope>"), "Body"),
        (format!("<s:Envelope xmlns:s=\"{ns}\"><s:Header/><s:Header/><s:Body/></s:Envelope>"), "Body"),
        (format!("<s:Envelope xmlns:s=\"{ns}\"><s:Head/><s:Body/></s:Envelope>"), "Body"),
        (format!("<s:Envelope xmlns:s=\"{ns}\">text<s:Body/></s:Envelope>"), "Body"),
        (format!("<s:Envelope xmlns:s=\"{ns}\"><s:Header>text</s:Header><s:Body/></s:Envelope>"), "header"),
        (format!("<s:Envelope xmlns:s=\"{ns}\"><Body/></s:Envelope>"), "Body"),
    ];
    for (text, expected) in cases {
        let mut message = message(SOAP_1_1, TRANSPORT);
        let error = start(&mut message, &text).unwrap_err();
        assert_eq!(error.code(), WS_E_INVALID_FORMAT, "{text}: {error}");
        assert!(error.messages().join("\n").contains(expected), "{text}: {:?}", error.messages());
        assert_eq!(message.state(), WS_MESSAGE_STATE::WS_MESSAGE_STATE_EMPTY);
        // It is none the worse for it.
        start(&mut message, &format!("<s:Envelope xmlns:s=\"{ns}\"><s:Body/></s:Envelope>")).unwrap();
    }
}

#[test]
fn refuses_what_follows_the_body() {
    let ns = NS_1_1;
    for text in [
        format!("<s:Envelope xmlns:s=\"{ns}\"><s:Body/><s:Body/></s:Envelope>"),
        format!("<s:Envelope xmlns:s=\"{ns}\"><s:Body/><s:Header/></s:Envelope>"),
        format!("<s:Envelope xmlns:s=\"{ns}\"><s:Body/>text</s:Envelope>"),
        format!("<s:Envelope xmlns:s=\"{ns}\"><s:Body/>"),
        format!("<s:Envelope xmlns:s=\"{ns}\"><s:Body>"),
    ] {
        let mut message = message(SOAP_1_1, TRANSPORT);
        let error = start(&mut message, &text).and_then(|()| finish(&mut message)).unwrap_err();
        assert_eq!(error.code(), WS_E_INVALID_FORMAT, "{text}: {error}");
    }
    // The body has to have been read.
    let mut message = read(
        SOAP_1_1,
        TRANSPORT,
        &format!("<s:Envelope xmlns:s=\"{ns}\"><s:Body><b/></s:Body></s:Envelope>"),
    );
    assert_eq!(message.read_end().unwrap_err().code(), WS_E_INVALID_FORMAT);
    assert_eq!(message.state(), WS_MESSAGE_STATE::WS_MESSAGE_STATE_DONE);
}

#[test]
fn fails_cleanly_wherever_the_input_ends() {
    let text = format!(
        "<s:Envelope xmlns:s=\"{NS_1_2}\" xmlns:a=\"{A_1_0}\"><s:Header><a:Action>x</a:Action><h><![CDATA[c]]>\
         <!-- c --></h></s:Header><s:Body><b>t</b></s:Body></s:Envelope>"
    );
    for end in 0..text.len() {
        let mut message = message(SOAP_1_2, ADDRESSING_1_0);
        let result = start(&mut message, &text[..end]).and_then(|()| finish(&mut message));
        assert_eq!(result.unwrap_err().code(), WS_E_INVALID_FORMAT, "{end}");
    }
    let mut message = message(SOAP_1_2, ADDRESSING_1_0);
    start(&mut message, &text).and_then(|()| finish(&mut message)).unwrap();
}

#[test]
fn answers_another_version_with_its_fault() {
    let other = format!("<s:Envelope xmlns:s=\"{NS_1_1}\"><s:Body/></s:Envelope>");
    let mut message = message(SOAP_1_2, TRANSPORT);
    let mut error = start(&mut message, &other).unwrap_err();
    assert_eq!(error.code(), WS_E_INVALID_FORMAT);
    let fault = error.take_fault().unwrap();
    assert_eq!(fault.codes[0].local_name, "VersionMismatch");
    let upgrade = String::from_utf8(fault.header.unwrap()).unwrap();
    assert!(upgrade.contains("SupportedEnvelope"), "{upgrade}");
    // The header block can be sent.
    let mut answer = self::message(SOAP_1_2, TRANSPORT);
    answer.initialize(&Initialization::Blank).unwrap();
    answer.add_header_block(upgrade.as_bytes()).unwrap();
    let text = write(&mut answer, "");
    assert!(text.contains("<s:Header><s:Upgrade"), "{text}");
}

#[test]
fn relates_an_answer_to_its_request() {
    let request = read(
        SOAP_1_2,
        ADDRESSING_1_0,
        &format!(
            "<e:Envelope xmlns:e=\"{NS_1_2}\" xmlns:w=\"{A_1_0}\" xmlns:p=\"urn:p\"><e:Header>\
             <w:MessageID>urn:m</w:MessageID><w:ReplyTo><w:Address>http://client/</w:Address>\
             <w:ReferenceParameters><p:session n=\"1\"><p:x/></p:session></w:ReferenceParameters></w:ReplyTo>\
             <w:FaultTo><w:Address>{A_1_0}/anonymous</w:Address></w:FaultTo></e:Header><e:Body/></e:Envelope>"
        ),
    );
    let mut reply = message(SOAP_1_2, ADDRESSING_1_0);
    reply.initialize(&Initialization::Reply(&request)).unwrap();
    assert!(reply.is_addressed().unwrap() && !reply.is_fault().unwrap());
    assert_eq!(reply.relates_to().unwrap().as_deref(), Some("urn:m"));
    assert_eq!(reply.to().unwrap().as_deref(), Some("http://client/"));
    let text = write(&mut reply, "");
    assert!(text.contains("a:IsReferenceParameter=\"true\""), "{text}");
    // The copy stands on its own: it reads back, prefix and all.
    let copy = read(SOAP_1_2, ADDRESSING_1_0, &text);
    assert!(copy.custom_text_header(b"session", b"urn:p").is_err(), "it has an element in it");

    let mut fault = message(SOAP_1_2, ADDRESSING_1_0);
    fault.initialize(&Initialization::Fault(&request)).unwrap();
    assert!(fault.is_fault().unwrap());
    assert_eq!(fault.to().unwrap().unwrap(), format!("{A_1_0}/anonymous"));

    let mut old = message(SOAP_1_1, ADDRESSING_0_9);
    old.initialize(&Initialization::Reply(&request)).unwrap();
    assert_eq!(old.relates_to().unwrap().as_deref(), Some("urn:m"));

    let mut plain = message(SOAP_1_1, TRANSPORT);
    plain.initialize(&Initialization::Reply(&request)).unwrap();
    assert_eq!(write(&mut plain, ""), format!("<s:Envelope xmlns:s=\"{NS_1_1}\"><s:Body/></s:Envelope>"));
}

#[test]
fn insists_on_what_must_be_understood_by_us() {
    let other = "http://example.org/proxy";
    let headers = |header: &str| {
        format!(
            "<s:Envelope xmlns:s=\"{NS_1_2}\" xmlns:a=\"{A_1_0}\"><s:Header>\
             <a:Action s:mustUnderstand=\"true\">x</a:Action>{header}</s:Header><s:Body/></s:Envelope>"
        )
    };
    let check =
        |header: &str| read(SOAP_1_2, ADDRESSING_1_0, &headers(header)).check_must_understand_headers();
    check("").unwrap();
    check("<h/>").unwrap();
    check("<h s:mustUnderstand=\"0\"/>").unwrap();
    check(&format!("<h s:mustUnderstand=\"1\" s:role=\"{other}\"/>")).unwrap();
    check("<h mustUnderstand=\"1\"/>").unwrap();
    assert_eq!(check("<h s:mustUnderstand=\"maybe\"/>").unwrap_err().code(), WS_E_INVALID_FORMAT);
    let ours = [
        String::new(),
        format!("s:role=\"{NS_1_2}/role/ultimateReceiver\""),
        format!("s:role=\"{NS_1_2}/role/next\""),
    ];
    for role in ours {
        let mut error =
            check(&format!("<q:h xmlns:q='urn:q\"&amp;' s:mustUnderstand=\"1\" {role}/>")).unwrap_err();
        assert_eq!(error.code(), WS_E_INVALID_FORMAT);
        let fault = error.take_fault().unwrap();
        assert_eq!(fault.codes[0].local_name, "MustUnderstand");
        let block = fault.header.unwrap();
        let mut answer = message(SOAP_1_2, ADDRESSING_1_0);
        answer.initialize(&Initialization::Blank).unwrap();
        answer.add_header_block(&block).unwrap();
        let text = write(&mut answer, "");
        assert!(text.contains("qname=\"h:h\""), "{text}");
    }
    // Reading it is understanding it.
    let mut message =
        read(SOAP_1_2, ADDRESSING_1_0, &headers("<h s:mustUnderstand=\"1\" s:relay=\"true\"/>"));
    let name = HeaderName::Custom { local_name: b"h", ns: b"" };
    let attributes = message
        .read_header(&name, Occurrence::Only, |reader| {
            assert_eq!(reader.unwrap().element().unwrap().local_name, b"h");
            Ok(())
        })
        .unwrap();
    assert_eq!(attributes, WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE | WS_RELAY_HEADER_ATTRIBUTE);
    message.check_must_understand_headers().unwrap();
}

#[test]
fn looks_at_a_limited_number_of_headers() {
    let headers: Vec<_> = (0..65).map(|index| format!("<h{index}>{index}</h{index}>")).collect();
    let text = format!(
        "<s:Envelope xmlns:s=\"{NS_1_2}\"><s:Header>{}</s:Header><s:Body/></s:Envelope>",
        headers.concat()
    );
    let message = read(SOAP_1_2, TRANSPORT, &text);
    assert_eq!(message.custom_text_header(b"h1", b"").unwrap_err().code(), WS_E_QUOTA_EXCEEDED);
    let options = MessageOptions { max_processed_headers: 65, ..MessageOptions::default() };
    let mut message = Message::new(SOAP_1_2, TRANSPORT, options).unwrap();
    start(&mut message, &text).unwrap();
    assert_eq!(message.custom_text_header(b"h64", b"").unwrap().as_deref(), Some("64"));
}

#[test]
fn keeps_headers_within_the_heap() {
    let options = MessageOptions { heap_max_size: 4096, heap_trim_size: 0, ..MessageOptions::default() };
    let mut message = Message::new(SOAP_1_2, TRANSPORT, options).unwrap();
    let text = format!(
        "<s:Envelope xmlns:s=\"{NS_1_2}\"><s:Header><h>{}</h></s:Header><s:Body/></s:Envelope>",
        "x".repeat(5000)
    );
    for _ in 0..3 {
        assert_eq!(start(&mut message, &text).unwrap_err().code(), WS_E_QUOTA_EXCEEDED);
        assert_eq!(message.heap().sizes().requested, 0);
    }
    message.initialize(&Initialization::Blank).unwrap();
    for _ in 0..100 {
        let long = "y".repeat(50);
        if let Err(error) = message.set_action(&long) {
            assert_eq!(error.code(), WS_E_QUOTA_EXCEEDED);
        }
    }
    assert_eq!(message.action().unwrap().unwrap().len(), 50);
    drop(message.reset());
    message.initialize(&Initialization::Blank).unwrap();
}

#[test]
fn calls_back_once_when_reset_or_freed() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    let count = Arc::new(AtomicU32::new(0));
    let call = |message: &mut Message| {
        let count = count.clone();
        message.on_done(Box::new(move || {
            count.fetch_add(1, Ordering::SeqCst);
        }))
    };
    let mut message = message(SOAP_1_2, TRANSPORT);
    assert!(call(&mut message).is_err(), "it is empty");
    message.initialize(&Initialization::Blank).unwrap();
    call(&mut message).unwrap();
    drop(message.reset());
    assert_eq!(count.load(Ordering::SeqCst), 1);
    drop(message.reset());
    assert_eq!(count.load(Ordering::SeqCst), 1);
    message.initialize(&Initialization::Blank).unwrap();
    call(&mut message).unwrap();
    drop(message);
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[test]
fn maps_headers_by_name_without_case() {
    let mut message = message(SOAP_1_1, TRANSPORT);
    assert_eq!(message.mapped_headers().unwrap_err().code(), WS_E_INVALID_OPERATION);
    message.initialize(&Initialization::Blank).unwrap();
    message.add_mapped_header("X-One", "1").unwrap();
    message.add_mapped_header("x-one", "2").unwrap();
    message.add_mapped_value("X-Two", |writer| writer.write_text(Text::Utf8(b"a<b"))).unwrap();
    let values: Vec<_> = message.mapped_headers().unwrap().iter().map(|header| &*header.value).collect();
    assert_eq!(values, ["1", "2", "a<b"]);
    let mut found = Vec::new();
    message
        .read_mapped_value("x-TWO", Occurrence::Only, |reader| {
            let reader = reader.unwrap();
            reader.read_start_element()?;
            reader.read_simple_content()?.write_utf8(&mut found)
        })
        .unwrap();
    assert_eq!(found, b"a<b");
    let error = message.read_mapped_value("X-ONE", Occurrence::Only, |_| Ok(())).unwrap_err();
    assert_eq!(error.code(), WS_E_INVALID_FORMAT);
    message
        .read_mapped_value("X-ONE", Occurrence::Index(2), |reader| {
            assert!(reader.is_none());
            Ok(())
        })
        .unwrap();
    for (name, value) in [("", "v"), ("a b", "v"), ("a:", "v"), ("a\r", "v"), ("a", "v\r\nx: y"), ("a", "\0")]
    {
        assert_eq!(
            message.add_mapped_header(name, value).unwrap_err().code(),
            E_INVALIDARG,
            "{name:?} {value:?}"
        );
    }
    message.remove_mapped_header("X-ONE").unwrap();
    assert_eq!(message.mapped_headers().unwrap().len(), 1);
}
