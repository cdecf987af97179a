use proptest::prelude::*;

use super::*;

fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

fn parse(text: &str) -> Result<Url> {
    Url::parse(&wide(text), UrlFlags { allow_host_wildcards: true, ..UrlFlags::default() })
}

fn combined(base: &str, reference: &str) -> Result<String> {
    combine(&wide(base), &wide(reference), UrlFlags::default()).map(|url| String::from_utf16(&url).unwrap())
}

#[test]
fn knows_what_a_request_and_a_host_header_need() {
    let url = parse("http://host%202:80/a%20b/./c?q%20x#f").unwrap();
    assert_eq!((&*url.target(), &*url.authority()), ("/a%20b/c?q%20x", "host%202"));
    assert_eq!((&*url.path, &*url.query, &*url.fragment), ("/a b/c", "q x", "f"));
    assert_eq!(url.encoded(), "http://host%202/a%20b/c?q%20x");
    let url = parse("net.tcp://[::1]:1111").unwrap();
    assert_eq!((&*url.target(), &*url.authority(), url.port), ("/", "[::1]:1111", 1111));
    assert_eq!(parse("https://h?").unwrap().target(), "/?");
    assert!(parse("http://+:8080/x").unwrap().is_wildcard());
    assert!(Url::parse(&wide("http://*/"), UrlFlags::default()).is_err());
}

#[test]
fn says_what_is_wrong() {
    for (text, what) in [
        ("", "no scheme"),
        ("host/path", "no scheme"),
        ("ftp://host", "'ftp'"),
        ("http:host", "'//'"),
        ("http:///path", "no host"),
        ("http://:80", "no host"),
        ("http://user@host", "user name"),
        ("http://host:x", "'x' is not a port"),
        ("http://host:65536", "'65536' is not a port"),
        ("http://host:+1", "'+1' is not a port"),
        ("http://[::1", "not closed"),
        ("http://[::1]x", "only a port"),
        ("http://host/a b", "U+0020 at offset 13"),
        ("http://host/\u{e9}", "U+00E9 at offset 12"),
        ("http://host/%4", "offset 1 of '/%4'"),
        ("http://host/%+1", "offset 1"),
        ("http://host/%ff", "not UTF-8"),
        ("http://ho%ffst/", "not UTF-8"),
        ("http://host/a[b]", "'[' at offset 2"),
        ("http://host?a#b#c", "'#' at offset 1"),
        ("http://ho{st", "'{'"),
    ] {
        let error = parse(text).unwrap_err();
        assert_eq!(error.code(), WS_E_INVALID_FORMAT, "{text}");
        assert!(error.messages()[0].contains(what), "{text}: {error}");
        let endpoint = Url::parse_endpoint(&wide(text), UrlFlags::default()).unwrap_err();
        assert_eq!(endpoint.code(), WS_E_INVALID_ENDPOINT_URL);
    }
}

#[test]
fn collapses_dots() {
    for (path, expected) in [
        ("", ""),
        ("/", "/"),
        ("/.", "/"),
        ("/..", "/"),
        ("/a/.", "/a/"),
        ("/a/..", "/"),
        ("/a/b/../c", "/a/c"),
        ("/a/b/c/./../../g", "/a/g"),
        ("/../../g", "/g"),
        ("/a/%2e%2E/b", "/b"),
        ("/a/.../b", "/a/.../b"),
        ("/a/.b/c.", "/a/.b/c."),
        ("/a//../b", "/a/b"),
    ] {
        assert_eq!(lossless(&collapse(path.as_bytes())), expected, "{path}");
    }
}

/// RFC 3986, sections 5.4.1 and 5.4.2.
#[test]
fn resolves_the_references_of_the_rfc() {
    let base = "http://a/b/c/d;p?q";
    for (reference, expected) in [
        ("g", "http://a/b/c/g"),
        ("./g", "http://a/b/c/g"),
        ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("//g", "http://g"),
        ("?y", "http://a/b/c/d;p?y"),
        ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q#s"),
        ("g#s", "http://a/b/c/g#s"),
        ("g?y#s", "http://a/b/c/g?y#s"),
        (";x", "http://a/b/c/;x"),
        ("g;x", "http://a/b/c/g;x"),
        ("g;x?y#s", "http://a/b/c/g;x?y#s"),
        ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"),
        ("./", "http://a/b/c/"),
        ("..", "http://a/b/"),
        ("../", "http://a/b/"),
        ("../g", "http://a/b/g"),
        ("../..", "http://a/"),
        ("../../", "http://a/"),
        ("../../g", "http://a/g"),
        ("../../../g", "http://a/g"),
        ("../../../../g", "http://a/g"),
        ("/./g", "http://a/g"),
        ("/../g", "http://a/g"),
        ("g.", "http://a/b/c/g."),
        (".g", "http://a/b/c/.g"),
        ("g..", "http://a/b/c/g.."),
        ("..g", "http://a/b/c/..g"),
        ("./../g", "http://a/b/g"),
        ("./g/.", "http://a/b/c/g/"),
        ("g/./h", "http://a/b/c/g/h"),
        ("g/../h", "http://a/b/c/h"),
        ("g;x=1/./y", "http://a/b/c/g;x=1/y"),
        ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/./x", "http://a/b/c/g?y/./x"),
        ("g?y/../x", "http://a/b/c/g?y/../x"),
        ("g#s/./x", "http://a/b/c/g#s/./x"),
        ("g#s/../x", "http://a/b/c/g#s/../x"),
        ("net.tcp://x:1/y/../z", "net.tcp://x:1/z"),
        ("HTTP://x", "HTTP://x"),
    ] {
        assert_eq!(combined(base, reference).unwrap(), expected, "{reference}");
    }
    assert_eq!(combined("http://a", "g").unwrap(), "http://a/g");
    assert_eq!(combined("http://a?q", "g").unwrap(), "http://a/g");
    assert_eq!(combined("http://a/b#f", "").unwrap(), "http://a/b");
    for (base, reference) in [
        ("a/b", "g"),
        ("ftp://a", "g"),
        ("http:", "g"),
        ("http://a", "mailto:x"),
        ("http://a", "g:h"),
        ("http://a", "http:g"),
        ("http://a", "//"),
        ("http://a", "//u@h"),
        ("http://a", "a b"),
        ("http://a", "%"),
        ("http://a", "?%x"),
        ("http://a", "#[]"),
    ] {
        assert_eq!(combined(base, reference).unwrap_err().code(), WS_E_INVALID_FORMAT, "{base} {reference}");
    }
}

proptest! {
    #[test]
    fn components_come_back(
        host in "[a-z0-9 \u{e9}%-]{1,10}", port in 1u16.., path in "(/[a-z .\u{20ac}%?#]{0,5}){0,3}",
        query in "[a-z#?&= %]{0,6}", fragment in "[a-z#? %\u{1f600}]{0,6}",
    ) {
        let (host_text, path_text, query_text, fragment_text) =
            (wide(&host), wide(&path), wide(&query), wide(&fragment));
        let flags = UrlFlags { no_path_collapse: true, ..UrlFlags::default() };
        let components = Components {
            scheme: WS_URL_SCHEME_TYPE::WS_URL_HTTP_SCHEME_TYPE,
            host: &host_text,
            port,
            port_text: &[],
            path: &path_text,
            query: &query_text,
            fragment: &fragment_text,
        };
        let url = Url::parse(&components.encode(flags).unwrap(), flags).unwrap();
        prop_assert_eq!((url.host, url.port, url.path, url.query, url.fragment), (host, port, path, query, fragment));
    }

    #[test]
    fn what_is_parsed_is_written_and_parsed_as_the_same(text in "http://([a-z0-9]|%3[aA]|%5[bdBD]|%2[fF]|%40){1,6}(:80)?/[a-z]{0,3}") {
        if let Ok(parsed) = parse(&text) {
            let host = parsed.host.clone();
            let again = format!("http://{}/", parsed.authority());
            prop_assert_eq!(parse(&again).map(|url| url.host).ok(), Some(host), "{}", again);
        }
    }

    #[test]
    fn any_text_is_refused_or_parsed(text in "[a-z:/?#%@.\\[\\]0-9+ ]{0,30}", base in "(http|net.pipe)://[a-z/.?#]{1,10}") {
        let _ = (parse(&text), combined(&base, &text));
    }
}
