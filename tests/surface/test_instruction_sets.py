"""Every instruction set can be asked for; their values are compared in test_oracles.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruction_sets import INSTRUCTION_SETS, instruction_set

if TYPE_CHECKING:
    from instruction_sets import Shell


def test_each_is_in_use_once(shells: list[Shell]) -> None:
    names = [instruction_set(), *(shell.name for shell in shells)]
    assert len(set(names)) == len(names)
    assert set(names) <= set(INSTRUCTION_SETS)


def test_the_portable_one_can_always_be_forced(shells: list[Shell]) -> None:
    assert "portable" in {instruction_set(), *(shell.name for shell in shells)}
