//! All runs of k symbols, spelled in one alphabet and in capitals.

use super::complement::reverse_complement;
use super::{Alphabet, LETTERS, NO_LETTER, SETS};

/// Which k-mers are cut.
#[derive(Clone, Copy, Debug)]
pub struct Kmers {
    /// How many symbols each has; not zero.
    pub k: usize,
    /// Whether the smaller one of a k-mer and its reverse complement stands for both.
    pub canonical: bool,
    /// What they are spelled in.
    pub alphabet: Alphabet,
}

impl Kmers {
    /// How many k-mers a sequence of a length has.
    pub fn count(&self, length: usize) -> usize {
        (length + 1).saturating_sub(self.k)
    }

    /// Appends a sequence's spelling to the text that k-mers are cut from, and says where each begins;
    /// `false`, with nothing appended, if a symbol is none of IUPAC's.
    pub fn cut(&self, sequence: &[u8], text: &mut Vec<u8>, starts: &mut Vec<usize>) -> bool {
        let count = self.count(sequence.len());
        let first = text.len();
        let thymine = match self.alphabet {
            Alphabet::Dna => b'T',
            Alphabet::Rna => b'U',
        };
        let mut is_valid = true;
        text.extend(sequence.iter().map(|symbol| {
            let set = SETS[usize::from(*symbol)];
            is_valid &= set != NO_LETTER;
            match LETTERS[usize::from(set & 15)] {
                b'T' => thymine,
                letter => letter,
            }
        }));
        if !is_valid {
            text.truncate(first);
            return false;
        }
        if !self.canonical || count == 0 {
            starts.extend((0..count).map(|place| first + place));
            return true;
        }
        let second = text.len();
        text.resize(second + sequence.len(), 0);
        let (spelled, other) = text[first..].split_at_mut(sequence.len());
        reverse_complement(spelled, self.alphabet, other);
        starts.extend((0..count).map(|place| {
            // On the other strand the k-mer begins where, from its end, this one ends.
            let (this, other) = (first + place, second + sequence.len() - self.k - place);
            if text[other..][..self.k] < text[this..][..self.k] {
                other
            } else {
                this
            }
        }));
        true
    }

    /// The distinct k-mers among those that begin at these places, in order, each with how many there are.
    pub fn tally(&self, text: &[u8], starts: &mut [usize]) -> Vec<(usize, u32)> {
        let kmer = |start: &usize| &text[*start..][..self.k];
        starts.sort_unstable_by(|one, other| kmer(one).cmp(kmer(other)));
        let groups = starts.chunk_by(|one, other| kmer(one) == kmer(other));
        groups.map(|group| (group[0], group.len() as u32)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kmers(sequence: &str, k: usize, canonical: bool) -> Vec<String> {
        let (mut text, mut starts) = (b"TT".to_vec(), vec![]);
        let alphabet = Alphabet::Dna;
        let kmers = Kmers {
            k,
            canonical,
            alphabet,
        };
        assert!(kmers.cut(sequence.as_bytes(), &mut text, &mut starts));
        let cut = |start: &usize| String::from_utf8_lossy(&text[*start..][..k]).into_owned();
        starts.iter().map(cut).collect()
    }

    #[test]
    fn runs_of_symbols() {
        assert_eq!(
            kmers("GATTacu", 3, false),
            ["GAT", "ATT", "TTA", "TAC", "ACT"]
        );
        assert_eq!(
            kmers("GATTacu", 3, true),
            ["ATC", "AAT", "TAA", "GTA", "ACT"]
        );
        assert_eq!(kmers("GA", 2, false), ["GA"]);
        assert!(kmers("GA", 3, true).is_empty());
        assert!(kmers("", usize::MAX, true).is_empty());
    }

    #[test]
    fn tallies_are_in_order() {
        let kmers = Kmers {
            k: 1,
            canonical: false,
            alphabet: Alphabet::Rna,
        };
        let (mut text, mut starts) = (vec![], vec![]);
        assert!(kmers.cut(b"TAgA", &mut text, &mut starts));
        let tally = kmers.tally(&text, &mut starts);
        let tally = tally.into_iter().map(|(start, count)| (text[start], count));
        assert_eq!(tally.collect::<Vec<_>>(), [(b'A', 2), (b'G', 1), (b'U', 1)]);
        assert!(!kmers.cut(b"AX", &mut text, &mut starts));
    }
}
