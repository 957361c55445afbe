"""Integer sequences and texts of integers: far terms, the borders of each dtype, every width, and bounds."""

from __future__ import annotations

import re
import sys
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import polars_resemble as rs
from sequence_cases import WIDTHS, limits
from sequence_oracles import RANGES, fibonacci, joined, linear_recurrence, lucas

NUMBERS = {"fibonacci": (rs.fibonacci, fibonacci), "lucas": (rs.lucas, lucas)}
numbers = pytest.mark.parametrize("name", NUMBERS)


def far_fibonacci(n: int) -> tuple[int, int]:
    """Compute F(n) and F(n+1) with Python's integers, by doubling."""
    number, after = 0, 1
    for bit in f"{n:b}":
        number, after = number * (2 * after - number), number * number + after * after
        if bit == "1":
            number, after = after, number + after
    return number, after


@pytest.fixture
def _digits() -> Any:
    """Let Python write long numbers."""
    if not hasattr(sys, "set_int_max_str_digits"):
        yield
        return
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    yield
    sys.set_int_max_str_digits(limit)


@pytest.mark.usefixtures("_digits")
def test_far_numbers_have_every_digit() -> None:
    ns = [*range(300), 1023, 1024, 9_999, 10_000, 12_345, 65_535, 65_536, 99_999, 100_000]
    frame = pl.DataFrame({"n": ns})
    got = frame.select(
        fibonacci=rs.fibonacci("n", dtype=pl.String),
        below=rs.fibonacci(-pl.col("n"), dtype=pl.String),
        lucas=rs.lucas("n", dtype=pl.String),
        recurrence=rs.linear_recurrence("n", coefficients=[1, 1], initial=[0, 1], dtype=pl.String),
        residue=rs.fibonacci("n", modulus=10**18),
    )
    for n, row in zip(ns, got.iter_rows(), strict=True):
        number, after = far_fibonacci(n)
        below = number if n % 2 else -number
        expected = (number, below, 2 * after - number, number, number % 10**18)
        assert row == (*map(str, expected[:-1]), expected[-1]), f"n = {n}"


@pytest.mark.usefixtures("_digits")
def test_equal_rows_have_equal_terms() -> None:
    some = [7, None, 60_000, 7, -3, 60_000, 500, None, -3, 186, 187, -60_000]
    ns = some * 40
    frame = pl.DataFrame({"n": pl.concat([pl.Series(ns[:50]), pl.Series(ns[50:])], rechunk=False)})
    period = {"coefficients": [1, -1], "initial": [3, 5]}
    widest = getattr(pl, "UInt128", pl.UInt64)
    got = frame.select(
        pl.col("n"),
        digits=rs.fibonacci("n", dtype=pl.String),
        residue=rs.fibonacci("n", dtype=pl.String, modulus=10**9),
        number=rs.fibonacci("n", dtype=widest, overflow="null"),
        period=rs.linear_recurrence(pl.col("n").abs(), **period),
    )
    for n, digits, residue, number, period_term in got.iter_rows():
        if n is None:
            assert (digits, residue, number, period_term) == (None, None, None, None)
            continue
        term = far_fibonacci(abs(n))[0] * (-1 if n < 0 and n % 2 == 0 else 1)
        assert digits == str(term)
        assert residue == str(term % 10**9)
        # Unsigned terms begin with n = 0.
        assert number == (term if n >= 0 and term <= RANGES[widest][1] else None)
        # a(n) = a(n-1) - a(n-2) repeats after six terms.
        assert period_term == (3, 5, 2, -3, -5, -2)[abs(n) % 6]


@numbers
@pytest.mark.parametrize("dtype", RANGES, ids=str)
def test_the_border_of_each_dtype(name: str, dtype: Any) -> None:
    function, oracle = NUMBERS[name]
    ns = range(-1500, 1500)
    fitting = [n for n in ns if oracle(n, dtype) is not None]
    frame = pl.DataFrame({"n": ns})
    got = frame.select(function("n", dtype=dtype, overflow="null")).to_series()
    assert got.to_list() == [oracle(n, dtype) for n in ns]
    inside = frame.filter(pl.col("n").is_in(fitting))
    assert inside.select(function("n", dtype=dtype)).to_series().null_count() == 0
    for n in (fitting[0] - 1, fitting[-1] + 1):
        one = pl.DataFrame({"n": [n]})
        # An engine may hand over a column chunk by chunk: then a row is counted in its chunk.
        for rows, place, height in (
            (one, 0, 1),
            (pl.concat([inside, one], rechunk=True), inside.height, inside.height + 1),
        ):
            sentence = f"{name}: expected n whose term fits {dtype}, got {n} in row {place} of {height} "
            with pytest.raises(pl.exceptions.ComputeError, match=re.escape(sentence)):
                rows.select(function("n", dtype=dtype))
        with pytest.raises(pl.exceptions.ComputeError, match=re.escape(f"got {n} in row")):
            pl.concat([inside, one]).select(function("n", dtype=dtype))


@numbers
@pytest.mark.parametrize("width", WIDTHS, ids=str)
def test_every_width_of_n(name: str, width: Any) -> None:
    function, oracle = NUMBERS[name]
    ends = limits(width)
    ns = [n for n in (-101, -93, -92, -2, -1, 0, 1, 2, 90, 92, 93, 94, 100) if ends[0] <= n <= ends[1]]
    column = pl.Series("n", [*ns, *ends, None], dtype=width)
    for dtype in RANGES:
        got = pl.select(function(column, dtype=dtype, overflow="null")).to_series()
        expected = [oracle(n, dtype) for n in ns]
        extremes = [oracle(n, dtype) if abs(n) < 300 else None for n in ends]
        assert got.to_list() == [*expected, *extremes, None]
    got = pl.select(function(column, modulus=997)).to_series()
    # The period of the remainders of both sequences by 997 is 1996.
    assert got.to_list() == [oracle(n % 1996, modulus=997) for n in [*ns, *ends]] + [None]


def test_a_null_below_an_overflow_does_not_raise() -> None:
    column = pl.Series("n", [5, 200, 7]).set(pl.Series([False, True, False]), None)
    assert column.rs.fibonacci().to_list() == [5, None, 13]


def test_the_error_of_a_tall_column_names_the_first_n() -> None:
    column = pl.Series("n", [1] * 100_000 + [94, 95])
    with pytest.raises(pl.exceptions.ComputeError, match="got 94 in"):
        column.rs.fibonacci()


@pytest.mark.parametrize("n", [10_000_001, -10_000_001, 2**63 - 1])
def test_texts_of_too_many_digits_are_refused(n: int) -> None:
    for function in (rs.fibonacci, rs.lucas):
        with pytest.raises(pl.exceptions.ComputeError, match=re.escape("n within -10000000..=10000000")):
            pl.select(function(n, dtype=pl.String, overflow="null"))


def test_terms_that_take_too_long_are_refused() -> None:
    for dtype in (pl.String, pl.Int64):
        far = rs.linear_recurrence(10**15, coefficients=[1, 1], initial=[0, 1], dtype=dtype)
        with pytest.raises(pl.exceptions.ComputeError, match="takes at most 7000000 bits to compute"):
            pl.select(far)
    constant = rs.linear_recurrence(10**15, coefficients=[1], initial=[7])
    assert pl.select(constant).item() == 7
    residue = rs.linear_recurrence(10**15, coefficients=[1, 1], initial=[0, 1], modulus=10)
    assert pl.select(residue).item() == far_fibonacci(10**15 % 60)[0] % 10


def test_recurrences_of_other_orders() -> None:
    for coefficients, initial in (
        ([3], [1]),
        ([0], [5]),
        ([-2, 0, 5, 1], [1, -1, 0, 2]),
        ([1] * 64, list(range(64))),
        ([2**63 - 1, -(2**63)], [2**63 - 1, -(2**63)]),
    ):
        ns = range(130)
        for dtype in RANGES:
            parameters = {"coefficients": coefficients, "initial": initial, "dtype": dtype}
            terms = rs.linear_recurrence("n", overflow="null", **parameters)
            got = pl.DataFrame({"n": ns}).select(terms).to_series()
            assert got.to_list() == [linear_recurrence(n, **parameters) for n in ns]


def test_remainders_by_the_largest_modulus() -> None:
    frame = pl.DataFrame({"n": range(-200, 200)})
    for dtype, modulus in ((pl.UInt64, 2**63 - 1), (pl.Int64, 2**63 - 1), (pl.Float64, 2**53)):
        got = frame.select(rs.fibonacci("n", dtype=dtype, modulus=modulus)).to_series()
        assert got.to_list() == [fibonacci(n, dtype, modulus) for n in frame["n"]]


@pytest.mark.parametrize("left", WIDTHS, ids=str)
def test_sums_of_extremes(left: Any) -> None:
    for right in WIDTHS:
        rows = list(product([*limits(left), 1, None], [*limits(right), 1, None]))
        frame = pl.DataFrame(rows, schema={"left": left, "right": right}, orient="row")
        got = frame.select(rs.sum_as_string("left", "right")).to_series()
        assert got.to_list() == [None if None in row else str(sum(row)) for row in rows], right


def test_a_sum_with_an_int() -> None:
    column = pl.Series("n", [1, None, 2**63 - 1])
    assert column.rs.sum_as_string(2**63 - 1).to_list() == [str(2**63), None, str(2**64 - 2)]
    assert pl.select(rs.sum_as_string(3, 4)).item() == "7"
    assert pl.DataFrame({"n": [5]}).select(rs.sum_as_string(-7, "n")).item() == "-2"


@given(
    stops=st.lists(st.integers(-3000, 3000), max_size=20),
    start=st.integers(-3000, 3000),
    step=st.integers(-500, 500).filter(bool),
    inclusive=st.booleans(),
    separator=st.sampled_from(["", ",", " - ", "é"]),
)
def test_ranges_are_joined_as_python_joins_them(stops: list[int], **parameters: Any) -> None:
    got = pl.Series("n", stops, pl.Int16).rs.concat_range(**parameters)
    assert got.to_list() == [joined(stop, **parameters) for stop in stops]


@pytest.mark.parametrize("width", WIDTHS, ids=str)
def test_ranges_up_to_the_border_of_each_width(width: Any) -> None:
    smallest, largest = limits(width)
    ends = pl.Series("n", [smallest, smallest + 1, largest - 1, largest, None], dtype=width)
    for start in (smallest, largest):
        if not -(2**63) <= start < 2**63:
            continue
        parameters = {"start": start, "inclusive": True}
        near = [end for end in ends if end is not None and abs(end - start) < 2]
        got = ends.filter(ends.is_in(pl.Series(near, dtype=width))).rs.concat_range(**parameters)
        assert got.to_list() == [joined(end, **parameters) for end in near]
        assert ends.rs.concat_range(start=start, step=-(2**63), separator="|").null_count() == 1


def test_ranges_share_memory() -> None:
    """Copied, these texts would take five gigabytes."""
    column = pl.Series("n", [100_000] * 10_000)
    texts = column.rs.concat_range()
    expected = "".join(map(str, range(100_000)))
    assert texts[0] == texts[-1] == expected
    assert (texts.str.len_bytes() == len(expected)).all()


@pytest.mark.parametrize("stop", [10**10, 2**63 - 1])
def test_ranges_that_are_too_long_are_refused(stop: int) -> None:
    sentence = f'at most 1073741824 bytes, got a range up to {stop}, which takes more in column "n"'
    for rows in ([stop], [1, None, stop]):
        with pytest.raises(pl.exceptions.ComputeError, match=re.escape(sentence)):
            pl.Series("n", rows).rs.concat_range()
    assert pl.Series("n", [stop]).rs.concat_range(start=stop - 1).to_list() == [str(stop - 1)]


def test_copied_ranges_that_are_too_long_are_refused() -> None:
    column = pl.Series("n", [1_000_000] * 200)
    with pytest.raises(pl.exceptions.ComputeError, match="at most 1073741824 bytes in all, got more"):
        column.rs.concat_range(separator="é")


TYPES = "dtype to be one of UInt64, Int64, UInt128, Float64, String"
WRONG_PARAMETERS = [
    ({"dtype": pl.Int32}, ValueError, f"{TYPES}, got Int32"),
    ({"dtype": "UInt64"}, TypeError, f"{TYPES}, got str"),
    ({"dtype": None}, TypeError, TYPES),
    ({"overflow": "wrap"}, ValueError, "overflow to be one of 'raise', 'null', got 'wrap'"),
    ({"overflow": None}, TypeError, "overflow to be one of 'raise', 'null', got NoneType"),
    ({"modulus": 0}, ValueError, "modulus to be within 1..9223372036854775807, got 0"),
    ({"modulus": 2**63}, ValueError, "modulus to be within 1..9223372036854775807"),
    ({"modulus": 2**53 + 1, "dtype": pl.Float64}, ValueError, "modulus to be within 1..9007199254740992"),
    ({"modulus": 10.0}, TypeError, "modulus to be an int, got float"),
]
WRONG_RANGES = [
    ({"step": 0}, ValueError, "a step that is not 0, got 0"),
    ({"step": 1.0}, TypeError, "step to be an int, got float"),
    ({"start": 2**63}, ValueError, "start to be within -9223372036854775808..92233"),
    ({"inclusive": 1}, TypeError, "inclusive to be True or False, got int"),
    ({"separator": None}, TypeError, "separator to be a str, got NoneType"),
]
WRONG_RECURRENCES = [
    ({"coefficients": []}, ValueError, "coefficients to be 1 to 64 ints, got []"),
    ({"initial": [0] * 65}, ValueError, "initial to be 1 to 64 ints, got"),
    ({"initial": [1]}, ValueError, "as many initial terms as coefficients, which are 2, got [1]"),
    ({"coefficients": [1, 1.0]}, TypeError, "coefficients to be a sequence of ints, got list(int, float)"),
    ({"coefficients": "11"}, TypeError, "coefficients to be a sequence of ints, got str"),
    ({"initial": [True, 0]}, TypeError, "initial to be a sequence of ints, got list(bool, int)"),
    ({"initial": [0, 2**63]}, ValueError, "initial within the range of Int64, got [0, 9223372036854775808]"),
]


@pytest.mark.parametrize(("parameters", "error", "sentence"), WRONG_PARAMETERS)
@numbers
def test_wrong_parameters(
    name: str, parameters: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    match = f"^{name}: expected {re.escape(sentence)}"
    with pytest.raises(error, match=match):
        getattr(rs, name)("n", **parameters)
    for column in (pl.col("n"), pl.Series("n", [1])):
        with pytest.raises(error, match=match):
            getattr(column.rs, name)(**parameters)


@pytest.mark.parametrize("value", [1.5, True, b"7", [7]])
def test_wrong_sides(value: Any) -> None:
    sentence = "to be a column name, an expression, a Series or an int, got "
    with pytest.raises(TypeError, match=f"^fibonacci: expected n {sentence}{type(value).__name__}"):
        rs.fibonacci(value)


@pytest.mark.parametrize(("parameters", "error", "sentence"), WRONG_RECURRENCES)
def test_wrong_recurrences(parameters: dict[str, Any], error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=f"^linear_recurrence: expected {re.escape(sentence)}"):
        rs.linear_recurrence("n", **{"coefficients": [1, 1], "initial": [0, 1], **parameters})


@pytest.mark.parametrize(("parameters", "error", "sentence"), WRONG_RANGES)
def test_wrong_ranges(parameters: dict[str, Any], error: type[Exception], sentence: str) -> None:
    match = f"^concat_range: expected {re.escape(sentence)}"
    with pytest.raises(error, match=match):
        rs.concat_range("n", **parameters)
    with pytest.raises(error, match=match):
        pl.Series("n", [1]).rs.concat_range(**parameters)
