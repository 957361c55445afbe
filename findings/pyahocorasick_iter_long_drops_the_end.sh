#!/usr/bin/env bash
# Library:  pyahocorasick 2.3.1.
# Expected: `iter_long` finds the longest words that do not overlap; a word that stands alone in the text is
#           found.
# Found:    where the text ends within a longer word of the list, the shorter word inside is lost: with "new
#           york city" and "york", the text "new york" has no match, "new york town" has one. `iter` finds it
#           in both.
# Source:   README, `iter_long`; src/AutomatonSearchIterLong.c follows the longest path and does not look back
#           at its end.
# Concerns: who looks for words of a list (places, legal forms) in short texts, such as names.
# Do:       take the longest of `iter` by hand, or Polars' `str.find_many(leftmost=True)`.
set -euo pipefail
source "$(dirname "$0")/venv.sh" pyahocorasick==2.3.1
"$python" - <<'PY'
import ahocorasick

words = ahocorasick.Automaton()
for word in ("new york city", "york"):
    words.add_word(word, word)
words.make_automaton()

for text, longest, every in [
    ("new york town", [(7, "york")], [(7, "york")]),
    ("new york", [], [(7, "york")]),
    ("york", [(3, "york")], [(3, "york")]),
]:
    print(f"{text}: iter_long {list(words.iter_long(text))}, iter {list(words.iter(text))}")
    assert list(words.iter_long(text)) == longest
    assert list(words.iter(text)) == every
PY
