"""What in a text leads to a certain person without naming her: telephone, e-mail, number plate, a home's address. Pure.

Requirement 88. Conservative, as `individuals` is: numbers and addresses of an authority or a function pass, and so does a
street with a number as long as no word says that somebody lives there. The words are read as `individuals.plainly` gives them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

PHONE, EMAIL, PLATE, DWELLING = "phone", "email", "plate", "dwelling"
CONTACTS = frozenset({PHONE, EMAIL})  # what a clause about official contacts may hold

# Swedish area codes: 08, those of three digits, and those of four. A subscriber's number has five digits at least.
_THREE = "0(?:1[13689]|2[136]|3[1356]|4[0246]|54|6[03]|90)"
_AREA = rf"(?:08|{_THREE}|0[1-9]\d\d)"
_PHONES = [
    re.compile(pattern)
    for pattern in (
        r"(?<![\d/.,-])07[02369](?:[ ./-]{0,3}\d){7}(?![\d/])",
        r"(?<!\d)(?:\+|00) ?46[ -]?(?:\(0\)[ -]?)?[1-9](?:[ -]?\d){6,9}(?!\d)",
        r"(?<!\d)\+(?!46)[1-9](?:[ -]?\d){8,13}(?!\d)(?! ?(?:kr|kronor|procent|%))",
        rf"(?<![\d/.,-]){_AREA} ?[-/] ?(?!\d\d (?:19|20)\d\d\b)\d(?: ?\d){{4,7}}(?![\d/-])",
        r"(?i:\b(?:tel|tfn|telefon|telefonnummer|ring|sms|nås på|phone|call)\b)[^\d\n]{0,12}(0[1-9](?:[ -]?\d){6,8})(?!\d)",
    )
]
_OPEN = re.compile(r"0(?:10|20|77|90\d)")  # numbers of authorities and companies, wherever they are
_EXCHANGE = "00"  # what an exchange ends with

_EMAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64}) ?(?:@|\(at\)|\[at\]) ?[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")
_FUNCTION = re.compile(
    r"(?i:info|kontakt\w*|registrator\w*|diari\w*|trygghet\w*|kundtj\w*|kundservice|kommun\w*|medborgar\w*|dataskydd\w*"
    r"|press|tips|polis\w*|tillganglighet|support|reception|office|contact)"
)

# Three letters without I, Q and V, then two digits and a digit or a letter.
_LETTER = "[A-HJ-PR-UW-Z]"
_NOT_IN_A_CODE, _NOT_ON = r"(?<![\w/-])", r"(?![\w/-])"


def _plate(between: str) -> str:
    return rf"{_LETTER}{{3}}{between}\d\d(?:\d|{_LETTER})"


_PLATES = [
    re.compile(pattern)
    for pattern in (
        rf"{_NOT_IN_A_CODE}{_plate('')}{_NOT_ON}",
        rf"{_NOT_IN_A_CODE}(?<![A-ZÅÄÖ]{{2}} ){_plate(' ')}{_NOT_ON}(?! [A-ZÅÄÖ]{{2}})",  # not in a line of capitals
        r"(?i:\b(?:bil|bilen|bilar|fordon|fordonet|moped|mopeden|mc|regnr|reg\.? ?nr|registreringsnummer|skylt|car|plate)\b"
        rf"[^.\n]{{0,30}}?{_NOT_IN_A_CODE}({_plate('-?')}){_NOT_ON})",
    )
]
_NO_PLATE = frozenset(
    {"SEK", "EUR", "USD", "NOK", "DKK", "GBP", "UTM", "SAL", "RUM", "HUS", "KAP", "LAG", "SFS", "MAX", "TOP"}
)

_STREET = (
    r"[\w-]{1,40}(?:gatan|gata|vägen|väg|gränden|gränd|stigen|stig|allén|allé|backen|torget|plan|kajen|liden|ringen)"
    r" \d{1,3}(?: ?[A-Za-z]\b)?(?! ?-? ?\d)"
)
_LIVES = (
    r"(?i:bor|bodde|boende|bosatt|hemma|folkbokförd|skriven|inneboende|hemadress|bostadsadress|flyttar|flyttade|flyttat"
    r"|lägenhet|lägenheten|villa|villan|radhus|radhuset|bostad|bostaden|hemmet|lives|home address)"
)
_DWELLINGS = [
    re.compile(pattern)
    for pattern in (
        r"(?i:\b(?:lgh|lägenhet|lägenheten|lägenhetsnummer|lägenhetsnr|apartment|apt))\.? ?(?i:nr\.? ?|nummer )?\d{2,4}\b"
        r"(?! ?(?i:rum|kvm|m2|procent|%|av|kr|kronor|st)\b)",
        rf"\b{_LIVES}\b[^.\n\d]{{0,40}}?{_STREET}",
        rf"\b{_STREET},? ?\d{{1,2}} ?(?i:tr|trappa|trappor|vån)\b",
        r"(?i:\blives at) \d{1,4} [A-Z]\w+",
        r"(?i:\bportkod)(?i:en)?(?: är)?:? \d{3,}",
        r"(?i:\bc/o) [A-ZÅÄÖ]\w+",
    )
]


def find(plain: str, *, allowed: frozenset[str] = frozenset()) -> tuple[str, str] | None:
    """Return the code and the words of the first that a text holds, or None. `allowed` are codes that may stand in it."""
    for code, search in _SEARCHES:
        if code not in allowed and (words := next(search(plain), "")):
            return code, words
    return None


def _phones(plain: str) -> Iterator[str]:
    for pattern in _PHONES:
        for match in pattern.finditer(plain):
            words = match.group(match.lastindex or 0)
            if not _is_public(words):
                yield words.strip()


def _is_public(words: str) -> bool:
    """Whether a number is that of an exchange, an authority or a company."""
    digits = "".join(char for char in words if char.isdigit())
    national = (
        re.sub(r"^(?:00)?46 ?0?", "0", digits) if words.lstrip()[:1] == "+" or digits[:2] == "00" else digits
    )
    return bool(_OPEN.match(national)) or (national[:2] != "07" and national.endswith(_EXCHANGE))


def _emails(plain: str) -> Iterator[str]:
    return (match.group() for match in _EMAIL.finditer(plain) if not _FUNCTION.fullmatch(match.group(1)))


def _plates(plain: str) -> Iterator[str]:
    for pattern in _PLATES:
        for match in pattern.finditer(plain):
            words = match.group(match.lastindex or 0)
            if words[:3].upper() not in _NO_PLATE:
                yield words


def _dwellings(plain: str) -> Iterator[str]:
    return (match.group() for pattern in _DWELLINGS for match in pattern.finditer(plain))


_SEARCHES: tuple[tuple[str, Callable[[str], Iterator[str]]], ...] = (
    (EMAIL, _emails),
    (PHONE, _phones),
    (DWELLING, _dwellings),
    (PLATE, _plates),
)
