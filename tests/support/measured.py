"""Calls whose memory is measured, or limited, in a process of their own: run by `test_memory.py`.

    python tests/support/measured.py peaks in-memory|streaming
    python tests/support/measured.py refusals
    python tests/support/measured.py long texts

The first prints for each call the megabytes by which it raised the peak of the process; the others
limit the address space, and print for each call the sentence of its error. The calls of the second take
gigabytes, and the last gives each function a text of which it may have to make many times its length.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

import polars_resemble as rs
from engines import POLARS, collect_in
from polars_resemble import _internal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engines import Engine

ROWS, CHOICES = 20_000, 1_000
MEGABYTE = 1 << 20
#: What is left of the address space beyond what a process has that has run a query.
LEFT = 700 * MEGABYTE
#: The same, for calls of which some fit.
LITTLE = 250 * MEGABYTE


def names(count: int, step: int = 7919) -> list[str]:
    """Make up distinct names of nine letters."""
    letters = "abcdefghijklmnopqrst"
    numbers = (number * step % 20**5 for number in range(count))
    return ["".join(letters[number // 20**place % 20] for place in range(5)) + "name" for number in numbers]


def queries() -> Iterator[tuple[str, pl.LazyFrame]]:
    """Plan queries of 20 000 rows beside 1 000 texts: a literal, or what a column was imploded to."""
    texts = pl.Series("texts", names(CHOICES, 104_729))
    known = [texts.to_list(), *[None] * (ROWS - 1)]
    lf = pl.LazyFrame({"name": names(ROWS), "known": known}).with_columns(
        group=pl.col("name").str.slice(0, 1), words=pl.col("name").str.split("n")
    )
    edits = rs.scorers.levenshtein(measure="distance")
    near: dict[str, Any] = {"scorer": edits, "score_cutoff": 1}
    some = pl.col("name").head(CHOICES).implode()
    best = rs.extract_one("name", texts, **near)

    for name, choices in {
        "a sequence": texts.to_list(),
        "Categorical": texts.cast(pl.Categorical),
        "Enum": texts.cast(pl.Enum(texts)),
        "a literal": pl.lit(pl.Series([texts])),
        "an aggregate": some,
        "the first list": pl.col("known").first(),
    }.items():
        yield f"extract_one, {name}", lf.select(rs.extract_one("name", choices, **near))
        yield f"extract, {name}", lf.select(rs.extract("name", choices, limit=2, **near))
        found = rs.extract_one("name", choices, **near).struct.field("score")
        yield f"filter, {name}", lf.filter(found <= 1)
        yield f"with_columns, {name}", lf.with_columns(found=found)
        yield f"group_by, {name}", lf.group_by("group").agg(rs.extract_one("name", choices, **near))
        if POLARS >= (1, 31) or name not in ("an aggregate", "the first list"):
            # Older ones refuse an aggregate in a window.
            yield f"over, {name}", lf.select(rs.extract_one("name", choices, **near).over("group"))
    binary = texts.cast(pl.Binary)
    yield "Binary", lf.select(rs.extract_one(pl.col("name").cast(pl.Binary), binary, **near))
    yield "one text", lf.select("name", best.first().alias("first"))
    # A list of texts or integers is a literal of other functions, too.
    one = pl.Series("one", [texts.to_list()])
    yield "levenshtein", lf.select(rs.levenshtein("words", one))
    yield "score", lf.select(rs.score("words", one, "lcs_seq"))
    yield "list_lcs", lf.select(rs.list_lcs("words", one))
    # Lists of other dtypes, and Arrays, are no values.
    days = pl.Series("days", [[dt.date(2024, 1, 1) + dt.timedelta(day) for day in range(CHOICES)]])
    day = lf.with_columns(day=pl.concat_list(pl.lit(days[0][0])))
    yield "list_lcs, dates", day.select(rs.list_lcs("day", days))
    array = one.cast(pl.Array(pl.String, CHOICES))
    yield "levenshtein, an Array", lf.select(rs.levenshtein("words", array))
    yield "extract_one, an Array", lf.select(rs.extract_one("name", pl.lit(array), **near))
    # So is a column that was imploded, of the query or of another one, and the first list of one.
    yield "levenshtein, the first list", lf.select(rs.levenshtein("words", pl.col("known").first()))
    yield "score, a list at a place", lf.select(rs.score("words", pl.col("known").get(0), edits))
    yield "levenshtein, an aggregate", lf.select(rs.levenshtein("words", some))
    yield "score, an aggregate", lf.select(rs.score("words", some, edits))
    yield (
        "list_lcs, an aggregate",
        lf.select(rs.list_lcs("words", pl.col("name").sort().head(CHOICES).implode())),
    )
    yield "jaccard, a literal", lf.select(rs.jaccard("words", pl.lit(texts).implode()))
    yield "group_by, two columns", lf.group_by("group").agg(rs.levenshtein("words", some))
    others = pl.LazyFrame({"name": texts})
    yield "fuzzy_join", lf.rs.fuzzy_join(others, on="name", **near)
    yield "cluster", lf.select(rs.cluster("name", **near))
    yield "deduplicate", lf.rs.deduplicate("name", **near)
    yield "pairs", lf.rs.pairs("name", **near)
    # All rows have one and the same term of 18 810 digits.
    n = pl.col("name").str.len_bytes().cast(pl.Int64) * 10_000
    yield "fibonacci", lf.select(rs.fibonacci(n, dtype=pl.String))
    yield (
        "linear_recurrence",
        lf.select(rs.linear_recurrence(n, coefficients=[1, 1], initial=[0, 1], dtype=pl.String)),
    )
    # What these answer is itself large.
    few = lf.head(CHOICES)
    yield "cdist", few.select(rs.cdist("name", texts, scorer=edits))
    yield "cdist, group_by", few.group_by("group").agg(rs.cdist("name", texts, scorer=edits))


def status(name: str) -> int:
    """Return a figure of this process, in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith(name))


def peaks(engine: Engine) -> dict[str, float]:
    """Run every query, and return by how many megabytes it raised the peak."""
    grown = {}
    before = None
    for name, query in queries():
        # What an earlier query took may be taken again, so all are compared with the beginning.
        before = before or status("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")
        collect_in(engine, query)
        grown[name] = (status("VmHWM") - before) / MEGABYTE
    return grown


def calls() -> dict[str, Callable[[], object]]:
    """Return calls whose answers take gigabytes."""
    texts = pl.Series("name", names(8_000))
    frame = texts.to_frame()
    everything: dict[str, Any] = {"scorer": "levenshtein", "score_cutoff": 0.0}
    soft = rs.scorers.soft_tfidf(inner=rs.scorers.jaro_winkler(), threshold=0.0)
    long = pl.Series("long", ["acgt" * 5_000_000])
    other = pl.Series("other", ["t" * 20_000_000])
    many = pl.Series("many", ["acgt"] * 20_000)
    lists = pl.Series("lists", [list(range(2_000))] * 2_000)
    runs = pl.Series("runs", [[{"len": 100_000_000, "value": 7}]])
    return {
        "fuzzy_join": lambda: frame.rs.fuzzy_join(frame, on="name", **everything),
        "fuzzy_join of columns": lambda: frame.rs.fuzzy_join(
            frame, on=[("name", "levenshtein", 1.0), ("name", "jaro", 1.0)], score_cutoff=0.0
        ),
        "soft_tfidf": lambda: frame.rs.fuzzy_join(frame, on="name", scorer=soft, score_cutoff=0.99),
        "pairs": lambda: frame.rs.pairs("name", **everything),
        "cluster": lambda: frame.select(rs.cluster("name", **everything)),
        "deduplicate": lambda: frame.rs.deduplicate("name", **everything),
        "extract": lambda: frame.select(rs.extract("name", texts, scorer="levenshtein", limit=None)),
        "extract, lazily": lambda: (
            frame.lazy().select(rs.extract("name", texts, scorer="levenshtein", limit=None)).collect()
        ),
        "cdist": lambda: pl.select(rs.cdist(pl.concat([texts] * 3), texts, scorer="levenshtein")),
        "cdist_frame": lambda: rs.cdist_frame(texts, texts, scorer="levenshtein"),
        "minhash": lambda: many.rs.minhash(num_hashes=65_536),
        "minhash of fewer": lambda: many.head(2_000).rs.minhash(num_hashes=65_536),
        "words": pl.Series(["a b " * 10_000_000]).rs.words,
        "normalize": pl.Series(["\ufdfa" * 7_000_000]).rs.normalize,
        "jaccard": lambda: long.rs.jaccard(long, multiset=True),
        "concat_range": pl.Series([100_000_000]).rs.concat_range,
        "tfidf by": lambda: frame.with_columns(k=pl.lit(1, pl.Int64)).rs.fuzzy_join(
            pl.DataFrame({"name": long, "k": [2]}),
            on="name",
            by="k",
            scorer=rs.scorers.tfidf(),
            score_cutoff=0.9,
        ),
        "ngrams": lambda: long.rs.ngrams(n=3),
        "kmers": lambda: long.rs.kmers(k=3),
        "kmer_counts": lambda: long.rs.kmer_counts(k=12),
        "editops": lambda: long.rs.editops(other, metric="hamming"),
        "opcodes": lambda: long.rs.opcodes(other, metric="hamming"),
        "list_ngrams": lambda: lists.rs.list_ngrams(n=40),
        "run_length_decode": runs.rs.run_length_decode,
    }


def long_texts() -> dict[str, Callable[[], object]]:
    """Return calls of each function of texts: a long one alone, beside a short one, and beside itself."""
    size = 6_000_000
    texts = {
        "letters": pl.Series(["abcdefghij" * (size // 10)]),
        "words": pl.Series(["a b " * (size // 4)]),
        "ligatures": pl.Series(["\ufdfa" * (size // 3)]),
    }
    short = "abcab"
    found: dict[str, Callable[[], object]] = {}
    for kind, text in texts.items():
        for name in _internal.text_names():
            found[f"{name} of {kind}"] = getattr(text.rs, name)
        for name in (*_internal.metric_names(), *_internal.pair_names(), *_internal.alignment_names()):
            function = getattr(text.rs, name)
            found[f"{name} of {kind}"] = lambda function=function: function(short)
        for name in ("jaccard", "lcs_str", "common_prefix", "hamming", "prefix"):
            function = getattr(text.rs, name)
            found[f"{name} of equal {kind}"] = lambda function=function, text=text: function(text)
        for scorer in (rs.scorers.tfidf(), rs.scorers.tfidf(ngram=None), rs.scorers.lcs_str()):
            found[f"extract_one of {kind} by {scorer!r}"] = lambda text=text, scorer=scorer: pl.select(
                rs.extract_one(pl.lit(short), text, scorer=scorer)
            )
            found[f"fuzzy_join of {kind} by {scorer!r}"] = lambda text=text, scorer=scorer: text.to_frame(
                "a"
            ).rs.fuzzy_join(pl.DataFrame({"a": [short]}), on="a", scorer=scorer, score_cutoff=0.5)
    # The table of two long lists takes 450 MB.
    up, down = (pl.Series([[*numbers]]) for numbers in (range(60_000), range(59_999, -1, -1)))
    return {**found, "list_lcs": lambda: up.rs.list_lcs(down)}


def refusals(planned: dict[str, Callable[[], object]], left: int) -> dict[str, str]:
    """Run calls with little memory, and return what their errors say."""
    frame = pl.DataFrame({"name": names(10_000)})
    # Threads and their memory are there before the limit is.
    frame.lazy().select(rs.extract_one("name", ["a"], scorer="jaro")).group_by(
        pl.col("name")
    ).first().collect()
    frame.rs.fuzzy_join(frame, on="name", scorer="levenshtein", score_cutoff=1.0)
    return {name: sentence(call, left) for name, call in planned.items()}


def sentence(call: Callable[[], object], left: int) -> str:
    """Return what the error of a call says that has so many bytes more than the process has taken."""
    limit = status("VmSize") + left
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))
    try:
        call()
    except pl.exceptions.PolarsError as error:
        return str(error)
    return "an answer"


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    if what == "peaks":
        print(json.dumps(peaks(*arguments)))
    elif what == "refusals":
        print(json.dumps(refusals(calls(), LEFT)))
    else:
        print(json.dumps(refusals(long_texts(), LITTLE)))
