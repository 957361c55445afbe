"""Functions of lists, whose elements may have any dtype unless they say otherwise.

At most 268 435 456 elements are made at once; more is an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polars_resemble import _checks
from polars_resemble._documentation import completed
from polars_resemble._plugin import call

if TYPE_CHECKING:
    import polars as pl

    from polars_resemble._typing import IntoLists

__all__ = [
    "list_lcs",
    "list_ngrams",
    "longest_increasing_subsequence",
    "run_length_decode",
    "run_length_encode",
]

WRONG_LISTS = "If the column does not hold lists; raised when the query is planned."


@completed(error=WRONG_LISTS)
def list_ngrams(lists: IntoLists, *, n: int = 2) -> pl.Expr:
    """Cut all runs of n neighbours from a list.

    A list that is shorter is its own only run, as a text is in :func:`ngrams`; an empty list has none.

    Parameters
    ----------
    lists : IntoLists
        A column name, an expression or a Series; List or Array, of elements of any dtype.
    n : int
        How many elements a run has, at least 1.

    Returns
    -------
    Expr
        List(List) of the elements, named after the column. Null where the list is null.

    References
    ----------
    E. Ukkonen, "Approximate string-matching with q-grams and maximal matches" (1992).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"words": [["to", "be", "or", "not"], ["why"], [], None]})
    >>> df.select(rs.list_ngrams("words")).to_series().to_list()
    [[['to', 'be'], ['be', 'or'], ['or', 'not']], [['why']], [], None]
    """
    function = "list_ngrams"
    columns = [_checks.lists(function, "lists", lists)]
    return call(function, columns, parameters={"n": _checks.count(function, "n", n)})


@completed(error=WRONG_LISTS)
def run_length_encode(lists: IntoLists) -> pl.Expr:
    """Count how often each element of a list is repeated in a row.

    Nulls are equal to each other here, and so are NaNs.

    Parameters
    ----------
    lists : IntoLists
        A column name, an expression or a Series; List or Array.

    Returns
    -------
    Expr
        List(Struct) with the fields ``len`` (UInt32) and ``value``, as ``Expr.rle`` has them, named
        after the column. Null where the list is null.

    References
    ----------
    S. W. Golomb, "Run-length encodings" (1966).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"states": [["on", "on", "off", "on"], [], None]})
    >>> df.select(rs.run_length_encode("states")).to_series().to_list()
    [[{'len': 2, 'value': 'on'}, {'len': 1, 'value': 'off'}, {'len': 1, 'value': 'on'}], [], None]
    """
    function = "run_length_encode"
    return call(function, [_checks.lists(function, "lists", lists)], parameters={})


@completed(
    error="""If the column does not hold such lists, raised when the query is planned; or if a run has no
        length or a negative one."""
)
def run_length_decode(lists: IntoLists) -> pl.Expr:
    """Repeat each value as often as its run is long: the inverse of :func:`run_length_encode`.

    Parameters
    ----------
    lists : IntoLists
        A column name, an expression or a Series; List or Array of Struct with the fields ``len`` (integers
        of any width, at least 0) and ``value``, in this order.

    Returns
    -------
    Expr
        List of the values, named after the column. Null where the list is null.

    References
    ----------
    S. W. Golomb, "Run-length encodings" (1966).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"runs": [[{"len": 2, "value": "on"}, {"len": 1, "value": "off"}], []]})
    >>> df.select(rs.run_length_decode("runs")).to_series().to_list()
    [['on', 'on', 'off'], []]
    """
    function = "run_length_decode"
    return call(function, [_checks.lists(function, "lists", lists)], parameters={})


@completed(error="If the column does not hold such lists; raised when the query is planned.")
def longest_increasing_subsequence(lists: IntoLists, *, strict: bool = True) -> pl.Expr:
    """Find the longest subsequence of a list that increases, gaps allowed.

    Elements are compared as Polars sorts them; null elements are left out. Of several subsequences
    that are as long, it is the one that ends lowest, and so on towards the beginning.

    Parameters
    ----------
    lists : IntoLists
        A column name, an expression or a Series; List or Array, of elements that are not nested.
    strict : bool
        Whether each element has to be larger than the one before it, or may equal it.

    Returns
    -------
    Expr
        List of the elements, named after the column. Null where the list is null.

    References
    ----------
    M. L. Fredman, "On computing the length of longest increasing subsequences" (1975).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"x": [[3, 1, 4, 1, 5, 9, 2, 6], [2, 2, 1], []]})
    >>> df.with_columns(
    ...     strict=rs.longest_increasing_subsequence("x"),
    ...     loose=rs.longest_increasing_subsequence("x", strict=False),
    ... ).rows()
    [([3, 1, 4, 1, 5, 9, 2, 6], [1, 4, 5, 6], [1, 1, 2, 6]), ([2, 2, 1], [1], [2, 2]), ([], [], [])]
    """
    function = "longest_increasing_subsequence"
    columns = [_checks.lists(function, "lists", lists)]
    return call(function, columns, parameters={"strict": _checks.flag(function, "strict", strict)})


@completed(
    error="""If a column does not hold such lists, raised when the query is planned; or if the lengths of two
        lists, less what they have in common at both ends, multiply to more than 4 294 967 296."""
)
def list_lcs(left: IntoLists, right: IntoLists) -> pl.Expr:
    """Find the longest common subsequence of two lists, gaps allowed, as a list.

    Its length is the similarity that :func:`lcs_seq` measures. The common beginning and end are part of
    it; of what is between, elements are given up from the end backwards, right ones first, wherever
    that costs nothing. Null elements are equal to each other.

    Parameters
    ----------
    left, right : IntoLists
        A column name, an expression or a Series each; List or Array, of elements that are not nested:
        texts, integers of any width up to 64 bits, or of the same dtype on both sides.

    Returns
    -------
    Expr
        List of the left elements, named after the left column. Null where either list is null.

    References
    ----------
    H. Hyyrö, "Bit-parallel LCS-length computation revisited" (2004).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"was": [["a", "b", "c", "d"]], "now": [["b", "x", "d", "e"]]})
    >>> df.select(rs.list_lcs("was", "now")).item().to_list()
    ['b', 'd']
    """
    function = "list_lcs"
    columns = [_checks.lists(function, "left", left), _checks.lists(function, "right", right)]
    return call(function, columns, parameters={})
