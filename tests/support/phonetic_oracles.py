"""Codes of sounds by their published rules, for want of libraries that keep to them."""

from __future__ import annotations

import re
import unicodedata

import jellyfish

from text_oracles import LETTERS, category, without_space

VOWELS = "AEIOU"


def latin(text: str) -> str:
    """Read the letters A to Z: without accents, and without what is no letter."""
    letters = "".join(symbol for symbol in text if category(symbol)[0] in "LM")
    decomposed = unicodedata.normalize("NFKD", letters)
    basic = "".join(LETTERS.get(symbol, symbol) for symbol in decomposed)
    return re.sub("[^A-Z]", "", basic.encode("ascii", "ignore").decode().upper())


def soundex(text: str) -> str:
    return jellyfish.soundex(latin(text))


def match_rating(text: str) -> str:
    return jellyfish.match_rating_codex(latin(text))


def match_rating_compare(left: str, right: str) -> bool | None:
    names = latin(left), latin(right)
    return jellyfish.match_rating_comparison(*names) if all(names) else None


def refined_soundex(text: str) -> str:
    """Encode with the table of commons-codec."""
    letters = latin(text)
    digits = ["01360240043788015936020505"[ord(letter) - ord("A")] for letter in letters]
    kept = [digit for place, digit in enumerate(digits) if place == 0 or digit != digits[place - 1]]
    return letters[:1] + "".join(kept)


#: Philips's rules, of which the first that matches counts. A double G is written "g".
METAPHONE = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        (r"^[AEIOU]", None),
        (r"[AEIOU]", ""),
        (r"(?<=M)B$", ""),
        (r"[BFJLMNR]", None),
        (r"(?<=S)C(?=[EIY])", ""),
        (r"(?<=S)C(?=H)", "K"),
        (r"C(?=H|IA)", "X"),
        (r"C(?=[EIY])", "S"),
        (r"[CKQ](?<!CK)", "K"),
        (r"K", ""),
        (r"DG[EIY]", "J"),
        (r"D", "T"),
        (r"[Gg](?=H(?![AEIOU]))", ""),
        (r"G(?=(N|NED)$)", ""),
        (r"G(?=[EIY])", "J"),
        (r"[Gg]", "K"),
        (r"(?<=[CGgPST])H", ""),
        (r"(?<=[AEIOU])H(?![AEIOU])", ""),
        (r"H", "H"),
        (r"P(?=H)", "F"),
        (r"P", "P"),
        (r"S(?=H|IO|IA)", "X"),
        (r"[SZ]", "S"),
        (r"T(?=IO|IA)", "X"),
        (r"T(?=H)", "0"),
        (r"T(?=CH)", ""),
        (r"T", "T"),
        (r"V", "F"),
        (r"[WY](?=[AEIOU])", None),
        (r"[WY]", ""),
        (r"X", "KS"),
    ]
]


def metaphone_of_word(word: str) -> str:
    word = re.sub(r"([ABDEFH-Z])\1+", r"\1", re.sub("GG+", "g", word))
    word = re.sub("^(AE|[GKP]N|WR)", lambda beginning: beginning[0][1:], word)
    word = re.sub("^X", "S", re.sub("^WH", "W", word))
    code, place = "", 0
    while place < len(word):
        matches = ((rule.match(word, place), sound) for rule, sound in METAPHONE)
        match, sound = next((match, sound) for match, sound in matches if match)
        code += match[0] if sound is None else sound
        place = match.end()
    return code


def metaphone(text: str) -> str:
    codes = (metaphone_of_word(latin(word)) for word in without_space(text))
    return " ".join(code for code in codes if code)


def nysiis(text: str) -> str:
    """Follow Taft's steps; each letter is changed in its place, before the next one is looked at."""
    name = latin(text)
    for beginning, instead in [("MAC", "MCC"), ("KN", "NN"), ("K", "C"), ("P[HF]", "FF"), ("SCH", "SSS")]:
        name = re.sub(f"^{beginning}", instead, name)
    name = re.sub("(DT|RT|RD|NT|ND)$", "D", re.sub("(EE|IE)$", "Y", name))
    letters = list(name)
    for place in range(1, len(letters)):
        ahead = "".join(letters[place : place + 3])
        before = letters[place - 1]
        if ahead.startswith("EV"):
            instead = "AF"
        elif ahead[0] in VOWELS:
            instead = "A"
        elif ahead.startswith("KN"):
            instead = "NN"
        elif ahead == "SCH":
            instead = "SSS"
        elif ahead.startswith("PH"):
            instead = "FF"
        elif (ahead[0] == "H" and (before not in VOWELS or ahead[1:2] not in {*VOWELS})) or (
            ahead[0] == "W" and before in VOWELS
        ):
            instead = before
        else:
            instead = {"Q": "G", "Z": "S", "M": "N", "K": "C"}.get(ahead[0], ahead[0])
        letters[place : place + len(instead)] = instead
    key = re.sub(r"(.)\1+", r"\1", "".join(letters))
    return re.sub("(?<=.)A$", "", re.sub("(?<=.)AY$", "Y", re.sub("(?<=.)S$", "", key)))


def cologne(text: str) -> str:
    """Follow Postel's table: the codes of all letters, then one of equal ones, then no 0 but a first."""
    name = latin(text)
    codes = ""
    for place, letter in enumerate(name):
        before, after = name[place - 1 : place], name[place + 1 : place + 2]
        is_first = name[:place].strip("H") == ""
        hard = {*("AHKLOQRUX" if is_first else "AHKOQUX")}
        codes += {
            **dict.fromkeys("AEIJOUY", "0"),
            **dict.fromkeys("DT", "8" if after and after in "CSZ" else "2"),
            **dict.fromkeys("FVW", "3"),
            **dict.fromkeys("GKQ", "4"),
            **dict.fromkeys("MN", "6"),
            **dict.fromkeys("SZ", "8"),
            "B": "1",
            "C": "4" if after in hard and (is_first or before not in {*"SZ"}) else "8",
            "H": "",
            "L": "5",
            "P": "3" if after == "H" else "1",
            "R": "7",
            "X": "8" if before in {*"CKQ"} else "48",
        }[letter]
    codes = re.sub(r"(.)\1+", r"\1", codes)
    return codes[:1] + codes[1:].replace("0", "")


def replaced(name: str, steps: str) -> str:
    """Take steps such as "a:b", of which each replaces what it names everywhere."""
    for step in steps.split():
        pattern, instead = step.split(":")
        name = re.sub(pattern, instead, name)
    return name


BEGINNINGS = "^cough:cou2f ^rough:rou2f ^tough:tou2f ^enough:enou2f"
CONSONANTS = """ ^gn:2n mb$:m2 cq:2q ci:si ce:se cy:sy tch:2ch [cqx]:k v:f dg:2g tio:sio tia:sia d:t ph:fh
    b:p sh:s2 z:s ^[aeiou]:A [aeiou]:3"""
RUNS = " 3gh3:3kh3 gh:22 g:k s+:S t+:T p+:P k+:K f+:F m+:M n+:N"


def caverphone1(text: str) -> str:
    """Follow the steps of D. Hood, 2002."""
    steps = f"""{BEGINNINGS}{CONSONANTS}{RUNS} w3:W3 wy:Wy wh3:Wh3 why:Why w:2 ^h:A h:2 r3:R3 ry:Ry r:2
        l3:L3 ly:Ly l:2 j:y y3:Y3 y:2 [23]:"""
    return (replaced(latin(text).lower(), steps) + "1" * 6)[:6]


def caverphone2(text: str) -> str:
    """Follow the steps of D. Hood, 2004."""
    steps = f"""e$: {BEGINNINGS} ^trough:trou2f{CONSONANTS} j:y ^y3:Y3 ^y:A y:3{RUNS} w3:W3 wh3:Wh3 w$:3 w:2
        ^h:A h:2 r3:R3 r$:3 r:2 l3:L3 l$:3 l:2 2: 3$:A 3:"""
    return (replaced(latin(text).lower(), steps) + "1" * 10)[:10]


#: The chart of Daitch and Mokotoff: letters, and their codes at the beginning, before a vowel, and
#: elsewhere; "-" for none, "/" between two. The letters ą, ę and ţ are written 1, 2 and 3.
CHART = """
    a 0 - -; b 7 7 7; c 4/5 4/5 4/5; d 3 3 3; e 0 - -; f 7 7 7; g 5 5 5; h 5 5 -; i 0 - -; j 1/4 -/4 -/4;
    k 5 5 5; l 8 8 8; m 6 6 6; n 6 6 6; o 0 - -; p 7 7 7; q 5 5 5; r 9 9 9; s 4 4 4; t 3 3 3; u 0 - -;
    v 7 7 7; w 7 7 7; x 5 54 54; y 1 - -; z 4 4 4; 1 - - -/6; 2 - - -/6; 3 3/4 3/4 3/4;
    ai,aj,ay 0 1 -; au 0 7 -; ei,ej,ey 0 1 -; eu 1 1 -; ia,ie,io,iu 1 - -; oi,oj,oy 0 1 -;
    ui,uj,uy,ue 0 1 -; ch 4/5 4/5 4/5; ck 5/45 5/45 5/45; chs 5 54 54; cs,cz,csz,czs 4 4 4;
    ds,dz,dsh,dsz,dzh,dzs,drs,drz 4 4 4; dt 3 3 3; fb 7 7 7; kh 5 5 5; ks 5 54 54; mn,nm 66 66 66;
    pf,ph 7 7 7; rs,rz 4/94 4/94 4/94;
    sc 2 4 4; sd,st 2 43 43; sh,sz,sch 4 4 4; shd,sht,szd,szt,schd,scht 2 43 43;
    shch,shtch,shtsh,stch,stsch,stsh,strs,strz,szcs,szcz,schtch,schtsh,schtsch 2 4 4;
    tc,ts,tz,tch,tsch,tsh,tsz,tts,ttz,tzs,trs,trz,ttch,ttsz,ttsch 4 4 4; th 3 3 3;
    zh,zs,zsch,zsh 4 4 4; zd,zhd 2 43 43; zdz,zdzh,zhdzh 2 4 4
"""
CODES = {
    letters: [["" if code == "-" else code for code in column.split("/")] for column in columns]
    for row in CHART.split(";")
    for names, *columns in [row.split()]
    for letters in names.split(",")
}
GROUP = re.compile("|".join(sorted(CODES, key=len, reverse=True)))
MARKED = {"a\u0328": "1", "e\u0328": "2", "t\u0327": "3", "t\u0326": "3"}


def daitch_mokotoff(text: str) -> list[str]:
    """Read a name in every way; a code that the one before ends with is not repeated."""
    small = unicodedata.normalize("NFD", text.lower())
    for marked, digit in MARKED.items():
        letter, mark = marked
        small = re.sub(f"{letter}([\u0300-\u036f]*){mark}", rf"<{digit}>\1", small)
    parts = re.split("<([123])>", small)
    name = "".join(part if at % 2 else latin(part).lower() for at, part in enumerate(parts))
    readings = [("", "")]
    for number, group in enumerate(GROUP.finditer(name)):
        is_before_vowel = name[group.end() : group.end() + 1] in {*"aeiou"}
        codes = CODES[group[0]][0 if number == 0 else 1 if is_before_vowel else 2]
        longer = [
            (digits if last.endswith(code) else digits + code, code)
            for digits, last in readings
            for code in codes
        ]
        # Of a reading that has all its digits, nothing else counts.
        longer = [(digits[:6], code if len(digits) < 6 else "") for digits, code in longer]
        readings = list(dict.fromkeys(longer))
    return list(dict.fromkeys(f"{digits:0<6}" for digits, _ in readings))
