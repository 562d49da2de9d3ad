"""What the methods of areas say alike: areas without a result, rows left out, and how many a picture has room for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.ui.results import codes, words

Drawn = TypeVar("Drawn")
ROOM = 25  # rows of a picture
SAID = 20  # areas that get a line of their own


def areas(many: int) -> str:
    return ngettext("%(shown)s område", "%(shown)s områden", many) % {"shown": words.number(many)}


def left_out(dropped: Mapping[str, int], why: str) -> list[str]:
    """Say how many rows were not counted."""
    many = sum(dropped.values())
    told = ngettext("%(rows)s räknades inte: %(why)s.", "%(rows)s räknades inte: %(why)s.", many)
    return [told % {"rows": words.rows(many), "why": why}] if many else []


def not_estimable(table: Iterable[Mapping[str, Any]]) -> list[str]:
    """Say which areas have no result, and why: one sentence for each reason."""
    by_reason: dict[str, list[str]] = {}
    for row in table:
        if row["reason"]:
            by_reason.setdefault(row["reason"], []).append(row["area"])
    return [
        _("Går inte att beräkna för %(areas)s: %(reason)s.")
        % {"areas": ", ".join(names), "reason": codes.reason(reason)}
        for reason, names in by_reason.items()
    ]


def only(rows: Sequence[Any], many: int) -> str:
    """Say that a picture shows only some of the rows; nothing when it shows all."""
    if len(rows) >= many:
        return ""
    told = {"shown": words.number(len(rows)), "all": words.number(many)}
    return " " + _("Bilden visar %(shown)s av %(all)s.") % told


def per(many: float) -> str:
    """Return what a rate is reckoned by, to stand after a number: per 1 000, or per head."""
    return _("per invånare") if many == 1 else _("per %(many)s") % {"many": words.number(many)}


def others(many: int) -> list[str]:
    """Say that there are more lines than those said; nothing when there are none."""
    told = ngettext(
        "… och %(shown)s rad till; alla finns med --json.",
        "… och %(shown)s rader till; alla finns med --json.",
        many,
    )
    return [told % {"shown": words.number(many)}] if many > 0 else []


def listed(names: Sequence[str], most: int = 3) -> str:
    """Return some names, and how many more there are: A, B, C och 4 till."""
    if len(names) > most + 1:
        told = {"names": ", ".join(names[:most]), "more": words.number(len(names) - most)}
        return _("%(names)s och %(more)s till") % told
    if len(names) < 2:
        return "".join(names)
    return _("%(one)s och %(other)s") % {"one": ", ".join(names[:-1]), "other": names[-1]}


def both_ends(rows: Sequence[Any]) -> list[Any]:
    """Return the rows, in their order; of very many, as many of the first and of the last as there is room for."""
    if len(rows) <= ROOM:
        return list(rows)
    return [*rows[: ROOM - ROOM // 2], *rows[-(ROOM // 2) :]]


def with_gap(rows: Sequence[Drawn], many: int, gap: Callable[[str], Drawn]) -> list[Drawn]:
    """Return the rows of `both_ends`, and between the highest and the lowest what `gap` makes of how many are left out."""
    left = many - len(rows)
    if left <= 0:
        return list(rows)
    told = ngettext("… %(shown)s område däremellan", "… %(shown)s områden däremellan", left)
    at = ROOM - ROOM // 2
    return [*rows[:at], gap(told % {"shown": words.number(left)}), *rows[at:]]
