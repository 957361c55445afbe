//! Sets and tables of hashes whose first bits are all the same and say nothing.

/// Bits of a hash that are kept.
pub(crate) const HASH_BITS: u32 = 32;
/// Bits of a map for each hash.
const BITS: usize = 8;

/// A set of hashes that may have others, too: each sets two bits of one word (a blocked filter of Bloom;
/// Putze, Sanders and Singler, "Cache-, hash- and space-efficient Bloom filters", 2007).
pub(crate) struct Map {
    words: Vec<u64>,
}

impl Map {
    /// An empty map with the capacity for so many hashes.
    pub(crate) fn new(hashes: usize) -> Self {
        Self {
            words: vec![0; (hashes * BITS / 64).next_power_of_two().min(1 << 26)],
        }
    }

    #[inline(always)]
    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    #[inline(always)]
    pub(crate) fn add(&mut self, hash: u64) {
        let word = word(hash) & (self.words.len() - 1);
        self.words[word] |= bits(hash);
    }
}

/// The word of a hash, but for higher bits; of the hash only the high half counts.
#[inline(always)]
pub(crate) fn word(hash: u64) -> usize {
    (hash >> 38) as usize
}

/// The bits of a hash in its word.
#[inline(always)]
pub(crate) fn bits(hash: u64) -> u64 {
    1 << (hash >> 32 & 63) | 1 << (hash >> 58)
}

/// Hashes with numbers in their low half, to be looked up.
pub(crate) struct Table {
    entries: Vec<u64>,
    /// Where the entries begin whose hashes go on with these bits.
    directory: Vec<u32>,
    common_bits: u32,
    shift: u32,
}

impl Table {
    pub(crate) fn new(unsorted: Vec<u64>, common_bits: u32) -> Self {
        let bits = unsorted.len().max(2).ilog2().min(HASH_BITS - common_bits);
        let mut table = Self {
            entries: vec![0; unsorted.len()],
            directory: vec![0; (1 << bits) + 2],
            common_bits,
            shift: 64 - bits,
        };
        for entry in &unsorted {
            let bucket = table.bucket(*entry);
            table.directory[bucket + 2] += 1;
        }
        for at in 2..table.directory.len() {
            table.directory[at] += table.directory[at - 1];
        }
        for entry in &unsorted {
            let bucket = table.bucket(*entry);
            let next = &mut table.directory[bucket + 1];
            table.entries[*next as usize] = *entry;
            *next += 1;
        }
        table
    }

    #[inline(always)]
    fn bucket(&self, hash: u64) -> usize {
        (hash << self.common_bits >> self.shift) as usize
    }

    /// The numbers that come with a hash.
    #[inline(always)]
    pub(crate) fn find(&self, hash: u64) -> impl Iterator<Item = u32> {
        let bucket = self.bucket(hash);
        let (first, last) = (self.directory[bucket], self.directory[bucket + 1]);
        let entries = &self.entries[first as usize..last as usize];
        let equal = entries
            .iter()
            .filter(move |entry| (*entry ^ hash) >> 32 == 0);
        equal.map(|entry| *entry as u32)
    }
}
