"""The whole page of the lägesbild as markup, kept in the process until something that it shows changes.

A reader gets what was made for readers of her party with her rights, in her language: all of that is in the key, and
the templates are rendered without request and member, so that nothing of one person can be in what another is given.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import asdict, dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from samsyn.audit.models import LogEntry
from samsyn.evidence.queries import figures_version
from samsyn.places.models import AreaPair
from samsyn.steps.situation import blocks, queries
from samsyn.steps.situation.models import Edition, SituationPicture
from samsyn.steps.situation.workflow import EditionState
from samsyn.ui.clock import today

KEPT_S = 60 * 60
TEMPLATE = "situation/page.html"
PIECES = ("buttons", "main", "tail")


@dataclass(frozen=True)
class Reader:
    """All that the page knows of the one who reads it."""

    party: str
    may_write: bool
    metric: str = ""  # of the time chart; "" shows none


def pieces(pair: AreaPair, reader: Reader) -> dict[str, SafeString]:
    """Return the markup of each of PIECES for this kind of reader."""
    key = _key(pair, reader)
    packed: bytes | None = cache.get(key) if key else None
    if packed is None:
        markup = render_to_string(TEMPLATE, _context(pair, reader))
        packed = zlib.compress(markup.encode(), 1)
        if key:
            cache.set(key, packed, KEPT_S)
    return _cut(zlib.decompress(packed).decode())


def pieces_to_order(pair: AreaPair, reader: Reader, request: HttpRequest) -> dict[str, SafeString]:
    """Return the markup with the forms that move texts. They carry the reader's own token: nothing is kept."""
    return _cut(render_to_string(TEMPLATE, {**_context(pair, reader), "is_ordering": True}, request=request))


def _cut(markup: str) -> dict[str, SafeString]:
    return {
        name: mark_safe(piece)  # noqa: S308 - rendered by a template  # nosec B308 B703
        for name, piece in zip(PIECES, markup.split(blocks.CUT), strict=True)
    }


def _key(pair: AreaPair, reader: Reader) -> str:
    """Return what the page is made of, or "" when the log is empty: everything that is written stands in the log.

    The checksum of the newest entry holds every entry before it.
    """
    newest = LogEntry.objects.order_by("-seq").values_list("checksum", flat=True).first()
    if newest is None:
        return ""
    made_of = (
        *(pair.pk, pair.slug, pair.name, pair.valid_from, pair.valid_to, pair.city.is_example),
        *(figures_version(pair.city), newest, queries.code(), get_language(), today()),
        *asdict(reader).values(),
    )
    return f"situation:page:{hashlib.sha256(repr(made_of).encode()).hexdigest()}"


def _context(pair: AreaPair, reader: Reader) -> dict[str, Any]:
    standing = SituationPicture.objects.filter(pair=pair).first()
    evidence = blocks.blocks(
        pair, standing, may_write=reader.may_write, metric=reader.metric, party=reader.party
    )
    return {
        "cut": mark_safe(blocks.CUT),  # noqa: S308 - our own constant  # nosec B308 B703
        "pair": pair,
        "is_example": pair.city.is_example,
        "may_write": reader.may_write,
        "me_party": reader.party,
        "evidence": evidence,
        **_editions(standing),
        "findings": queries.findings(standing, reader.party),
        "sections": queries.sections(standing, reader.party),
    }


def _editions(standing: SituationPicture | None) -> dict[str, Any]:
    if standing is None:
        return {"edition_count": 0, "open_edition": None}
    rows = list(Edition.objects.filter(picture=standing).values("number", "state"))
    waiting = [row for row in rows if row["state"] in {EditionState.DRAFT, EditionState.IN_REVIEW}]
    return {"edition_count": len(rows), "open_edition": waiting[0] if waiting else None}
