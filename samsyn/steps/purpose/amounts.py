"""Numbers as people type them: decimal comma, spaces between thousands, a per cent sign."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

_NUMBER = re.compile(r"^-?[0-9]{1,9}(?:[.,][0-9]{1,6})?$")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_MINUS = "\u2212"


class AmountError(ValueError):
    """What was typed is not a number that can stand here. The text has three sentences, for people to read."""


def amount(text: str, *, is_share: bool, is_count: bool = False) -> float | None:
    """Return the number that was typed; None for nothing.

    is_share  "47 %", "47" and "0,47" all mean 0.47
    is_count  no decimals

    Raises AmountError for what cannot be read or cannot be.
    """
    bare = _SPACES.sub("", text).replace(_MINUS, "-")
    if not bare:
        return None
    has_sign = bare.endswith("%")
    bare = bare.removesuffix("%")
    if not _NUMBER.match(bare):
        raise AmountError(
            _(
                "Talet går inte att läsa. Du skrev ”%(text)s”. Skriv ett tal med siffror, till exempel %(example)s."
            )
            % {"text": text.strip()[:40], "example": "47" if is_share else "12,5" if not is_count else "65"}
        )
    value = float(bare.replace(",", "."))
    if is_share:
        return _share(value, text, is_fraction=not has_sign and bool(re.search(r"[.,]", bare)) and value <= 1)
    return _plain(value, text, has_sign=has_sign, is_count=is_count)


def _share(value: float, text: str, *, is_fraction: bool) -> float:
    value = value if is_fraction else value / 100
    if not 0 <= value <= 1:
        raise AmountError(
            _("Andelen kan inte vara ”%(text)s”. En andel ligger mellan 0 och 100 procent. Rätta talet.")
            % {"text": text.strip()[:40]}
        )
    return round(value, 8)


def _plain(value: float, text: str, *, has_sign: bool, is_count: bool) -> float:
    if has_sign:
        raise AmountError(
            _("Måttet räknas i antal. Du skrev ”%(text)s”, som är procent. Skriv hur många det ska vara.")
            % {"text": text.strip()[:40]}
        )
    if value < 0:
        raise AmountError(
            _("Talet är mindre än noll. Du skrev ”%(text)s”. Skriv noll eller mer.")
            % {"text": text.strip()[:40]}
        )
    if is_count and value != int(value):
        raise AmountError(
            _("Måttet räknas i hela tal. Du skrev ”%(text)s”. Skriv ett tal utan decimaler.")
            % {"text": text.strip()[:40]}
        )
    return value
