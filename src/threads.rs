//! All cores, but no more than there are.
//!
//! Polars' in-memory engine hands a plugin the whole column on one thread; its streaming engine
//! calls the plugin on every thread at once, one morsel each, and says nothing of it. So a call
//! shares its chunks with helpers only while permits are free. Every thread at work for this library, caller
//! or helper, holds a permit. A caller always gets one; a helper returns its own between two chunks when
//! callers need it.

use std::cell::Cell;
use std::convert::Infallible;
use std::process;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::interrupt;

static TAKEN: AtomicUsize = AtomicUsize::new(0);

struct Permit;

impl Permit {
    fn take() -> Self {
        TAKEN.fetch_add(1, Ordering::Relaxed);
        Self
    }

    fn take_if_free(max_threads: usize) -> Option<Self> {
        let one_more = |taken| (taken < max_threads).then_some(taken + 1);
        let taken = TAKEN.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more);
        taken.is_ok().then_some(Self)
    }

    fn is_needed(max_threads: usize) -> bool {
        TAKEN.load(Ordering::Relaxed) > max_threads
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        TAKEN.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Threads that may work at once: what Polars itself uses.
pub fn max_threads() -> usize {
    static COUNT: OnceLock<usize> = OnceLock::new();
    *COUNT.get_or_init(|| {
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
        let builder = ThreadPoolBuilder::new().num_threads(max_threads() - 1);
        builder
            .thread_name(|thread| format!("resemble-{thread}"))
            .build()
            .ok()
    };
    if is_forked() {
        return None;
    }
    HELPERS
        .get_or_init(|| if max_threads() > 1 { build() } else { None })
        .as_ref()
}

thread_local! {
    /// Whether this thread does a task of [`for_each_parallel`].
    static WORKS: Cell<bool> = const { Cell::new(false) };
}

/// Does all tasks, on this thread and on idle ones, unless work is [to end](interrupt): then those are left that were
/// not begun. Tasks that share out tasks of their own do them alone: the threads have enough to do.
pub fn for_each_parallel<T: Send>(tasks: Vec<T>, work: impl Fn(T) + Sync) {
    run_all(tasks, |task| {
        if !interrupt::is_raised() {
            work(task);
        }
    });
}

fn run_all<T: Send>(tasks: Vec<T>, work: impl Fn(T) + Sync) {
    let count = tasks.len();
    let tasks = Mutex::new(tasks.into_iter());
    share_out(count, &|| {
        let task = tasks.lock().unwrap_or_else(PoisonError::into_inner).next();
        task.map(&work).is_some()
    });
}

/// Calls a function on this thread and on idle ones until it has done all of a number of tasks, and says so.
/// Compiled once, whatever the tasks are.
fn share_out(count: usize, do_next: &(dyn Fn() -> bool + Sync)) {
    if WORKS.get() {
        while do_next() {}
        return;
    }
    let do_next = || {
        WORKS.set(true);
        let was_left = do_next();
        WORKS.set(false);
        was_left
    };
    let _permit = Permit::take();
    let helpers = if count > 1 { helpers() } else { None };
    let Some(helpers) = helpers else {
        while do_next() {}
        return;
    };
    helpers.in_place_scope(|scope| {
        for _ in 0..(count - 1).min(max_threads() - 1) {
            scope.spawn(|_| {
                let Some(_permit) = Permit::take_if_free(max_threads()) else {
                    return;
                };
                while !Permit::is_needed(max_threads()) && do_next() {}
            });
        }
        while do_next() {}
    });
}

/// Does all tasks, on this thread and on idle ones, and gives their results in order.
///
/// # Errors
/// If a task fails; those that have not been begun are left then.
pub fn try_map_parallel<T: Send, R: Send, E: Send>(
    tasks: Vec<T>,
    work: impl Fn(T) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    let mut results: Vec<Option<Result<R, E>>> = tasks.iter().map(|_| None).collect();
    let has_failed = AtomicBool::new(false);
    let tasks = tasks.into_iter().zip(&mut results).collect();
    run_all(tasks, |(task, result)| {
        if has_failed.load(Ordering::Relaxed) {
            return;
        }
        let done = work(task);
        has_failed.fetch_or(done.is_err(), Ordering::Relaxed);
        *result = Some(done);
    });
    results.into_iter().flatten().collect()
}

/// Does the work of two sides, left and right, at once.
pub fn join_two<R: Send>(work: impl Fn(usize) -> R + Sync) -> [R; 2] {
    let Ok(results) = try_map_parallel(vec![0, 1], |side| Ok::<_, Infallible>(work(side)));
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
        assert_eq!(try_map_parallel((0..1000).collect(), square), Ok(expected));
        assert_eq!(join_two(|side| side + 1), [1, 2]);
        let fail = |task: usize| if task == 7 { Err(task) } else { Ok(task) };
        assert_eq!(try_map_parallel((0..1000).collect(), fail), Err(7));
    }

    #[test]
    fn every_task_is_done_once() {
        for count in [0, 1, 2, 1000] {
            let done: Vec<AtomicUsize> = (0..count).map(|_| AtomicUsize::new(0)).collect();
            for_each_parallel((0..count).collect(), |task: usize| {
                done[task].fetch_add(1, Ordering::Relaxed);
            });
            assert!(done.iter().all(|times| times.load(Ordering::Relaxed) == 1));
        }
    }
}
