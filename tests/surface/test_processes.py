"""A process that was forked after the first query is told so instead of waiting for ever."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

FORKED = """
import os
import polars as pl
import polars_resemble as rs

frame = pl.DataFrame({"a": ["x", "y"], "b": ["y", "y"]})
frame.select(rs.levenshtein("a", "b"))
child = os.fork()
if child == 0:
    try:
        rs.levenshtein("a", "b")
    except RuntimeError as error:
        print(error, flush=True)
    os._exit(0)
os.waitpid(child, 0)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")
def test_a_forked_process_is_told_to_be_spawned() -> None:
    command = [sys.executable, "-W", "ignore", "-c", FORKED]
    child = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    expected = (
        'levenshtein: expected a process started by multiprocessing.get_context("spawn"), got one forked'
    )
    assert child.stdout.startswith(expected)
