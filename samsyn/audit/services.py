"""Writing the log: `record` is the only way in."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import connection, models, transaction

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.ui.clock import now

GENESIS = "0" * 64
_LOCK = 7_226_796  # any fixed number: PostgreSQL's advisory lock of the log's head


def canonical(facts: dict[str, Any]) -> str:
    """Return facts as JSON with sorted keys and no spaces, the form that is hashed."""
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def link(previous: str, entry: LogEntry) -> str:
    """Return the SHA-256 of an entry, bound to the one before it."""
    body = canonical(
        {
            "seq": entry.seq,
            "at": entry.at.isoformat(),
            "event": str(entry.event),
            "object": [entry.object_type, entry.object_id],
            "by": entry.by_id,
            "party": entry.party,
            "pair": entry.pair_id,
            "facts": entry.facts,
        }
    )
    return hashlib.sha256(f"{previous}|{body}".encode()).hexdigest()


@transaction.atomic
def record(
    event: Event,
    target: models.Model | None = None,
    *,
    by: models.Model | None = None,
    party: str = "",
    pair_id: int | None = None,
    **facts: Any,
) -> LogEntry:
    """Append one event to the log, in the caller's transaction.

    target  the row it concerns; only its model and id are kept
    by      the member who did it, None for the program itself
    facts   ids, counts and codes; never names or free text
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    head = LogEntry.objects.order_by("-seq").values_list("seq", "checksum").first() or (0, GENESIS)
    entry = LogEntry(
        seq=head[0] + 1,
        at=now(),
        event=event,
        object_type=target._meta.label_lower if target is not None else "",
        object_id=str(target.pk) if target is not None else "",
        by_id=by.pk if by is not None else None,
        party=party or getattr(by, "party", "") or "",
        pair_id=pair_id,
        facts=canonical(facts),
        previous=head[1],
    )
    entry.checksum = link(head[1], entry)
    entry.save(force_insert=True)
    return entry
