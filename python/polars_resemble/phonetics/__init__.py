"""Codes of sounds: names that sound alike have the same code, however they are spelled.

Each function takes one column, `column`, or two, `left` and `right`, which are its only arguments that may
be given by position. What all of them share, dtypes, nulls and errors, is said in ``_documentation`` and
added to each docstring.
docs/phonetics.md says which library each code follows, and how well codes agree with published ones.
"""

from polars_resemble.phonetics.digits import cologne, daitch_mokotoff, refined_soundex, soundex
from polars_resemble.phonetics.letters import (
    beider_morse,
    caverphone1,
    caverphone2,
    double_metaphone,
    match_rating,
    match_rating_compare,
    metaphone,
    nysiis,
)

__all__ = [
    "beider_morse",
    "caverphone1",
    "caverphone2",
    "cologne",
    "daitch_mokotoff",
    "double_metaphone",
    "match_rating",
    "match_rating_compare",
    "metaphone",
    "nysiis",
    "refined_soundex",
    "soundex",
]
