"""What can be decided together: each step registers its own kind from its `apps.py`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar

from django.utils import translation
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from samsyn.people.models import Member
from samsyn.records.checks import Check
from samsyn.records.joint.models import Joint

J = TypeVar("J", bound=Joint)
Contents = Mapping[str, Any]


@dataclass(frozen=True)
class Text:
    """One piece of the text as people read it: its heading and its words. `key` lasts from version to version."""

    key: str
    heading: str
    text: str


class Kind(ABC, Generic[J]):
    """How one kind of matter becomes text, what is checked, and what follows from its decision.

    code   in addresses: "problembild"
    step   1–6, whose row of steps the pages show; 0 for what is no step: an agreement, priorities
    is_versioned  whether a decided one is changed by a next version; else by a new matter that replaces it
    name   as in "Besluta problembild", in the page's language
    law    one sentence with the paragraph or the book that asks for it, or ""
    related  what `title` reads beside the row itself, as `select_related` names it
    """

    code: ClassVar[str]
    step: ClassVar[int]
    is_versioned: ClassVar[bool] = True
    name: ClassVar[Promise | str]
    law: ClassVar[Promise | str] = ""
    related: ClassVar[tuple[str, ...]] = ()
    model: type[J]

    @abstractmethod
    def title(self, row: J) -> str:
        """Return what the row is called, without its version: "Otryggt vid Gamla bron"."""

    @abstractmethod
    def contents(self, row: J) -> dict[str, Any]:
        """Return what is decided as plain values and codes, people's own words as they stand. No clock, no language."""

    @abstractmethod
    def texts(self, contents: Contents) -> list[Text]:
        """Return the contents as people read them, in the page's language."""

    @abstractmethod
    def checks(self, row: J) -> list[Check]:
        """Return what must hold before the text goes to review, each with one sentence."""

    def before(self, row: J) -> J | None:
        """Return the decided row whose text this one's is compared with: the version before, or None."""
        rows: Any = type(row)._default_manager.filter(key=row.key, number__lt=row.number)
        found: J | None = rows.exclude(decided_at=None).order_by("-number").first()
        return found

    def fields(self, row: J) -> dict[str, Any]:
        """Return the row's own fields that a new version starts with."""
        return {}

    def copy_pieces(self, old: J, new: J) -> None:
        """Copy the pieces of a decided version to the new one, keys and all (see `copying.copy_rows`)."""

    def after_decision(self, row: J, *, by: Member) -> None:
        """Do what follows when both have decided, in the same transaction."""

    def register_title(self, row: J) -> str:
        """Return the decision's title in Swedish: it goes into the register."""
        with translation.override("sv"):
            return _("%(kind)s: %(title)s, version %(number)s") % {
                "kind": str(self.name).capitalize(),
                "title": self.title(row),
                "number": row.number,
            }


_paths: list[str] = []  # of the classes, in the order in which the apps named them


def register(path: str) -> None:
    """Add a kind by the dotted path of its class: it is loaded when somebody asks for it, not when the program starts."""
    if path not in _paths:
        _paths.append(path)
        _known.cache_clear()


@cache
def _known() -> dict[str, Kind[Any]]:
    made = [import_string(path)() for path in _paths]
    return {kind.code: kind for kind in sorted(made, key=lambda kind: (kind.step, kind.code))}


def kinds() -> list[Kind[Any]]:
    """Return every kind, in the order of the steps."""
    return list(_known().values())


def kind_of(row: Joint) -> Kind[Any]:
    """Return the kind of a row. Raises LookupError for a model that nobody registered."""
    for kind in _known().values():
        if isinstance(row, kind.model):
            return kind
    raise LookupError(type(row).__name__)


def find(code: str) -> Kind[Any] | None:
    """Return the kind with the code, or None."""
    return _known().get(code)
