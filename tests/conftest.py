"""Hypothesis profiles, the instruction sets as a fixture, and small morsels."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

# Polars reads these once. With small morsels a frame of a few hundred rows reaches a function of
# the streaming engine in several calls, the last of them short.
os.environ.setdefault("POLARS_IDEAL_MORSEL_SIZE", "64")
os.environ.setdefault("POLARS_STREAMING_CHUNK_SIZE", "64")

import pytest
from hypothesis import HealthCheck, settings

import instruction_sets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from instruction_sets import Shell

settings.register_profile(
    "quick",
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=500, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session")
def shells() -> Iterator[list[Shell]]:
    """Start the instruction sets that this process does not use, in processes of their own."""
    others = instruction_sets.start_others()
    yield others
    for shell in others:
        shell.stop()
