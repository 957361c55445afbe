//! All cores, but no more than there are.
//!
//! Polars' in-memory engine hands a plugin the whole column on one thread; its streaming engine
//! calls the plugin on every thread at once, one morsel each, and says nothing of it. So a call
//! shares its chunks with helpers only while seats are free: a seat is a thread that works for this
//! library, caller or helper. A caller always sits; a helper gets up between two chunks when callers
//! need the seats.

use std::cell::Cell;
use std::convert::Infallible;
use std::process;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::interrupt;

static SEATED: AtomicUsize = AtomicUsize::new(0);

struct Seat;

impl Seat {
    fn take() -> Self {
        SEATED.fetch_add(1, Ordering::Relaxed);
        Self
    }

    fn take_if_free(seats: usize) -> Option<Self> {
        let one_more = |seated| (seated < seats).then_some(seated + 1);
        let taken = SEATED.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more);
        taken.is_ok().then_some(Self)
    }

    fn is_needed(seats: usize) -> bool {
        SEATED.load(Ordering::Relaxed) > seats
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        SEATED.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Threads that may work at once: what Polars itself uses.
pub fn seats() -> usize {
    static SEATS: OnceLock<usize> = OnceLock::new();
    *SEATS.get_or_init(|| {
        let wanted = std::env::var("POLARS_MAX_THREADS")
            .ok()
            .and_then(|text| text.parse().ok());
        let available = || std::thread::available_parallelism().map_or(1, usize::from);
        wanted
            .filter(|threads| *threads > 0)
            .unwrap_or_else(available)
    })
}

/// The process in which work began.
static OWNER: OnceLock<u32> = OnceLock::new();

/// Says that work begins: a process that is forked off from now on lacks threads, which stay with the parent.
pub fn begin() {
    OWNER.get_or_init(process::id);
}

/// Whether this process was forked off one in which work had begun. Who waits for its threads waits for ever.
pub fn is_forked() -> bool {
    OWNER.get().is_some_and(|owner| *owner != process::id())
}

/// The helpers; the caller is one more. A forked process has none.
fn helpers() -> Option<&'static ThreadPool> {
    static HELPERS: OnceLock<Option<ThreadPool>> = OnceLock::new();
    let build = || {
        let builder = ThreadPoolBuilder::new().num_threads(seats() - 1);
        builder
            .thread_name(|thread| format!("resemble-{thread}"))
            .build()
            .ok()
    };
    if is_forked() {
        return None;
    }
    HELPERS
        .get_or_init(|| if seats() > 1 { build() } else { None })
        .as_ref()
}

thread_local! {
    /// Whether this thread does a task of [`share`].
    static WORKS: Cell<bool> = const { Cell::new(false) };
}

/// Does all tasks, on this thread and on idle ones, unless work is [to end](interrupt): then those are left that were
/// not begun. Tasks that share out tasks of their own do them alone: the threads have enough to do.
pub fn share<T: Send>(tasks: Vec<T>, work: impl Fn(T) + Sync) {
    share_all(tasks, |task| {
        if !interrupt::is_raised() {
            work(task);
        }
    });
}

fn share_all<T: Send>(tasks: Vec<T>, work: impl Fn(T) + Sync) {
    if WORKS.get() {
        return tasks.into_iter().for_each(work);
    }
    let work = |task| {
        WORKS.set(true);
        work(task);
        WORKS.set(false);
    };
    let _seat = Seat::take();
    let helpers = if tasks.len() > 1 { helpers() } else { None };
    let wanted = (tasks.len() - usize::from(!tasks.is_empty())).min(seats() - 1);
    let tasks = Mutex::new(tasks.into_iter());
    let next = || tasks.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work_alone = || {
        while let Some(task) = next() {
            work(task);
        }
    };
    let Some(helpers) = helpers else {
        return work_alone();
    };
    helpers.in_place_scope(|scope| {
        for _ in 0..wanted {
            scope.spawn(|_| {
                let Some(_seat) = Seat::take_if_free(seats()) else {
                    return;
                };
                while !Seat::is_needed(seats()) {
                    let Some(task) = next() else {
                        return;
                    };
                    work(task);
                }
            });
        }
        work_alone();
    });
}

/// Does all tasks, on this thread and on idle ones, and gives their results in order.
///
/// # Errors
/// If a task fails; those that have not been begun are left then.
pub fn try_share<T: Send, R: Send, E: Send>(
    tasks: Vec<T>,
    work: impl Fn(T) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    let mut results: Vec<Option<Result<R, E>>> = tasks.iter().map(|_| None).collect();
    let has_failed = AtomicBool::new(false);
    let tasks = tasks.into_iter().zip(&mut results).collect();
    share_all(tasks, |(task, result)| {
        if has_failed.load(Ordering::Relaxed) {
            return;
        }
        let done = work(task);
        has_failed.fetch_or(done.is_err(), Ordering::Relaxed);
        *result = Some(done);
    });
    results.into_iter().flatten().collect()
}

/// Does the same for two sides at once.
pub fn both<R: Send>(work: impl Fn(usize) -> R + Sync) -> [R; 2] {
    let Ok(results) = try_share(vec![0, 1], |side| Ok::<_, Infallible>(work(side)));
    let mut results = results.into_iter();
    [0, 1].map(|_| results.next().expect("two tasks have two results"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_their_order() {
        let square = |task: usize| Ok::<_, ()>(task * task);
        let expected: Vec<usize> = (0..1000).map(|task| task * task).collect();
        assert_eq!(try_share((0..1000).collect(), square), Ok(expected));
        assert_eq!(both(|side| side + 1), [1, 2]);
        let fail = |task: usize| if task == 7 { Err(task) } else { Ok(task) };
        assert_eq!(try_share((0..1000).collect(), fail), Err(7));
    }

    #[test]
    fn every_task_is_done_once() {
        for count in [0, 1, 2, 1000] {
            let done: Vec<AtomicUsize> = (0..count).map(|_| AtomicUsize::new(0)).collect();
            share((0..count).collect(), |task: usize| {
                done[task].fetch_add(1, Ordering::Relaxed);
            });
            assert!(done.iter().all(|times| times.load(Ordering::Relaxed) == 1));
        }
    }
}
