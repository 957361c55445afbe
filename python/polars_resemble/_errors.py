"""What becomes of an error on its way from the library through Polars to Python.

Polars hands on the text of a plugin's error alone, as a ``ComputeError`` that begins with words of its own,
whatever kind of error it was. So an interrupt would arrive as a ``ComputeError``, and Python's own
handler of the signal would run only later, in the middle of the code that handles the error. There is no
other place to tell them apart than where the exception is made.
"""

from __future__ import annotations

from contextlib import suppress

from polars.exceptions import ComputeError

from polars_resemble import _internal

#: What Polars says before the sentence of any plugin.
PREFIX = "the plugin failed with message: "
#: What the library says of a call that was interrupted.
INTERRUPTED = "expected to work to the end, got an interrupt"

#: The words that the sentences of this library begin with.
FUNCTIONS = frozenset(
    (
        *_internal.metric_names(),
        *_internal.text_names(),
        *_internal.pair_names(),
        *_internal.alignment_names(),
        *_internal.sequence_names(),
        *("combine", "score", "extract", "extract_one", "cdist", "cdist_frame"),
        *("cluster", "canonical", "deduplicate", "groups", "fuzzy_join", "pairs"),
        *("similar", "fuzzy"),
    )
)

_initialize = ComputeError.__init__


def _with_own_words(self: ComputeError, *arguments: object) -> None:
    """Leave out Polars' words before a sentence of this library; raise an interrupt as what it is."""
    if arguments and isinstance(arguments[0], str) and arguments[0].startswith(PREFIX):
        sentence = arguments[0].removeprefix(PREFIX)
        function = sentence.partition(":")[0]
        if function in FUNCTIONS:
            if sentence.startswith(INTERRUPTED, len(function) + 2):
                raise KeyboardInterrupt
            arguments = self.args = (sentence, *arguments[1:])
    _initialize(self, *arguments)


def install() -> None:
    """Have all errors made so, unless this Polars does not let anyone: then they stay as they are."""
    with suppress(AttributeError, TypeError):
        ComputeError.__init__ = _with_own_words  # type: ignore[method-assign, assignment]
