"""What a class allows: release to the other authority, a document that leaves the program, a text for the residents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from samsyn.secrecy import classes
from samsyn.secrecy.classes import SecrecyClass
from samsyn.secrecy.kinds import of_row
from samsyn.secrecy.queries import class_of, classes_of, marked_of
from samsyn.ui.errors import UserError


class KeptError(UserError):
    """Something may not leave the program. A view need not answer for it: the middleware does."""


def must_release(row: Any, ground: str, *, heading: str, known: dict[str, str]) -> None:
    """Raise UserError when the row's class may not be released on the ground.

    known  every ground's sentence by its code, to say which would do
    """
    found = class_of(row)
    if found.releases_on(ground):
        return
    others = [known[code] for code in found.release if code in known]
    what = _(
        "Ingenting släpptes. ”%(heading)s” är märkt ”%(name)s” (%(law)s), och grunden du valde räcker inte."
    )
    then = (
        _("Välj i stället: %(grounds)s") % {"grounds": " ".join(others)}
        if others
        else _("Den klassen släpps aldrig här. Lämna uppgiften mellan handläggare, om lagen tillåter det.")
    )
    raise UserError(f"{what % {'heading': heading, 'name': found.name, 'law': found.law}} {then}")


def must_export(row: Any) -> SecrecyClass:
    """Return the row's class, for the foot of its document. Raise KeptError when it may not stand in a document."""
    found = class_of(row)
    if not found.export:
        raise KeptError(
            _(
                "Dokumentet gjordes inte. Texten är märkt ”%(name)s” (%(law)s) och får inte lämna Samsyn. "
                "Läs den här, eller ändra märkningen om den är fel."
            )
            % {"name": found.name, "law": found.law}
        )
    return found


def must_publish(rows: Iterable[Any], *, parts: Iterable[Any] = ()) -> None:
    """Raise UserError when a text for the residents rests on something that is not public.

    rows   what it says and follows from: each must be public
    parts  what those texts have taken up since it was working material: only what somebody has marked counts
    """
    known = [*with_class(rows), *(pair for pair in with_class(parts) if not pair[1].export)]
    for row, found in known:
        kind = of_row(row)
        if not found.publish and kind is not None:
            facts = {"label": kind.label, "heading": kind.heading(row), "name": found.name, "law": found.law}
            raise UserError(
                _(
                    "Ingenting publicerades. Det vilar på %(label)s ”%(heading)s”, som är märkt ”%(name)s” (%(law)s). "
                    "Ta bort det ur texten, eller ändra märkningen om den är fel."
                )
                % facts
            )


def with_class(rows: Iterable[Any]) -> list[tuple[Any, SecrecyClass]]:
    """Return each row with its class, by one query a model."""
    by_model: dict[type, list[Any]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    return [pair for same in by_model.values() for pair in zip(same, classes_of(same), strict=True)]


class Masker:
    """Masks what may not leave in one document, and knows the highest class of what is left and of what is masked."""

    def __init__(self, found: SecrecyClass) -> None:
        self.found = [found]
        self.masked: list[SecrecyClass] = []

    def closed(self, code: str, subjects: Iterable[str]) -> dict[str, str]:
        """Return what to write instead, by what lasts of those that may not leave."""
        marked = marked_of(code, subjects)
        shut = {subject: one for subject, one in marked.items() if not one.export}
        self.found += [one for one in marked.values() if one.export]
        self.masked += shut.values()
        return {subject: one.mask for subject, one in shut.items()}

    def count(self, found: SecrecyClass) -> str:
        """Count one piece of the document, and return what to write instead of it; "" when it may leave."""
        (self.found if found.export else self.masked).append(found)
        return "" if found.export else found.mask

    def take(self, other: Masker) -> None:
        """Count what another document, which is part of this one, holds and masks."""
        self.found += other.found
        self.masked += other.masked

    @property
    def footer(self) -> str:
        """The document's class; a document with masks says so, and on what ground."""
        said = classes.footer(classes.highest(self.found))
        if not self.masked:
            return said
        laws = ", ".join(dict.fromkeys(one.law for one in self.masked))
        return _("%(class)s. Delar är maskade: %(laws)s") % {"class": said, "laws": laws}
