"""What each authority sees of what the other owns. The one filter that lists, texts, counts and files go through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from samsyn.places.models import AreaPair
from samsyn.releases import grounds
from samsyn.releases.kinds import Kind, every, kind_of
from samsyn.releases.models import Release, Scope

M = TypeVar("M", bound=Model)


def visible_to(rows: QuerySet[M], party: str) -> QuerySet[M]:
    """Return the rows that a reader of this party may know of: her own authority's, and what the other has released."""
    return rows.filter(Q(party=party) | ~Q(shared=""))


def joint(rows: QuerySet[M]) -> QuerySet[M]:
    """Return the rows that both see whole: what a joint text may hold."""
    return rows.filter(shared=Scope.WHOLE)


def hides_figures(row: Any, party: str) -> bool:
    """Whether a reader of this party sees the words of a row without its figures."""
    return bool(row.party != party and row.shared == Scope.WORDS)


@dataclass(frozen=True)
class Item:
    """One row of the page: what it says, and the release that holds, if any."""

    kind: Kind
    row: Any
    release: Release | None
    url: str

    @property
    def reference(self) -> str:
        """How the form names it."""
        return f"{self.kind.code}:{self.row.pk}"

    @property
    def heading(self) -> str:
        return self.kind.heading(self.row)

    @property
    def ground(self) -> str:
        return ground_words(self.release.legal_ground) if self.release else ""


def items(pair: AreaPair, owner: str, *, shared: bool) -> list[Item]:
    """Return what the owner has released (`shared`), or not released, in the order of the apps."""
    found: list[Item] = []
    for kind in every():
        rows = kind.standing(pair).filter(party=owner)
        rows = rows.exclude(shared="") if shared else rows.filter(shared="")
        releases = standing(kind, [row.pk for row in rows]) if shared else {}
        found += [Item(kind, row, releases.get(row.pk), kind.url(row, pair)) for row in rows]
    return found


def standing(kind: Kind, ids: list[int]) -> dict[int, Release]:
    """Return the release that holds for each row, by its id: the newest that is not withdrawn."""
    rows = Release.objects.filter(subject_type=kind.code, subject_id__in=ids, withdrawn_at=None)
    found: dict[int, Release] = {}
    for release in rows.select_related("by").order_by("released_at", "pk"):
        found[release.subject_id] = release
    return found


def history(pair: AreaPair, party: str = "") -> list[Release]:
    """Return every release of the pair, newest first; of one owner when `party` is given."""
    rows = Release.objects.filter(pair=pair).select_related("by", "withdrawn_by")
    return list(rows.filter(party=party) if party else rows)


def ground_words(code: str) -> str:
    found = grounds.every().get(code)
    return found.sentence if found else code


def label_of(release: Release) -> str:
    kind = kind_of(release.subject_type)
    return str(kind.label) if kind else release.subject_type
