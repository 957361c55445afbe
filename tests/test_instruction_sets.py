"""Every instruction set that the machine has gives the oracles' values."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from polars_resemble import _internal

ROOT = Path(__file__).parents[1]
ORACLES = "tests/test_oracles.py"
ASK = "from polars_resemble import _internal; print(_internal.instruction_set())"


def run(instruction_set: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own, since the instruction set is chosen once in each."""
    environment = {
        **os.environ,
        "POLARS_RESEMBLE_ISA": instruction_set,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("instruction_set", ["avx512", "avx2", "portable"])
def test_values_do_not_depend_on_it(instruction_set: str) -> None:
    chosen = run(instruction_set, "-c", ASK).stdout.strip()
    if chosen != instruction_set:
        pytest.skip(f"this machine has no {instruction_set}")
    if chosen == _internal.instruction_set():
        pytest.skip("test_oracles.py runs with it in this process")
    # Metrics of words are computed from the others, or without vectors.
    pairs = ["-k", "(test_many_pairs or test_lengths_at_borders) and not token and not wratio"]
    oracles = run(instruction_set, "-m", "pytest", "-q", "-p", "no:cacheprovider", ORACLES, *pairs)
    assert oracles.returncode == 0, oracles.stdout + oracles.stderr
    assert " passed" in oracles.stdout


def test_the_portable_one_can_always_be_forced() -> None:
    assert run("portable", "-c", ASK).stdout.strip() == "portable"
