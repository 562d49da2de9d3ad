"""What must hold before a problem picture goes to review: one function, one sentence each."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.judging.rules import are_both
from samsyn.records.checks import Check
from samsyn.steps.problem.models import Weight
from samsyn.steps.problem.queries import CauseShown, Tree


def rests_on_a_finding(shown: Tree) -> Check:
    count = len(shown.findings)
    sentence = ngettext(
        "Problemet vilar på en slutsats.", "Problemet vilar på %(count)s slutsatser.", count
    ) % {"count": count}
    return Check(
        "finding",
        count > 0,
        sentence if count else _("Problemet vilar inte på någon slutsats i lägesbilden."),
        url=_page(shown, "problem:change"),
    )


def says_where_when_and_whom(shown: Tree) -> Check:
    row = shown.picture
    lacking = [
        word
        for value, word in ((row.since, _("sedan när")), (row.affected, _("vilka som berörs")))
        if not value
    ]
    sentence = (
        _("Problembilden säger inte %(lacking)s.") % {"lacking": _joined(lacking)}
        if lacking
        else _("Problembilden säger var, sedan när och vilka som berörs.")
    )
    return Check("where-and-when", not lacking, sentence, url=_page(shown, "problem:change"))


def has_a_cause(shown: Tree) -> Check:
    count = len(shown.causes)
    sentence = ngettext("En orsak finns med.", "%(count)s orsaker finns med.", count) % {"count": count}
    return Check(
        "causes",
        count > 0,
        sentence if count else _("Problembilden har ingen orsak."),
        url=_page(shown, "problem:cause_new"),
    )


def causes_have_grounds(shown: Tree) -> Check:
    lacking = [cause for cause in shown.causes if not cause.row.grounds.strip()]
    sentence = (
        _("Skäl saknas för %(causes)s.") % {"causes": _named(lacking)}
        if lacking
        else _("Varje orsak har skäl.")
    )
    return Check("grounds", not lacking, sentence, url=_part(shown, "orsaker"))


def causes_lead_to_the_problem(shown: Tree) -> Check:
    sentence = (
        _("Till problemet leder inte %(causes)s.") % {"causes": _named(shown.loose)}
        if shown.loose
        else _("Varje orsak leder till sist till problemet.")
    )
    return Check("leads-to-problem", not shown.loose, sentence, url=_part(shown, "samband"))


def both_have_answered(shown: Tree) -> Check:
    """Says nothing of who lacks: an answer that only one has given is not known to the other."""
    lacking = [cause for cause in shown.causes if not are_both(cause.certainty)]
    sentence = (
        _("Staden och polisen har inte båda sagt hur säkra de är på varje orsak.")
        if lacking
        else _("Båda parter har sagt hur säkra de är på varje orsak.")
    )
    return Check("certainty", not lacking, sentence, url=_part(shown, "sakerhet"))


def is_weighed(shown: Tree) -> Check:
    row = shown.picture
    if row.weight == Weight.NOT_WEIGHED:
        sentence = _("Ni har inte sagt om problemet prioriteras eller läggs åt sidan.")
        return Check("weight", False, sentence, url=_page(shown, "problem:weigh"))
    sentence = (
        _("Problemet är prioriterat, och skälet står med.")
        if row.weight == Weight.CHOSEN
        else _("Problemet är lagt åt sidan, och skälet står med.")
    )
    has_reason = bool(row.weight_reason.strip())
    return Check(
        "weight",
        has_reason,
        sentence if has_reason else _("Prioriteringen saknar skäl."),
        url=_page(shown, "problem:weigh"),
    )


OF_THE_PROBLEM = (rests_on_a_finding, says_where_when_and_whom)
OF_THE_CAUSES = (has_a_cause, causes_have_grounds, causes_lead_to_the_problem, both_have_answered)


def run(shown: Tree) -> list[Check]:
    """Return every check, in the order in which they are shown. A problem set aside needs no causes: its reason is enough."""
    asked: tuple[Callable[[Tree], Check], ...] = (*OF_THE_PROBLEM, is_weighed)
    if shown.picture.weight != Weight.SET_ASIDE:
        asked = (*OF_THE_PROBLEM, *OF_THE_CAUSES, is_weighed)
    return [check(shown) for check in asked]


def _joined(words: list[str]) -> str:
    """Return one word, or two with "och" between them."""
    return (
        _("%(first)s och %(second)s") % {"first": words[0], "second": words[1]}
        if len(words) > 1
        else words[0]
    )


def _named(causes: Iterable[CauseShown]) -> str:
    return ", ".join(f"”{cause.row.text}”" for cause in causes)


def _page(shown: Tree, name: str) -> str:
    return reverse(name, args=[shown.picture.pair.slug, shown.picture.pk])


def _part(shown: Tree, anchor: str) -> str:
    return f"{shown.picture.get_absolute_url()}#{anchor}"
