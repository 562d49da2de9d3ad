"""What must hold before an action plan goes to review: one function, one sentence each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from babel.lists import format_list
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samsyn.records.checks import Check
from samsyn.records.joint.workflow import JointState
from samsyn.records.models import Waiver
from samsyn.records.waivers import waivers_of
from samsyn.steps.activity.models import Action, ActionPlan, Activity
from samsyn.steps.activity.queries.plans import actions_of, activities, edition_now
from samsyn.steps.activity.queries.reasons import decided_keys
from samsyn.steps.activity.rules import WITHOUT_CAUSE, WITHOUT_GOAL


@dataclass
class Whole:
    """A plan with everything that its checks read, each read once."""

    plan: ActionPlan

    @cached_property
    def actions(self) -> list[Action]:
        return actions_of([self.plan])

    @cached_property
    def activities(self) -> list[Activity]:
        return activities(self.actions)

    @cached_property
    def waivers(self) -> dict[tuple[UUID, str], Waiver]:
        return waivers_of(action.key for action in self.actions)

    def has_exception(self, action: Action, rule: str) -> bool:
        return (action.key, rule) in self.waivers

    def where(self, action: Action | None = None) -> str:
        """The address where a lack is mended: the action's form, else the plan's."""
        if action is not None:
            return reverse("activity:action", args=[self.plan.pair.slug, action.pk])
        return reverse("activity:plan_change", args=[self.plan.pair.slug, self.plan.pk])


def _names(rows: Iterable[Action | Activity]) -> str:
    """The names of the rows that lack something, at most four: "A, B och två till" says less than it costs."""
    titles = [f"”{row}”" for row in rows]
    shown = (
        titles[:4] if len(titles) <= 5 else [*titles[:4], _("%(count)s till") % {"count": len(titles) - 4}]
    )
    return format_list(shown, locale="sv" if (get_language() or "sv").startswith("sv") else "en")


def rests_on_edition(whole: Whole) -> Check:
    """5 § lag (2023:196): the lägesbild is the basis. An edition that was decided stays one, also when a later one is."""
    law, edition = _("5 § lag (2023:196)"), whole.plan.edition
    if edition is None:
        sentence = _("Planen vilar inte på någon beslutad utgåva av lägesbilden.")
        return Check("edition", False, sentence, law=law, url=whole.where())
    newer = edition_now(whole.plan)
    sentence = _("Planen vilar på utgåva %(number)s av lägesbilden.") % {"number": edition.number}
    if newer is not None:
        sentence = _("Planen vilar på utgåva %(number)s av lägesbilden. Utgåva %(newer)s gäller nu.") % {
            "number": edition.number,
            "newer": newer.number,
        }
    return Check("edition", True, sentence, law=law)


def has_actions(whole: Whole) -> Check:
    count = len(whole.actions)
    if not count:
        sentence = _("Planen har ingen åtgärd.")
        url = reverse("activity:action_new", args=[whole.plan.pair.slug, whole.plan.pk])
        return Check("actions", False, sentence, url=url)
    sentence = ngettext("Planen har en åtgärd.", "Planen har %(count)s åtgärder.", count) % {"count": count}
    return Check("actions", True, sentence)


def _has_reason(whole: Whole, rule: str, lacking: list[Action], lack: str, held: str, waived: str) -> Check:
    open_ones = [action for action in lacking if not whole.has_exception(action, rule)]
    if open_ones:
        return Check(rule, False, lack % {"names": _names(open_ones)}, url=whole.where(open_ones[0]))
    if lacking:
        return Check(rule, True, waived % {"names": _names(lacking)}, is_waived=True)
    return Check(rule, True, held)


def actions_have_causes(whole: Whole) -> Check:
    return _has_reason(
        whole,
        WITHOUT_CAUSE,
        [action for action in whole.actions if action.cause_id is None],
        _("Det saknas orsak, eller ett undertecknat undantag, för %(names)s."),
        _("Varje åtgärd svarar mot en orsak."),
        _("Undertecknat undantag från regeln om orsak finns för %(names)s."),
    )


def actions_have_goals(whole: Whole) -> Check:
    return _has_reason(
        whole,
        WITHOUT_GOAL,
        [action for action in whole.actions if action.goal_id is None],
        _("Det saknas mål, eller ett undertecknat undantag, för %(names)s."),
        _("Varje åtgärd bidrar till ett mål."),
        _("Undertecknat undantag från regeln om mål finns för %(names)s."),
    )


def causes_and_goals_are_decided(whole: Whole) -> Check:
    """A cause or goal of a draft can still vanish; a plan that rests on it would rest on nothing."""
    decided = decided_keys(whole.actions)
    lacking = [
        action
        for action in whole.actions
        if any(reason is not None and reason.key not in decided for reason in (action.cause, action.goal))
    ]
    if lacking:
        sentence = _("Orsaken eller målet hör inte till någon beslutad text för %(names)s.")
        return Check(
            "decided-reasons", False, sentence % {"names": _names(lacking)}, url=whole.where(lacking[0])
        )
    return Check("decided-reasons", True, _("Orsaker och mål hör till beslutade texter."))


def cause_and_goal_are_of_one_problem(whole: Whole) -> Check:
    lacking = [
        action
        for action in whole.actions
        if action.cause is not None
        and action.goal is not None
        and action.cause.picture.key != action.goal.purpose.problem.key
    ]
    if lacking:
        sentence = _("Orsaken och målet hör till olika problem för %(names)s.")
        return Check("one-problem", False, sentence % {"names": _names(lacking)}, url=whole.where(lacking[0]))
    return Check("one-problem", True, _("Orsak och mål hör till samma problem."))


def actions_have_responsible(whole: Whole) -> Check:
    lacking = [action for action in whole.actions if not action.responsible]
    if lacking:
        sentence = _("Ansvarig funktion saknas för %(names)s.") % {"names": _names(lacking)}
        return Check("responsible", False, sentence, url=whole.where(lacking[0]))
    return Check("responsible", True, _("Varje åtgärd har en ansvarig funktion."))


def actions_have_activities(whole: Whole) -> Check:
    having = {activity.action_id for activity in whole.activities}
    lacking = [action for action in whole.actions if action.pk not in having]
    if lacking:
        sentence = _("Det finns ingen aktivitet med antal och datum för %(names)s.") % {
            "names": _names(lacking)
        }
        url = reverse("activity:activity_new", args=[whole.plan.pair.slug, lacking[0].pk])
        return Check("activities", False, sentence, url=url)
    return Check("activities", True, _("Varje åtgärd har minst en aktivitet."))


def activities_have_numbers(whole: Whole) -> Check:
    lacking = [activity for activity in whole.activities if activity.amount is None]
    if lacking:
        sentence = _("Antal saknas för aktiviteten %(names)s.") % {"names": _names(lacking)}
        return Check("numbers", False, sentence, url=_mend(whole, lacking[0]))
    return Check("numbers", True, _("Varje aktivitet har antal och enhet."))


def activities_lie_in_period(whole: Whole) -> Check:
    plan = whole.plan
    lacking = [
        activity
        for activity in whole.activities
        if activity.period_start < plan.period_start or activity.period_end > plan.period_end
    ]
    if lacking:
        sentence = _("Aktiviteten %(names)s ligger utanför planens period.") % {"names": _names(lacking)}
        return Check("period", False, sentence, url=_mend(whole, lacking[0]))
    return Check("period", True, _("Aktiviteterna ligger inom planens period."))


def _mend(whole: Whole, activity: Activity) -> str:
    return reverse("activity:activity", args=[whole.plan.pair.slug, activity.pk])


def followups_are_planned(whole: Whole) -> Check:
    """No follow-up, no start: when, who and from what are decided with the action."""
    lacking = [
        action
        for action in whole.actions
        if not (action.followup_on and action.followup_by and action.followup_source)
    ]
    if lacking:
        sentence = _("Det saknas när, av vem eller med vad uppföljningen görs för %(names)s.")
        return Check("followup", False, sentence % {"names": _names(lacking)}, url=whole.where(lacking[0]))
    return Check("followup", True, _("Uppföljningen är planerad för varje åtgärd."))


def no_other_plan_at_once(whole: Whole) -> Check:
    """Two plans at once would be two promises; a new version of the same plan takes the old one's place."""
    plan = whole.plan
    other = (
        ActionPlan.objects.filter(
            pair=plan.pair,
            state__in=(JointState.IN_REVIEW, JointState.DECIDED),
            period_start__lt=plan.period_end,
            period_end__gt=plan.period_start,
        )
        .exclude(key=plan.key)
        .order_by("pk")
        .first()
    )
    if other is not None:
        sentence = _("Planen gäller samtidigt som planen ”%(title)s”. Ändra perioden i någon av dem.")
        return Check("overlap", False, sentence % {"title": other.title}, url=whole.where())
    return Check("overlap", True, _("Ingen annan plan gäller samtidigt."))


CHECKS: tuple[Callable[[Whole], Check], ...] = (
    rests_on_edition,
    has_actions,
    actions_have_causes,
    actions_have_goals,
    causes_and_goals_are_decided,
    cause_and_goal_are_of_one_problem,
    actions_have_responsible,
    actions_have_activities,
    activities_have_numbers,
    activities_lie_in_period,
    followups_are_planned,
    no_other_plan_at_once,
)


def run(plan: ActionPlan) -> list[Check]:
    """Return every check of the plan, in the order in which they are shown."""
    whole = Whole(plan)
    return [check(whole) for check in CHECKS]
