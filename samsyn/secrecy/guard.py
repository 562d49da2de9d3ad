"""Every text that is saved is read first: one about a certain person is refused, with the right channel named.

The rule sits where a row is saved, so that no form, service, command or import can forget it. A view shows it as any
`UserError`, with the text still in its form; `middleware.py` answers for a view that does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from django.db.models import CharField, EmailField, Field, JSONField, Model, SlugField, TextField, URLField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from samsyn.secrecy import traces
from samsyn.secrecy.individuals import NUMBER, Found, channels, every_trace, find
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
    "session_data",
    "session_key",
    "signature",
    "subject",
    "subject_type",
    "token",
    "warnings",
    "worker",
}
# Where a number or an address is what it should be: numbers of decisions, names of files, a browser's own name, a signer's
# address as the approval keeps it. A personnummer and words of case work are still looked for.
MAY_HOLD_TRACES = {
    "city_registry_number",
    "delegation",
    "device",
    "file_name",
    "police_registry_number",
    "signer_email",
}
ALL_TRACES = frozenset({traces.PHONE, traces.EMAIL, traces.PLATE, traces.DWELLING})
LOG = "audit.logentry"  # holds ids and codes only


class IndividualError(UserError):
    """A text is about a certain person. The message names the field and the channel, and leads to the page that explains.

    words  the same without the way to that page, for one who is not signed in
    """

    def __init__(self, words: str) -> None:
        self.words = words
        more, address = _("Gäller det en enskild person?"), reverse("secrecy:individuals")
        super().__init__(format_html('{} <a href="{}">{}</a>', words, address, more))


def check(text: str, *, field: str, allowed: frozenset[str] = frozenset()) -> None:
    """Raise IndividualError when a text is about a certain person.

    field    what its form calls it
    allowed  codes of `traces` that may stand in it
    """
    if found := find(text, allowed=allowed):
        raise IndividualError(said(found, field=field))


def said(found: Found, *, field: str) -> str:
    """Return what is wrong, where it stands, and what to do."""
    name = field[:1].upper() + field[1:]
    if trace := every_trace().get(found.code):
        return _(
            "Det sparades inte. Under ”%(field)s” står ”%(words)s”, som ser ut som %(what)s. %(advice)s"
        ) % {"field": name, "words": found.words, "what": trace.name, "advice": trace.advice}
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
    return f"{what % {'field': name, 'words': found.words}} {where}"


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
            for text in _read(instance.__dict__.get(field.attname)):
                check(text, field=str(field.verbose_name), allowed=_allowed(instance, field))


def _read(value: Any) -> Iterator[str]:
    """Yield the texts of a field's value: a list of JSON may hold several."""
    for one in value if isinstance(value, list) else [value]:
        if one and not isinstance(one, dict | list):
            yield str(one)


def _allowed(instance: Model, field: Field[Any, Any]) -> frozenset[str]:
    """Return which traces may stand in a field: all where they are the point of it, contacts where officials give theirs."""
    if isinstance(field, EmailField | URLField) or field.name in MAY_HOLD_TRACES:
        return ALL_TRACES
    return traces.CONTACTS if getattr(instance, "names_official_contacts", False) else frozenset()


@cache
def fields_of(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    """Return the fields of our own models that hold a text which people write."""
    if not model.__module__.startswith("samsyn.") or model._meta.label_lower == LOG:
        return ()
    return tuple(_texts(model))


def _texts(model: type[Model]) -> Iterator[Field[Any, Any]]:
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, CharField | TextField | JSONField) and not isinstance(field, SlugField)
        if is_text and not field.choices and not _is_program(field.name):
            yield field


def _is_program(name: str) -> bool:
    return name in WRITTEN_BY_THE_PROGRAM or name.endswith("checksum")
