//! Sets and tables of hashes whose first bits are all the same and say nothing.

/// Bits of a hash that are kept.
pub(super) const HASH_BITS: u32 = 32;
/// Bits of a map for each remainder: what one has by accident an eighth of all others have.
const BITS: usize = 8;

/// A set of hashes that may have others, too.
pub(super) struct Map {
    words: Vec<u64>,
    known_bits: u32,
    shift: u32,
}

impl Map {
    pub(super) fn new(hashes: usize, known_bits: u32) -> Self {
        let bits = (hashes * BITS).next_power_of_two().ilog2();
        let bits = bits.clamp(6, HASH_BITS - known_bits);
        Self {
            words: vec![0; 1 << (bits - 6)],
            known_bits,
            shift: 64 - bits,
        }
    }

    pub(super) fn clear(&mut self) {
        self.words.fill(0);
    }

    #[inline(always)]
    fn bit(&self, hash: u64) -> (usize, u64) {
        let bit = hash << self.known_bits >> self.shift;
        ((bit / 64) as usize, 1 << (bit % 64))
    }

    #[inline(always)]
    pub(super) fn has(&self, hash: u64) -> bool {
        let (word, bit) = self.bit(hash);
        self.words[word] & bit != 0
    }

    #[inline(always)]
    pub(super) fn add(&mut self, hash: u64) {
        let (word, bit) = self.bit(hash);
        self.words[word] |= bit;
    }
}

/// Hashes with numbers in their low half, to be looked up.
pub(super) struct Table {
    entries: Vec<u64>,
    /// Where the entries begin whose hashes go on with these bits.
    directory: Vec<u32>,
    known_bits: u32,
    shift: u32,
}

impl Table {
    pub(super) fn new(unsorted: Vec<u64>, known_bits: u32) -> Self {
        let bits = unsorted.len().max(2).ilog2().min(HASH_BITS - known_bits);
        let mut table = Self {
            entries: vec![0; unsorted.len()],
            directory: vec![0; (1 << bits) + 2],
            known_bits,
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
        (hash << self.known_bits >> self.shift) as usize
    }

    /// The numbers that come with a hash.
    #[inline(always)]
    pub(super) fn find(&self, hash: u64) -> impl Iterator<Item = u32> {
        let bucket = self.bucket(hash);
        let (first, last) = (self.directory[bucket], self.directory[bucket + 1]);
        let entries = &self.entries[first as usize..last as usize];
        let equal = entries
            .iter()
            .filter(move |entry| (*entry ^ hash) >> 32 == 0);
        equal.map(|entry| *entry as u32)
    }
}
