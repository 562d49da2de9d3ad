"""Every text that is saved is read first: one about a certain person is refused, with the right channel named.

The rule sits where a row is saved, so that no form, service, command or import can forget it. A view shows it as any
`UserError`, with the text still in its form; `middleware.py` answers for a view that does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from django.db.models import CharField, Field, Model, SlugField, TextField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from samsyn.secrecy.individuals import NUMBER, Found, channels, find
from samsyn.ui.errors import UserError

# What the program writes itself, by the name of the field: checksums, codes and keys, and frozen texts whose words were
# read when they were written.
WRITTEN_BY_THE_PROGRAM = {
    "canonical",
    "code",
    "facts",
    "key",
    "message",
    "password",
    "previous",
    "reader",
    "run",
    "signature",
    "subject",
    "subject_type",
    "token",
    "worker",
}
LOG = "audit.logentry"  # holds ids and codes only


class IndividualError(UserError):
    """A text is about a certain person. The message names the field and the channel, and leads to the page that explains."""


def check(text: str, *, field: str) -> None:
    """Raise IndividualError when a text is about a certain person. `field` is what its form calls it."""
    if found := find(text):
        raise IndividualError(said(found, field=field))


def said(found: Found, *, field: str) -> str:
    """Return the three sentences, with the link, as safe HTML."""
    name = field[:1].upper() + field[1:]
    if found.code == NUMBER:
        what = _(
            "Det sparades inte. Under ”%(field)s” står ”%(words)s”, som ser ut som ett personnummer. "
            "Ta bort det: ärenden om enskilda hör inte hit."
        )
        where = _(
            "Oro för ett barn går till socialtjänsten, ett brott anmäls på 114 14, och är det fara nu: ring 112."
        )
    else:
        what = _(
            "Det sparades inte. Under ”%(field)s” står ”%(words)s”, som handlar om en viss person. "
            "Skriv om det utan personen: ärenden om enskilda hör inte hit."
        )
        where = channels()[found.code].sentence
    return format_html(
        '{} {} <a href="{}">{}</a>',
        what % {"field": name, "words": found.words},
        where,
        reverse("secrecy:individuals"),
        _("Gäller det en enskild person?"),
    )


def before_save(
    sender: type[Model],
    instance: Model,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **_signal: Any,
) -> None:
    """Read the texts of a row that is about to be saved (Django's `pre_save`). Fixtures are read as they stand."""
    if raw:
        return
    for field in fields_of(sender):
        if update_fields is None or field.name in update_fields:
            value = instance.__dict__.get(field.attname)
            if value:
                check(str(value), field=str(field.verbose_name))


@cache
def fields_of(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    """Return the fields of our own models that hold a text which people write."""
    if not model.__module__.startswith("samsyn.") or model._meta.label_lower == LOG:
        return ()
    return tuple(_texts(model))


def _texts(model: type[Model]) -> Iterator[Field[Any, Any]]:
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, CharField | TextField) and not isinstance(field, SlugField)
        if is_text and not field.choices and not _is_program(field.name):
            yield field


def _is_program(name: str) -> bool:
    return name in WRITTEN_BY_THE_PROGRAM or name.endswith("checksum")
