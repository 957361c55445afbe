"""Functions of two texts that say where they agree: edit scripts, alignments, common parts.

Each function takes two columns row by row; `left` and `right` are its only arguments that may be given by
position. What all of them share, dtypes, nulls and errors, is said in ``_documentation`` and added
to each docstring.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from polars_resemble import _checks
from polars_resemble._documentation import alignment_documented
from polars_resemble._plugin import of_pair
from polars_resemble._typing import Matrix, Script

if TYPE_CHECKING:
    import polars as pl

    from polars_resemble._typing import IntoColumn

__all__ = [
    "align",
    "common_prefix",
    "editops",
    "lcs_text",
    "needleman_wunsch",
    "opcodes",
    "partial_ratio_alignment",
    "smith_waterman",
]

SPANS = "`src_start`, `src_end`, `dest_start`, `dest_end`, UInt32"

METRIC = """\
metric : {"levenshtein", "indel", "lcs_seq", "hamming"}
    The distance whose edits these are. "indel" and "lcs_seq" are the same; "hamming" pads the
    shorter text."""

SCORING = (
    """\
match : float
    The score of two equal symbols.""",
    """\
mismatch : float
    The score of two different symbols, usually below 0.""",
    """\
gap_open : float
    The cost of a gap's first symbol, at least 0.""",
    """\
gap_extend : float
    The cost of each further symbol of a gap, at least 0. A run of symbols beside nothing is one gap
    however long it is, also where `gap_extend` is above `gap_open` and opening another one would be
    cheaper: Biopython counts so, parasail opens another one.""",
    """\
matrix : {"BLOSUM62", "PAM250"}, optional
    A substitution matrix of proteins that takes the place of `match` and `mismatch`. Small letters
    are read as large ones, ``*`` is a stop, as :func:`translate` writes it, and X (any residue) stands
    for what is not in the table.""",
)


@alignment_documented(
    "List(Struct) with the fields `tag`, String, and `src_pos` and `dest_pos`, UInt32", METRIC
)
def editops(left: IntoColumn, right: IntoColumn, *, metric: Script = "levenshtein") -> pl.Expr:
    """List the single edits that make the right text of the left one, in order.

    A `tag` is "delete", "insert" or "replace". There are as many edits as the distance says; of
    several shortest scripts it is the one that RapidFuzz gives.

    References
    ----------
    H. Hyyrö, "A note on bit-parallel alignment computation" (2004). The values are those of
    RapidFuzz's ``editops``, for texts that are not so long that it changes to another way.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["qabxcd"], "b": ["abycdf"]})
    >>> for edit in df.select(rs.editops("a", "b").alias("edit")).explode("edit")["edit"]:
    ...     print(edit)
    {'tag': 'delete', 'src_pos': 0, 'dest_pos': 0}
    {'tag': 'replace', 'src_pos': 3, 'dest_pos': 2}
    {'tag': 'insert', 'src_pos': 6, 'dest_pos': 5}
    """
    return of_pair(
        "editops", left, right, metric=_checks.choice("editops", "metric", metric, get_args(Script))
    )


@alignment_documented(
    f"List(Struct) with the fields `tag`, String, and {SPANS}",
    METRIC,
)
def opcodes(left: IntoColumn, right: IntoColumn, *, metric: Script = "levenshtein") -> pl.Expr:
    """List the runs of equal and of edited symbols, in order.

    A `tag` is "equal", "delete", "insert" or "replace"; the runs cover both texts without a hole, in
    the manner of ``difflib``.

    References
    ----------
    H. Hyyrö, "A note on bit-parallel alignment computation" (2004). The values are those of
    RapidFuzz's ``opcodes``, for texts that are not so long that it changes to another way.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["qabxcd"], "b": ["abycdf"]})
    >>> df.select(rs.opcodes("a", "b").alias("run")).explode("run").unnest("run")
    shape: (5, 5)
    ┌─────────┬───────────┬─────────┬────────────┬──────────┐
    │ tag     ┆ src_start ┆ src_end ┆ dest_start ┆ dest_end │
    │ ---     ┆ ---       ┆ ---     ┆ ---        ┆ ---      │
    │ str     ┆ u32       ┆ u32     ┆ u32        ┆ u32      │
    ╞═════════╪═══════════╪═════════╪════════════╪══════════╡
    │ delete  ┆ 0         ┆ 1       ┆ 0          ┆ 0        │
    │ equal   ┆ 1         ┆ 3       ┆ 0          ┆ 2        │
    │ replace ┆ 3         ┆ 4       ┆ 2          ┆ 3        │
    │ equal   ┆ 4         ┆ 6       ┆ 3          ┆ 5        │
    │ insert  ┆ 6         ┆ 6       ┆ 5          ┆ 6        │
    └─────────┴───────────┴─────────┴────────────┴──────────┘
    """
    return of_pair(
        "opcodes", left, right, metric=_checks.choice("opcodes", "metric", metric, get_args(Script))
    )


@alignment_documented("Struct with the fields `left` and `right`, String")
def align(left: IntoColumn, right: IntoColumn, *, metric: Script = "levenshtein", gap: str = "-") -> pl.Expr:
    """Write both texts as long as each other, with gap marks where one has nothing.

    Parameters
    ----------
    metric : {"levenshtein", "indel", "lcs_seq", "hamming"}
        The distance whose edits decide where the gaps are; see :func:`editops`.
    gap : str
        The mark, one character.

    References
    ----------
    H. Hyyrö, "A note on bit-parallel alignment computation" (2004).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["kitten", "flaw"], "b": ["sitting", "lawn"]})
    >>> df.select(rs.align("a", "b").alias("aligned")).unnest("aligned")
    shape: (2, 2)
    ┌─────────┬─────────┐
    │ left    ┆ right   │
    │ ---     ┆ ---     │
    │ str     ┆ str     │
    ╞═════════╪═════════╡
    │ kitten- ┆ sitting │
    │ flaw-   ┆ -lawn   │
    └─────────┴─────────┘
    """
    return of_pair(
        "align",
        left,
        right,
        metric=_checks.choice("align", "metric", metric, get_args(Script)),
        gap=_checks.symbol("align", "gap", gap),
    )


@alignment_documented("String")
def lcs_text(left: IntoColumn, right: IntoColumn) -> pl.Expr:
    """Give a longest common subsequence: the letters that both texts have in the same order.

    Of several it is the one that ``editops(metric="lcs_seq")`` keeps; :func:`lcs_seq` gives its length.

    References
    ----------
    H. Hyyrö, "A note on bit-parallel alignment computation" (2004).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["kitten", "Straße"], "b": ["sitting", "Strasse"]})
    >>> df.select(rs.lcs_text("a", "b")).to_series().to_list()
    ['ittn', 'Strae']
    """
    return of_pair("lcs_text", left, right)


@alignment_documented("String")
def common_prefix(left: IntoColumn, right: IntoColumn) -> pl.Expr:
    """Give the text with which both texts begin; :func:`prefix` gives its length.

    References
    ----------
    The values are those of Python's ``os.path.commonprefix``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["interview", "日本語"], "b": ["internet", "日本"]})
    >>> df.select(rs.common_prefix("a", "b")).to_series().to_list()
    ['inter', '日本']
    """
    return of_pair("common_prefix", left, right)


@alignment_documented(
    f"Struct with the fields `score`, Float64, and {SPANS}",
    undefined="the score is less than `score_cutoff`",
)
def partial_ratio_alignment(
    left: IntoColumn, right: IntoColumn, *, score_cutoff: float | None = None
) -> pl.Expr:
    """Say which part of the longer text is most like the shorter one; see :func:`partial_ratio`.

    The :func:`ratio` of ``left[src_start:src_end]`` and ``right[dest_start:dest_end]`` is the score.

    Parameters
    ----------
    score_cutoff : float, optional
        The least score, within 0..1, see :func:`score`; a row with a lower one becomes null.

    References
    ----------
    RapidFuzz, ``fuzz.partial_ratio_alignment``, with the score divided by 100.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["a certain string", "acme"], "b": ["cetain", "the Acme Inc."]})
    >>> df.select(rs.partial_ratio_alignment("a", "b").alias("place")).unnest("place")
    shape: (2, 5)
    ┌──────────┬───────────┬─────────┬────────────┬──────────┐
    │ score    ┆ src_start ┆ src_end ┆ dest_start ┆ dest_end │
    │ ---      ┆ ---       ┆ ---     ┆ ---        ┆ ---      │
    │ f64      ┆ u32       ┆ u32     ┆ u32        ┆ u32      │
    ╞══════════╪═══════════╪═════════╪════════════╪══════════╡
    │ 0.833333 ┆ 2         ┆ 8       ┆ 0          ┆ 6        │
    │ 0.75     ┆ 0         ┆ 4       ┆ 4          ┆ 8        │
    └──────────┴───────────┴─────────┴────────────┴──────────┘
    """
    cutoff = _checks.score_cutoff("partial_ratio_alignment", score_cutoff, is_ratio=True)
    return of_pair("partial_ratio_alignment", left, right, score_cutoff=cutoff)


@alignment_documented("Float64", *SCORING)
def needleman_wunsch(
    left: IntoColumn,
    right: IntoColumn,
    *,
    match: float = 1.0,
    mismatch: float = -1.0,
    gap_open: float = 1.0,
    gap_extend: float = 1.0,
    matrix: Matrix | None = None,
) -> pl.Expr:
    """Score the best alignment of both texts from end to end.

    Each pair of symbols has a score, each gap a cost. The score may be below 0, and has no bound that
    the lengths would tell, so it has no measures and is no scorer.

    References
    ----------
    S. B. Needleman, C. D. Wunsch, "A general method applicable to the search for similarities in the
    amino acid sequence of two proteins" (1970); gaps as in O. Gotoh, "An improved algorithm for
    matching biological sequences" (1982).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["GCATGCG", "HEAGAWGHEE"], "b": ["GATTACA", "PAWHEAE"]})
    >>> df.select(
    ...     plain=rs.needleman_wunsch("a", "b"),
    ...     proteins=rs.needleman_wunsch("a", "b", matrix="BLOSUM62", gap_open=10, gap_extend=0.5),
    ... )
    shape: (2, 2)
    ┌───────┬──────────┐
    │ plain ┆ proteins │
    │ ---   ┆ ---      │
    │ f64   ┆ f64      │
    ╞═══════╪══════════╡
    │ 0.0   ┆ 20.0     │
    │ -1.0  ┆ 4.0      │
    └───────┴──────────┘
    """
    return _aligned("needleman_wunsch", left, right, match, mismatch, gap_open, gap_extend, matrix)


@alignment_documented("Float64", *SCORING)
def smith_waterman(
    left: IntoColumn,
    right: IntoColumn,
    *,
    match: float = 1.0,
    mismatch: float = -1.0,
    gap_open: float = 1.0,
    gap_extend: float = 1.0,
    matrix: Matrix | None = None,
) -> pl.Expr:
    """Score the best alignment of a part of the left text and a part of the right one.

    Each pair of symbols has a score, each gap a cost; the score is never below 0. It has no bound that
    the lengths would tell, so it has no measures and is no scorer.

    References
    ----------
    T. F. Smith, M. S. Waterman, "Identification of common molecular subsequences" (1981); gaps as in
    O. Gotoh, "An improved algorithm for matching biological sequences" (1982).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["TGTTACGG", "the cat sat"], "b": ["GGTTGACTA", "my cat slept"]})
    >>> scoring = {"match": 3, "mismatch": -3, "gap_open": 2, "gap_extend": 2}
    >>> df.select(rs.smith_waterman("a", "b", **scoring)).to_series().to_list()
    [13.0, 18.0]
    """
    return _aligned("smith_waterman", left, right, match, mismatch, gap_open, gap_extend, matrix)


def _aligned(  # noqa: PLR0917  # handed on by the functions above
    function: str,
    left: IntoColumn,
    right: IntoColumn,
    match: float,
    mismatch: float,
    gap_open: float,
    gap_extend: float,
    matrix: Matrix | None,
) -> pl.Expr:
    """Build the expression of an alignment's score."""
    return of_pair(
        function,
        left,
        right,
        match=_checks.finite(function, "match", match),
        mismatch=_checks.finite(function, "mismatch", mismatch),
        gap_open=_checks.weight(function, gap_open, "gap_open"),
        gap_extend=_checks.weight(function, gap_extend, "gap_extend"),
        matrix=None if matrix is None else _checks.choice(function, "matrix", matrix, get_args(Matrix)),
    )
