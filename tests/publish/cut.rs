//! What stands before a server and cuts connections as told, in the midst of what they send.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Tells whether a connection goes on, by its number, from 1, and by how many bytes it has sent to the server.
type Decide = Arc<dyn Fn(usize, usize) -> bool + Send + Sync>;

pub(super) struct Cut {
    pub(super) port: u16,
    state: Arc<Mutex<State>>,
}

struct State {
    decide: Decide,
    /// How many connections there were.
    begun: usize,
    /// How many of them were cut.
    ended: usize,
    /// How many bytes the one that sent most has sent.
    sent: usize,
}

impl Cut {
    pub(super) fn before(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State { decide: Arc::new(|_, _| true), begun: 0, ended: 0, sent: 0 }));
        let cut = Self { port, state: Arc::clone(&state) };
        thread::spawn(move || {
            for stream in listener.incoming() {
                let state = Arc::clone(&state);
                thread::spawn(move || pass(stream.unwrap(), server, &state));
            }
        });
        cut
    }

    /// Counts anew, and lets connections go on as told.
    pub(super) fn tell(&self, decide: impl Fn(usize, usize) -> bool + Send + Sync + 'static) {
        *self.state.lock().unwrap() = State { decide: Arc::new(decide), begun: 0, ended: 0, sent: 0 };
    }

    pub(super) fn begun(&self) -> usize {
        self.state.lock().unwrap().begun
    }

    pub(super) fn sent(&self) -> usize {
        self.state.lock().unwrap().sent
    }

    pub(super) fn ended(&self) -> usize {
        self.state.lock().unwrap().ended
    }
}

fn pass(mut stream: TcpStream, server: u16, state: &Mutex<State>) -> Option<()> {
    let number = {
        let mut state = state.lock().unwrap();
        state.begun += 1;
        state.begun
    };
    let mut there = TcpStream::connect(("127.0.0.1", server)).ok()?;
    let (mut from, mut to) = (there.try_clone().ok()?, stream.try_clone().ok()?);
    thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Both);
    });
    let mut buffer = [0; 1024];
    let mut sent = 0;
    loop {
        let read = stream.read(&mut buffer).unwrap_or(0);
        if read == 0 {
            break;
        }
        let decide = Arc::clone(&state.lock().unwrap().decide);
        if !decide(number, sent) {
            state.lock().unwrap().ended += 1;
            break;
        }
        there.write_all(&buffer[..read]).ok()?;
        sent += read;
        let mut state = state.lock().unwrap();
        state.sent = state.sent.max(sent);
    }
    let _ = stream.shutdown(Shutdown::Both);
    let _ = there.shutdown(Shutdown::Both);
    Some(())
}
