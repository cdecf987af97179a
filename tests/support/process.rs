//! Running a program with a time limit.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::find_tool;

/// What became of a program.
pub(crate) struct Finished {
    pub(crate) ended: Ended,
    /// Standard output and standard error, in the order they were written.
    pub(crate) output: String,
    pub(crate) elapsed: Duration,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Exit(i32),
    Signal(i32),
    TimedOut,
}

impl Finished {
    pub(crate) fn succeeded(&self) -> bool {
        self.ended == Ended::Exit(0)
    }

    /// The ending and the output, for a failure message.
    pub(crate) fn describe(&self, command: &str) -> String {
        let ending = match self.ended {
            Ended::Exit(code) => format!("exit code {code}"),
            Ended::Signal(signal) => format!("killed by signal {signal}"),
            Ended::TimedOut => {
                format!("no end within the time limit ({:.0} s)", self.elapsed.as_secs_f64())
            }
        };
        format!("{command}\n{ending} after {:.1} s; its output:\n{}", self.elapsed.as_secs_f64(), self.output)
    }
}

/// Runs `command` in a process group of its own. When `limit` passes, the stacks of its threads are
/// added to the output (where gdb is installed) and the whole group is killed.
pub(crate) fn run(command: &mut Command, limit: Duration) -> io::Result<Finished> {
    let log = Log::create()?;
    let begin = Instant::now();
    let child = command
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(log.handle()?)
        .stderr(log.handle()?)
        .spawn()
        .map_err(|error| io::Error::new(error.kind(), format!("{command:?}: {error}")))?;
    let group = child.id();
    let ending = wait_in_background(child);
    let (ended, stacks) = if let Ok(status) = ending.recv_timeout(limit) {
        (from_status(status?), String::new())
    } else {
        let stacks = stacks_of(group);
        kill_group(group);
        // A killed child is always reaped; the answer no longer matters.
        let _ = ending.recv();
        (Ended::TimedOut, stacks)
    };
    let elapsed = begin.elapsed();
    Ok(Finished { ended, output: log.read()? + &stacks, elapsed })
}

/// Runs to the end; the output if the exit code is 0, else an account of what happened.
pub(crate) fn succeed(command: &mut Command) -> Result<String, String> {
    let finished = run(command, Duration::from_secs(120)).map_err(|error| error.to_string())?;
    if finished.succeeded() { Ok(finished.output) } else { Err(finished.describe(&format!("{command:?}"))) }
}

fn wait_in_background(mut child: Child) -> mpsc::Receiver<io::Result<ExitStatus>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(child.wait()));
    receiver
}

fn from_status(status: ExitStatus) -> Ended {
    match (status.code(), status.signal()) {
        (Some(code), _) => Ended::Exit(code),
        (None, signal) => Ended::Signal(signal.unwrap_or(0)),
    }
}

fn stacks_of(process: u32) -> String {
    if find_tool("gdb").is_none() {
        return String::from("(gdb is not installed: no stacks)\n");
    }
    let mut gdb = Command::new("gdb");
    gdb.args(["-p", &process.to_string(), "-batch", "-nx", "-ex", "thread apply all bt 30"])
        .stdin(Stdio::null());
    match gdb.output() {
        Ok(output) => format!("Stacks when time was up:\n{}\n", String::from_utf8_lossy(&output.stdout)),
        Err(error) => format!("(gdb did not run: {error})\n"),
    }
}

#[allow(unsafe_code, reason = "std has no call that signals a process group")]
pub(super) fn kill_group(group: u32) {
    // SAFETY: plain system call without pointers. The leader was started by this process and is not
    // yet reaped, or was reaped a moment ago, so that the number still means this group.
    unsafe { libc::kill(-(group as libc::pid_t), libc::SIGKILL) };
}

/// Where a child's output goes: a file and not a pipe, so that a grandchild that stays behind with
/// the descriptor cannot make the runner wait.
struct Log(std::path::PathBuf);

impl Log {
    fn create() -> io::Result<Self> {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("output");
        fs::create_dir_all(&folder)?;
        let name = format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let log = Self(folder.join(name));
        File::create(&log.0)?;
        Ok(log)
    }

    fn handle(&self) -> io::Result<File> {
        OpenOptions::new().append(true).open(&self.0)
    }

    fn read(&self) -> io::Result<String> {
        fs::read(&self.0).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        // Nothing depends on it: the folder is under target.
        let _ = fs::remove_file(&self.0);
    }
}
