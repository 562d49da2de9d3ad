"""Reading the log for people: which entries one may see, the filters, and each entry in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from samsyn.audit.models import LogEntry
from samsyn.audit.queries import ChainCheck, check_chain
from samsyn.people import access
from samsyn.people import queries as people
from samsyn.people.models import Member, Role, RoleAssignment
from samsyn.places.models import AreaPair
from samsyn.ui.clock import now, today

KEPT_S = 600


@dataclass(frozen=True)
class Book:
    """The log as one member may read it. An auditor reads all; others what belongs to their pairs."""

    reads_all: bool
    pairs: dict[int, AreaPair]


@dataclass(frozen=True)
class Wish:
    """The filters of the page; None and "" mean all."""

    pair: int | None = None
    kind: str = ""
    object_id: str = ""
    person: int | None = None

    @property
    def query(self) -> str:
        """The filters as the query of an address, without the page number."""
        named = {"par": self.pair, "slag": self.kind, "objekt": self.object_id, "person": self.person}
        return urlencode({key: value for key, value in named.items() if value})


@dataclass(frozen=True)
class Line:
    """One entry in words."""

    entry: LogEntry
    name: str
    what: str
    kind: str
    pair: AreaPair | None


@dataclass(frozen=True)
class Chain:
    """The last check of the chain and when it was made."""

    check: ChainCheck
    at: datetime


def open_for(member: Member) -> Book:
    """Return the log as the member may read it, or raise PermissionDenied when she reads no pair at all."""
    reads_all = (
        RoleAssignment.objects.on(today()).filter(member_id=member.pk, role=Role.AUDITOR, pair=None).exists()
    )
    pairs = AreaPair.objects.all() if reads_all else access.visible_pairs(member)
    rows = {pair.pk: pair for pair in pairs.select_related("city")}
    if not rows and not reads_all:
        raise PermissionDenied
    return Book(reads_all, rows)


def wish_from(query: Mapping[str, str], book: Book) -> Wish:
    """Read the filters; what makes no sense, or is not for this reader, is left out."""
    pair, person = _whole(query.get("par", "")), _whole(query.get("person", ""))
    kind = query.get("slag", "")
    return Wish(
        pair if pair in book.pairs else None,
        kind if kind in dict(kinds()) else "",
        query.get("objekt", "")[:40],
        person,
    )


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 18 else None


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of object that the log can speak of, by their word."""
    found = [
        (model._meta.label_lower, str(model._meta.verbose_name))
        for model in apps.get_models()
        if model.__module__.startswith("samsyn.") and model._meta.label_lower != "audit.logentry"
    ]
    return sorted(found, key=lambda row: row[1])


def entries(book: Book, wish: Wish) -> QuerySet[LogEntry]:
    """Return the entries that the reader may see and wishes to see, newest first."""
    rows = LogEntry.objects.all() if book.reads_all else LogEntry.objects.filter(pair_id__in=book.pairs)
    if wish.pair:
        rows = rows.filter(pair_id=wish.pair)
    if wish.kind:
        rows = rows.filter(object_type=wish.kind)
    if wish.object_id:
        rows = rows.filter(object_id=wish.object_id)
    if wish.person:
        rows = rows.filter(by_id=wish.person)
    return rows.order_by("-seq")


def lines(rows: list[LogEntry], book: Book) -> list[Line]:
    """Return the entries in words, with the names of today."""
    members = people.names(row.by_id for row in rows)
    words = dict(kinds())
    return [
        Line(
            row,
            members[row.by_id].name if row.by_id in members else "",
            str(row.get_event_display()),
            words.get(row.object_type, ""),
            book.pairs.get(row.pair_id) if row.pair_id else None,
        )
        for row in rows
    ]


def readers_choices(book: Book) -> QuerySet[Member]:
    """Return the members to filter by: all for an auditor, else those who hold something in the reader's pairs."""
    if book.reads_all:
        return Member.objects.all()
    cities = {pair.city_id for pair in book.pairs.values()}
    return Member.objects.filter(organisation__city__in=cities)


def chain() -> Chain:
    """Return whether the chain holds. The whole log is walked anew when it has grown, and every ten minutes."""
    head = LogEntry.objects.order_by("-seq").values_list("checksum", flat=True).first() or ""
    found: Chain | None = cache.get(f"chain:{head}")
    if found is None:
        found = Chain(check_chain(), now())
        cache.set(f"chain:{head}", found, KEPT_S)
    return found
