"""Functions of nucleotide sequences, in String or Binary columns.

The symbols are IUPAC's: A, C, G, T and U, the letters that stand for several bases (R, Y, S, W, K, M, B, D,
H, V, N), and ``-`` and ``.`` for gaps; letters may be small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from polars_resemble import _checks
from polars_resemble._documentation import completed
from polars_resemble._plugin import call
from polars_resemble._typing import Alphabet, Ambiguous, Invalid

if TYPE_CHECKING:
    import polars as pl

    from polars_resemble._typing import IntoColumn

__all__ = ["gc_content", "kmer_counts", "kmers", "reverse_complement", "translate"]

SEQUENCE = """\
sequence : IntoColumn
    A column name, an expression or a Series of String or Binary; a literal is ``pl.lit("GATTACA")``."""

K = """\
k : int
    How many symbols a k-mer has, at least 1."""

CANONICAL = """\
canonical : bool
    Whether a k-mer and its reverse complement are the same: the one that comes first in the order of
    letters stands for both."""

ALPHABET = """\
alphabet : {"dna", "rna"}
    What the result is spelled in; T and U are read in both."""

INVALID = """\
invalid : {"raise", "null"}
    What becomes of a sequence with any other symbol: an error, or null."""

WRONG_SYMBOL = (
    "If the column has another dtype, raised when the query is planned; or if a symbol is none of IUPAC's."
)
TOO_MANY = f"{WRONG_SYMBOL[:-1]}, or more than 268 435 456 k-mers would be made at once."


@completed(SEQUENCE, ALPHABET, INVALID, error=WRONG_SYMBOL)
def reverse_complement(
    sequence: IntoColumn, *, alphabet: Alphabet = "dna", invalid: Invalid = "raise"
) -> pl.Expr:
    """Spell the other strand, in its own direction.

    Every letter becomes that of the complementary bases (R becomes Y, N stays N) and keeps its case;
    gaps stay.

    Returns
    -------
    Expr
        The column's own dtype, named after it. Null where the sequence is null, or invalid.

    References
    ----------
    A. Cornish-Bowden, "Nomenclature for incompletely specified bases in nucleic acid sequences:
    recommendations 1984" (1985). The values are those of Biopython's ``reverse_complement``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"read": ["GATTACA", "acgTRN-", None]})
    >>> df.with_columns(
    ...     dna=rs.reverse_complement("read"),
    ...     rna=rs.reverse_complement("read", alphabet="rna"),
    ... )
    shape: (3, 3)
    ┌─────────┬─────────┬─────────┐
    │ read    ┆ dna     ┆ rna     │
    │ ---     ┆ ---     ┆ ---     │
    │ str     ┆ str     ┆ str     │
    ╞═════════╪═════════╪═════════╡
    │ GATTACA ┆ TGTAATC ┆ UGUAAUC │
    │ acgTRN- ┆ -NYAcgt ┆ -NYAcgu │
    │ null    ┆ null    ┆ null    │
    └─────────┴─────────┴─────────┘
    """
    alphabet = _checks.choice("reverse_complement", "alphabet", alphabet, get_args(Alphabet))
    return _of_sequence("reverse_complement", sequence, invalid, alphabet=alphabet)


@completed(SEQUENCE, INVALID, error=WRONG_SYMBOL)
def gc_content(
    sequence: IntoColumn, *, ambiguous: Ambiguous = "remove", invalid: Invalid = "raise"
) -> pl.Expr:
    """Measure the share of bases that are G or C.

    S is G or C for certain, and W is neither. Gaps do not count.

    Parameters
    ----------
    ambiguous : {"remove", "ignore", "weighted"}
        What the other letters count that stand for several bases: nothing; a base that is not G or C; or
        a base that is by as much as its bases are (N a half, D a third).

    Returns
    -------
    Expr
        Float64 in 0..1, named after the column. Null where the sequence is null, has no base that counts,
        or is invalid.

    References
    ----------
    The values are those of Biopython's ``gc_fraction``, but for gaps, for X, which is no symbol here, and
    for thirds, which are exact here.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"read": ["GATTACAC", "GGNN", ""]})
    >>> df.with_columns(
    ...     removed=rs.gc_content("read"),
    ...     weighted=rs.gc_content("read", ambiguous="weighted"),
    ... )
    shape: (3, 3)
    ┌──────────┬─────────┬──────────┐
    │ read     ┆ removed ┆ weighted │
    │ ---      ┆ ---     ┆ ---      │
    │ str      ┆ f64     ┆ f64      │
    ╞══════════╪═════════╪══════════╡
    │ GATTACAC ┆ 0.375   ┆ 0.375    │
    │ GGNN     ┆ 1.0     ┆ 0.75     │
    │          ┆ null    ┆ null     │
    └──────────┴─────────┴──────────┘
    """
    ambiguous = _checks.choice("gc_content", "ambiguous", ambiguous, get_args(Ambiguous))
    return _of_sequence("gc_content", sequence, invalid, ambiguous=ambiguous)


@completed(SEQUENCE, error=WRONG_SYMBOL)
def translate(sequence: IntoColumn, *, frame: int = 1, table: int = 1, invalid: Invalid = "raise") -> pl.Expr:
    """Translate codons to amino acids.

    A stop is ``*``, and does not end the translation. A codon of letters that stand for several bases is
    what all its codons mean; B is D or N, Z is E or Q, J is I or L, and X is anything else. Three gaps are
    one gap. One or two symbols at the end make no codon, and are left out.

    Parameters
    ----------
    frame : {1, 2, 3, -1, -2, -3}
        The symbol at which the first codon begins; below zero, on the reverse complement.
    table : int
        NCBI's number of the genetic code: 1 is the standard code, 2 that of the mitochondria of
        vertebrates, 11 that of bacteria. 1 to 6, 9 to 16 and 21 to 33 exist. Codons that are stops or
        amino acids, depending on the context, are amino acids (27, 28, 31).
    invalid : {"raise", "null"}
        What becomes of a sequence with any other symbol, or a codon of bases and gaps: an error, or null.

    Returns
    -------
    Expr
        The column's own dtype, named after it. Null where the sequence is null, or invalid.

    References
    ----------
    "The genetic codes", National Center for Biotechnology Information. The values are those of
    Biopython's ``translate``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"read": ["ATGGCCATTTGA", "AUGRAYTAR"]})
    >>> df.with_columns(
    ...     first=rs.translate("read"),
    ...     second=rs.translate("read", frame=2),
    ...     reverse=rs.translate("read", frame=-1),
    ...     mitochondrial=rs.translate("read", table=2),
    ... )
    shape: (2, 5)
    ┌──────────────┬───────┬────────┬─────────┬───────────────┐
    │ read         ┆ first ┆ second ┆ reverse ┆ mitochondrial │
    │ ---          ┆ ---   ┆ ---    ┆ ---     ┆ ---           │
    │ str          ┆ str   ┆ str    ┆ str     ┆ str           │
    ╞══════════════╪═══════╪════════╪═════════╪═══════════════╡
    │ ATGGCCATTTGA ┆ MAI*  ┆ WPF    ┆ SNGH    ┆ MAIW          │
    │ AUGRAYTAR    ┆ MB*   ┆ XX     ┆ LXH     ┆ MB*           │
    └──────────────┴───────┴────────┴─────────┴───────────────┘
    """
    return _of_sequence(
        "translate",
        sequence,
        invalid,
        frame=_checks.frame("translate", frame),
        table=_checks.table("translate", table),
    )


@completed(SEQUENCE, K, CANONICAL, ALPHABET, INVALID, error=TOO_MANY)
def kmers(
    sequence: IntoColumn,
    *,
    k: int,
    canonical: bool = False,
    alphabet: Alphabet = "dna",
    invalid: Invalid = "raise",
) -> pl.Expr:
    """Cut all runs of k symbols, in capitals and in their order.

    Letters that stand for several bases, and gaps, are symbols like any other. A sequence that is shorter
    than k has none.

    Returns
    -------
    Expr
        List(String), or List(Binary) of a Binary column, named after the column. Null where the
        sequence is null, or invalid.

    References
    ----------
    G. Marçais and C. Kingsford, "A fast, lock-free approach for efficient parallel counting of
    occurrences of k-mers" (2011).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"read": ["GATTac", "AC"]})
    >>> df.select(plain=rs.kmers("read", k=3), canonical=rs.kmers("read", k=3, canonical=True)).rows()
    [(['GAT', 'ATT', 'TTA', 'TAC'], ['ATC', 'AAT', 'TAA', 'GTA']), ([], [])]
    """
    return _kmers("kmers", sequence, k, alphabet, invalid, canonical=canonical)


@completed(SEQUENCE, K, CANONICAL, ALPHABET, INVALID, error=TOO_MANY)
def kmer_counts(
    sequence: IntoColumn,
    *,
    k: int,
    canonical: bool = False,
    alphabet: Alphabet = "dna",
    invalid: Invalid = "raise",
) -> pl.Expr:
    """Count the distinct runs of k symbols, in the order of their letters.

    What a k-mer is, :func:`kmers` says.

    Returns
    -------
    Expr
        List(Struct) with the fields ``kmer``, of the column's own dtype, and ``count`` (UInt32), named
        after the column. Null where the sequence is null, or invalid.

    References
    ----------
    G. Marçais and C. Kingsford, "A fast, lock-free approach for efficient parallel counting of
    occurrences of k-mers" (2011).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"read": ["TATATT"]})
    >>> df.select(rs.kmer_counts("read", k=2)).item().to_list()
    [{'kmer': 'AT', 'count': 2}, {'kmer': 'TA', 'count': 2}, {'kmer': 'TT', 'count': 1}]
    """
    return _kmers("kmer_counts", sequence, k, alphabet, invalid, canonical=canonical)


def _kmers(
    function: str, sequence: IntoColumn, k: int, alphabet: Alphabet, invalid: Invalid, *, canonical: bool
) -> pl.Expr:
    """Build the expression of a function of k-mers."""
    return _of_sequence(
        function,
        sequence,
        invalid,
        k=_checks.count(function, "k", k),
        canonical=_checks.flag(function, "canonical", canonical),
        alphabet=_checks.choice(function, "alphabet", alphabet, get_args(Alphabet)),
    )


def _of_sequence(function: str, sequence: IntoColumn, invalid: Invalid, **parameters: object) -> pl.Expr:
    """Build the expression of a function of sequences, whose own parameters are checked."""
    column = _checks.column(function, "sequence", sequence)
    parameters["invalid"] = _checks.choice(function, "invalid", invalid, get_args(Invalid))
    return call(function, [column], parameters=parameters)
