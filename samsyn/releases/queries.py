"""What each authority sees of what the other owns. The one filter that lists, texts, counts and files go through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from samsyn.places.models import AreaPair
from samsyn.releases import grounds
from samsyn.releases.kinds import Kind, every, held_by, kind_of
from samsyn.releases.models import Release, Scope
from samsyn.secrecy.access import Thing
from samsyn.secrecy.classes import SecrecyClass

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
    def byline(self) -> str:
        return self.kind.byline(self.row)

    @property
    def scope(self) -> str:
        """How much the other sees now, in words; "" when nothing."""
        return self.kind.words_of(self.row.shared) if self.row.shared else ""

    @property
    def ground(self) -> str:
        return ground_words(self.release.legal_ground) if self.release else ""


def items(pair: AreaPair, owner: str, *, shared: bool, group: str = "text") -> list[Item]:
    """Return what the owner has released (`shared`), or not released, of one group, in the order of the apps."""
    found: list[Item] = []
    for kind in every(group):
        rows = kind.standing(pair).filter(**{kind.owner_field: owner})
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
    """Return every release of the pair and of what belongs to its city, newest first; of one owner when `party` is given."""
    ours = Q(pair=pair)
    for kind in every():
        if kind.is_of_city:
            known = kind.standing(pair).order_by().values("pk")
            ours |= Q(pair=None, subject_type=kind.code, subject_id__in=known)
    rows = Release.objects.filter(ours).select_related("by", "withdrawn_by")
    return list(rows.filter(party=party) if party else rows)


def ground_words(code: str) -> str:
    found = grounds.every().get(code)
    return found.sentence if found else code


def name_of(release: Release, named: Mapping[str, str]) -> str:
    """Return what was released: the heading of a row that the reader sees now, else only its kind and number.

    named  the headings that she may know of, by "kind:id"
    """
    kind = kind_of(release.subject_type)
    known = named.get(f"{release.subject_type}:{release.subject_id}")
    return known or f"{kind.label if kind else release.subject_type} {release.subject_id}"


def hinders_class(thing: Thing, secrecy: SecrecyClass) -> str:
    """Return why an object cannot get a secrecy class yet: it is released on a ground that the class does not allow. "" if free."""
    kind = kind_of(thing.kind.code)
    if kind is None or not thing.row.shared:
        return ""
    release = standing(kind, [thing.row.pk]).get(thing.row.pk)
    if release is None or secrecy.releases_on(release.legal_ground):
        return ""
    if held_by(kind, thing.row, thing.pair):
        return ""  # it cannot be taken back: the class then keeps it out of documents and of texts for the residents
    return _(
        "Den är släppt till den andra parten, på en grund som klassen inte tillåter. "
        "Ta tillbaka den först, och märk den sedan."
    )
