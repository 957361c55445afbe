//! Memory that answers may take.
//!
//! An answer may be far larger than its input. One that does not fit into the memory that is free is
//! refused with a sentence, since an allocation that fails ends the process. Linux tells in files how much is free: on the
//! machine, in the control groups that hold the process (a container is one), and in the process's own address
//! space (`RLIMIT_AS`, `RLIMIT_DATA`); the smallest of them counts. Reading these files takes a few lines, where crates
//! for it bring the whole state of the machine or need `unsafe`. Other systems are not asked.

use std::fs::read_to_string;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// Bytes that are taken without asking, as reading the files takes a tenth of a millisecond.
const UNASKED: u64 = 1 << 24;

/// What was read is believed for so long.
const FRESH: Duration = Duration::from_millis(20);

/// Counts what an answer takes, whichever threads make it.
#[derive(Debug)]
pub struct Allowance {
    way_out: &'static str,
    refused: OnceLock<String>,
    taken: AtomicU64,
    most: OnceLock<u64>,
}

impl Allowance {
    /// Nothing is taken yet; `way_out` says what the caller of the function may do if it gets too much.
    pub fn new(way_out: &'static str) -> Self {
        Self {
            way_out,
            refused: OnceLock::new(),
            taken: AtomicU64::new(0),
            most: OnceLock::new(),
        }
    }

    /// What was said when too much was taken first, if it was.
    pub fn refusal(&self) -> Option<&str> {
        self.refused.get().map(String::as_str)
    }

    /// Takes so many bytes more.
    ///
    /// # Errors
    /// If that is more than the memory that is free.
    pub fn take(&self, bytes: u64) -> Result<(), String> {
        let before = self.taken.fetch_add(bytes, Ordering::Relaxed);
        let taken = before.saturating_add(bytes);
        if taken <= UNASKED {
            return Ok(());
        }
        let most = *self.most.get_or_init(|| before.saturating_add(usable()));
        if taken <= most {
            return Ok(());
        }
        // Others that go on count too little to come back below the most.
        let (most, taken) = (megabytes(most), megabytes(taken).max(megabytes(most) + 1));
        let way_out = self.way_out;
        let refused = self.refused.get_or_init(|| {
            format!(
                "expected an answer within the {most} MB of memory that are free, got at least {taken} MB: {way_out}"
            )
        });
        Err(refused.clone())
    }
}

impl Allowance {
    /// Takes so many bytes for a while.
    ///
    /// # Errors
    /// If that is more than the memory that is free.
    pub fn lend(&self, bytes: u64) -> Result<Loan<'_>, String> {
        let allowance = self;
        self.take(bytes)?;
        Ok(Loan { allowance, bytes })
    }
}

/// Bytes that are taken for a while.
#[derive(Debug)]
pub struct Loan<'a> {
    allowance: &'a Allowance,
    bytes: u64,
}

impl<'a> Loan<'a> {
    /// Nothing yet.
    pub fn new(allowance: &'a Allowance) -> Self {
        let bytes = 0;
        Self { allowance, bytes }
    }

    /// Takes what is missing to so many bytes. If it was too much, the allowance says so.
    pub fn grow_to(&mut self, bytes: u64) {
        let more = bytes.saturating_sub(self.bytes);
        self.bytes += more;
        // The refusal is kept.
        let _ = self.allowance.take(more);
    }
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        self.allowance
            .taken
            .fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// Takes so many bytes at once.
///
/// # Errors
/// If that is more than the memory that is free; `way_out` says what the caller of the function may do.
pub fn expect_room(bytes: u64, way_out: &'static str) -> Result<(), String> {
    Allowance::new(way_out).take(bytes)
}

fn megabytes(bytes: u64) -> u64 {
    bytes / 1_000_000
}

/// What an answer may take: three quarters of the free memory, because others need some, too.
fn usable() -> u64 {
    static LAST: Mutex<Option<(Instant, u64)>> = Mutex::new(None);
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((when, bytes)) = *last
        && when.elapsed() < FRESH
    {
        return bytes;
    }
    let bytes = free().map_or(u64::MAX, |free| free - free / 4);
    *last = Some((Instant::now(), bytes));
    bytes
}

/// The bytes that are free, where the system tells.
fn free() -> Option<u64> {
    let machine = || kilobytes(&read_to_string("/proc/meminfo").ok()?, "MemAvailable:");
    let groups = || {
        let membership = read_to_string("/proc/self/cgroup").ok()?;
        free_of_groups(Path::new("/sys/fs/cgroup"), &membership)
    };
    let process = || {
        let limits = read_to_string("/proc/self/limits").ok()?;
        free_of_process(&limits, &read_to_string("/proc/self/status").ok()?)
    };
    [machine(), groups(), process()].into_iter().flatten().min()
}

/// The number behind a name at the beginning of a line.
fn number(text: &str, name: &str) -> Option<u64> {
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    rest.split_whitespace().next()?.parse().ok()
}

fn kilobytes(text: &str, name: &str) -> Option<u64> {
    Some(number(text, name)?.saturating_mul(1024))
}

/// What the limits of a process leave it; a limit that there is not is no number.
fn free_of_process(limits: &str, status: &str) -> Option<u64> {
    let left = |limit: &str, used: &str| {
        let limit = number(limits, limit)?;
        Some(limit.saturating_sub(kilobytes(status, used)?))
    };
    let space = left("Max address space", "VmSize:");
    let data = left("Max data size", "VmData:");
    space.into_iter().chain(data).min()
}

/// How a version of control groups says what a group may use, what it uses, and how much of that are files which
/// are dropped before memory runs out.
struct Version {
    /// What comes before the path in the list of a process's groups.
    mark: &'static str,
    folder: &'static str,
    limit: &'static str,
    used: &'static str,
    files: &'static str,
}

const VERSIONS: [Version; 2] = [
    Version {
        mark: ":",
        folder: "",
        limit: "memory.max",
        used: "memory.current",
        files: "inactive_file ",
    },
    Version {
        mark: "memory:",
        folder: "memory",
        limit: "memory.limit_in_bytes",
        used: "memory.usage_in_bytes",
        files: "total_inactive_file ",
    },
];

/// What the groups of a process leave it, and the groups that these are in. A container sees its own group as the
/// root, whatever the path to it is outside.
fn free_of_groups(root: &Path, membership: &str) -> Option<u64> {
    let of_version = |version: &Version| {
        // A line is a number, a list of controllers, and a path.
        let path = membership.lines().find_map(|line| {
            let (_, rest) = line.split_once(':')?;
            rest.strip_prefix(version.mark)
        })?;
        let folder = root.join(version.folder);
        let groups = Path::new(path.trim_start_matches('/')).ancestors();
        groups
            .filter_map(|group| free_of_group(&folder.join(group), version))
            .min()
    };
    VERSIONS.iter().filter_map(of_version).min()
}

fn free_of_group(group: &Path, version: &Version) -> Option<u64> {
    let read = |name: &str| read_to_string(group.join(name)).ok();
    let [limit, used] = [version.limit, version.used].map(|name| number(&read(name)?, ""));
    let files = read("memory.stat").and_then(|stat| number(&stat, version.files));
    let used = used?.saturating_sub(files.unwrap_or(0));
    Some(limit?.saturating_sub(used))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_larger_than_all_memory_is_refused() {
        let allowance = Allowance::new("ask for less");
        assert_eq!(allowance.take(UNASKED), Ok(()));
        if free().is_some() {
            let refused = allowance.take(u64::MAX / 2);
            let refused = refused.expect_err("there is less memory");
            assert!(refused.ends_with(" MB: ask for less"), "{refused}");
            assert_eq!(allowance.refusal(), Some(refused.as_str()));
            assert!(expect_room(u64::MAX, "").is_err());
        }
        assert_eq!(expect_room(1, ""), Ok(()));
    }

    #[test]
    fn what_is_lent_comes_back() {
        let allowance = Allowance::new("");
        drop(allowance.lend(5));
        let mut loan = Loan::new(&allowance);
        for bytes in [10, 5, 30] {
            loan.grow_to(bytes);
        }
        assert_eq!(allowance.taken.load(Ordering::Relaxed), 30);
        drop(loan);
        assert_eq!(allowance.taken.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn limits_of_a_process() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units     \n\
            Max data size             unlimited            unlimited            bytes     \n\
            Max address space         5000000              unlimited            bytes     \n";
        let status = "Name:\tpython\nVmSize:\t    1000 kB\nVmData:\t     500 kB\n";
        assert_eq!(free_of_process(limits, status), Some(5_000_000 - 1_024_000));
        let both = limits.replace("unlimited            unlimited", "600000 600000");
        assert_eq!(free_of_process(&both, status), Some(600_000 - 512_000));
        assert_eq!(free_of_process("", status), None);
    }

    #[test]
    fn the_strictest_group_counts() {
        let root = std::env::temp_dir().join(format!("resemble-groups-{}", std::process::id()));
        let write = |group: &str, files: [(&str, &str); 3]| {
            let group = root.join(group);
            std::fs::create_dir_all(&group).expect("a folder");
            for (name, text) in files {
                std::fs::write(group.join(name), text).expect("a file");
            }
        };
        let stat = ("memory.stat", "anon 70\ninactive_file 30\n");
        write(
            "a/b",
            [("memory.max", "max\n"), ("memory.current", "5\n"), stat],
        );
        write(
            "a",
            [("memory.max", "500\n"), ("memory.current", "100\n"), stat],
        );
        assert_eq!(free_of_groups(&root, "0::/a/b\n"), Some(430));
        // A container that sees its group as the root, and knows the path outside.
        let stat = ("memory.stat", "inactive_file 1\ntotal_inactive_file 20\n");
        let (limit, used) = ("memory.limit_in_bytes", "memory.usage_in_bytes");
        write("memory", [(limit, "300\n"), (used, "120\n"), stat]);
        let membership = "9:cpu:/x\n8:memory:/docker/x\n0::/a/b\n";
        assert_eq!(free_of_groups(&root, membership), Some(200));
        assert_eq!(free_of_groups(&root, "1:name=systemd:/\n"), None);
        std::fs::remove_dir_all(&root).expect("the folder is there");
    }
}
