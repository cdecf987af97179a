//! The command line: the options of Microsoft's compiler, written with `/` or `-`, in any case.

use crate::input::Kind;

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The inputs, wildcards not yet resolved.
    pub inputs: Vec<Argument>,
    /// `/out:folder`
    pub out: Option<String>,
    /// Policies are processed: no `/nopolicy`.
    pub policy: bool,
    /// The client's part is generated: no `/noclient`.
    pub client: bool,
    /// The service's part is generated: no `/noservice`.
    pub service: bool,
    /// `/prefix:text`, or nothing.
    pub prefix: String,
    /// `/fullname`: file names go before generated identifiers.
    pub full_names: bool,
    /// `/string:WS_STRING` rather than `WCHAR*`.
    pub ws_string: bool,
    /// Warnings up to this level are shown.
    pub warning_level: u8,
    /// `/WX`: the warnings shown are errors.
    pub warnings_are_errors: bool,
    /// `/nologo`: no line that says who speaks.
    pub logo: bool,
    /// `/nostamp`: no line that says who wrote a file.
    pub stamp: bool,
    /// `/help`, `/?`
    pub help: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            inputs: Vec::new(),
            out: None,
            policy: true,
            client: true,
            service: true,
            prefix: String::new(),
            full_names: false,
            ws_string: false,
            warning_level: 3,
            warnings_are_errors: false,
            logo: true,
            stamp: true,
            help: false,
        }
    }
}

/// An input on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// The file, or a pattern with `*` and `?`.
    pub path: String,
    /// Where its content was fetched from.
    pub url: Option<String>,
    /// What an option says that it is.
    pub kind: Option<Kind>,
}

/// Response files within response files: more than anyone writes by intention.
const DEPTH: usize = 16;

/// What `/help` prints.
pub const HELP: &str = "\
usage: wsutil [options] files

Compiles WSDL 1.1, XML Schema and WS-Policy to C for the Windows Web Services API: for each WSDL and
schema, <file>.h and <file>.c. Nothing is fetched and no import is followed: name every file that is needed.
Options begin with / or - and may be written in any case.

  /wsdl:<file>[:<url>]  a WSDL document, and the URL it came from
  /xsd:<file>           a schema
  /wsp:<file>[:<url>]   a policy document, and the URL it came from
  <file>                any of these, told by its content; wildcards are resolved
  @<file>               more arguments, from a file
  /out:<folder>         where output goes; else into the current folder
  /nopolicy             no policy helpers
  /noclient             no client functions
  /noservice            no service stubs and function tables
  /prefix:<text>        put before generated identifiers
  /fullname             put file names before generated identifiers
  /string:WS_STRING     strings are WS_STRING; /string:WCHAR* is the default
  /W:0 to /W:4          show warnings up to this level; 3 is the default
  /WX                   the warnings shown are errors
  /nologo               do not print who is speaking
  /nostamp              do not write the compiler's version into files
  /help, /?             print this
";

/// Reads the command line. `read` gives the text of a response file. All that is wrong is returned, line by line.
pub fn parse(
    arguments: impl IntoIterator<Item = String>,
    read: &dyn Fn(&str) -> Result<String, String>,
) -> Result<Options, Vec<String>> {
    let mut parser = Parser { options: Options::default(), wrong: Vec::new(), read };
    for argument in arguments {
        parser.argument(&argument, 0);
    }
    let Parser { options, mut wrong, .. } = parser;
    if options.inputs.is_empty() && !options.help && wrong.is_empty() {
        wrong.push("no input file is named; /help says how".to_owned());
    }
    if wrong.is_empty() { Ok(options) } else { Err(wrong) }
}

struct Parser<'a> {
    options: Options,
    wrong: Vec<String>,
    read: &'a dyn Fn(&str) -> Result<String, String>,
}

impl Parser<'_> {
    fn argument(&mut self, argument: &str, depth: usize) {
        if let Some(file) = argument.strip_prefix('@') {
            self.response_file(file, depth);
        } else if let Some(option) = argument.strip_prefix(['/', '-']) {
            let (name, value) = match option.split_once(':') {
                Some((name, value)) => (name, Some(value)),
                None => (option, None),
            };
            if !self.option(&name.to_ascii_lowercase(), value, argument) {
                // On systems with such paths, `/folder/file` is a file.
                if argument.starts_with('/') {
                    self.bare(argument);
                } else {
                    self.wrong.push(format!("there is no option '{argument}'; /help lists them"));
                }
            }
        } else if !argument.is_empty() {
            self.bare(argument);
        }
    }

    fn response_file(&mut self, file: &str, depth: usize) {
        if depth == DEPTH {
            self.wrong.push(format!("the response file '{file}' is named within {DEPTH} others"));
            return;
        }
        match (self.read)(file) {
            Ok(text) => {
                for argument in words(&text) {
                    self.argument(&argument, depth + 1);
                }
            }
            Err(why) => self.wrong.push(format!("the response file '{file}' cannot be read: {why}")),
        }
    }

    /// Whether there is such an option.
    fn option(&mut self, name: &str, value: Option<&str>, argument: &str) -> bool {
        let flag = match name {
            "nopolicy" => Some((&mut self.options.policy, false)),
            "noclient" => Some((&mut self.options.client, false)),
            "noservice" => Some((&mut self.options.service, false)),
            "fullname" => Some((&mut self.options.full_names, true)),
            "wx" => Some((&mut self.options.warnings_are_errors, true)),
            "nologo" => Some((&mut self.options.logo, false)),
            "nostamp" => Some((&mut self.options.stamp, false)),
            "help" | "?" => Some((&mut self.options.help, true)),
            _ => None,
        };
        if let Some((flag, setting)) = flag {
            *flag = setting;
            if value.is_some() {
                self.wrong.push(format!("the option '{argument}' takes no value"));
            }
            return true;
        }
        if !matches!(name, "wsdl" | "xsd" | "wsp" | "out" | "prefix" | "string" | "w") {
            return false;
        }
        match value.filter(|value| !value.is_empty()) {
            Some(value) => self.valued(name, value, argument),
            None => self.wrong.push(format!("the option '{argument}' needs a value after a colon")),
        }
        true
    }

    fn valued(&mut self, name: &str, value: &str, argument: &str) {
        let with_url = |kind| {
            let (path, url) = split_url(value);
            Argument { path: path.to_owned(), url: url.map(str::to_owned), kind: Some(kind) }
        };
        match name {
            "wsdl" => self.options.inputs.push(with_url(Kind::Wsdl)),
            "wsp" => self.options.inputs.push(with_url(Kind::Policy)),
            "xsd" => {
                let input = Argument { path: value.to_owned(), url: None, kind: Some(Kind::Xsd) };
                self.options.inputs.push(input);
            }
            "out" => self.options.out = Some(value.to_owned()),
            "prefix" if is_identifier(value) => value.clone_into(&mut self.options.prefix),
            "prefix" => self.wrong.push(format!("'{argument}': no C identifier begins with '{value}'")),
            "string" => match value.to_ascii_uppercase().as_str() {
                "WS_STRING" => self.options.ws_string = true,
                "WCHAR*" => self.options.ws_string = false,
                _ => self.wrong.push(format!("'{argument}': WS_STRING or WCHAR* is expected")),
            },
            _ => match value.to_ascii_uppercase().as_str() {
                level @ ("0" | "1" | "2" | "3" | "4") => {
                    self.options.warning_level = level.as_bytes()[0] - b'0';
                }
                "X" | "WX" => self.options.warnings_are_errors = true,
                _ => self.wrong.push(format!("'{argument}': a level from 0 to 4 is expected")),
            },
        }
    }

    /// A file whose content says what it is. Its name may hold a colon, so only what looks like a URL is one.
    fn bare(&mut self, argument: &str) {
        let (path, url) = match split_url(argument) {
            (path, Some(url)) if url.contains("://") || url.starts_with("urn:") => {
                (path, Some(url.to_owned()))
            }
            _ => (argument, None),
        };
        self.options.inputs.push(Argument { path: path.to_owned(), url, kind: None });
    }
}

/// At the first colon that is not a drive's.
fn split_url(value: &str) -> (&str, Option<&str>) {
    let bytes = value.as_bytes();
    let drive = bytes.len() > 2
        && bytes[0].is_ascii_alphabetic()
        && bytes[1] == b':'
        && matches!(bytes[2], b'\\' | b'/')
        // `a://host` is no drive
        && bytes.get(3) != Some(&b'/');
    let from = if drive { 2 } else { 0 };
    match value[from..].find(':') {
        Some(at) if at > 0 && from + at + 1 < value.len() => {
            (&value[..from + at], Some(&value[from + at + 1..]))
        }
        _ => (value, None),
    }
}

fn is_identifier(text: &str) -> bool {
    !text.starts_with(|first: char| first.is_ascii_digit())
        && text.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

/// The words of a response file; what stands in quotation marks is one.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    for character in text.trim_start_matches('\u{feff}').chars() {
        if character == '"' {
            quoted = !quoted;
            word.get_or_insert_default();
        } else if character.is_whitespace() && !quoted {
            words.extend(word.take());
        } else {
            word.get_or_insert_default().push(character);
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_words(arguments: &[&str]) -> Result<Options, Vec<String>> {
        let read = |file: &str| match file {
            "more" => Ok("/noclient \"a b.wsdl\"\r\n-w:1 @none".to_owned()),
            "again" => Ok("@again".to_owned()),
            _ => Err("no such file".to_owned()),
        };
        parse(arguments.iter().map(|&argument| argument.to_owned()), &read)
    }

    fn input(arguments: &[&str]) -> Argument {
        parse_words(arguments).expect("the arguments are right").inputs.remove(0)
    }

    #[test]
    fn options_are_found_in_any_case_and_with_either_sign() {
        let options = parse_words(&["/noPolicy", "-NOCLIENT", "/Out:x", "-W:4", "/wx", "a.wsdl"]).unwrap();
        assert!(!options.policy && !options.client && options.service && options.warnings_are_errors);
        assert_eq!((options.out.as_deref(), options.warning_level), (Some("x"), 4));
        let options =
            parse_words(&["/string:ws_string", "/prefix:p_", "/fullname", "/nologo", "/nostamp", "a"])
                .unwrap();
        assert!(options.ws_string && options.full_names && !options.logo && !options.stamp);
        assert_eq!(options.prefix, "p_");
        assert!(parse_words(&["/?"]).unwrap().help && parse_words(&["-Help"]).unwrap().help);
        assert!(!parse_words(&["/string:WCHAR*", "a"]).unwrap().ws_string);
    }

    #[test]
    fn an_absolute_path_is_a_file_and_an_unknown_option_is_not() {
        assert_eq!(input(&["/home/a/b.wsdl"]).path, "/home/a/b.wsdl");
        assert_eq!(input(&["/wsdl/b.wsdl"]).path, "/wsdl/b.wsdl");
        assert!(parse_words(&["-nothing", "a"]).unwrap_err()[0].contains("-nothing"));
    }

    #[test]
    fn a_url_follows_the_first_colon_that_is_no_drives() {
        let wsdl = input(&["/wsdl:x.wsdl:http://example.org/a:b"]);
        assert_eq!((wsdl.path.as_str(), wsdl.url.as_deref()), ("x.wsdl", Some("http://example.org/a:b")));
        assert_eq!(wsdl.kind, Some(Kind::Wsdl));
        let wsp = input(&["/wsp:C:\\a\\x.xml:urn:x"]);
        assert_eq!((wsp.path.as_str(), wsp.url.as_deref()), ("C:\\a\\x.xml", Some("urn:x")));
        assert_eq!(input(&["/xsd:C:/x.xsd"]).path, "C:/x.xsd");
        let bare = input(&["x.wsdl:http://Example.org"]);
        assert_eq!((bare.path.as_str(), bare.url.as_deref()), ("x.wsdl", Some("http://Example.org")));
        assert_eq!(input(&["odd:name.xsd"]).path, "odd:name.xsd");
    }

    #[test]
    fn response_files_are_read_where_they_stand() {
        let wrong = parse_words(&["@more"]).unwrap_err();
        assert_eq!(wrong, ["the response file 'none' cannot be read: no such file"]);
        assert_eq!(words("a \"b c\"d\n\"\""), ["a", "b cd", ""]);
        assert!(parse_words(&["@again"]).unwrap_err()[0].contains("within 16"));
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let wrong = parse_words(&["/out:", "/W:5", "/string:BSTR", "/noclient:1", "/prefix:1x"]).unwrap_err();
        assert_eq!(wrong.len(), 5, "{wrong:?}");
        assert!(parse_words(&[]).unwrap_err()[0].contains("no input"));
    }
}
