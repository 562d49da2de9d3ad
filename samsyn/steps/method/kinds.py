"""The work plan as something that both authorities decide."""

from __future__ import annotations

from typing import Any

from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.people.models import Forum, ForumKind, Party
from samsyn.records.checks import Check
from samsyn.records.joint.copying import copy_rows
from samsyn.records.joint.kinds import Contents, Kind, Text
from samsyn.steps.method import library
from samsyn.steps.method.checks import all_checks
from samsyn.steps.method.models import Resource, WorkFunction, WorkPlan
from samsyn.steps.method.queries.causes import CauseWork, causes_of, problem_of, work_on_causes
from samsyn.steps.method.queries.organisation import functions
from samsyn.steps.method.queries.plans import CODE
from samsyn.steps.method.queries.resources import standing_resources
from samsyn.steps.method.words import amount_words, last_day
from samsyn.steps.problem.models import ProblemPicture
from samsyn.ui.templatetags.numbers import day


class WorkPlanKind(Kind[WorkPlan]):
    """Metod, resurs och organisation: the text of the fourth step."""

    code = CODE
    step = 4
    name = gettext_lazy("organisation av arbetet")
    law = gettext_lazy(
        "Brå, Polisen och SKR: åtgärderna ska svara mot orsakerna, och en arbetsgrupp är tidsbegränsad."
    )
    model = WorkPlan

    def title(self, row: WorkPlan) -> str:
        return problem_of(row).title

    def contents(self, row: WorkPlan) -> dict[str, Any]:
        problem = problem_of(row)
        return {
            "problem": {"key": problem.key, "number": problem.number, "title": problem.title},
            "forum": _forum(row),
            "ends_on": row.ends_on,
            "one_sided_reason": row.one_sided_reason,
            "causes": [_cause(one) for one in work_on_causes(row)],
            "resources": [_resource(one) for one in standing_resources(row)],
            "functions": [_function(one) for one in functions(row)],
        }

    def texts(self, contents: Contents) -> list[Text]:
        return [
            Text("problem", _("Problem"), contents["problem"]["title"]),
            _lead_text(contents),
            *(_cause_text(one) for one in contents["causes"]),
            *(_resource_text(one) for one in contents["resources"]),
            *_one_sided_text(contents),
            *(_function_text(one) for one in contents["functions"]),
        ]

    def checks(self, row: WorkPlan) -> list[Check]:
        return all_checks(row)

    def fields(self, row: WorkPlan) -> dict[str, Any]:
        return {
            "problem": _problem_now(row),
            "forum": row.forum,
            "mandate": row.mandate,
            "ends_on": row.ends_on,
            "one_sided_reason": row.one_sided_reason,
        }

    def copy_pieces(self, old: WorkPlan, new: WorkPlan) -> None:
        """Copy what stands. A cause follows by its key to the version of the problem that is decided now."""
        now_by_key = {cause.key: cause for cause in causes_of(new)}
        rows = [row for row in old.choices.standing().select_related("cause") if row.cause.key in now_by_key]
        here = {row.cause_id: now_by_key[row.cause.key] for row in rows}
        copy_rows(rows, remap={"cause": here}, plan=new)
        copy_rows(old.resources.standing(), plan=new)
        copy_rows(old.functions.standing(), plan=new)


def _problem_now(row: WorkPlan) -> ProblemPicture:
    decided: ProblemPicture | None = ProblemPicture.objects.decided().filter(key=row.problem.key).first()
    return decided or row.problem


def _forum(row: WorkPlan) -> dict[str, Any] | None:
    forum: Forum | None = row.forum
    if forum is None:
        return None
    return {"name": forum.name, "kind": forum.kind, "mandate": row.mandate or forum.mandate}


def _cause(one: CauseWork) -> dict[str, Any]:
    return {
        "key": one.cause.key,
        "text": one.cause.text,
        "methods": [
            {"method": chosen.row.method, "own_method": chosen.row.own_method, "why": chosen.row.why}
            for chosen in one.chosen
        ],
        "left_out": one.left_out.why if one.left_out else "",
    }


def _resource(row: Resource) -> dict[str, Any]:
    return {
        "key": row.key,
        "organisation": row.organisation.name,
        "party": row.party,
        "kind": row.kind,
        "what": row.what,
        "amount": f"{row.amount.normalize():f}",  # a decimal as text: exact, and alike in both databases
        "unit": row.unit,
        "period_start": row.period_start,
        "period_end": row.period_end,
    }


def _function(row: WorkFunction) -> dict[str, Any]:
    return {"key": row.key, "function": row.function, "party": row.party, "task": row.task}


def _lead_text(contents: Contents) -> Text:
    forum = contents["forum"]
    lines = []
    if forum is None:
        lines.append(_("Inget forum är utsett."))
    else:
        lines.append(
            _("%(name)s (%(kind)s).") % {"name": forum["name"], "kind": ForumKind(forum["kind"]).label}
        )
        if forum["mandate"]:
            lines.append(_("Mandat: %(mandate)s") % {"mandate": forum["mandate"]})
    if contents["ends_on"]:
        lines.append(_("Arbetet slutar den %(day)s.") % {"day": day(parse_date(contents["ends_on"]))})
    return Text("forum", _("Leds av"), "\n".join(lines))


def _cause_text(one: Contents) -> Text:
    heading = _("Orsak: %(cause)s") % {"cause": one["text"]}
    if one["left_out"]:
        return Text(one["key"], heading, _("Ni arbetar inte med orsaken: %(why)s") % {"why": one["left_out"]})
    lines = [f"{library.name_of(row['method'], row['own_method'])}: {row['why']}" for row in one["methods"]]
    return Text(one["key"], heading, "\n".join(lines) or _("Ingen metod är vald."))


def _resource_text(one: Contents) -> Text:
    heading = _("%(organisation)s lovar: %(what)s") % {
        "organisation": one["organisation"],
        "what": one["what"],
    }
    text = _("%(amount)s, från %(start)s till och med %(last)s.") % {
        "amount": amount_words(one["amount"], one["kind"], one["unit"]),
        "start": day(parse_date(one["period_start"])),
        "last": day(last_day(parse_date(one["period_end"]))),
    }
    return Text(one["key"], heading, text)


def _one_sided_text(contents: Contents) -> list[Text]:
    reason = contents["one_sided_reason"]
    return [Text("one-sided", _("Varför bara en part bidrar"), reason)] if reason else []


def _function_text(one: Contents) -> Text:
    heading = _("%(function)s, %(party)s") % {
        "function": capfirst(one["function"]),
        "party": Party(one["party"]).label,
    }
    return Text(one["key"], heading, one["task"] or _("Ingen uppgift är skriven."))
