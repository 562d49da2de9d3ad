"""Reading the log for people: which entries one may see, the filters, and each entry in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlencode

from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from samsyn.audit.events import APPOINTMENTS, Event
from samsyn.audit.models import LogEntry
from samsyn.audit.queries import ChainCheck, check_new
from samsyn.home.own import not_told
from samsyn.people import access
from samsyn.people import queries as people
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.records.addresses import address_of
from samsyn.records.verdicts import verify_everything
from samsyn.ui.clock import now

KEPT_S = 600
CHECKED_S = (
    60  # decisions are checked anew after this: what is changed beside Samsyn leaves no entry in the log
)


@dataclass(frozen=True)
class Book:
    """The log as one member may read it. An auditor reads all; others what belongs to their pairs."""

    reads_all: bool
    pairs: dict[int, AreaPair]
    party: str = ""


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
    pair_url: str


@dataclass(frozen=True)
class Chain:
    """The last check of the chain and when it was made; `walked_at` is when every row was last gone through."""

    check: ChainCheck
    at: datetime
    walked_at: datetime


@dataclass(frozen=True)
class Failing:
    """A decision that is no longer what both signed: where it is read, and what is wrong in sentences."""

    title: str
    url: str
    said: str


@dataclass(frozen=True)
class Decisions:
    """The last check of every decision against the authorities' keys. `before` counts those from before signatures."""

    number: int
    before: int
    failing: tuple[Failing, ...]
    at: datetime


def open_for(member: Member) -> Book:
    """Return the log as the member may read it, without what is the other authority's own, or raise PermissionDenied when she reads no pair at all."""
    reads_all = access.audits(member)
    pairs = AreaPair.objects.select_related("city") if reads_all else access.visible_pairs(member)
    rows = {pair.pk: pair for pair in pairs}
    if not rows and not reads_all:
        raise PermissionDenied
    return Book(reads_all, rows, str(member.party))


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
    return _kinds(get_language() or "sv")


@lru_cache(maxsize=8)
def _kinds(language: str) -> list[tuple[str, str]]:
    """The kinds in a language: they do not change while the program runs."""
    found = [
        (model._meta.label_lower, str(model._meta.verbose_name))
        for model in apps.get_models()
        if model.__module__.startswith("samsyn.") and model._meta.label_lower != "audit.logentry"
    ]
    return sorted(found, key=lambda row: row[1])


def entries(book: Book, wish: Wish) -> QuerySet[LogEntry]:
    """Return the entries that the reader may see and wishes to see, newest first."""
    rows = LogEntry.objects.all()
    if not book.reads_all:
        rows = rows.filter(Q(pair_id__in=book.pairs) | _of_cities(book)).exclude(not_told(book.party))
    if wish.pair:
        rows = rows.filter(pair_id=wish.pair)
    if wish.kind:
        rows = rows.filter(object_type=wish.kind)
    if wish.object_id:
        rows = rows.filter(object_id=wish.object_id)
    if wish.person:
        rows = rows.filter(by_id=wish.person)
    return rows.order_by("-seq")


def _of_cities(book: Book) -> Q:
    """What both authorities of a city read, whichever pair they work in: who is appointed for the other."""
    cities = {str(pair.city_id) for pair in book.pairs.values()}
    return Q(event__in=APPOINTMENTS, object_type="places.city", object_id__in=cities)


def lines(rows: list[LogEntry], book: Book) -> list[Line]:
    """Return the entries in words, with the names of today."""
    members = people.names(row.by_id for row in rows)
    words, events = dict(kinds()), {str(value): str(label) for value, label in Event.choices}
    pairs = {pk: book.pairs[pk] for pk in {row.pair_id for row in rows if row.pair_id in book.pairs}}
    urls = {pk: pair.get_absolute_url() for pk, pair in pairs.items()}
    return [
        Line(
            row,
            members[row.by_id].name if row.by_id in members else "",
            events.get(row.event, row.event),
            words.get(row.object_type, ""),
            pairs.get(row.pair_id) if row.pair_id else None,
            urls.get(row.pair_id, "") if row.pair_id else "",
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
    """Return whether the chain holds. What is new is checked at each visit; a break that was found is kept a while."""
    head = LogEntry.objects.order_by("-seq").values_list("checksum", flat=True).first() or ""
    found: Chain | None = cache.get(f"chain:{head}")
    if found is None:
        check, walked_at = check_new()
        found = Chain(check, now(), walked_at)
        cache.set(f"chain:{head}", found, KEPT_S)
    return found


def decisions() -> Decisions:
    """Return how many decisions were checked and which fail; kept for a minute."""
    name = f"decisions:{get_language()}"
    found: Decisions | None = cache.get(name)
    if found is None:
        found = _decisions()
        cache.set(name, found, CHECKED_S)
    return found


def _decisions() -> Decisions:
    verdicts = verify_everything()
    wrong = [verdict for verdict in verdicts if not verdict.is_good]
    failing = tuple(
        Failing(
            verdict.decision.title,
            address_of(verdict.decision, verdict.decision.pair),
            " ".join(problem.sentence for problem in verdict.problems),
        )
        for verdict in wrong
    )
    before = sum(1 for verdict in verdicts if verdict.is_good and verdict.is_from_before)
    return Decisions(len(verdicts), before, failing, now())
