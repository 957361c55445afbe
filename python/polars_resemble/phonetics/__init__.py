"""Codes of sounds: names that sound alike have the same code, however they are spelled.

Each function takes one column, `column`, or two, `left` and `right`, which are its only arguments that may
be given by position. What all of them share, dtypes, nulls and errors, is said in ``_documentation`` and
added to each docstring.
docs/phonetics.md says which library each code follows, and how well codes agree with published ones.
"""

from polars_resemble.phonetics import digits, letters
from polars_resemble.phonetics.digits import *
from polars_resemble.phonetics.letters import *

__all__ = []
__all__ += digits.__all__
__all__ += letters.__all__
