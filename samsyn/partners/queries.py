"""What a pair has asked partners, what they answered, and what they have confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from samsyn.partners.links import is_open
from samsyn.partners.models import Confirmation, PartnerAnswer, PartnerQuestion
from samsyn.partners.own import words_of
from samsyn.places.models import AreaPair
from samsyn.steps.activity.hooks import Note
from samsyn.steps.activity.models import ActionPlan, Activity
from samsyn.steps.activity.queries.plans import actions_of, activities, decided_plans
from samsyn.ui.templatetags.numbers import day, number


@dataclass(frozen=True)
class Asked:
    """A question with its answers, newest first."""

    row: PartnerQuestion
    answers: tuple[PartnerAnswer, ...]
    is_open: bool

    @property
    def newest(self) -> PartnerAnswer | None:
        return self.answers[0] if self.answers else None

    @property
    def state(self) -> str:
        """How it stands, in one word or two."""
        if self.answers:
            return _("besvarad")
        if self.row.revoked_at is not None:
            return _("återkallad")
        return _("väntar på svar") if self.is_open else _("tiden gick ut")


def asked(row: PartnerQuestion) -> Asked:
    """Return the question with its answers."""
    return Asked(row, tuple(row.answers.all()), is_open(row))


def questions_of(pair: AreaPair) -> list[Asked]:
    """Return what the pair has asked, newest first."""
    rows = PartnerQuestion.objects.filter(pair=pair).prefetch_related("answers").select_related("asked_by")
    for row in rows:
        row.pair = pair
    return [asked(row) for row in rows]


def said(answer: PartnerAnswer) -> str:
    """Return the answer as it is read."""
    return number(answer.number) if answer.number is not None else answer.text


def activities_to_ask_of(pair: AreaPair) -> list[Activity]:
    """Return the activities of the pair's decided plans, which a question can be about."""
    return activities(actions_of(decided_plans(pair)))


def activity_of(row: PartnerQuestion) -> Activity | None:
    """Return the activity that the question is about, as the decided plan has it, or None."""
    return next((one for one in activities_to_ask_of(row.pair) if one.key == row.activity_key), None)


def notes(plan: ActionPlan, keys: Iterable[UUID]) -> dict[UUID, list[Note]]:
    """Return what partners have confirmed and answered of the plan's activities."""
    wanted, found = list(keys), dict[UUID, list[Note]]()
    url = plan.get_absolute_url()
    confirmed = Confirmation.objects.filter(pair=plan.pair_id, subject_key__in=wanted)
    standing = {row.key: row for row in activities(actions_of([plan]))}
    for one in confirmed.filter(subject_type=Activity._meta.label_lower).select_related("organisation"):
        row = standing.get(one.subject_key)
        if row is None or words_of(row) != one.checksum:
            continue
        sentence = _("%(who)s bekräftade det den %(day)s.") % {
            "who": one.organisation.name,
            "day": day(one.at),
        }
        found.setdefault(one.subject_key, []).append(Note(sentence, f"{url}#atgard-{row.action_id}"))
    rows = PartnerQuestion.objects.filter(pair=plan.pair_id, activity_key__in=wanted)
    for question in rows.prefetch_related("answers"):
        question.pair = plan.pair
        newest = asked(question).newest
        if newest is not None and question.activity_key is not None:
            sentence = _("%(who)s svarade %(answer)s: %(question)s") % {
                "who": question.organisation,
                "answer": said(newest),
                "question": question.text,
            }
            found.setdefault(question.activity_key, []).append(Note(sentence, question.get_absolute_url()))
    return found
