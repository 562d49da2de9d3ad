"""Medborgarlöften with what was promised and what was done beside each other.

What was done is counted in the field, in the promise's own period, when the commitment hangs on an activity of the action
plan; else it is the newest number that somebody reported; else no number is reported. That a promise is kept says that the
work was done, never that it helped: no figure of crime or safety stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from samsyn.agreements.access_promises import may_publish, publishers
from samsyn.agreements.models import Agreement, CitizenPromise, Commitment, ReportedOutcome
from samsyn.agreements.workflow import Stage
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.records import foureyes
from samsyn.records.joint.services import subject
from samsyn.records.joint.workflow import JointState
from samsyn.records.models import Proposal, ProposalState
from samsyn.secrecy.rules import with_class
from samsyn.steps.activity.models import Activity, Progress
from samsyn.steps.activity.queries.plans import actions_of, activities, decided_plans
from samsyn.ui.clock import today


class Keeping(models.TextChoices):
    """How it goes with one commitment of a decided promise."""

    COMING = "coming", _("inte börjat")
    ONGOING = "ongoing", _("pågår")
    KEPT = "kept", _("hållet")
    NOT_KEPT = "not-kept", _("inte hållet")
    UNREPORTED = "unreported", _("inget antal redovisat")
    UNCOUNTABLE = "uncountable", _("kan inte räknas")


class When(models.TextChoices):
    """Where a promise's period stands on a day. `DRAFTED` is one that both have not decided."""

    DRAFTED = "drafted", _("förbereds")
    CURRENT = "current", _("gäller nu")
    COMING = "coming", _("börjar senare")
    PAST = "past", _("har gått ut")


@dataclass(frozen=True)
class Done:
    """One commitment with what was done of it in the promise's period, by the day.

    number        how many were done, or None when no number is reported
    is_counted    whether the number was counted in the field; else somebody reported it by hand
    report        what somebody reported last, or None
    activity      the activity that is counted, as the plan in force has it; a removed one as it stood last
    is_removed    whether the activity is in no plan in force any more, so that nothing more is counted
    """

    commitment: Commitment
    keeping: Keeping
    number: int | None = None
    is_counted: bool = False
    report: ReportedOutcome | None = None
    activity: Activity | None = None
    is_removed: bool = False

    @property
    def is_kept(self) -> bool:
        return self.keeping == Keeping.KEPT

    @property
    def says_otherwise(self) -> bool:
        """Whether the newest report has another number than the one that counts."""
        return self.report is not None and self.report.number not in (None, self.number)

    @property
    def longest(self) -> int:
        """The larger of promised and done: the whole length of a bar that begins at nought."""
        return max(self.commitment.number or 0, self.number or 0, 1)


@dataclass(frozen=True)
class PromiseShown:
    """A promise with its commitments on a day.

    later  the newest standing version of the same promise when it is another than this one, or None
    """

    promise: CitizenPromise
    when: When
    rows: tuple[Done, ...]
    later: CitizenPromise | None = None

    @property
    def kept(self) -> int:
        return sum(1 for row in self.rows if row.is_kept)

    @property
    def countable(self) -> int:
        return sum(1 for row in self.rows if row.commitment.number is not None)

    @property
    def unreported(self) -> int:
        return sum(1 for row in self.rows if row.keeping == Keeping.UNREPORTED)

    @property
    def is_over(self) -> bool:
        return self.when == When.PAST

    @property
    def is_drafted(self) -> bool:
        return self.when == When.DRAFTED


def promises(pair: AreaPair, *, on: date | None = None) -> list[PromiseShown]:
    """Return the pair's promises, the latest period first: each as it is decided, and those that are being written."""
    rows = CitizenPromise.objects.filter(pair=pair).standing().defer("canonical").order_by("number")
    found: dict[UUID, CitizenPromise] = {}
    later: dict[UUID, CitizenPromise] = {}
    for row in rows:
        row.pair = pair
        if row.key in found:
            later[row.key] = row
        else:
            found[row.key] = row
    made = _shown(list(found.values()), later, on or today())
    return sorted(made, key=lambda one: (one.promise.valid_from or date.max, one.promise.pk), reverse=True)


def promise_shown(promise: CitizenPromise, *, on: date | None = None) -> PromiseShown:
    """Return one promise, in whatever version, with its commitments and what was done of them."""
    rows = CitizenPromise.objects.filter(key=promise.key).standing().defer("canonical").exclude(pk=promise.pk)
    newest = rows.order_by("-number").first()
    later = {} if newest is None or newest.number < promise.number else {promise.key: newest}
    for row in later.values():
        row.pair = promise.pair
    return _shown([promise], later, on or today())[0]


def when(promise: CitizenPromise, on: date) -> When:
    """Return where the promise's period stands on the day."""
    if not promise.is_closed or promise.valid_from is None or promise.valid_to is None:
        return When.DRAFTED
    if on < promise.valid_from:
        return When.COMING
    return When.CURRENT if on < promise.valid_to else When.PAST


def outcomes(commitment: Commitment) -> list[ReportedOutcome]:
    """Return everything that was reported of a commitment, in all versions of its promise, newest first."""
    rows = ReportedOutcome.objects.filter(commitment_key=commitment.key)
    return list(rows.select_related("reported_by__organisation"))


@dataclass(frozen=True)
class Publishing:
    """How far a decided promise is on its way to be published, for one reader: one proposes, another publishes.

    proposal   what waits, or None
    others     who may publish it (or, without a proposal, propose it), by name
    is_mine    whether the reader herself proposed it
    may        whether the reader has the right; may_confirm whether she may publish what waits
    """

    proposal: Proposal | None
    others: tuple[Member, ...]
    may: bool
    is_mine: bool
    may_confirm: bool


def publishing(promise: CitizenPromise, reader: Member) -> Publishing:
    """Return how far the promise is on its way to be published, and what the reader may do about it."""
    may = partial(may_publish, pair=promise.pair)
    proposal = foureyes.standing(subject(promise), foureyes.PUBLISH, may=may)
    others = publishers(promise.pair)
    if proposal is not None:
        others = [one for one in others if not foureyes.why_not(proposal, one)]
    return Publishing(
        proposal=proposal,
        others=tuple(others),
        may=may(reader),
        is_mine=proposal is not None and proposal.proposed_by_id == reader.pk,
        may_confirm=proposal is not None and reader.pk in {one.pk for one in others},
    )


@dataclass(frozen=True)
class ToPublish:
    """A promise that somebody has proposed to publish, and that waits for the reader to do it."""

    promise: CitizenPromise
    proposal: Proposal


def to_publish(pairs: Iterable[AreaPair], reader: Member) -> list[ToPublish]:
    """Return the promises of the pairs that the reader may publish now: proposed by another, of the text as it stands."""
    mine = {pair.pk: pair for pair in pairs if may_publish(reader, pair)}
    if not mine:
        return []
    proposals = Proposal.objects.filter(
        subject_type=CitizenPromise._meta.label_lower, purpose=foureyes.PUBLISH, state=ProposalState.OPEN
    )
    rows = CitizenPromise.objects.filter(
        pk__in=proposals.values("subject_id"), pair__in=mine, state=JointState.DECIDED, published_at=None
    )
    found = []
    for row in rows.order_by("pk"):
        row.pair = mine[row.pair_id]
        proposal = foureyes.standing(subject(row), foureyes.PUBLISH, may=partial(may_publish, pair=row.pair))
        if proposal is not None and not foureyes.why_not(proposal, reader):
            found.append(ToPublish(row, proposal))
    return found


def still_public(promises: Iterable[CitizenPromise]) -> list[CitizenPromise]:
    """Return those that are published, and that no marking since then keeps from the residents."""
    published = [row for row in promises if row.published_at is not None]
    return [row for row, secrecy in with_class(published) if secrecy.publish]


def agreements_to_rest_on(pair: AreaPair) -> list[Agreement]:
    """Return the pair's agreements that a promise can rest on: decided by both, and not ended."""
    rows = Agreement.objects.filter(pair=pair, state=JointState.DECIDED).exclude(stage=Stage.ENDED)
    return list(rows.defer("canonical"))


def activities_to_promise(pair: AreaPair, *, on: date | None = None) -> list[Activity]:
    """Return the activities of the decided plans of the pair whose period is not over, in the plans' order."""
    day = on or today()
    plans = [plan for plan in decided_plans(pair) if plan.period_end > day]
    return activities(actions_of(plans))


def activity_of(key: UUID) -> tuple[Activity | None, bool]:
    """Return the activity as the plan in force has it, else as it stood last, and whether no plan has it any more."""
    in_force = _in_force({key})
    return (in_force or _as_they_stood({key})).get(key), not in_force


def _shown(
    rows: Sequence[CitizenPromise], later: dict[UUID, CitizenPromise], day: date
) -> list[PromiseShown]:
    commitments = _commitments(rows)
    facts = _Facts.of([one for found in commitments.values() for one in found], day)
    return [
        PromiseShown(
            promise=row,
            when=when(row, day),
            rows=tuple(_done(row, one, facts, when(row, day)) for one in commitments[row.pk]),
            later=later.get(row.key),
        )
        for row in rows
    ]


def _commitments(rows: Sequence[CitizenPromise]) -> dict[int, list[Commitment]]:
    """Return the standing commitments by promise, in their order."""
    known: dict[int, CitizenPromise] = {row.pk: row for row in rows}
    found: dict[int, list[Commitment]] = {pk: [] for pk in known}
    for one in Commitment.objects.filter(promise__in=known).standing().select_related("organisation"):
        one.promise = known[one.promise_id]
        found[one.promise_id].append(one)
    return found


@dataclass(frozen=True)
class _Facts:
    """What is known of the commitments, each read once for all of them.

    counted   by activity: what was counted each day, until the day asked for
    """

    counted: dict[UUID, list[tuple[date, int]]]
    reports: dict[UUID, ReportedOutcome]
    in_force: dict[UUID, Activity]
    earlier: dict[UUID, Activity]

    @classmethod
    def of(cls, commitments: Iterable[Commitment], day: date) -> _Facts:
        rows = list(commitments)
        keys = {one.activity_key for one in rows if one.activity_key is not None}
        in_force = _in_force(keys)
        return cls(
            _counted(keys, day),
            _reports({one.key for one in rows}),
            in_force,
            _as_they_stood(keys - set(in_force)),
        )

    def sum_of(self, key: UUID, start: date, end: date) -> int | None:
        """Return what was counted from `start` until the day before `end`, or None when nothing was."""
        counts = [count for on, count in self.counted.get(key, ()) if start <= on < end]
        return sum(counts) if counts else None


def _counted(keys: set[UUID], day: date) -> dict[UUID, list[tuple[date, int]]]:
    found: dict[UUID, list[tuple[date, int]]] = {}
    rows = Progress.objects.filter(activity_key__in=keys, undone_at=None, on__lte=day).order_by()
    for key, on, count in rows.values_list("activity_key", "on").annotate(sum=Sum("count")):
        found.setdefault(key, []).append((on, count))
    return found


def _reports(keys: set[UUID]) -> dict[UUID, ReportedOutcome]:
    rows = ReportedOutcome.objects.filter(commitment_key__in=keys).order_by("reported_at", "pk")
    return {row.commitment_key: row for row in rows.select_related("reported_by__organisation")}


def _in_force(keys: set[UUID]) -> dict[UUID, Activity]:
    """Return the activities as the decided plans have them, by key."""
    rows = Activity.objects.filter(
        key__in=keys, action__removed_at=None, action__plan__state=JointState.DECIDED
    ).standing()
    return {
        row.key: row for row in rows.select_related("action__plan__pair").order_by("action__plan__number")
    }


def _as_they_stood(keys: set[UUID]) -> dict[UUID, Activity]:
    """Return the activities that no plan in force has, as the last plan had them."""
    rows = Activity.objects.filter(key__in=keys).select_related("action__plan__pair")
    return {row.key: row for row in rows.order_by("action__plan__number", "pk")}


def _done(promise: CitizenPromise, commitment: Commitment, facts: _Facts, at: When) -> Done:
    key, report = commitment.activity_key, facts.reports.get(commitment.key)
    counted: int | None = None
    if key is not None and promise.valid_from is not None and promise.valid_to is not None:
        counted = facts.sum_of(key, promise.valid_from, promise.valid_to)
    is_removed = key is not None and key not in facts.in_force
    reported = report.number if report is not None else None
    is_counted = counted is not None and not (is_removed and reported is not None)
    number = counted if is_counted else reported
    return Done(
        commitment=commitment,
        keeping=keeping(commitment.number, number, at),
        number=number,
        is_counted=is_counted,
        report=report,
        activity=(facts.in_force.get(key) or facts.earlier.get(key)) if key is not None else None,
        is_removed=is_removed,
    )


def keeping(promised: int | None, done: int | None, at: When) -> Keeping:
    """Return how it goes with a commitment. What is done in time is kept, also before the period is over.

    >>> str(keeping(100, 300, When.CURRENT)), str(keeping(100, 99, When.PAST)), str(keeping(100, None, When.PAST))
    ('kept', 'not-kept', 'unreported')
    >>> str(keeping(100, 99, When.CURRENT)), str(keeping(None, 12, When.PAST))
    ('ongoing', 'uncountable')
    """
    if promised is None:
        return Keeping.UNCOUNTABLE
    if done is not None and done >= promised:
        return Keeping.KEPT
    if at in (When.COMING, When.DRAFTED):
        return Keeping.COMING
    if at == When.CURRENT:
        return Keeping.ONGOING
    return Keeping.UNREPORTED if done is None else Keeping.NOT_KEPT
