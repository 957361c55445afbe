//! Ctrl-C during a call.
//!
//! While any call runs, the handler of SIGINT is one that [raises the flag](crate::interrupt) and then calls the
//! handler that was there before: Polars', Python's, or both. It is put in place when the first call begins and taken
//! away when the last one ends, so that a handler which the user sets between two calls is called as well, and stays.

use std::sync::{Mutex, PoisonError};

use crate::columns;
use crate::interrupt::{is_raised, lower};

/// How many calls run, and whether the handler is in place.
struct Listening {
    calls: usize,
    before: Option<system::Handler>,
}

static LISTENING: Mutex<Listening> = Mutex::new(Listening {
    calls: 0,
    before: None,
});

/// Listens as long as it lives.
pub(super) struct Interrupt(());

impl Interrupt {
    /// Begins to listen.
    pub(super) fn listen() -> Self {
        let mut listening = LISTENING.lock().unwrap_or_else(PoisonError::into_inner);
        if listening.calls == 0 {
            listening.before = system::listen();
        }
        listening.calls += 1;
        Self(())
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        let mut listening = LISTENING.lock().unwrap_or_else(PoisonError::into_inner);
        listening.calls -= 1;
        if is_raised() {
            columns::forget_choices();
        }
        if listening.calls == 0 {
            if let Some(before) = listening.before.take() {
                system::restore(&before);
            }
            lower();
        }
    }
}

#[cfg(unix)]
mod system {
    use std::mem::{MaybeUninit, transmute};
    use std::ptr;
    use std::sync::atomic::{AtomicBool, AtomicI32, AtomicUsize, Ordering};

    use libc::{SA_SIGINFO, SIG_DFL, SIG_IGN, SIGINT, c_int, c_void, sigaction, siginfo_t};

    pub(super) type Handler = sigaction;

    /// The handler to be called next, and its flags.
    static NEXT: AtomicUsize = AtomicUsize::new(SIG_DFL);
    static FLAGS: AtomicI32 = AtomicI32::new(0);
    /// Whether the next handler is being called: one that calls this one again ends there.
    static IS_IN_NEXT: AtomicBool = AtomicBool::new(false);

    type Plain = extern "C" fn(c_int);
    type Informed = extern "C" fn(c_int, *mut siginfo_t, *mut c_void);

    extern "C" fn handle(signal: c_int, info: *mut siginfo_t, context: *mut c_void) {
        crate::interrupt::raise();
        let next = NEXT.load(Ordering::Acquire);
        if next == SIG_DFL || next == SIG_IGN || IS_IN_NEXT.swap(true, Ordering::AcqRel) {
            return;
        }
        if FLAGS.load(Ordering::Acquire) & SA_SIGINFO != 0 {
            // SAFETY: a handler with this flag has this type.
            let next = unsafe { transmute::<usize, Informed>(next) };
            next(signal, info, context);
        } else {
            // SAFETY: a handler without the flag has this type.
            let next = unsafe { transmute::<usize, Plain>(next) };
            next(signal);
        }
        IS_IN_NEXT.store(false, Ordering::Release);
    }

    /// Puts the handler in place, unless there is none or the signal is ignored; gives the one before.
    pub(super) fn listen() -> Option<Handler> {
        // SAFETY: all fields of the struct are numbers or an optional function.
        let mut ours: Handler = unsafe { MaybeUninit::zeroed().assume_init() };
        ours.sa_sigaction = handle as Informed as usize;
        ours.sa_flags = SA_SIGINFO | libc::SA_RESTART | libc::SA_ONSTACK;
        let mut before = ours;
        // SAFETY: both point to such structs; nothing is changed here.
        if unsafe { sigaction(SIGINT, ptr::null(), &raw mut before) } != 0 {
            return None;
        }
        let next = before.sa_sigaction;
        if next == SIG_DFL || next == SIG_IGN || next == ours.sa_sigaction {
            return None;
        }
        NEXT.store(next, Ordering::Release);
        FLAGS.store(before.sa_flags, Ordering::Release);
        // SAFETY: the handler does what a handler may do, and the struct lives until the function returns.
        let done = unsafe { sigaction(SIGINT, &raw const ours, ptr::null_mut()) } == 0;
        done.then_some(before)
    }

    /// Puts a handler back, unless another one than ours is in place by now.
    pub(super) fn restore(before: &Handler) {
        let mut now = *before;
        // SAFETY: both point to such structs; the handler was in place before.
        let done = unsafe { sigaction(SIGINT, ptr::from_ref(before), &raw mut now) } == 0;
        if done && now.sa_sigaction != handle as Informed as usize {
            // SAFETY: the handler was in place a moment ago.
            unsafe { sigaction(SIGINT, &raw const now, ptr::null_mut()) };
        }
    }
}

#[cfg(not(unix))]
mod system {
    use signal_hook::consts::SIGINT;
    use signal_hook::low_level;

    pub(super) type Handler = signal_hook::SigId;

    /// Adds to what is done on the signal.
    pub(super) fn listen() -> Option<Handler> {
        // SAFETY: to raise a flag is what a handler may do.
        unsafe { low_level::register(SIGINT, crate::interrupt::raise) }.ok()
    }

    /// Takes it away again.
    pub(super) fn restore(added: &Handler) {
        low_level::unregister(*added);
    }
}
