//! A server program that runs beside the tests.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// A running server. It was started in a process group of its own, holds its standard input open for as
/// long as it shall run, and has said `port N` on its standard output.
pub(crate) struct Server {
    child: Child,
    errors: PathBuf,
    port: u16,
}

impl Server {
    /// Starts the program and waits until it says where it listens. What it says on standard error goes to
    /// the file `errors`.
    pub(crate) fn start(command: &mut Command, errors: PathBuf) -> Result<Self, String> {
        let log = File::create(&errors).map_err(|error| format!("{}: {error}", errors.display()))?;
        command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().map_err(|error| format!("{command:?}: {error}"))?;
        let output = child.stdout.take().ok_or("the standard output is piped")?;
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            // Reads to the end, or the server would block on a full pipe some day.
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some(port) = line.strip_prefix("port ").and_then(|port| port.trim().parse().ok()) {
                    let _ = sender.send(port);
                }
            }
        });
        let mut server = Self { child, errors, port: 0 };
        match receiver.recv_timeout(Duration::from_secs(60)) {
            Ok(port) => server.port = port,
            Err(_) => return Err(format!("{command:?} did not say `port N`:\n{}", server.said())),
        }
        Ok(server)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Lets the server end by itself: closes its standard input and waits. An account of what went wrong if it
    /// does not end with 0 in that time.
    pub(crate) fn finish(mut self, limit: Duration) -> Result<(), String> {
        drop(self.child.stdin.take());
        let deadline = Instant::now() + limit;
        while Instant::now() < deadline {
            match self.child.try_wait() {
                Ok(None) => thread::sleep(Duration::from_millis(20)),
                Ok(Some(status)) if status.success() => return Ok(()),
                Ok(Some(status)) => return Err(format!("the server ended with {status}:\n{}", self.said())),
                Err(error) => return Err(error.to_string()),
            }
        }
        Err(format!("the server did not end within {} s:\n{}", limit.as_secs(), self.said()))
    }

    /// The end of what it has said on standard error.
    pub(crate) fn said(&self) -> String {
        let text = fs::read(&self.errors).unwrap_or_default();
        String::from_utf8_lossy(&text[text.len().saturating_sub(4096)..]).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        super::process::kill_group(self.child.id());
        // It was killed; how it ended says nothing.
        let _ = self.child.wait();
    }
}
