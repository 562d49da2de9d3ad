"""How secret something is now: the newest marking, or the class that its kind begins with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from samsyn.secrecy.classes import OPEN, SecrecyClass, every
from samsyn.secrecy.kinds import kind_of, of_row
from samsyn.secrecy.models import Marking


def class_of(row: Any) -> SecrecyClass:
    """Return the class of one row; what cannot be marked is open."""
    return classes_of([row])[0]


def classes_of(rows: Iterable[Any]) -> list[SecrecyClass]:
    """Return the class of each row of one model, in their order, by one query."""
    rows = list(rows)
    kind = of_row(rows[0]) if rows else None
    if kind is None:
        return [every()[OPEN]] * len(rows)
    marked = marked_of(kind.code, [kind.subject(row) for row in rows])
    return [marked.get(kind.subject(row)) or every()[kind.begins(row)] for row in rows]


def marked_of(code: str, subjects: Iterable[str]) -> dict[str, SecrecyClass]:
    """Return the class of those that somebody has marked, by what lasts of them. For frozen texts that hold ids only."""
    rows = Marking.objects.filter(subject_type=code, subject__in=set(subjects)).order_by("pk")
    return {row.subject: row.secrecy_class for row in rows}


def history(code: str, subject: str) -> list[Marking]:
    """Return every marking of an object, the newest first."""
    rows = Marking.objects.filter(subject_type=code, subject=subject)
    return list(rows.select_related("set_by", "set_by__organisation"))


def label_of(code: str) -> str:
    kind = kind_of(code)
    return str(kind.label) if kind else code
