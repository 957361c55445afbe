"""A score that reaches the cutoff is found, in rows, searches, joins and groups alike.

What a score is exactly is said by fractions; floats miss many of them by a last bit.
"""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from rapidfuzz.distance import Indel, Jaro, LCSseq, Levenshtein

import polars_resemble as rs
from cases import READINGS
from cutoffs import reaches
from engines import collect
from metric_oracles import grams
from polars_resemble._plugin import EXPLODED

if TYPE_CHECKING:
    from collections.abc import Callable

    from polars_resemble.scorers import Scorer

LONGEST = 300

#: For each length all numbers of edits, as texts of which the last letters were replaced.
EDITED = (
    pl.DataFrame({"length": range(1, LONGEST + 1)})
    .with_columns(edits=pl.int_ranges(pl.col("length") + 1))
    .explode("edits", **EXPLODED)
    .with_columns(
        left=pl.lit("a" * LONGEST).str.head(pl.col("length")),
        right=pl.concat_str(
            pl.lit("a" * LONGEST).str.head(pl.col("length") - pl.col("edits")),
            pl.lit("b" * LONGEST).str.head(pl.col("edits")),
        ),
    )
)
#: Metrics by which these are `edits` of `length` apart, read as a similarity.
BY_EDITS = ("levenshtein", "hamming", "osa", "lcs_seq", "prefix", "indel", "ratio", "qratio")


@pytest.mark.parametrize("name", BY_EDITS)
def test_all_edits_of_all_lengths(name: str) -> None:
    """Each cutoff of one to three decimals keeps those edits that the fraction allows."""
    per_mille = 1000 * (pl.col("length") - pl.col("edits"))
    score = getattr(rs.scorers, name)()
    # The pairs whose fraction is no more than an edit away from the cutoff tell all that there is to tell.
    for cutoff in range(0, 1001, 1 if name == "levenshtein" else 5):
        excess = per_mille - cutoff * pl.col("length")
        rows = EDITED.filter(excess.abs() < 1000)
        got = rows.select(
            kept=rs.score("left", "right", score, score_cutoff=cutoff / 1000).is_not_null(),
            expected=excess >= 0,
        )
        assert got["kept"].equals(got["expected"], check_names=False), cutoff


def test_distances_of_all_lengths() -> None:
    apart = rs.scorers.levenshtein(measure="normalized_distance")
    for cutoff in range(0, 1001, 5):
        excess = 1000 * pl.col("edits") - cutoff * pl.col("length")
        got = EDITED.filter(excess.abs() < 1000).select(
            kept=rs.score("left", "right", apart, score_cutoff=cutoff / 1000).is_not_null(),
            expected=excess <= 0,
        )
        assert got["kept"].equals(got["expected"], check_names=False), cutoff


@cache
def jaro(left: str, right: str) -> Fraction:
    """Compute the similarity of M. A. Jaro by its definition."""
    if not left or not right:
        return Fraction(not left and not right)
    reach = max(max(len(left), len(right)) // 2 - 1, 0)
    free = [True] * len(right)
    matched = []
    for at, symbol in enumerate(left):
        for other in range(max(at - reach, 0), min(at + reach + 1, len(right))):
            if free[other] and right[other] == symbol:
                free[other] = False
                matched.append(symbol)
                break
    if not matched:
        return Fraction(0)
    others = [symbol for symbol, is_free in zip(right, free, strict=True) if not is_free]
    count = len(matched)
    moved = sum(one != other for one, other in zip(matched, others, strict=True)) // 2
    return (Fraction(count, len(left)) + Fraction(count, len(right)) + Fraction(count - moved, count)) / 3


def jaro_winkler(left: str, right: str) -> Fraction:
    similarity = jaro(left, right)
    # Floats decide about 7/10 itself.
    if Jaro.similarity(left, right) <= 0.7:
        return similarity
    prefix = sum(left.startswith(right[:length]) for length in range(1, min(4, len(left), len(right)) + 1))
    return similarity + Fraction(prefix, 10) * (1 - similarity)


def ratio(left: str, right: str) -> Fraction:
    both = len(left) + len(right)
    return 1 - Fraction(Indel.distance(left, right), both) if both else Fraction(1)


def levenshtein(left: str, right: str) -> Fraction:
    longer = max(len(left), len(right))
    return 1 - Fraction(Levenshtein.distance(left, right), longer) if longer else Fraction(1)


def lcs_seq(left: str, right: str) -> Fraction:
    longer = max(len(left), len(right))
    return Fraction(LCSseq.similarity(left, right), longer) if longer else Fraction(1)


def token_sort_ratio(left: str, right: str) -> Fraction:
    return ratio(*(" ".join(sorted(side.split())) for side in (left, right)))


def of_grams(share: Callable[[int, int, int], Fraction], ngram: int | None) -> Callable[[str, str], Fraction]:
    def similarity(left: str, right: str) -> Fraction:
        sides = [set(grams(side, ngram)) for side in (left, right)]
        if not all(sides):
            return Fraction(not any(sides))
        return share(*map(len, sides), len(sides[0] & sides[1]))

    return similarity


def jaccard(left: int, right: int, common: int) -> Fraction:
    return Fraction(common, left + right - common)


def dice(left: int, right: int, common: int) -> Fraction:
    return Fraction(2 * common, left + right)


def overlap(left: int, right: int, common: int) -> Fraction:
    return Fraction(common, min(left, right))


def tversky(left: int, right: int, common: int) -> Fraction:
    only = Fraction(3, 10) * (left - common) + Fraction(7, 10) * (right - common)
    return Fraction(common) / (common + only)


def mean(left: str, right: str) -> Fraction:
    return (levenshtein(left, right) + 3 * ratio(left, right)) / 4


def mean_of_words(left: str, right: str) -> Fraction:
    """Compute the one of Monge and Elkan, of words by their edits."""
    words, others = left.split(), right.split()
    if not words or not others:
        return Fraction(not words and not others)
    return sum(max(levenshtein(word, other) for other in others) for word in words) / len(words)


#: Scorers, and their scores as fractions.
EXACT: list[tuple[Scorer, Callable[[str, str], Fraction]]] = [
    (rs.scorers.levenshtein(), levenshtein),
    (rs.scorers.indel(), ratio),
    (rs.scorers.ratio(), ratio),
    (rs.scorers.lcs_seq(), lcs_seq),
    (rs.scorers.token_sort_ratio(), token_sort_ratio),
    (rs.scorers.jaro(), jaro),
    (rs.scorers.jaro_winkler(), jaro_winkler),
    (rs.scorers.jaccard(), of_grams(jaccard, 2)),
    (rs.scorers.sorensen_dice(ngram=1), of_grams(dice, 1)),
    (rs.scorers.overlap(ngram=1), of_grams(overlap, 1)),
    (rs.scorers.tversky(alpha=0.3, beta=0.7), of_grams(tversky, 2)),
    (rs.scorers.monge_elkan(inner="levenshtein"), mean_of_words),
    (rs.scorers.combine({"levenshtein": 1, "ratio": 3}), mean),
]


def cases(among: list[tuple[Scorer, Callable[[str, str], Fraction]]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("scorer", "score"), among, ids=[repr(scorer) for scorer, _ in among])


exact = cases(EXACT)
without_direction = cases(
    [each for each in EXACT if getattr(each[0], "metric", "") not in ("tversky", "monge_elkan")]
)


def words(seed: int, count: int) -> list[str]:
    """Make short texts that have many letters in common, so that many scores are short fractions."""
    rng = random.Random(seed)
    return ["".join(rng.choices("abcde ", [5, 4, 3, 2, 1, 2], k=rng.randint(1, 20))) for _ in range(count)]


LEFT, RIGHT = words(1, 90), words(2, 80)
PAIRS = (
    pl.DataFrame({"left": LEFT})
    .with_row_index("row")
    .join(pl.DataFrame({"right": RIGHT}).with_row_index("other"), how="cross")
)

Found = set[tuple[int, int]]


def found(scorer: Scorer, cutoff: float) -> dict[str, Found]:
    """Find the pairs that reach a cutoff, in every way there is."""
    rows = PAIRS.filter(rs.score("left", "right", scorer, score_cutoff=cutoff).is_not_null())
    many = pl.select(rs.extract(pl.Series(LEFT), RIGHT, scorer=scorer, limit=None, score_cutoff=cutoff))
    joined = (
        pl.LazyFrame({"text": LEFT})
        .with_row_index("row")
        .rs.fuzzy_join(
            pl.LazyFrame({"text": RIGHT}).with_row_index("other"),
            on="text",
            scorer=scorer,
            score_cutoff=cutoff,
        )
        .select("row", "other")
    )
    framed = rs.cdist_frame(LEFT, RIGHT, scorer=scorer, score_cutoff=cutoff)
    return {
        "rows": set(rows.select("row", "other").iter_rows()),
        "extract": {
            (row, match["index"])
            for row, matches in enumerate(many.to_series().to_list())
            for match in matches
        },
        "fuzzy_join": set(collect(joined).iter_rows()),
        "cdist_frame": set(framed.select("left_index", "right_index").iter_rows()),
    }


def decimals(scores: list[Fraction], count: int) -> list[float]:
    """Pick decimal cutoffs that some scores equal, the most frequent of those that floats miss first."""
    thousandths = [1000 * score for score in scores]
    met = Counter(int(score) for score in thousandths if score.denominator == 1 and score)
    return [cutoff / 1000 for cutoff, _ in met.most_common(count)]


@exact
def test_every_way_finds_what_reaches_a_decimal(
    scorer: Scorer, score: Callable[[str, str], Fraction]
) -> None:
    scores = {(row, other): score(left, right) for row, left, other, right in PAIRS.iter_rows()}
    cutoffs = decimals(list(scores.values()), 8)
    assert len(cutoffs) > 3
    for cutoff in (*cutoffs, 1.0, 0.85):
        line = Fraction(str(cutoff))
        expected = {at for at, each in scores.items() if each >= line}
        for way, got in found(scorer, cutoff).items():
            assert got == expected, f"{way} at {cutoff}"


@exact
def test_every_way_finds_the_best_that_reaches_a_decimal(
    scorer: Scorer, score: Callable[[str, str], Fraction]
) -> None:
    best = [max(score(text, choice) for choice in RIGHT) for text in LEFT]
    for cutoff in decimals(best, 6):
        expected = [each >= Fraction(str(cutoff)) for each in best]
        one = rs.extract_one("text", RIGHT, scorer=scorer, score_cutoff=cutoff)
        frame = pl.LazyFrame({"text": LEFT})
        assert collect(frame.select(one.is_not_null())).to_series().to_list() == expected, cutoff
        nearest = frame.rs.fuzzy_join(
            pl.LazyFrame({"text": RIGHT}), on="text", scorer=scorer, score_cutoff=cutoff, limit=1, how="left"
        )
        assert collect(nearest.select("score"))["score"].is_not_null().to_list() == expected, cutoff


@without_direction
@pytest.mark.filterwarnings("ignore::polars_resemble.LargeGroupWarning")
def test_groups_are_of_all_that_reaches_a_decimal(
    scorer: Scorer, score: Callable[[str, str], Fraction]
) -> None:
    frame = pl.DataFrame({"text": LEFT})
    scores = {(row, other): score(LEFT[row], LEFT[other]) for row, other in combinations(range(len(LEFT)), 2)}
    high = [each for each in scores.values() if each >= Fraction(7, 10)]
    for cutoff in decimals(high, 5):
        group = list(range(len(LEFT)))
        for (row, other), each in scores.items():
            if each >= Fraction(str(cutoff)) and group[row] != group[other]:
                old = group[other]
                group = [group[row] if member == old else member for member in group]
        numbers: dict[int, int] = {}
        expected = [numbers.setdefault(member, len(numbers)) for member in group]
        got = frame.select(rs.cluster("text", scorer=scorer, score_cutoff=cutoff)).to_series().to_list()
        assert got == expected, cutoff


ALL: list[Scorer] = [
    *[
        getattr(rs.scorers, case.metric.name)(
            **case.parameters, **({"measure": measure} if len(case.measures) > 1 else {})
        )
        for case, measure in READINGS
    ],
    rs.scorers.combine({"jaro": 25, "ratio": 24}),
    rs.scorers.combine({rs.scorers.osa(measure="distance"): 0.1, rs.scorers.indel(measure="distance"): 0.2}),
]


@pytest.mark.parametrize("scorer", ALL, ids=repr)
def test_every_way_stops_at_the_same_score(scorer: Scorer) -> None:
    """Cutoffs half the tolerance beside a score keep it, and those twice beside it do not."""
    scored = PAIRS.with_columns(score=rs.score("left", "right", scorer).cast(pl.Float64)).drop_nulls()
    # Of texts that have nothing in common, searches list none.
    met = scored["score"].unique().sort()
    met = met.filter(met > 0)
    rng = random.Random(repr(scorer))
    is_similarity = scorer.is_similarity
    stricter = 1 if is_similarity else -1
    highest = 1.0 if scorer.is_ratio else float("inf")
    for score in rng.sample(met.to_list(), min(3, len(met))):
        for beside in (0, 5e-13, 2e-12):
            cutoff = score + stricter * beside
            if not 0 <= cutoff <= highest:
                continue
            expected = {
                (row, other)
                for row, _, other, _, each in scored.iter_rows()
                if reaches(each, cutoff, is_similarity=is_similarity)
            }
            for way, got in found(scorer, cutoff).items():
                assert got == expected, f"{way} at {score!r} and {beside}"


@pytest.mark.parametrize("tiny", [1e-3, 1e-7, 1e-12])
def test_columns_of_little_weight_lose_no_pair(tiny: float) -> None:
    """A join by several columns rules pairs out by what each column has to reach."""
    rows = pl.DataFrame({"one": LEFT, "two": LEFT[::-1]}).with_row_index("row").lazy()
    others = pl.DataFrame({"one": RIGHT, "two": RIGHT[::-1]}).with_row_index("other").lazy()
    weights: Any = [("one", "levenshtein", tiny), ("two", "jaro", 0.3)]
    scores = {
        (row, other): (Fraction(tiny) * levenshtein(one, two) + Fraction(0.3) * jaro(three, four))
        / (Fraction(tiny) + Fraction(0.3))
        for row, (one, three) in enumerate(zip(LEFT, LEFT[::-1], strict=True))
        for other, (two, four) in enumerate(zip(RIGHT, RIGHT[::-1], strict=True))
    }
    for score in random.Random(0).sample(sorted(set(scores.values()))[-500:], 4):
        cutoff = float(score)
        expected = {at for at, each in scores.items() if float(each) >= cutoff - 1e-12}
        joined = rows.rs.fuzzy_join(others, on=weights, score_cutoff=cutoff)
        assert set(collect(joined.select("row", "other")).iter_rows()) == expected


def test_words_that_reach_the_threshold_are_close() -> None:
    """7 edits of 100 letters leave 0.93, of which a float falls short."""
    left, right = "a" * 100, "a" * 93 + "b" * 7
    scorer = rs.scorers.soft_tfidf(inner="levenshtein", threshold=0.93)
    joined = pl.LazyFrame({"text": [left]}).rs.fuzzy_join(
        pl.LazyFrame({"text": [right]}), on="text", scorer=scorer, score_cutoff=0.93
    )
    assert collect(joined).height == 1


def test_parts_that_reach_the_cutoff() -> None:
    rows = EDITED.filter(pl.col("length") <= 60)
    # The best part of the right text is what was not edited.
    whole = 2 * pl.col("length") - pl.col("edits")
    for cutoff in range(101):
        got = rows.select(
            kept=rs.partial_ratio_alignment("left", "right", score_cutoff=cutoff / 100)
            .struct[0]
            .is_not_null(),
            expected=200 * (pl.col("length") - pl.col("edits")) >= cutoff * whole,
        )
        assert got["kept"].equals(got["expected"], check_names=False), cutoff
