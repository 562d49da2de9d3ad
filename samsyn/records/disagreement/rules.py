"""Who speaks for a party, who answers, and when the two views are read by both."""

from __future__ import annotations

from collections.abc import Iterable

from samsyn.people import access
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.records.disagreement.models import Disagreement
from samsyn.records.services import PARTIES


def may_speak(member: Member, pair: AreaPair) -> bool:
    """Whether the member speaks for her own party in the pair: one who writes there or decides there."""
    rights = access.rights_in(member, pair)
    return member.party in PARTIES and (rights.may_write or rights.may_approve)


def may_answer(member: Member, row: Disagreement) -> bool:
    """Whether the member decides on the level that the disagreement has gone to."""
    return access.may_approve(member, row.level)


def are_seen(row: Disagreement, written: Iterable[str]) -> bool:
    """Whether both parties read both views: both have written, or the last day of the answer has passed.

    written  the parties that have written
    """
    return set(written) >= {str(party) for party in PARTIES} or row.is_due
