"""Where a pair stands with its agreement of one kind: in force, soon over, waiting for hands, being written or missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samsyn.agreements.models import Agreement, AgreementKind, AgreementReview
from samsyn.agreements.queries.agreements import rows
from samsyn.agreements.workflow import Stage
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.steps.followup.models import FollowUp

# A successor has to be written, reviewed by both, approved and signed. With a steering group that meets about once a month
# that takes three meetings.
SOON_DAYS = 90


class State(models.TextChoices):
    """In words; `SHAPES` are the signs beside them, so that colour never stands alone."""

    IN_FORCE = "in-force", _("gäller")
    SOON = "soon", _("upphör snart")
    SIGNED = "signed", _("undertecknad")
    FOR_SIGNATURE = "for-signature", _("för underskrift")
    WRITING = "writing", _("skrivs")
    MISSING = "missing", _("saknas")


@dataclass(frozen=True)
class Standing:
    """A pair's central or local agreement.

    row         the agreement that the state is about, None when there is none
    next        what takes its place, or what is on its way beside it
    days_left   of one in force, until its last day
    reviewed_on the newest day on which the pair reviewed an agreement or decided a follow-up
    missing_since  the day from which there is none, when there was one
    """

    pair: AreaPair
    state: State
    row: Agreement | None = None
    next: Agreement | None = None
    days_left: int | None = None
    reviewed_on: date | None = None
    missing_since: date | None = None

    @property
    def is_lasting(self) -> bool:
        return self.state in (State.IN_FORCE, State.SOON)


def kind_for(pair: AreaPair) -> AgreementKind:
    """Return which agreement the pair has one of."""
    return AgreementKind.CENTRAL if pair.is_whole else AgreementKind.LOCAL


def standings(pairs: Iterable[AreaPair], *, on: date) -> dict[int, Standing]:
    """Return where each pair stands, by its primary key."""
    known = {pair.pk: pair for pair in pairs}
    found: dict[int, list[Agreement]] = defaultdict(list)
    for row in rows().filter(pair__in=known).exclude(state=JointState.WITHDRAWN).order_by("pk"):
        if row.kind == kind_for(known[row.pair_id]):
            row.pair = known[row.pair_id]
            found[row.pair_id].append(row)
    reviewed = reviewed_on(known)
    return {pk: _standing(pair, found[pk], reviewed.get(pk), on) for pk, pair in known.items()}


def standing_of(pair: AreaPair, *, on: date) -> Standing:
    """Return where one pair stands."""
    return standings([pair], on=on)[pair.pk]


def _standing(pair: AreaPair, mine: list[Agreement], reviewed: date | None, on: date) -> Standing:
    held = next((row for row in mine if row.holds_on(on)), None)
    coming = [row for row in mine if row.stage not in (Stage.IN_FORCE, Stage.ENDED)]
    order = (Stage.SIGNED, Stage.FOR_SIGNATURE, Stage.WRITING)
    coming.sort(key=lambda row: (order.index(Stage(row.stage)), -row.pk))
    first = coming[0] if coming else None
    if held is not None:
        left = (held.valid_to - timedelta(days=1) - on).days if held.valid_to else None
        state = State.SOON if left is not None and left < SOON_DAYS else State.IN_FORCE
        return Standing(pair, state, held, first, left, reviewed)
    ended = [row.ended_on for row in mine if row.ended_on is not None]
    since = max(ended, default=None)
    if first is None:
        return Standing(pair, State.MISSING, reviewed_on=reviewed, missing_since=since)
    state = {
        Stage.SIGNED: State.SIGNED,
        Stage.FOR_SIGNATURE: State.FOR_SIGNATURE,
        Stage.WRITING: State.WRITING,
    }[Stage(first.stage)]
    return Standing(pair, state, first, reviewed_on=reviewed, missing_since=since)


def reviewed_on(pairs: Mapping[int, AreaPair]) -> dict[int, date]:
    """Return by pair the newest day on which an agreement was reviewed or a follow-up decided."""
    found: dict[int, date] = {}
    reviews = AgreementReview.objects.filter(agreement__pair__in=pairs).values_list("agreement__pair")
    for pk, held_on in reviews.annotate(newest=Max("held_on")):
        found[pk] = held_on
    decided = FollowUp.objects.filter(pair__in=pairs).exclude(decided_at=None).values_list("pair")
    for pk, at in decided.annotate(newest=Max("decided_at")).order_by():
        day = timezone.localdate(at)
        found[pk] = max(found.get(pk, day), day)
    return found
