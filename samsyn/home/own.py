"""What the log holds of one authority alone: the other is not told, neither on the pair's home nor in the log."""

from __future__ import annotations

from django.db.models import Q

from samsyn.audit.events import OWN_JUDGEMENTS, Event
from samsyn.releases.kinds import every

OWN_TEXTS = (
    Event.PARAGRAPH_ADDED,
    Event.PARAGRAPH_CHANGED,
    Event.PARAGRAPH_REMOVED,
    Event.FINDING_ADDED,
    Event.FINDING_CHANGED,
    Event.FINDING_REMOVED,
)  # each authority's own, perhaps not released: the other reads of the release, not of the writing


def not_told(party: str) -> Q:
    """Return which entries of the log a reader of the party is not told of."""
    marked = Q(event=Event.SECRECY_SET, object_type__in=[kind.code for kind in every()])
    return (Q(event__in=(*OWN_TEXTS, *OWN_JUDGEMENTS)) | marked) & ~Q(party=party)
