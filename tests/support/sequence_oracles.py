"""Sequence functions by definition, in Python's own integers, lists and texts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cache
from itertools import accumulate, groupby, product, repeat
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The smallest and the largest integer of each dtype of terms.
RANGES = {
    pl.UInt64: (0, 2**64 - 1),
    pl.Int64: (-(2**63), 2**63 - 1),
    pl.Float64: (-int(1.7976931348623157e308), int(1.7976931348623157e308)),
}
if hasattr(pl, "UInt128"):
    RANGES[pl.UInt128] = (0, 2**128 - 1)


@cache
def walked(first: int, second: int) -> list[int]:
    """Add up, in Python's integers, as many terms as any test asks for."""
    terms = accumulate(repeat(None, 3000), lambda pair, _: (pair[1], sum(pair)), initial=(first, second))
    return [term for term, _ in terms]


def fit(term: int, dtype: pl.DataType, modulus: int | None, *, exists: bool = True) -> Any:
    """Bring an exact term to a dtype; what does not fit is None."""
    if modulus is not None:
        return fit(term % modulus, dtype, None) if exists else None
    if not exists:
        return None
    if dtype == pl.String:
        return str(term)
    smallest, largest = RANGES[dtype]
    if not smallest <= term <= largest:
        return None
    return float(term) if dtype == pl.Float64 else term


def signed(n: int, dtype: pl.DataType, modulus: int | None) -> bool:
    """Say whether there is an n-th term."""
    return n >= 0 or modulus is not None or dtype in (pl.Int64, pl.Float64, pl.String)


def fibonacci(n: int, dtype: Any = pl.UInt64, modulus: int | None = None, **_: str) -> Any:
    term = walked(0, 1)[abs(n)]
    term = -term if n < 0 and n % 2 == 0 else term
    return fit(term, dtype, modulus, exists=signed(n, dtype, modulus))


def lucas(n: int, dtype: Any = pl.UInt64, modulus: int | None = None, **_: str) -> Any:
    term = walked(2, 1)[abs(n)]
    term = -term if n < 0 and n % 2 == 1 else term
    return fit(term, dtype, modulus, exists=signed(n, dtype, modulus))


def linear_recurrence(
    n: int,
    coefficients: Sequence[int],
    initial: Sequence[int],
    dtype: Any = pl.Int64,
    modulus: int | None = None,
    **_: str,
) -> Any:
    if n < 0:
        return None
    terms = list(initial)
    for _step in range(n):
        terms.append(sum(c * a for c, a in zip(coefficients, reversed(terms), strict=False)))
        del terms[0]
    return fit(terms[0], dtype, modulus)


def joined(stop: int, start: int = 0, step: int = 1, separator: str = "", *, inclusive: bool = False) -> str:
    end = stop + (1 if step > 0 else -1) if inclusive else stop
    return separator.join(map(str, range(start, end, step)))


def summed(left: int, right: int) -> str:
    return str(left + right)


def rectified(number: float, slope: float = 0.0) -> float:
    return number if number >= 0 else number * slope if slope else 0.0


def grams(elements: list[Any], n: int = 2) -> list[list[Any]]:
    starts = range(len(elements) - n + 1) if len(elements) >= n else range(min(len(elements), 1))
    return [elements[start : start + n] for start in starts]


def runs(elements: list[Any]) -> list[dict[str, Any]]:
    return [{"len": len(list(group)), "value": value} for value, group in groupby(elements)]


def repeated(pairs: list[dict[str, Any]]) -> list[Any]:
    return [run["value"] for run in pairs for _ in range(run["len"])]


def increasing(elements: list[Any], *, strict: bool = True) -> list[Any]:
    """Sort like a game of patience, with a subsequence of each length that ends as low as possible."""
    bisect = bisect_left if strict else bisect_right
    ends: list[Any] = []
    best: list[list[Any]] = []
    for element in elements:
        if element is not None:
            place = bisect(ends, element)
            ends[place : place + 1] = [element]
            best[place : place + 1] = [[*(best[place - 1] if place else []), element]]
    return best[-1] if best else []


def common(left: list[Any], right: list[Any]) -> list[Any]:
    """Fill the textbook's table, and read it backwards."""
    if left and right and left[0] == right[0]:
        return [left[0], *common(left[1:], right[1:])]
    if left and right and left[-1] == right[-1]:
        return [*common(left[:-1], right[:-1]), left[-1]]
    table = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for row, column in product(range(len(left)), range(len(right))):
        longest = max(table[row][column + 1], table[row + 1][column])
        is_equal = left[row] == right[column]
        table[row + 1][column + 1] = table[row][column] + 1 if is_equal else longest
    row, column = len(left), len(right)
    found = []
    while row and column:
        if table[row][column] == table[row][column - 1]:
            column -= 1
        elif table[row][column] == table[row - 1][column]:
            row -= 1
        else:
            row, column = row - 1, column - 1
            found.append(left[row])
    return found[::-1]


COMPLEMENTS = dict(zip("ACGTRYSWKMBDHVN-", "TGCAYRSWMKVHDBN-", strict=True))
CODE = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
CODONS = {"".join(codon): acid for codon, acid in zip(product("TCAG", repeat=3), CODE, strict=True)}


def reverse_complement(read: str) -> str:
    return "".join(COMPLEMENTS[symbol] for symbol in reversed(read))


def gc_content(read: str, **_: str) -> float | None:
    return sum(read.count(base) for base in "GC") / len(read) if read else None


def translate(read: str, frame: int = 1) -> str:
    strand = read if frame > 0 else reverse_complement(read)
    return "".join(CODONS[strand[at : at + 3]] for at in range(abs(frame) - 1, len(strand) - 2, 3))


def kmers(read: str, k: int, *, canonical: bool = False) -> list[str]:
    cut = [read[at : at + k] for at in range(len(read) - k + 1)]
    return [min(kmer, reverse_complement(kmer)) for kmer in cut] if canonical else cut


def kmer_counts(read: str, k: int, *, canonical: bool = False) -> list[dict[str, Any]]:
    counts = Counter(kmers(read, k, canonical=canonical))
    return [{"kmer": kmer, "count": count} for kmer, count in sorted(counts.items())]
