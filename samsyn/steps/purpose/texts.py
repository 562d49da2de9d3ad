"""A frozen purpose as people read it, in the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from samsyn.evidence.metrics import metric
from samsyn.records.joint.kinds import Contents, Text
from samsyn.steps.purpose import words
from samsyn.steps.purpose.aims import Aim
from samsyn.steps.purpose.models import GoalKind, OutcomeLevel
from samsyn.steps.situation.reading.figures import either

Frozen = Mapping[str, Any]


def texts(contents: Contents) -> list[Text]:
    """Return the problem, the purpose and each goal under its own heading."""
    problem = contents["problem"]
    return [
        Text(
            "problem",
            _("Problem"),
            _("%(title)s (problembild, version %(number)s)")
            % {"title": problem["title"], "number": problem["number"]},
        ),
        Text("purpose", _("Syfte"), contents["purpose"]),
        *(
            Text(
                f"goal:{goal['key']}",
                _("Mål %(number)s: %(statement)s") % {"number": number, "statement": goal["statement"]},
                _goal(goal),
            )
            for number, goal in enumerate(contents["goals"], 1)
        ),
    ]


def _goal(goal: Frozen) -> str:
    aim = _aim(goal)
    lines = [
        _("%(level)s om %(kind)s.") % {"level": _level(goal["level"]), "kind": _about(goal["kind"])},
        _change(aim),
        _indicator(goal, aim),
        _("Mäts av: %(who)s.") % {"who": goal["measured_by"]} if goal["measured_by"] else "",
        words.outcome(aim),
        _("Varför just det målvärdet: %(why)s") % {"why": goal["why"]} if goal["why"] else "",
        _answers_to(goal),
        _("Går det att se? %(answer)s") % {"answer": either(goal["visibility"]["sentence"])},
        *(_("Varning: %(warning)s") % {"warning": either(one["sentence"])} for one in goal["warnings"]),
    ]
    return "\n".join(line for line in lines if line)


def _answers_to(goal: Frozen) -> str:
    """Return which of the city's priorities the goal answers to; older texts say nothing of it."""
    priority = goal.get("priority")
    if not priority:
        return ""
    return _("Svarar mot stadens prioritering %(year)s: %(title)s.") % {
        "year": priority["year"],
        "title": priority["title"],
    }


def _level(level: str) -> str:
    return {
        OutcomeLevel.ACTIVITY.value: _("Aktivitetsmål"),
        OutcomeLevel.RESULT.value: _("Resultatmål"),
        OutcomeLevel.EFFECT.value: _("Effektmål"),
    }[level]


def _about(kind: str) -> str:
    return {
        GoalKind.CRIME.value: _("brott"),
        GoalKind.SAFETY.value: _("trygghet"),
        GoalKind.BOTH.value: _("brott och trygghet"),
    }[kind]


def _change(aim: Aim) -> str:
    facts = {"span": words.span(aim), "day": words.day(aim.due_on)}
    if aim.baseline is None or aim.target is None:
        return ""
    if aim.due_on is None:
        return _("Från %(span)s.") % facts
    return _("Från %(span)s senast %(day)s.") % facts


def _indicator(goal: Frozen, aim: Aim) -> str:
    name = metric(aim.metric).label if aim.metric else aim.own_measure
    place = ", ".join(part for part in (name, goal["area_name"], words.unit(aim)) if part)
    said = [_("Indikator: %(name)s.") % {"name": place or _("ingen")}]
    if goal["edition"]:
        said.append(
            _("Utgångsvärdet är för %(period)s och står i utgåva %(number)s av lägesbilden.")
            % {"period": words.period(aim), "number": goal["edition"]}
        )
    if goal["source"]:
        said.append(_("Källa: %(source)s.") % {"source": goal["source"]})
    return " ".join(said)


def _aim(goal: Frozen) -> Aim:
    return Aim(
        level=goal["level"],
        direction=goal["direction"],
        metric=goal["metric"],
        own_measure=goal["own_measure"],
        unit=goal["unit"],
        figure=goal["baseline_figure"],
        edition=goal["edition"],
        baseline=goal["baseline"],
        target=goal["target"],
        due_on=date.fromisoformat(goal["due_on"]) if goal["due_on"] else None,
        periods=goal["periods"],
        answers=goal["answers"],
    )
