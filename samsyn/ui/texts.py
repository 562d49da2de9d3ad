"""Texts of the pure parts shown to people: a Swedish template and its facts, in the page's language.

`sources`, `analysis` and `privacy` know no Django. They hand over `SourceError("Filen {file} är tom. …", file=name)`;
the page says it with `say`. The templates are collected into the catalogues beside the pages' own texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.ui.templatetags.numbers import iso, number

if TYPE_CHECKING:
    from samsyn.sources.contract import RowError, SourceError

# The six states of a cell in words (sources.contract.ValueState); never shown as one another.
STATES = {
    "value": _("värde"),
    "zero": _("noll, räknat av källan"),
    "suppressed": _("dolt av källan"),
    "missing": _("uppgift saknas"),
    "not-applicable": _("kan inte förekomma här"),
    "preliminary": _("preliminärt värde"),
}
STATES_EXPLAINED = {
    "value": _("Källan anger ett värde."),
    "zero": _("Källan har räknat och inte funnit något. Noll är ett tal, inte en tom ruta."),
    "suppressed": _(
        "Källan har dolt värdet, oftast för att få människor eller händelser ligger bakom. Det är inte noll."
    ),
    "missing": _("Rutan är tom i filen. Det vet vi inte ännu, och det är inte noll."),
    "not-applicable": _(
        "Källan säger att värdet inte kan finnas för det här området eller den här perioden."
    ),
    "preliminary": _("Källan kommer att ändra värdet. Det ersätts när den slutliga siffran läses in."),
}


def state_word(state: str) -> str:
    """Return the state of a value in words; an unknown state as it stands."""
    return str(STATES.get(state, state))


def state_explained(state: str) -> str:
    """Return one or two sentences on what the state means; "" for an unknown one."""
    return str(STATES_EXPLAINED.get(state, ""))


def say(template: str, facts: Mapping[str, Any] | None = None) -> str:
    """Return the template in the page's language with its facts put in; "" stays "".

    Whole numbers from 10 000 get the spaces of the language, dates are ISO. A template whose facts do not fit
    is returned unfilled: a person must never meet a stack trace for a text.
    """
    if not template:
        return ""
    translated = gettext(template)
    for shaped in ({name: _shape(value) for name, value in (facts or {}).items()}, dict(facts or {})):
        try:
            return translated.format(**shaped)
        except (KeyError, IndexError, ValueError, AttributeError):
            continue
    return translated


def say_error(error: SourceError | RowError) -> str:
    """Return a reader's error in the page's language: of the whole file, or of one row.

    Facts that a file's error takes from a list of ours (what form the file has) are translated too; cells never are.
    """
    facts = dict(error.facts)
    row = {name: getattr(error, name) for name in ("row", "column", "found") if hasattr(error, name)}
    if not row:
        facts = {name: _own_word(name, value) for name, value in facts.items()}
    return say(error.template, {**row, **facts})


def _own_word(name: str, value: Any) -> Any:
    is_of_the_file = name in {"file", "column", "columns"}
    return gettext(value) if isinstance(value, str) and value and not is_of_the_file else value


def _shape(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) >= 10_000:
        return number(value)
    if hasattr(value, "isoformat") and hasattr(value, "year"):
        return iso(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return value
