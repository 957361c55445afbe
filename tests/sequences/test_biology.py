"""Nucleotide sequences: every symbol, every genetic code, and Biopython's values."""

from __future__ import annotations

import random
import re
import warnings
from collections import Counter
from itertools import product
from typing import Any

import polars as pl
import pytest
from Bio.Data import CodonTable
from Bio.Seq import reverse_complement, reverse_complement_rna, translate
from Bio.SeqUtils import gc_fraction
from hypothesis import given
from hypothesis import strategies as st

import polars_resemble as rs
from polars_resemble._checks import FRAMES, TABLES

BASES = "ACGT"
LETTERS = "ACGTRYSWKMBDHVN"
SYMBOLS = LETTERS + LETTERS.lower() + "-."

sequences = st.text(SYMBOLS, max_size=200)


def reads(count: int, alphabet: str = BASES, longest: int = 300) -> list[str]:
    rng = random.Random(0)
    return ["".join(rng.choices(alphabet, k=rng.randint(0, longest))) for _ in range(count)]


def test_strands_are_those_of_biopython() -> None:
    column = pl.Series("read", reads(2_000, SYMBOLS) + reads(20, SYMBOLS, 30_000))
    for alphabet, oracle in (("dna", reverse_complement), ("rna", reverse_complement_rna)):
        expected = pl.Series("read", [oracle(read) for read in column])
        assert column.rs.reverse_complement(alphabet=alphabet).equals(expected, check_names=True)
        got = column.cast(pl.Binary).rs.reverse_complement(alphabet=alphabet)
        assert got.equals(expected.cast(pl.Binary), check_dtypes=True)
    assert (
        column.str.to_uppercase()
        .rs.reverse_complement()
        .rs.reverse_complement()
        .equals(column.str.to_uppercase())
    )


@given(read=sequences)
def test_a_strand_of_any_length(read: str) -> None:
    assert pl.select(rs.reverse_complement(pl.lit(read))).item() == reverse_complement(read)


def test_uracil_is_read_in_both_alphabets() -> None:
    column = pl.Series(["UuTtAa"])
    assert column.rs.reverse_complement().item() == "tTaAaA"
    assert column.rs.reverse_complement(alphabet="rna").item() == "uUaAaA"


@pytest.mark.parametrize("ambiguous", ["remove", "ignore", "weighted"])
def test_contents_are_those_of_biopython(ambiguous: str) -> None:
    alphabet = SYMBOLS.replace("-", "").replace(".", "")
    column = pl.Series("read", [read for read in reads(1_000, alphabet) if len(read) > 20])
    got = column.rs.gc_content(ambiguous=ambiguous)
    expected = [gc_fraction(read, ambiguous) for read in column]
    # Biopython rounds thirds to three digits.
    tolerance = 4e-4 if ambiguous == "weighted" else 0
    assert got.to_list() == pytest.approx(expected, abs=tolerance, rel=0)


def test_contents_without_bases_are_null() -> None:
    column = pl.Series(["", "--", "N", "G", None])
    assert column.rs.gc_content().to_list() == [None, None, None, 1.0, None]
    assert column.rs.gc_content(ambiguous="ignore").to_list() == [None, None, 0.0, 1.0, None]


@pytest.mark.parametrize("table", TABLES)
def test_all_codons_of_a_table(table: int) -> None:
    """Biopython raises an error where a codon is an amino acid or a stop, which is X here."""
    codons = ["".join(codon) for codon in product(LETTERS, repeat=3)]
    got = pl.Series(codons).rs.translate(table=table)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = [translate(codon, table) for codon in codons]
    assert got.to_list() == expected


def test_the_standard_code_as_published() -> None:
    """NCBI, The genetic codes: table 1, its amino acids over the three lines of its bases."""
    published = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
    codons = "".join("".join(codon) for codon in product("TCAG", repeat=3))
    assert pl.Series([codons]).rs.translate().item() == published
    assert set(TABLES) == set(CodonTable.unambiguous_dna_by_id)


@pytest.mark.parametrize("frame", FRAMES)
def test_frames(frame: int) -> None:
    column = pl.Series("read", reads(500))
    got = column.rs.translate(frame=frame)
    for read, protein in zip(column, got, strict=True):
        strand = read if frame > 0 else reverse_complement(read)
        codons = strand[abs(frame) - 1 :]
        assert protein == translate(codons[: len(codons) // 3 * 3])


def test_gaps_are_translated_as_gaps() -> None:
    assert pl.Series(["AUG---...TAA"]).rs.translate().item() == "M--*"
    column = pl.Series("read", ["ATGA-G"])
    assert column.rs.translate(invalid="null").to_list() == [None]
    with pytest.raises(pl.exceptions.ComputeError, match="expected codons of bases or of gaps"):
        column.rs.translate()


def naive_kmers(read: str, k: int, *, canonical: bool = False) -> list[str]:
    read = read.upper().replace("U", "T").replace(".", "-")
    cut = [read[start : start + k] for start in range(len(read) - k + 1)]
    return [min(kmer, reverse_complement(kmer)) for kmer in cut] if canonical else cut


@given(read=st.text(SYMBOLS + "Uu", max_size=60), k=st.integers(1, 40), canonical=st.booleans())
def test_kmers_are_slices(read: str, k: int, *, canonical: bool) -> None:
    frame = pl.DataFrame({"read": [read]})
    expected = naive_kmers(read, k, canonical=canonical)
    for dtype in (pl.String, pl.Binary):
        column = pl.col("read").cast(dtype)
        got = frame.select(
            kmers=rs.kmers(column, k=k, canonical=canonical),
            counts=rs.kmer_counts(column, k=k, canonical=canonical),
        )
        spelled = [kmer.encode() if dtype == pl.Binary else kmer for kmer in expected]
        assert got.schema["kmers"] == pl.List(dtype)
        assert got["kmers"].item().to_list() == spelled
        counts = [{"kmer": kmer, "count": count} for kmer, count in sorted(Counter(spelled).items())]
        assert got["counts"].item().to_list() == counts


def test_kmers_of_rna() -> None:
    column = pl.Series(["AUGT"])
    assert column.rs.kmers(k=2, alphabet="rna")[0].to_list() == ["AU", "UG", "GU"]
    assert column.rs.kmers(k=2, alphabet="rna", canonical=True)[0].to_list() == ["AU", "CA", "AC"]


def test_too_many_kmers_are_refused() -> None:
    column = pl.Series("read", ["A" * 2**20] * 257)
    with pytest.raises(pl.exceptions.ComputeError, match="kmers: expected lists of at most 268435456"):
        column.rs.kmers(k=1)


FUNCTIONS = {
    "reverse_complement": {},
    "gc_content": {},
    "translate": {},
    "kmers": {"k": 2},
    "kmer_counts": {"k": 2},
}


@pytest.mark.parametrize(("name", "parameters"), FUNCTIONS.items())
def test_other_symbols_are_refused_or_null(name: str, parameters: dict[str, Any]) -> None:
    valid = pl.Series("read", ["ACGTA" * 50, "acg"])
    for symbol, shown in (("J", "'J'"), (" ", "' '"), ("\n", "byte 0x0A"), ("é", "byte 0xC3"), ("X", "'X'")):
        for place in (0, 63, 64, 200):
            wrong = "ACGT" * 50
            column = pl.concat([valid, pl.Series("read", [f"{wrong[:place]}{symbol}{wrong[place:]}", None])])
            sentence = (
                f"{name}: expected IUPAC's letters for nucleotides and gaps, got {shown} at position {place} "
                'in row 2 of 4 in column "read"'
            )
            with pytest.raises(pl.exceptions.ComputeError, match=re.escape(sentence)):
                getattr(column.rs, name)(**parameters)
            got = getattr(column.rs, name)(**parameters, invalid="null")
            expected = getattr(valid.rs, name)(**parameters).to_list()
            assert got.to_list() == [*expected, None, None]


WRONG_PARAMETERS = [
    ("reverse_complement", {"alphabet": "protein"}, ValueError, "alphabet to be one of 'dna', 'rna'"),
    ("reverse_complement", {"invalid": None}, TypeError, "invalid to be one of 'raise', 'null'"),
    (
        "gc_content",
        {"ambiguous": "drop"},
        ValueError,
        "ambiguous to be one of 'remove', 'ignore', 'weighted'",
    ),
    ("translate", {"frame": 0}, ValueError, "frame to be one of 1, 2, 3, -1, -2, -3, got 0"),
    ("translate", {"frame": 4}, ValueError, "frame to be within -3..3, got 4"),
    ("translate", {"table": 7}, ValueError, "table to be one of NCBI's, 1..6, 9..16 or 21..33, got 7"),
    ("translate", {"table": 34}, ValueError, "table to be within 1..33, got 34"),
    ("translate", {"table": "1"}, TypeError, "table to be an int, got str"),
    ("kmers", {"k": 0}, ValueError, "k to be within 1..4294967295, got 0"),
    ("kmer_counts", {"k": 1.0}, TypeError, "k to be an int, got float"),
    ("kmers", {"k": 1, "canonical": 1}, TypeError, "canonical to be True or False, got int"),
]


@pytest.mark.parametrize(("name", "parameters", "error", "sentence"), WRONG_PARAMETERS)
def test_wrong_parameters(
    name: str, parameters: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=f"^{name}: expected {re.escape(sentence)}"):
        getattr(rs, name)("read", **parameters)
