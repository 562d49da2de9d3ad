"""What must hold before a work plan goes to review: one function, one sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.people.models import ForumKind, Party
from samsyn.records.checks import Check
from samsyn.steps.method.models import WorkPlan
from samsyn.steps.method.queries.causes import problem_of, work_on_causes
from samsyn.steps.method.queries.organisation import functions
from samsyn.steps.method.queries.plans import is_to_work_on
from samsyn.steps.method.queries.resources import balance

CheckOf = Callable[[WorkPlan], Check]


def all_checks(plan: WorkPlan) -> list[Check]:
    """Return every check of the plan, in the order of its page."""
    return [check(plan) for check in CHECKS]


def _page(plan: WorkPlan, part: str) -> str:
    return f"{plan.get_absolute_url()}#{part}"


def _form(plan: WorkPlan) -> str:
    return reverse("method:plan_change", args=[plan.pair.slug, plan.pk])


def problem_is_taken_on(plan: WorkPlan) -> Check:
    """The problem is decided, and both have chosen to work on it."""
    problem = problem_of(plan)
    is_met = is_to_work_on(problem)
    return Check(
        "problem",
        is_met,
        _("Problembilden är beslutad och prioriterad.")
        if is_met
        else _("Problembilden är inte beslutad och prioriterad än."),
        url=problem.get_absolute_url(),
    )


def causes_are_answered(plan: WorkPlan) -> Check:
    """Each cause has a method, or is left out aloud. A cause that the problem no longer has holds nothing up."""
    causes = [one for one in work_on_causes(plan) if not one.is_gone]
    missing = [one for one in causes if not one.is_answered]
    if not causes:
        sentence = _("Problembilden har ingen orsak än, och en metod väljs mot en orsak.")
    elif missing:
        sentence = ngettext(
            "En orsak har ingen metod: %(causes)s.",
            "%(count)s orsaker har ingen metod: %(causes)s.",
            len(missing),
        ) % {"count": len(missing), "causes": "; ".join(one.cause.text for one in missing)}
    else:
        sentence = _("Varje orsak har en metod, eller ett skäl till att ni lämnar den.")
    return Check("causes", bool(causes) and not missing, sentence, url=_page(plan, "metoder"))


def causes_still_stand(plan: WorkPlan) -> Check:
    """Every chosen method answers a cause that the problem still has."""
    gone = [one.cause.text for one in work_on_causes(plan) if one.is_gone]
    return Check(
        "causes-stand",
        not gone,
        _("Orsaken finns inte längre i problembilden: %(causes)s. Ta bort metoden.")
        % {"causes": "; ".join(gone)}
        if gone
        else _("Alla valda metoder svarar mot orsaker i problembilden."),
        url=_page(plan, "metoder"),
    )


def something_is_promised(plan: WorkPlan) -> Check:
    """At least one resource is promised."""
    is_met = bool(balance(plan).rows)
    return Check(
        "resource",
        is_met,
        _("Minst en resurs är lovad.") if is_met else _("Ingen resurs är lovad än."),
        url=_page(plan, "resurser"),
    )


def both_give(plan: WorkPlan) -> Check:
    """Both parties give something, or the text says why one does not."""
    sums = balance(plan)
    if sums.is_two_sided:
        return Check("both-give", True, _("Båda parter bidrar med resurser."))
    if plan.one_sided_reason.strip() and sums.rows:
        return Check("both-give", True, _("Bara en part bidrar, och ni har skrivit varför."))
    sentence = _one_sided(sums.gives(Party.CITY), sums.gives(Party.POLICE))
    return Check("both-give", False, sentence, url=_page(plan, "resurser"))


def _one_sided(city: bool, police: bool) -> str:
    if city:
        return _("Polisen har inte lovat någon resurs. Lägg till en, eller skriv varför.")
    if police:
        return _("Staden har inte lovat någon resurs. Lägg till en, eller skriv varför.")
    return _("Varken staden eller polisen har lovat någon resurs. Lägg till en från var och en.")


def a_forum_leads(plan: WorkPlan) -> Check:
    """A forum leads the work, and it is said what it may decide."""
    if plan.forum is None:
        return Check("forum", False, _("Inget forum leder arbetet än."), url=_form(plan))
    is_met = bool(plan.mandate.strip() or plan.forum.mandate.strip())
    return Check(
        "forum",
        is_met,
        (
            _("%(forum)s leder arbetet och har ett mandat.")
            if is_met
            else _("%(forum)s leder arbetet men saknar mandat.")
        )
        % {"forum": plan.forum.name},
        url=_form(plan),
    )


def a_working_group_ends(plan: WorkPlan) -> Check:
    """A working group has an end date; other forums may go on."""
    if plan.forum is None or plan.forum.kind != ForumKind.WORKING:
        return Check("end", True, _("Ingen arbetsgrupp leder arbetet, så det behöver inget slutdatum."))
    is_met = plan.ends_on is not None or plan.forum.valid_to is not None
    return Check(
        "end",
        is_met,
        _("Arbetsgruppen har ett slutdatum.")
        if is_met
        else _("Arbetsgruppen saknar slutdatum. En arbetsgrupp är tillfällig."),
        url=_form(plan),
    )


def functions_have_tasks(plan: WorkPlan) -> Check:
    """Each function has a task."""
    rows = functions(plan)
    bare = [row.function for row in rows if not row.task.strip()]
    if bare:
        sentence = _("Funktion utan uppgift: %(names)s.") % {"names": "; ".join(bare)}
    else:
        sentence = _("Varje funktion har en uppgift.")
    return Check("tasks", not bare, sentence, url=_page(plan, "organisation"))


CHECKS: tuple[CheckOf, ...] = (
    problem_is_taken_on,
    causes_are_answered,
    causes_still_stand,
    something_is_promised,
    both_give,
    a_forum_leads,
    a_working_group_ends,
    functions_have_tasks,
)
