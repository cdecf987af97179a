//! The library against SOAP stacks of others, both as client and as service: see ctests/interop/README.md.

mod support;

use std::collections::HashMap;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use libtest_mimic::{Completion, Failed, Trial};
use support::{
    Relay, Server, Skips, WARNINGS, find_tool, fresh_folder, library_folder, root, run, succeed,
    under_valgrind,
};
use wsutil::input::Source;
use wsutil::options::Options;

/// What a client does in one run; `all` is all of them in a row.
const SCENARIOS: [&str; 6] = ["add", "fault", "utf8", "large", "record", "keepalive"];

fn main() -> ExitCode {
    let lab = Arc::new(Lab::prepare());
    let mut trials = Vec::new();
    for version in [Version::Soap11, Version::Soap12] {
        for client in Party::all() {
            for server in Party::all() {
                let ours =
                    [client, server].iter().any(|party| matches!(party, Party::Ours | Party::Generated));
                // Among themselves the others only have to show that they are fit to test with.
                let scenarios = if ours { &SCENARIOS[..] } else { &["all", "keepalive"] };
                for scenario in scenarios {
                    trials.push(lab.trial(Call { version, client, server, scenario }));
                }
            }
        }
        trials.push(lab.memory_trial(version, Role::Client));
        trials.push(lab.memory_trial(version, Role::Server));
    }
    let code = support::finish(trials, &lab.skips);
    lab.stop_servers();
    code
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Version {
    Soap11,
    Soap12,
}

impl Version {
    fn name(self) -> &'static str {
        match self {
            Self::Soap11 => "soap11",
            Self::Soap12 => "soap12",
        }
    }
}

/// A SOAP implementation.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Party {
    Ours,
    /// Ours, by the stubs that wsutil generates
    Generated,
    Gsoap,
    Node,
    /// zeep as client, spyne as server
    Python,
}

impl Party {
    fn all() -> [Self; 5] {
        [Self::Ours, Self::Generated, Self::Gsoap, Self::Node, Self::Python]
    }

    fn client_name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Generated => "generated",
            Self::Gsoap => "gsoap",
            Self::Node => "node",
            Self::Python => "zeep",
        }
    }

    fn server_name(self) -> &'static str {
        match self {
            Self::Python => "spyne",
            other => other.client_name(),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Role {
    Client,
    Server,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
        }
    }

    /// The source of our own program.
    fn our_source(self, generated: bool) -> PathBuf {
        sources().join(match (self, generated) {
            (Self::Client, false) => "interop_client.c",
            (Self::Server, false) => "interop_service.c",
            (Self::Client, true) => "generated_client.c",
            (Self::Server, true) => "generated_service.c",
        })
    }
}

/// One test.
#[derive(Clone, Copy)]
struct Call {
    version: Version,
    client: Party,
    server: Party,
    scenario: &'static str,
}

/// Why a test did not succeed.
enum Trouble {
    /// This machine lacks something.
    Missing(String),
    Failed(String),
}

impl From<String> for Trouble {
    fn from(text: String) -> Self {
        Self::Failed(text)
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// What is built once and started once, whichever test needs it first.
type Once<T> = Arc<OnceLock<Result<T, String>>>;

/// The programs and the running servers.
struct Lab {
    folder: PathBuf,
    peers: PathBuf,
    programs: Mutex<HashMap<(Party, Version, Role), Once<PathBuf>>>,
    servers: Mutex<HashMap<(Party, Version), Once<Server>>>,
    skips: Skips,
}

impl Lab {
    fn prepare() -> Self {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is a folder in target");
        Self {
            folder: fresh_folder("interop"),
            peers: target.join("peers"),
            programs: Mutex::default(),
            servers: Mutex::default(),
            skips: Skips::default(),
        }
    }

    fn trial(self: &Arc<Self>, call: Call) -> Trial {
        let lab = Arc::clone(self);
        let (client, server) = (call.client.client_name(), call.server.server_name());
        let name = format!("{}/{client}_calls_{server}/{}", call.version.name(), call.scenario);
        Trial::ignorable_test(name, move || lab.completion(lab.test(call)))
    }

    fn completion(&self, result: Result<(), Trouble>) -> Result<Completion, Failed> {
        match result {
            Ok(()) => Ok(Completion::Completed),
            Err(Trouble::Missing(what)) => Ok(self.skips.skip(what)),
            Err(Trouble::Failed(text)) => Err(Failed::from(text)),
        }
    }

    /// Our client, or our service, under valgrind in a talk with gSOAP about everything.
    fn memory_trial(self: &Arc<Self>, version: Version, ours: Role) -> Trial {
        let lab = Arc::clone(self);
        let name = format!("{}/our_{}_under_valgrind", version.name(), ours.name());
        Trial::ignorable_test(name, move || lab.completion(lab.memory_test(version, ours)))
    }

    fn memory_test(&self, version: Version, ours: Role) -> Result<(), Trouble> {
        if find_tool("valgrind").is_none() {
            return Err(Trouble::Missing("valgrind is not installed".into()));
        }
        let watched = under_valgrind(&self.command(Party::Ours, version, ours)?);
        let (mut client, mut server) = match ours {
            Role::Client => (watched, self.command(Party::Gsoap, version, Role::Server)?),
            Role::Server => (self.command(Party::Gsoap, version, Role::Client)?, watched),
        };
        let errors = self.folder.join(format!("valgrind-{}-{}.err", version.name(), ours.name()));
        let server = Server::start(server.arg(version.name()).arg(free_port()?.to_string()), errors)?;
        let url = format!("http://127.0.0.1:{}/calculator", server.port());
        let finished = run(client.args([version.name(), &url, "all"]), Duration::from_secs(300))?;
        if !finished.succeeded() {
            let complaint = finished.describe(&format!("{client:?}"));
            return Err(format!("{complaint}\nThe server said:\n{}", server.said()).into());
        }
        Ok(server.finish(Duration::from_secs(60))?)
    }

    fn test(&self, call: Call) -> Result<(), Trouble> {
        let mut client = self.command(call.client, call.version, Role::Client)?;
        let server = self.server(call.server, call.version)?;
        let server =
            server.get().and_then(|started| started.as_ref().ok()).ok_or_else(|| "gone".to_owned())?;
        let relay = Relay::start(server.port())?;
        let url = format!("http://127.0.0.1:{}/calculator", relay.port());
        client.args([call.version.name(), &url, call.scenario]);
        let finished = run(&mut client, Duration::from_secs(120))?;
        let complaint = if !finished.succeeded() {
            finished.describe(&format!("{client:?}"))
        } else if call.scenario == "keepalive" && relay.connections() != 1 {
            format!("{} connections for ten calls", relay.connections())
        } else {
            return Ok(());
        };
        let wire = relay.wire();
        Err(format!("{complaint}\nThe server said:\n{}\nOver the wire:\n{wire}\n", server.said()).into())
    }

    /// The command that starts a program, without arguments.
    fn command(&self, party: Party, version: Version, role: Role) -> Result<Command, Trouble> {
        let peers = sources().join("peers");
        match party {
            Party::Python => {
                let python = self.peers.join("python/bin/python");
                if !self.peers.join("python.installed").is_file() {
                    return Err(Trouble::Missing(
                        "zeep and spyne are not installed (scripts/setup-debian.sh)".into(),
                    ));
                }
                let mut command = Command::new(python);
                let script = if role == Role::Client { "zeep_client.py" } else { "spyne_server.py" };
                command.arg(peers.join(script)).env("PYTHONDONTWRITEBYTECODE", "1");
                Ok(command)
            }
            Party::Node => {
                if find_tool("node").is_none() || !self.peers.join("node.installed").is_file() {
                    return Err(Trouble::Missing(
                        "soap for Node.js is not installed (scripts/setup-debian.sh)".into(),
                    ));
                }
                let mut command = Command::new("node");
                command.arg(peers.join(format!("node_{}.js", role.name())));
                command.env("NODE_PATH", self.peers.join("node/node_modules"));
                Ok(command)
            }
            Party::Gsoap if find_tool("soapcpp2").is_none() || find_tool("wsdl2h").is_none() => {
                Err(Trouble::Missing("gSOAP is not installed (scripts/setup-debian.sh)".into()))
            }
            Party::Gsoap | Party::Ours | Party::Generated => {
                let once = entry(&self.programs, (party, version, role));
                let built = once.get_or_init(|| match party {
                    Party::Ours => self.build_ours(version, role, false),
                    Party::Generated => self.build_ours(version, role, true),
                    _ => self.build_gsoap(version, role),
                });
                Ok(Command::new(built.clone()?))
            }
        }
    }

    /// The running server of this kind; started by the first test that calls it.
    fn server(&self, party: Party, version: Version) -> Result<Once<Server>, Trouble> {
        let mut command = self.command(party, version, Role::Server)?;
        let once = entry(&self.servers, (party, version));
        let started = once.get_or_init(|| {
            command.arg(version.name());
            if matches!(party, Party::Ours | Party::Generated) {
                command.arg(free_port()?.to_string());
            }
            let name = format!("{}-{}.err", party.server_name(), version.name());
            Server::start(&mut command, self.folder.join(name))
        });
        if let Err(error) = started {
            return Err(Trouble::Failed(error.clone()));
        }
        Ok(once)
    }

    fn stop_servers(&self) {
        self.servers.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn build_ours(&self, version: Version, role: Role, generated: bool) -> Result<PathBuf, String> {
        let kind = if generated { "generated" } else { "ours" };
        let folder = self.folder.join(format!("{kind}-{}-{}", version.name(), role.name()));
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let libraries = library_folder();
        symlink(libraries.join("libwebservices.so"), folder.join("libwebservices.so.0"))
            .map_err(|error| error.to_string())?;
        let program = folder.join("program");
        let mut build = Command::new("gcc");
        build.args(WARNINGS).args(["-std=c11", "-g", "-D_POSIX_C_SOURCE=200809L"]);
        for include in ["include", "include/posix", "ctests/support"] {
            build.arg("-I").arg(root().join(include));
        }
        if generated {
            build.arg("-I").arg(&folder).args(generate(version, &folder)?);
        }
        build.arg(role.our_source(generated)).arg("-o").arg(&program);
        build.arg(format!("-L{}", libraries.display())).arg(format!("-Wl,-rpath,{}", folder.display()));
        succeed(build.args(["-lwebservices", "-lpthread"]))?;
        Ok(program)
    }

    fn build_gsoap(&self, version: Version, role: Role) -> Result<PathBuf, String> {
        let folder = self.folder.join(format!("gsoap-{}-{}", version.name(), role.name()));
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let share = Path::new("/usr/share/gsoap");
        let wsdl = sources().join(format!("calculator-{}.wsdl", version.name()));
        let mut wsdl2h = Command::new("wsdl2h");
        wsdl2h.arg("-c").arg("-t").arg(share.join("WS/typemap.dat")).arg("-I").arg(sources());
        succeed(wsdl2h.args(["-o", "calculator.h"]).arg(wsdl).current_dir(&folder))?;
        let mut soapcpp2 = Command::new("soapcpp2");
        soapcpp2.args(["-c", "-L", "-x"]).arg(format!("-I{}", share.join("import").display()));
        succeed(soapcpp2.arg("calculator.h").current_dir(&folder))?;

        let flags = succeed(Command::new("pkg-config").args(["--cflags", "--libs", "gsoap"]))?;
        let main = sources().join(format!("peers/gsoap_{}.c", role.name()));
        let stub = if role == Role::Client { "soapClient.c" } else { "soapServer.c" };
        let mut build = Command::new("gcc");
        build.args(["-g", "-I."]).arg(main).args(["soapC.c", stub, "-o", "program"]).current_dir(&folder);
        succeed(build.args(flags.split_whitespace()).arg("-lpthread"))?;
        Ok(folder.join("program"))
    }
}

/// What wsutil makes of the calculator's WSDL: the C files.
fn generate(version: Version, folder: &Path) -> Result<Vec<PathBuf>, String> {
    let source = |file: &str, name: &str| {
        let text = fs::read_to_string(sources().join(file)).map_err(|error| error.to_string())?;
        Ok::<_, String>(Source { path: name.to_owned(), url: None, kind: None, text })
    };
    let wsdl = source(&format!("calculator-{}.wsdl", version.name()), "calculator.wsdl")?;
    let compiled = wsutil::compile(&[wsdl, source("calculator.xsd", "calculator.xsd")?], &Options::default());
    if compiled.failed {
        return Err(compiled.messages);
    }
    let mut code = Vec::new();
    for file in compiled.files {
        let path = folder.join(&file.name);
        fs::write(&path, file.content).map_err(|error| error.to_string())?;
        if path.extension().is_some_and(|extension| extension == "c") {
            code.push(path);
        }
    }
    Ok(code)
}

fn sources() -> PathBuf {
    root().join("ctests/interop")
}

fn entry<K: std::hash::Hash + Eq, T>(map: &Mutex<HashMap<K, Once<T>>>, key: K) -> Once<T> {
    let mut map = map.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(map.entry(key).or_default())
}

/// A port that was free a moment ago: for a server that has to be told one.
fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    listener.map(|address| address.port()).map_err(|error| error.to_string())
}
