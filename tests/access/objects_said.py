"""What the police judge and conclude, alone and beside the city's; a question, its answer; a proposal to publish."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from samsyn.agreements.models import CitizenPromise
from samsyn.agreements.services import promises
from samsyn.agreements.tests import world_promises
from samsyn.partners import services as partners
from samsyn.people.models import Member, Role, RoleAssignment
from samsyn.places.models import Area, AreaPair
from samsyn.records.joint.workflow import OPEN
from samsyn.steps.followup import queries as followups
from samsyn.steps.followup import services as followup
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.problem import services as problem
from samsyn.steps.problem.models import Cause, CauseKind, Perspective, ProblemPicture, Sureness, Weight
from samsyn.steps.situation import services as situation
from samsyn.ui.clock import today

MARKS = (
    "Xjudgement-own",
    "Xjudgement-shown",
    "Xjudgement-published",
    "Xconclusion-own",
    "Xconclusion-shown",
    "Xquestion-asked",
    "Xanswer-given",
    "Xproposal-waiting",
)
OWN_AREA, SHOWN_AREA, PUBLISHED_AREA = "00", "01", "02"


def judge(pair: AreaPair, by: Member, code: str, grounds: str) -> None:
    """Judge one of the pair's smaller areas for one's own party."""
    situation.judge_level(
        picture=situation.open_picture(pair),
        area=Area.objects.get(key=f"exempelstaden/mellanomraden/{code}"),
        level=None,
        reason=grounds,
        by=by,
    )


def add_cause(pair: AreaPair, by: Member) -> None:
    """Add a cause, of which nobody has said how sure they are, to an open problem picture."""
    picture = ProblemPicture.objects.filter(pair=pair, state__in=OPEN).exclude(weight=Weight.SET_ASIDE)[0]
    problem.add_cause(
        picture=picture,
        text="Lyktorna är trasiga",
        kind=CauseKind.DIRECT,
        perspective=Perspective.SITUATION,
        grounds="Boende har felanmält dem.",
        by=by,
    )


def be_sure(pair: AreaPair, by: Member) -> None:
    """Say how sure one's own party is of a cause that is new in an open problem picture."""
    cause = Cause.objects.standing().filter(picture__pair=pair, picture__state__in=OPEN, certainties=None)
    problem.answer_certainty(cause=cause[0], sureness=Sureness.UNSURE, by=by)


def unmeasured(pair: AreaPair) -> list[FollowUp]:
    return [row for row in followups.followups(pair) if row.state in OPEN and row.measured_at is None]


def unanswered(pair: AreaPair) -> list[FollowUp]:
    """Return the measured follow-ups that no party has concluded of."""
    rows = [row for row in followups.followups(pair) if row.state in OPEN and row.measured_at]
    return [row for row in rows if not row.proposals.exists()]


def answered(pair: AreaPair) -> list[FollowUp]:
    """Return the open follow-ups of which both have said what they conclude."""
    return [row for row in followups.followups(pair) if row.state in OPEN and row.proposals.count() == 2]


def conclude(row: FollowUp, by: Member, grounds: str) -> None:
    followup.propose(followup=row, conclusion="change", reason=grounds, by=by)


def build(pair: AreaPair, cast: dict[str, Member]) -> dict[str, dict[str, Any]]:
    """Return the addresses of what the tables of routes do not know."""
    bo, astrid = cast["bo"], cast["astrid"]
    judge(pair, bo, OWN_AREA, "Xjudgement-own")
    for by, grounds in ((bo, "Xjudgement-published"), (astrid, "Lika.")):
        judge(pair, by, PUBLISHED_AREA, grounds)
    for by, grounds in ((bo, "Xjudgement-shown"), (astrid, "Lika.")):
        judge(pair, by, SHOWN_AREA, grounds)
    shown = answered(pair)[0]
    conclude(shown, bo, "Xconclusion-shown")
    own = unmeasured(pair)[0]
    followup.measure(followup=own, by=cast["cilla"])
    conclude(own, bo, "Xconclusion-own")
    question = _ask(pair, bo)
    promise = _propose(pair, cast)
    levels = {"own": OWN_AREA, "shown": SHOWN_AREA, "published": PUBLISHED_AREA}
    return {
        **{
            f"situation:level {state}": {"kwargs": {"slug": pair.slug, "code": code}}
            for state, code in levels.items()
        },
        "followup:followup own": {"kwargs": {"slug": pair.slug, "pk": own.pk}},
        "partners:question 2": {"kwargs": {"slug": pair.slug, "pk": question.pk}},
        "agreements:promise 2": {"kwargs": {"slug": pair.slug, "pk": promise.pk}},
    }


def _ask(pair: AreaPair, by: Member) -> Any:
    question, token = partners.ask(
        pair=pair,
        organisation="Nattvandrarna",
        text="Xquestion-asked?",
        kind="text",
        why="Vi följer upp planen.",
        use="Svaret står i planen.",
        last_day=today() + timedelta(days=10),
        by=by,
    )
    partners.answer(token=token, value="Xanswer-given")
    return question


def _propose(pair: AreaPair, cast: dict[str, Member]) -> CitizenPromise:
    """A decided promise that somebody whose name is the mark proposes to publish."""
    proposer: Member = Member.objects.create_user(
        "proposer@example.org", name="Xproposal-waiting", organisation=cast["bo"].organisation
    )
    RoleAssignment.objects.create(
        member=proposer,
        role=Role.MUNICIPAL_OFFICER,
        city=pair.city,
        pair=pair,
        valid_from=today() - timedelta(days=1),
    )
    promise = world_promises.promise_of(pair, cast, title="Löfte att visa")
    world_promises.commitment_of(promise, cast)
    promise = world_promises.decide(promise, cast)
    promises.propose_publishing(promise=promise, by=proposer)
    return promise
