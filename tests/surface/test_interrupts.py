"""Ctrl-C ends every call that can last, as KeyboardInterrupt, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import interrupted
from engines import ENGINES

CHILD = Path(interrupted.__file__)
#: Far more than all queries of a child take if they are stopped, far less than they would take otherwise.
ENDS = 300

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")


def told(engine: str, handler: str, cases: list[str]) -> dict[str, dict[str, object]]:
    """Run a child that interrupts these cases."""
    command = [sys.executable, str(CHILD), engine, handler, *cases]
    # Work is as long on a machine of many cores.
    environment = {**os.environ, "POLARS_MAX_THREADS": "2"}
    child = subprocess.run(
        command, capture_output=True, text=True, timeout=ENDS, check=False, env=environment
    )
    assert child.returncode == 0, child.stderr
    return json.loads(child.stdout)


def check(engine: str, handler: str, cases: list[str]) -> None:
    expected = {
        "said": "KeyboardInterrupt",
        "was called": handler == "own",
        "is in place": True,
        "next": 3,
    }
    assert told(engine, handler, cases) == dict.fromkeys(cases, expected)


@pytest.mark.parametrize("part", range(3))
def test_every_long_call_ends(part: int) -> None:
    check("streaming", "default", list(interrupted.CASES)[part::3])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("handler", ["default", "own"])
def test_handlers_are_called_and_stay(engine: str, handler: str) -> None:
    check(engine, handler, ["levenshtein", "rows", "extract_one", "cluster"])
