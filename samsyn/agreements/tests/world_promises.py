"""Medborgarlöften of Norr for tests: a draft of which every check holds, and one that is decided, published and reported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from samsyn.agreements.models import CitizenPromise, Commitment
from samsyn.agreements.queries.promises import activities_to_promise
from samsyn.agreements.services import commitments, promises
from samsyn.people.models import Member, Organisation
from samsyn.places.models import AreaPair
from samsyn.steps.activity.models import Activity
from samsyn.steps.activity.tests import world as plans
from samsyn.ui.clock import today

TEXT = "Vi är ute till fots på kvällarna. Vi städar varje vecka."
DAY = timedelta(days=1)
Cast = Mapping[str, Member]


def decide(row: Any, cast: Cast) -> Any:
    """Send the text to review and let both parties approve it."""
    return plans.decide(row, city=cast["astrid"], police=cast["bo"])


def publish(row: CitizenPromise, cast: Cast) -> CitizenPromise:
    """Let Astrid propose it and Bo publish it."""
    promises.propose_publishing(promise=row, by=cast["astrid"])
    return promises.publish(promise=row, by=cast["bo"])


def activity_of(pair: AreaPair, cast: Cast) -> Activity:
    """An activity of a plan in force of the pair, at least 100 times; its plan is made when there is none."""
    known = activities_to_promise(pair)
    if known:
        return known[0]
    by = cast["astrid"]
    problem = plans.problem_of(pair, by=by)
    plan = plans.whole_plan(pair, by=by)
    reasons = {"cause": plans.cause_of(problem, by=by), "goal": plans.goal_of(problem, by=by)}
    plans.whole_activity(plans.whole_action(plan, by=by, **reasons), by=by, doer=cast["bo"].organisation)
    decide(plan, cast)
    return activities_to_promise(pair)[0]


def promise_of(
    pair: AreaPair, cast: Cast, *, first: int = -30, last: int = 334, **said: Any
) -> CitizenPromise:
    """A draft from `first` to `last`, in days from today, without commitments."""
    words = {
        "title": "Medborgarlöfte för Norr",
        "text": TEXT,
        "valid_from": today() + first * DAY,
        "valid_to": today() + (last + 1) * DAY,
    }
    return promises.start_promise(pair=pair, by=cast["astrid"], **{**words, **said})


def commitment_of(promise: CitizenPromise, cast: Cast, **said: Any) -> Commitment:
    """A commitment of the police, 40 evenings, reported by hand."""
    words = {
        "what": "Fotpatruller vid torget",
        "number": 40,
        "unit": "kvällar",
        "organisation": cast["bo"].organisation,
    }
    return commitments.add_commitment(promise=promise, by=cast["bo"], **{**words, **said})


def housing(pair: AreaPair) -> Organisation:
    """A company outside both parties, which can promise too."""
    return Organisation.objects.get(city=pair.city, kind="housing-company")


def build(cast: dict[str, Member], norr: AreaPair) -> dict[str, Any]:
    """Return one of everything, and in braces the ids that the access matrix uses."""
    activity = activity_of(norr, cast)
    decided = promise_of(norr, cast)
    kept = commitment_of(decided, cast, activity_key=activity.key)
    by_hand = commitment_of(
        decided, cast, what="Städdagar på gården", number=4, unit="dagar", organisation=housing(norr)
    )
    decided = decide(decided, cast)
    commitments.report_outcome(commitment=by_hand, number=2, text="Två städdagar i maj.", by=cast["hanna"])
    draft = promise_of(norr, cast, first=335, last=700, title="Medborgarlöfte för nästa år")
    row = commitment_of(draft, cast)
    return {
        "{promise}": draft.pk,
        "{commitment}": row.pk,
        "{decided_promise}": decided.pk,
        "{decided_commitment}": by_hand.pk,
        "promise_rows": {
            "activity": activity,
            "decided": decided,
            "kept": kept,
            "by_hand": by_hand,
            "draft": draft,
        },
    }
