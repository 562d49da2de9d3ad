"""Adding public places: a square, a stop, a park. Words that point out a dwelling are refused."""

from __future__ import annotations

import re

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.places.models import Area, City, Place, PlaceKind
from samsyn.ui.errors import UserError

MAX_NAME = 100
_DWELLING = re.compile(
    r"\b(?:lägenhet\w*|lgh\w*|port(?:en|ar|arna|uppgång\w*|kod\w*)?|trapp(?:hus|uppgång)\w*|uppgång(?:en)?"
    r"|våning\w*|bostad(?:en)?|hemma hos|c/o)(?!\w)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<!\w)\d{1,4}(?:\s?[a-z])?(?!\w)", re.IGNORECASE)
_MAY_COUNT = re.compile(  # what is numbered without being a house
    r"\b(?:väg|riksväg|länsväg|europaväg|e|linje|hållplats|läge|spår|plan|etapp|årskurs|hall)\s?\d{1,4}\b",
    re.IGNORECASE,
)


def dwelling_word(name: str) -> str:
    """Return the word of a name that points out a dwelling or a house, or "".

    >>> dwelling_word("Storgatan 12 B"), dwelling_word("Sportparken vid väg 155"), dwelling_word("Port 3 vid torget")
    ('12 B', '', 'Port')
    """
    found = _DWELLING.search(name) or _NUMBER.search(_MAY_COUNT.sub("", name))
    return found.group(0) if found else ""


def add_place(
    *, city: City, name: str, kind: str, area: Area | None = None, by: models.Model | None = None
) -> Place:
    """Add a public place and log it. Raises UserError when it looks like a dwelling, or the city has it already."""
    name = " ".join(name.split())
    _must_be_public(name, kind)
    try:
        return _add(city, name, kind, area, by)
    except IntegrityError:
        raise UserError(_taken(city, name)) from None


def _must_be_public(name: str, kind: str) -> None:
    if not name:
        raise UserError(
            _(
                "Platsen sparades inte. Den saknar namn. Skriv vad platsen kallas, till exempel Torget vid stationen."
            )
        )
    if len(name) > MAX_NAME:
        raise UserError(
            _(
                "Platsen sparades inte. Namnet har %(count)s tecken, och högst %(most)s får plats. Skriv ett kortare namn."
            )
            % {"count": len(name), "most": MAX_NAME}
        )
    if kind not in PlaceKind.values:
        raise UserError(
            _(
                "Platsen sparades inte. Det saknas ett slag. Välj om det är ett torg, en park eller något annat."
            )
        )
    word = dwelling_word(name)
    if word:
        raise UserError(
            _(
                "Platsen sparades inte. ”%(word)s” ser ut att peka ut en bostad eller ett hus. "
                "Skriv den allmänna platsen i stället: torget, gatan eller parken."
            )
            % {"word": word}
        )


@transaction.atomic
def _add(city: City, name: str, kind: str, area: Area | None, by: models.Model | None) -> Place:
    if Place.objects.filter(city=city, name__iexact=name).exists():
        raise UserError(_taken(city, name))
    place = Place.objects.create(city=city, name=name, kind=kind, area=area)
    record(Event.PLACE_ADDED, place, by=by, kind=kind)
    return place


def _taken(city: City, name: str) -> str:
    return _(
        "Platsen sparades inte. %(city)s har redan en plats som heter %(name)s. Välj den i listan i stället."
    ) % {"city": city.name, "name": name}
