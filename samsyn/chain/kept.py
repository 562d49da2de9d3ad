"""The sheet as markup, kept in the process until something that it shows changes.

Everything that is written stands in the log, so the checksum of the newest entry about the pair, or about no pair in
particular, tells whether anything has changed; what concerns members only, as a sign-in, shows nowhere on the sheet. The markup is made without request and member: nothing of one reader can be in what another is given.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass

from django.core.cache import cache
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from samsyn.audit.events import OWN_JUDGEMENTS
from samsyn.audit.models import LogEntry
from samsyn.chain.graph import breaks
from samsyn.chain.registry import thread_of
from samsyn.chain.sheet import Sheet, Wish
from samsyn.places.models import AreaPair
from samsyn.ui.clock import today

KEPT_S = 60 * 60
TEMPLATE = "chain/sheet.html"


@dataclass(frozen=True)
class Kept:
    """A sheet that is ready to be shown."""

    name: str
    markup: str

    @property
    def body(self) -> SafeString:
        return mark_safe(self.markup)  # noqa: S308 - rendered by a template  # nosec B308 B703


@dataclass(frozen=True)
class Brief:
    """A pair's thread in two numbers, for the list of pairs."""

    links: int
    torn: int


def sheet_of(pair: AreaPair, wish: Wish, *, may_write: bool) -> Kept | None:
    """Return the sheet for one who may write or only read; None if the thread has no such knot."""
    key = _key("sheet", pair, *astuple(wish), may_write)
    known: Kept | None = cache.get(key) if key else None
    if known is not None:
        return known
    whole = thread_of(pair)
    if wish.key and wish.key not in whole.nodes:
        return None
    sheet = Sheet(pair, whole, wish)
    context = {"sheet": sheet, "pair": pair, "may_write": may_write, "is_example": pair.city.is_example}
    made = Kept(sheet.name, render_to_string(TEMPLATE, context))
    if key:
        cache.set(key, made, KEPT_S)
    return made


def brief_of(pair: AreaPair) -> Brief:
    """Return how many places the pair's thread has and how many breaks."""
    key = _key("brief", pair)
    known: Brief | None = cache.get(key) if key else None
    if known is not None:
        return known
    thread = thread_of(pair)
    torn = len(breaks(thread))
    made = Brief(len(thread.nodes) + torn, torn)
    if key:
        cache.set(key, made, KEPT_S)
    return made


def _key(what: str, pair: AreaPair, *wish: object) -> str:
    """Return what the markup is made of, or "" when the log is empty."""
    of_no_pair = Q(pair_id=None) & ~Q(object_type__startswith="people.")
    entries = LogEntry.objects.filter(Q(pair_id=pair.pk) | of_no_pair).exclude(event__in=OWN_JUDGEMENTS)
    newest = entries.order_by("-seq").values_list("checksum", flat=True).first()
    if newest is None:
        return ""
    made_of = (pair.pk, pair.slug, pair.name, pair.city.is_example, newest, get_language(), today(), *wish)
    return f"chain:{what}:{hashlib.sha256(repr(made_of).encode()).hexdigest()}"
