"""A housing company with a member of its own, a commitment and an activity, and a question; for tests and the access matrix."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from samsyn.agreements.models import Commitment
from samsyn.agreements.tests import world_promises
from samsyn.partners import services
from samsyn.partners.models import PartnerQuestion
from samsyn.people.models import Member, Organisation, Role, RoleAssignment
from samsyn.places.models import AreaPair
from samsyn.steps.activity.tests import world as plans
from samsyn.ui.clock import today


def partner(pair: AreaPair, key: str = "pia", *, organisation: Organisation | None = None) -> Member:
    """One of the housing company, an external party in the pair."""
    made: Member = Member.objects.create_user(
        f"{key}@example.org",
        None,
        name=key.capitalize(),
        title="förvaltare",
        organisation=organisation or world_promises.housing(pair),
        is_example=True,
    )
    RoleAssignment.objects.create(
        member=made, role=Role.EXTERNAL_PARTY, city=pair.city, pair=pair, valid_from=date(2021, 1, 1)
    )
    return made


def work(pair: AreaPair, cast: Any) -> dict[str, Any]:
    """A decided plan with one activity of the company and one of the police, and a decided promise of the company, unpublished."""
    by = cast["astrid"]
    edition, problem = plans.edition_of(pair, by=by), plans.problem_of(pair, by=by)
    reasons = {"cause": plans.cause_of(problem, by=by), "goal": plans.goal_of(problem, by=by)}
    plan = plans.whole_plan(pair, by=by)
    action = plans.whole_action(plan, by=by, **reasons)
    mine = plans.whole_activity(action, by=by, doer=world_promises.housing(pair), text="Klotter borta")
    theirs = plans.whole_activity(action, by=by, doer=cast["bo"].organisation, text="Hemlig patrull")
    plans.decide(plan, city=by, police=cast["bo"])
    promise = world_promises.promise_of(pair, cast, title="Löfte om gården")
    row = world_promises.commitment_of(
        promise, cast, what="Städdagar", number=4, unit="dagar", organisation=world_promises.housing(pair)
    )
    world_promises.commitment_of(promise, cast, what="Polisens kvällar")
    promise = world_promises.decide(promise, cast)
    return {
        "edition": edition,
        "plan": plan,
        "mine": mine,
        "theirs": theirs,
        "promise": promise,
        "commitment": row,
    }


def ask(pair: AreaPair, by: Member, **said: Any) -> tuple[PartnerQuestion, str]:
    """A question about a number, open for ten days, answered once."""
    words: dict[str, Any] = {
        "organisation": "Nattvandrarna",
        "text": "Hur många nattvandringar gjorde ni i oktober?",
        "kind": "number",
        "why": "Vi följer upp planen.",
        "use": "Svaret står i planen.",
        "last_day": today() + timedelta(days=10),
    }
    return services.ask(pair=pair, by=by, **{**words, **said})


def build(cast: dict[str, Member], norr: AreaPair) -> dict[str, Any]:
    """Return what the access matrix asks for, by its names."""
    question, token = ask(norr, cast["astrid"])
    mine = Commitment.objects.filter(promise__pair=norr, organisation=world_promises.housing(norr)).first()
    return {
        "{partner_activity}": world_promises.activity_of(norr, cast).pk,
        "{partner_commitment}": mine.pk if mine else 1,
        "{partner_question}": question.pk,
        "{partner_link}": token,
    }
