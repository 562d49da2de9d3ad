"""The follow-ups of a pair."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from samsyn.judging.rules import NOBODY, are_both, visible
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import OPEN, JointState
from samsyn.steps.followup.models import FollowUp, Lesson, ProposedConclusion

# the frozen texts stay in the database: an edition's alone is hundreds of kilobytes, and no list shows them
WITHOUT_TEXTS = (
    *("canonical", "carried_to__canonical", "action__plan__canonical", "action__cause__picture__canonical"),
    *("action__goal__purpose__canonical", "action__goal__purpose__problem__canonical"),
)


def followups(pair: AreaPair) -> list[FollowUp]:
    """Return the newest standing version of each follow-up, first due first."""
    rows = (
        FollowUp.objects.filter(pair=pair)
        .standing()
        .select_related(
            *("action__plan", "action__cause__picture", "action__goal__purpose__problem"),
            "carried_to__picture__pair",
        )
        .defer(*WITHOUT_TEXTS)
        .prefetch_related("proposals")
        .order_by("number")
    )
    newest = {row.key: row for row in rows}
    for row in newest.values():
        row.pair = pair
    return sorted(newest.values(), key=lambda row: (row.due_on, row.pk))


def late_followups(pair: AreaPair, *, on: date) -> list[FollowUp]:
    """Return the follow-ups whose day has passed without anybody measuring, longest late first."""
    return [
        row for row in followups(pair) if row.state in OPEN and row.measured_at is None and row.due_on < on
    ]


def carried(pair: AreaPair) -> list[FollowUp]:
    """Return the decided conclusions that no decided edition has taken up, oldest decision first."""
    rows = FollowUp.objects.filter(pair=pair, state=JointState.DECIDED, carried_to=None)
    found = list(rows.defer("canonical").select_related("action").order_by("decided_at", "pk"))
    for row in found:
        row.pair = pair
    return found


def history(row: FollowUp) -> list[FollowUp]:
    """Return the other follow-ups of the same action that are decided, newest first."""
    rows = FollowUp.objects.filter(action_key=row.action_key, state=JointState.DECIDED).exclude(key=row.key)
    return list(rows.defer("canonical").order_by("-due_on", "-pk"))


def proposals_of(row: FollowUp, reader: str = NOBODY) -> dict[str, ProposedConclusion]:
    """Return what a reader of the party may know that each has said, by party: the other's when her own is given."""
    return seen(row, {one.party: one for one in row.proposals.select_related("by").order_by("pk")}, reader)


def seen(row: FollowUp, said: Mapping[str, ProposedConclusion], reader: str) -> dict[str, ProposedConclusion]:
    """Return what a reader may know of the answers. One from before the figures were measured anew is not given to them."""
    stale = {
        party: one for party, one in said.items() if row.measured_at is not None and one.at < row.measured_at
    }
    fresh = {party: one for party, one in said.items() if party not in stale}
    if reader in fresh or are_both(fresh):
        return visible(said, reader)
    return visible(stale, reader)


def lessons_of(row: FollowUp) -> list[Lesson]:
    """Return the lessons that stand, in order."""
    return list(row.lessons.filter(removed_at=None).select_related("added_by").order_by("position", "pk"))
