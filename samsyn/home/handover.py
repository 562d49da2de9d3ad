"""The story of an area on one page, for one who comes new to it: seen, decided, promised, done, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.home.progress import progress_of
from samsyn.people.models import OfficeHolding, RoleAssignment
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity.queries import Tally, actions, activities, tallies
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.followup.queries import followups
from samsyn.steps.problem.models import ProblemPicture, Weight
from samsyn.steps.problem.queries import pictures
from samsyn.steps.purpose.models import Goal, Purpose
from samsyn.steps.purpose.queries import goals, purposes
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.services.editions import parsed
from samsyn.steps.situation.workflow import EditionState
from samsyn.ui.clock import today


@dataclass(frozen=True)
class Found:
    """What the newest decided edition says."""

    edition: Edition
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Taken:
    """A problem that the parties take on, why, and what shall have changed."""

    problem: ProblemPicture
    purpose: Purpose | None
    goals: tuple[Goal, ...]


@dataclass(frozen=True)
class Coming:
    """What comes next: a day, if there is one, what it is, and where."""

    on: date | None
    what: str
    url: str
    is_late: bool = False


@dataclass(frozen=True)
class Story:
    """Everything that the page tells, in its order."""

    found: Found | None
    taken: tuple[Taken, ...]
    set_aside: tuple[ProblemPicture, ...]
    promised: tuple[Tally, ...]
    concluded: tuple[FollowUp, ...]
    coming: tuple[Coming, ...]
    people: tuple[tuple[str, str, str], ...]  # name, duty, party

    @property
    def is_empty(self) -> bool:
        return self.found is None and not (self.taken or self.set_aside or self.promised)


def story_of(pair: AreaPair) -> Story:
    """Return the story of the pair as it stands today."""
    problems = pictures(pair)
    rows = list(followups(pair))
    concluded = tuple(row for row in rows if row.state == JointState.DECIDED)
    learned = {row.action_key for row in concluded}
    under_way = [action for action in actions(pair) if action.key not in learned]
    return Story(
        found=_found(pair),
        taken=_taken(pair, [row for row in problems if row.weight != Weight.SET_ASIDE]),
        set_aside=tuple(row for row in problems if row.weight == Weight.SET_ASIDE),
        promised=tuple(tallies(activities(under_way))),
        concluded=concluded,
        coming=_coming(pair, rows),
        people=_people(pair),
    )


def _found(pair: AreaPair) -> Found | None:
    edition = (
        Edition.objects.filter(picture__pair=pair, state=EditionState.DECIDED).order_by("-number").first()
    )
    if edition is None:
        return None
    edition.picture.pair = pair
    return Found(edition, tuple(row["statement"] for row in parsed(edition)["findings"]))


def _taken(pair: AreaPair, problems: Sequence[ProblemPicture]) -> tuple[Taken, ...]:
    by_problem = {row.problem.key: row for row in purposes(pair)}
    by_purpose: dict[int, list[Goal]] = {}
    for goal in goals(pair):
        by_purpose.setdefault(goal.purpose_id, []).append(goal)
    found = []
    for row in problems:
        purpose = by_problem.get(row.key)
        mine = by_purpose.get(purpose.pk, []) if purpose else []
        found.append(Taken(row, purpose, tuple(mine)))
    return tuple(found)


def _coming(pair: AreaPair, rows: Sequence[FollowUp]) -> tuple[Coming, ...]:
    """Late things first, then by day, then what has no day."""
    day, progress = today(), progress_of(pair)
    open_matters = [
        Coming(
            None,
            (_("Väntar på beslut: %(title)s") if row.is_in_review else _("Utkast: %(title)s"))
            % {"title": row.title},
            reverse("records:decide", args=[pair.slug, row.kind.code, row.pk]),
        )
        for row in progress.matters
        if not row.is_decided and row.kind.code != "uppfoljning"
    ]
    planned = [
        Coming(
            row.due_on, _("Följ upp: %(title)s") % {"title": row}, row.get_absolute_url(), row.due_on < day
        )
        for row in rows
        if row.state != JointState.DECIDED
    ]
    return (*sorted(planned, key=lambda one: one.on or day), *open_matters)


def _people(pair: AreaPair) -> tuple[tuple[str, str, str], ...]:
    """Return who works in the pair today, by duty: those who sign first."""
    day = today()
    holds = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))
    offices = OfficeHolding.objects.filter(holds, pair=pair).select_related("member__organisation")
    roles = RoleAssignment.objects.filter(holds, pair=pair).select_related("member__organisation")
    return (
        *((row.member.name, row.capacity, row.member.party) for row in offices),
        *((row.member.name, row.get_role_display(), row.member.party) for row in roles),
    )
