"""Codes of sounds as others published them."""

from __future__ import annotations

from typing import Any


def codes(primary: str, alternate: str | None = None) -> dict[str, str]:
    return {"primary": primary, "alternate": primary if alternate is None else alternate}


#: From the tests of Apache commons-codec: DoubleMetaphoneTest, ColognePhoneticTest, Caverphone1Test,
#: Caverphone2Test, DaitchMokotoffSoundexTest, BeiderMorseEncoderTest. The codes of texts without letters are
#: what follows from the rules, and so are those of metaphone and nysiis.
PUBLISHED: dict[str, dict[str, Any]] = {
    "double_metaphone": {
        "testing": codes("TSTN"),
        "The": codes("0", "T"),
        "quick": codes("KK"),
        "brown": codes("PRN"),
        "fox": codes("FKS"),
        "jumped": codes("JMPT", "AMPT"),
        "over": codes("AFR"),
        "lazy": codes("LS"),
        "dogs": codes("TKS"),
        "MacCafferey": codes("MKFR"),
        "Stephan": codes("STFN"),
        "McClelland": codes("MKLL"),
        "san jose": codes("SNHS"),
        "xenophobia": codes("SNFP"),
        "hej": codes("HJ", "H"),
        "": codes(""),
        "12": codes(""),
    },
    "metaphone": {
        "Aaron RN": "ARN RN",
        "science": "SNS",
        "scene": "SN",
        "signed": "SNT",
        "logging": "LKNK",
        "schedule": "SKTL",
        "Thompson → Thomson": "0MPSN 0MSN",
    },
    "nysiis": {"Brown": "BRAN", "Deutsch": "DAT", "Lawson": "LASAN", "MacDonald": "MCDANALD"},
    "cologne": {
        "müller": "657",
        "schmidt": "862",
        "schneider": "8627",
        "fischer": "387",
        "wagner": "3467",
        "hoffmann": "0366",
        "schäfer": "837",
        "Breschnew": "17863",
        "mönchengladbach": "664645214",
        "Xanthippe": "48621",
        "Celsius": "8588",
        "shch": "84",
        "heithabu": "021",
        "Müller-Lüdenscheidt": "65752682",
        "ß": "8",
        "{mn}": "6",
        "": "",
    },
    "caverphone1": {
        "David": "TFT111",
        "Whittle": "WTL111",
        "Lee": "L11111",
        "Thompson": "TMPSN1",
        "mbmb": "MPM111",
        "head": "AT1111",
        "": "111111",
        "12": "111111",
    },
    "caverphone2": {
        "Stevenson": "STFNSN1111",
        "Peter": "PTA1111111",
        "Thompson": "TMPSN11111",
        "heart": "AT11111111",
        "": "1111111111",
        "12": "1111111111",
    },
    "daitch_mokotoff": {
        "GOLDEN": ["583600"],
        "Alpert": ["087930"],
        "Ben Aron": ["769600"],
        "AUERBACH": ["097400", "097500"],
        "LIPPSZYC": ["874400", "874500"],
        "Przemysl": ["746480", "794648"],
        "Peterson": ["734600", "739460"],
        "Moskowitz": ["645740"],
        "Moskovitz": ["645740"],
        "Straßburg": ["294795"],
        "Éregon": ["095600"],
        "Lęba": ["870000", "867000"],
        "Kirkpatrick": ["595739"],
        "Mcclintock": ["648635", "648634", "645863", "654863", "658635", "658634"],
        "ţamas": ["364000", "464000"],
        "": ["000000"],
    },
    "beider_morse": {
        "Angelo": [
            *("YngYlo", "Yngilo", "agilo", "angYlo", "angilo", "aniilo", "anilo", "anxilo", "anzilo"),
            *("ogilo", "ongYlo", "ongilo", "oniilo", "onilo", "onxilo", "onzilo"),
        ],
        "1234": [],
        "": [],
    },
}
