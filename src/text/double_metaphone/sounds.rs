//! The rules, letter by letter.

use super::word::Word;

/// Stands for a C with a cedilla.
pub(super) const CEDILLA: u8 = b'!';

/// What some letters add to the codes.
pub(super) struct Sound {
    /// What the primary and the alternate code get.
    pub(super) codes: [&'static str; 2],
    /// How many letters they are.
    pub(super) taken: usize,
}

fn both(code: &'static str, taken: usize) -> Sound {
    either(code, code, taken)
}

fn either(primary: &'static str, alternate: &'static str, taken: usize) -> Sound {
    Sound {
        codes: [primary, alternate],
        taken,
    }
}

impl Word<'_> {
    /// The sound of the letters from a place on.
    pub(super) fn sound(&self, place: isize) -> Sound {
        match self.at(place) {
            b'A' | b'E' | b'I' | b'O' | b'U' | b'Y' => both(if place == 0 { "A" } else { "" }, 1),
            b'B' => both("P", self.with_next(place, b"B")),
            b'C' => self.c(place),
            b'D' => self.d(place),
            b'F' => both("F", self.with_next(place, b"F")),
            b'G' => self.g(place),
            // Kept at the beginning and between vowels, in both cases before a vowel.
            b'H' if (place == 0 || self.is_vowel(place - 1)) && self.is_vowel(place + 1) => {
                both("H", 2)
            }
            b'J' => self.j(place),
            b'K' => both("K", self.with_next(place, b"K")),
            b'L' if self.at(place + 1) == b'L' => {
                either("L", if self.is_spanish_l(place) { "" } else { "L" }, 2)
            }
            b'L' => both("L", 1),
            b'M' => both("M", if self.is_long_m(place) { 2 } else { 1 }),
            b'N' => both("N", self.with_next(place, b"N")),
            b'P' if self.at(place + 1) == b'H' => both("F", 2),
            b'P' => both("P", self.with_next(place, b"PB")),
            b'Q' => both("K", self.with_next(place, b"Q")),
            b'R' => self.r(place),
            b'S' => self.s(place),
            b'T' => self.t(place),
            b'V' => both("F", self.with_next(place, b"V")),
            b'W' => self.w(place),
            b'X' if place == 0 => both("S", 1),
            b'X' => self.x(place),
            b'Z' => self.z(place),
            CEDILLA => both("S", 1),
            _ => both("", 1),
        }
    }

    fn c(&self, place: isize) -> Sound {
        if self.is_hard_ach(place) {
            both("K", 2)
        } else if place == 0 && self.has(0, &["CAESAR"]) {
            both("S", 2)
        } else if self.has(place, &["CH"]) {
            self.ch(place)
        } else if self.has(place, &["CZ"]) && !self.has(place - 2, &["WICZ"]) {
            // Czerny
            either("S", "X", 2)
        } else if self.has(place + 1, &["CIA"]) {
            // focaccia
            both("X", 3)
        } else if self.has(place, &["CC"]) && !(place == 1 && self.at(0) == b'M') {
            // not McClelland
            self.cc(place)
        } else if self.has(place, &["CK", "CG", "CQ"]) {
            both("K", 2)
        } else if self.has(place, &["CI", "CE", "CY"]) {
            let is_italian = self.has(place, &["CIO", "CIE", "CIA"]);
            either("S", if is_italian { "X" } else { "S" }, 2)
        } else if self.has(place + 1, &[" C", " Q", " G"]) {
            // Mac Caffrey, Mac Gregor
            both("K", 3)
        } else if self.is_any(place + 1, b"CKQ") && !self.has(place + 1, &["CE", "CI"]) {
            both("K", 2)
        } else {
            both("K", 1)
        }
    }

    /// Bacher, Macher; but not bacio.
    fn is_hard_ach(&self, place: isize) -> bool {
        if self.has(place, &["CHIA"]) {
            return true;
        }
        place > 1
            && !self.is_vowel(place - 2)
            && self.has(place - 1, &["ACH"])
            && (!self.is_any(place + 2, b"IE") || self.has(place - 2, &["BACHER", "MACHER"]))
    }

    fn ch(&self, place: isize) -> Sound {
        let is_greek = self.has(1, &["HARAC", "HARIS", "HOR", "HYM", "HIA", "HEM"]);
        if place > 0 && self.has(place, &["CHAE"]) {
            // Michael
            either("K", "X", 2)
        } else if place == 0 && is_greek && !self.has(0, &["CHORE"]) || self.is_kh(place) {
            both("K", 2)
        } else if place == 0 {
            both("X", 2)
        } else if self.has(0, &["MC"]) {
            both("K", 2)
        } else {
            either("X", "K", 2)
        }
    }

    /// Germanic and Greek words: architect and orchestra, Wachtler and Wechsler, but not arch or Tichner.
    fn is_kh(&self, place: isize) -> bool {
        self.is_germanic()
            || self.has(place - 2, &["ORCHES", "ARCHIT", "ORCHID"])
            || self.is_any(place + 2, b"TS")
            || (place == 0 || self.is_any(place - 1, b"AOUE"))
                && (self.is_any(place + 2, b"LRNMBHFVW ") || self.is_last(place + 1))
    }

    fn cc(&self, place: isize) -> Sound {
        if !self.is_any(place + 2, b"IEH") || self.has(place + 2, &["HU"]) {
            // bacchus
            both("K", 2)
        } else if place == 1 && self.at(0) == b'A' || self.has(place - 1, &["UCCEE", "UCCES"]) {
            // accident, succeed
            both("KS", 3)
        } else {
            // bellocchio, bacci
            both("X", 3)
        }
    }

    fn d(&self, place: isize) -> Sound {
        if self.has(place, &["DGI", "DGE", "DGY"]) {
            both("J", 3)
        } else if self.has(place, &["DG"]) {
            both("TK", 2)
        } else {
            both("T", self.with_next(place, b"TD"))
        }
    }

    fn g(&self, place: isize) -> Sound {
        let next = self.at(place + 1);
        let is_soft_start = || {
            next == b'Y'
                || self.has(
                    place + 1,
                    &[
                        "ES", "EP", "EB", "EL", "EY", "IB", "IL", "IN", "IE", "EI", "ER",
                    ],
                )
        };
        let is_ger = || {
            (self.has(place + 1, &["ER"]) || next == b'Y')
                && !self.has(0, &["DANGER", "RANGER", "MANGER"])
                && !self.is_any(place - 1, b"EI")
                && !self.has(place - 1, &["RGY", "OGY"])
        };
        if next == b'H' {
            self.gh(place)
        } else if next == b'N' {
            if place == 1 && self.is_vowel(0) && !self.is_slavo_germanic {
                either("KN", "N", 2)
            } else if !self.has(place + 2, &["EY"]) && !self.is_slavo_germanic {
                either("N", "KN", 2)
            } else {
                both("KN", 2)
            }
        } else if self.has(place + 1, &["LI"]) && !self.is_slavo_germanic {
            either("KL", "L", 2)
        } else if place == 0 && is_soft_start() || is_ger() {
            either("K", "J", 2)
        } else if matches!(next, b'E' | b'I' | b'Y') || self.has(place - 1, &["AGGI", "OGGI"]) {
            if self.is_germanic() || self.has(place + 1, &["ET"]) {
                both("K", 2)
            } else {
                either(
                    "J",
                    if self.has(place + 1, &["IER"]) {
                        "J"
                    } else {
                        "K"
                    },
                    2,
                )
            }
        } else {
            both("K", self.with_next(place, b"G"))
        }
    }

    fn gh(&self, place: isize) -> Sound {
        if place == 0 {
            both(if self.at(2) == b'I' { "J" } else { "K" }, 2)
        } else if !self.is_vowel(place - 1) {
            both("K", 2)
        } else if self.is_any(place - 2, b"BHD")
            || self.is_any(place - 3, b"BHD")
            || self.is_any(place - 4, b"BH")
        {
            // Parker's rule: Hugh
            both("", 2)
        } else if self.at(place - 1) == b'U' && self.is_any(place - 3, b"CGLRT") {
            // laugh, McLaughlin, cough, rough, tough
            both("F", 2)
        } else {
            both(if self.at(place - 1) == b'I' { "" } else { "K" }, 2)
        }
    }

    fn j(&self, place: isize) -> Sound {
        let is_san = self.has(0, &["SAN "]);
        if self.has(place, &["JOSE"]) || is_san {
            // José, San Jacinto
            let is_whole = place == 0 && self.at(4) == b' ' || self.letters.len() == 4;
            return if is_whole || is_san {
                both("H", 1)
            } else {
                either("J", "H", 1)
            };
        }
        let taken = self.with_next(place, b"J");
        if place == 0 {
            either("J", "A", taken)
        } else if self.is_vowel(place - 1)
            && !self.is_slavo_germanic
            && self.is_any(place + 1, b"AO")
        {
            either("J", "H", taken)
        } else if self.is_last(place) {
            either("J", "", taken)
        } else if self.is_any(place + 1, b"LTKSNMBZ") || self.is_any(place - 1, b"SKL") {
            both("", taken)
        } else {
            both("J", taken)
        }
    }

    /// Cabrillo, gallegos.
    fn is_spanish_l(&self, place: isize) -> bool {
        let length = self.letters.len() as isize;
        place == length - 3 && self.has(place - 1, &["ILLO", "ILLA", "ALLE"])
            || (self.has(length - 2, &["AS", "OS"]) || self.is_any(length - 1, b"AO"))
                && self.has(place - 1, &["ALLE"])
    }

    /// Dumb, thumber.
    fn is_long_m(&self, place: isize) -> bool {
        self.at(place + 1) == b'M'
            || self.has(place - 1, &["UMB"])
                && (self.is_last(place + 1) || self.has(place + 2, &["ER"]))
    }

    fn r(&self, place: isize) -> Sound {
        let is_french = self.is_last(place)
            && !self.is_slavo_germanic
            && self.has(place - 2, &["IE"])
            && !self.has(place - 4, &["ME", "MA"]);
        // Rogier, but not Hochmeier
        either(
            if is_french { "" } else { "R" },
            "R",
            self.with_next(place, b"R"),
        )
    }

    fn s(&self, place: isize) -> Sound {
        if self.has(place - 1, &["ISL", "YSL"]) {
            // island, carlysle
            both("", 1)
        } else if place == 0 && self.has(0, &["SUGAR"]) {
            either("X", "S", 1)
        } else if self.has(place, &["SH"]) {
            let is_germanic = self.has(place + 1, &["HEIM", "HOEK", "HOLM", "HOLZ"]);
            both(if is_germanic { "S" } else { "X" }, 2)
        } else if self.has(place, &["SIO", "SIA"]) {
            either("S", if self.is_slavo_germanic { "S" } else { "X" }, 3)
        } else if place == 0 && self.is_any(1, b"MNLW") || self.at(place + 1) == b'Z' {
            // Smith and Schmidt, Snider and Schneider
            either("S", "X", self.with_next(place, b"Z"))
        } else if self.has(place, &["SC"]) {
            self.sc(place)
        } else {
            // resnais, artois
            let is_french = self.is_last(place) && self.has(place - 2, &["AI", "OI"]);
            either(
                if is_french { "" } else { "S" },
                "S",
                self.with_next(place, b"SZ"),
            )
        }
    }

    fn sc(&self, place: isize) -> Sound {
        if self.at(place + 2) != b'H' {
            return both(
                if self.is_any(place + 2, b"IEY") {
                    "S"
                } else {
                    "SK"
                },
                3,
            );
        }
        if self.has(place + 3, &["ER", "EN"]) {
            // Schermerhorn, Schenker
            either("X", "SK", 3)
        } else if self.has(place + 3, &["OO", "UY", "ED", "EM"]) {
            // school, schooner
            both("SK", 3)
        } else if place == 0 && !self.is_vowel(3) && self.at(3) != b'W' {
            either("X", "S", 3)
        } else {
            both("X", 3)
        }
    }

    fn t(&self, place: isize) -> Sound {
        if self.has(place, &["TION", "TIA", "TCH"]) {
            both("X", 3)
        } else if self.has(place, &["TH", "TTH"]) {
            // Thomas, Thames
            let is_hard = self.has(place + 2, &["OM", "AM"]) || self.is_germanic();
            if is_hard {
                both("T", 2)
            } else {
                either("0", "T", 2)
            }
        } else {
            both("T", self.with_next(place, b"TD"))
        }
    }

    fn w(&self, place: isize) -> Sound {
        if self.has(place, &["WR"]) {
            both("R", 2)
        } else if place == 0 && self.is_vowel(1) {
            // Wasserman and Vasserman
            either("A", "F", 1)
        } else if place == 0 && self.at(1) == b'H' {
            both("A", 1)
        } else if self.is_last(place) && self.is_vowel(place - 1)
            || self.has(place - 1, &["EWSKI", "EWSKY", "OWSKI", "OWSKY"])
            || self.has(0, &["SCH"])
        {
            // Arnow and Arnoff
            either("", "F", 1)
        } else if self.has(place, &["WICZ", "WITZ"]) {
            either("TS", "FX", 4)
        } else {
            both("", 1)
        }
    }

    fn x(&self, place: isize) -> Sound {
        // breaux
        let is_french = self.is_last(place)
            && (self.has(place - 3, &["IAU", "EAU"]) || self.has(place - 2, &["AU", "OU"]));
        both(
            if is_french { "" } else { "KS" },
            self.with_next(place, b"CX"),
        )
    }

    fn z(&self, place: isize) -> Sound {
        if self.at(place + 1) == b'H' {
            // Zhao
            return both("J", 2);
        }
        let is_slavic = self.is_slavo_germanic && place > 0 && self.at(place - 1) != b'T';
        let is_hard = self.has(place + 1, &["ZO", "ZI", "ZA"]) || is_slavic;
        either(
            "S",
            if is_hard { "TS" } else { "S" },
            self.with_next(place, b"Z"),
        )
    }
}
