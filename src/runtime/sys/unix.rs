//! poll(2), and a socket pair to interrupt it.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::OnceLock;
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::Socket;
use crate::runtime::Interest;

/// Interrupts [`wait`] from another thread. Made when first waited with: most calls never need it twice.
#[derive(Default)]
pub(crate) struct WakePipe(OnceLock<Option<(UnixStream, UnixStream)>>);

impl WakePipe {
    fn ends(&self) -> Option<&(UnixStream, UnixStream)> {
        self.0
            .get_or_init(|| {
                let ends = UnixStream::pair().ok()?;
                ends.0.set_nonblocking(true).ok()?;
                ends.1.set_nonblocking(true).ok()?;
                Some(ends)
            })
            .as_ref()
    }

    pub(crate) fn wake(&self) {
        if let Some((_, sender)) = self.ends() {
            // A full pipe is as good a reason to wake up as one more byte in it.
            let _ = (&mut &*sender).write(&[1]);
        }
    }
}

/// How long to sleep at most when no pipe could be made (no descriptors left): wake-ups are then late, not lost.
const WITHOUT_PIPE: std::time::Duration = std::time::Duration::from_millis(5);

/// Waits until a socket is ready, the deadline has passed or the pipe was written to.
pub(crate) fn wait(sockets: &[(Socket, Interest)], deadline: Option<Instant>, pipe: &WakePipe) {
    let ends = pipe.ends();
    let mut descriptors: Vec<PollFd<'_>> = Vec::with_capacity(sockets.len() + 1);
    for (socket, interest) in sockets {
        let flags = match interest {
            Interest::Read => PollFlags::IN,
            Interest::Write => PollFlags::OUT,
        };
        descriptors.push(PollFd::new(&**socket, flags));
    }
    if let Some((receiver, _)) = ends {
        descriptors.push(PollFd::new(receiver, PollFlags::IN));
    }
    let mut left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
    if ends.is_none() {
        left = Some(left.map_or(WITHOUT_PIPE, |left| left.min(WITHOUT_PIPE)));
    }
    let timeout =
        left.map(|left| Timespec { tv_sec: left.as_secs() as i64, tv_nsec: left.subsec_nanos().into() });
    // An error (EINTR) is one more reason to poll the future again.
    let _ = poll(&mut descriptors, timeout.as_ref());
    if let Some((receiver, _)) = ends
        && descriptors.last().is_some_and(|last| !last.revents().is_empty())
    {
        let mut drained = [0; 64];
        while matches!((&mut &*receiver).read(&mut drained), Ok(64)) {}
    }
}
