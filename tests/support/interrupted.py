"""Long work that is interrupted soon after it began: run in a process of its own, tells what came of it.

Each query would take from many seconds to hours.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

import polars as pl

import polars_resemble as rs
from engines import Engine, collect_in

#: Seconds from the beginning of a query to the first signal, and between two: the first one may come
#: while Polars itself is at work, before it calls the library.
SOON, AGAIN = 0.3, 2.0

Work = Callable[[], pl.LazyFrame] | Callable[[], Callable[[], object]]


def letters(length: int, seed: int) -> str:
    return random.Random(seed).randbytes(length).translate(bytes(97 + at % 4 for at in range(256))).decode()


def pair(length: int) -> pl.LazyFrame:
    return pl.LazyFrame({"a": [letters(length, 1)], "b": [letters(length, 2)]})


def rows(count: int, length: int) -> pl.LazyFrame:
    text = letters(4096 + length, 3)
    texts = [text[at % 4096 :][:length] + str(at) for at in range(count)]
    return pl.LazyFrame({"a": texts, "b": texts[1:] + texts[:1]})


def names(count: int) -> pl.LazyFrame:
    at = pl.int_range(count)
    return pl.select(a=pl.format("Some {} Name{} {} of {}", at, at * 7919 % 977, at % 89, at % 13)).lazy()


def ones(frame: pl.LazyFrame, build: Callable[..., pl.Expr], **parameters: Any) -> pl.LazyFrame:
    return frame.select(build("a", **parameters))


def twos(frame: pl.LazyFrame, build: Callable[..., pl.Expr], **parameters: Any) -> pl.LazyFrame:
    return frame.select(build("a", "b", **parameters))


def chosen(build: Callable[..., pl.Expr], **parameters: Any) -> Work:
    # A literal that is imploded is not repeated for each row.
    choices = pl.lit(names(100_000).collect().to_series()).implode()
    return lambda: ones(names(100_000), build, choices=choices, **parameters)


def joined(count: int, **parameters: Any) -> Work:
    return lambda: names(count).rs.fuzzy_join(names(count), on="a", **parameters)


SLOW = {"scorer": "ratcliff_obershelp"}

CASES: dict[str, Work] = {
    **{
        name: lambda name=name, length=length: twos(pair(length), getattr(rs, name))
        for name, length in {
            "levenshtein": 3_000_000,
            "osa": 3_000_000,
            "lcs_seq": 3_000_000,
            "jaro": 3_000_000,
            "lcs_str": 30_000_000,
            "damerau_levenshtein": 400_000,
            "editex": 300_000,
            "partial_ratio": 400_000,
            "ratcliff_obershelp": 300_000,
            "needleman_wunsch": 300_000,
            "smith_waterman": 300_000,
            "partial_ratio_alignment": 400_000,
        }.items()
    },
    "weights": lambda: twos(pair(300_000), rs.levenshtein, weights=(1, 2, 3)),
    "rows": lambda: twos(pl.concat([rows(400_000, 240)] * 10), rs.damerau_levenshtein),
    "elements": lambda: twos(pair(400_000).select(pl.all().str.split("")), rs.damerau_levenshtein),
    "editops": lambda: twos(pair(60_000), rs.editops),
    "minhash": lambda: ones(rows(200, 4000), rs.minhash, num_hashes=65536),
    "beider_morse": lambda: ones(names(200_000), rs.beider_morse),
    "list_lcs": lambda: twos(rows(200, 30_000).select(pl.all().str.split("")), rs.list_lcs),
    "fibonacci": lambda: ones(pl.LazyFrame({"a": range(90_000, 190_000)}), rs.fibonacci, dtype=pl.String),
    "extract_one": chosen(rs.extract_one, **SLOW),
    "extract": chosen(rs.extract, scorer="jaro_winkler"),
    "processor": lambda: ones(
        names(3_000_000),
        rs.extract_one,
        choices=pl.lit("a").implode(),
        scorer=rs.scorers.osa(processor="default"),
    ),
    "cdist": lambda: ones(names(3000), rs.cdist, choices=names(3000).collect().to_series(), **SLOW),
    "cdist_frame": lambda: lambda: rs.cdist_frame(*[names(8000).collect().to_series()] * 2, **SLOW),
    "cluster": lambda: ones(names(100_000), rs.cluster, scorer="token_set_ratio", score_cutoff=0.99),
    "best of a join": joined(20_000, score_cutoff=0.0, limit=1),
    "soft_tfidf": joined(100_000, scorer=rs.scorers.soft_tfidf(threshold=0.5), score_cutoff=0.3),
    "processor of a join": joined(2_000_000, scorer=rs.scorers.osa(processor="default"), score_cutoff=0.9),
}


def run(engine: Engine, query: pl.LazyFrame | Callable[[], object]) -> None:
    """Run a query, or what is no query."""
    if isinstance(query, pl.LazyFrame):
        collect_in(engine, query)
    else:
        query()


def interrupt(work: Callable[[], None]) -> str:
    """Tell what comes of work that is interrupted."""
    done = threading.Event()

    def send() -> None:
        wait = SOON
        while not done.wait(wait):
            os.kill(os.getpid(), signal.SIGINT)
            wait = AGAIN

    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    said, is_over = "finished", False
    try:
        try:
            work()
        except KeyboardInterrupt:
            said = "KeyboardInterrupt"
        except BaseException as error:  # noqa: BLE001 - this is what is asked for
            said = repr(error)
    except KeyboardInterrupt as second:
        # Where Polars saw the signal as well, Python's handler raises once more.
        said = type(second.__context__ or second).__name__
    while not is_over:
        try:
            done.set()
            sender.join()
            is_over = True
        except KeyboardInterrupt:  # noqa: PERF203 - the signal may be told of at any call
            continue
    return said


def main(engine: Engine, handler: str, chosen: list[str]) -> None:
    """Interrupt the chosen cases, one after the other, and tell of each what came of it."""
    calls: list[int] = []

    def handle(number: int, _: object) -> None:
        calls.append(number)

    # A process started in the background ignores the signal unless it says otherwise.
    signal.signal(signal.SIGINT, handle if handler == "own" else signal.default_int_handler)
    before = signal.getsignal(signal.SIGINT)
    told = {}
    for name in chosen:
        query = CASES[name]()
        calls.clear()
        said = interrupt(lambda query=query: run(engine, query))
        following = pl.select(rs.levenshtein(pl.lit("kitten"), pl.lit("sitting"))).item()
        told[name] = {
            "said": said,
            "was called": bool(calls),
            "is in place": signal.getsignal(signal.SIGINT) is before,
            "next": following,
        }
        del query
    print(json.dumps(told))


if __name__ == "__main__":
    main("streaming" if sys.argv[1] == "streaming" else "in-memory", sys.argv[2], sys.argv[3:])
