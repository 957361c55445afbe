"""No literal is repeated for rows in any engine, and an answer that does not fit is an error."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engines import ENGINES, Engine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux tells what a process takes")

MEASURED = Path(__file__).parents[1] / "support" / "measured.py"
#: Repeated for every row, the lists of a call take 300 MB and more.
MOST = 180


def measured(*arguments: str) -> dict[str, Any]:
    """Run `measured.py` in a process of its own, with morsels of the size that users have."""
    small = ("POLARS_IDEAL_MORSEL_SIZE", "POLARS_STREAMING_CHUNK_SIZE")
    environment = {name: value for name, value in os.environ.items() if name not in small}
    # Address space is limited, and a thread takes some of it.
    environment["POLARS_MAX_THREADS"] = "2"
    command = [sys.executable, "-W", "ignore", str(MEASURED), *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("engine", ENGINES)
def test_no_list_is_repeated_for_rows(engine: Engine) -> None:
    peaks = measured("peaks", engine)
    assert {name: peak for name, peak in peaks.items() if peak > MOST} == {}


SENTENCE = r"\w+: expected an answer within the \d+ MB of memory that are free, got at least \d+ MB: \w+"


def test_an_answer_that_does_not_fit_is_an_error() -> None:
    said = measured("refusals")
    assert {name: text for name, text in said.items() if not re.search(SENTENCE, text)} == {}


def test_every_function_ends_with_an_answer_or_an_error() -> None:
    said = measured("long texts")
    wrong = {
        name: text for name, text in said.items() if text != "an answer" and not re.search(SENTENCE, text)
    }
    assert wrong == {}
    refused = {name for name, text in said.items() if text != "an answer"}
    assert {"ngrams of letters", "list_lcs", "normalize of ligatures", "jaccard of words"} <= refused
    assert {
        "words of letters",
        "normalize of letters",
        "prefix of letters",
        "levenshtein of words",
    } & refused == set()
