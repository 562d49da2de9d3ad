"""A measurement as the page shows it: three columns kept apart, each with its figure, its words and its doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samsyn.evidence.metrics import metric
from samsyn.steps.followup import words
from samsyn.steps.followup.texts import result_line, with_doubt
from samsyn.steps.situation.queries.texts import figure_shown
from samsyn.ui.templatetags.numbers import number

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Level:
    """One of the three levels.

    figure  the one number of the level, "" when none is known; `beside` stands smaller after it
    url     where the number comes from
    more    the other rows of the level
    """

    question: str
    figure: str = ""
    beside: str = ""
    url: str = ""
    text: str = ""
    more: tuple[str, ...] = ()


def levels(measured: Values) -> tuple[Level, Level, Level]:
    """Return activity, result and effect."""
    return _done(measured["done"]), _result(measured["result"]), _effect(measured)


def _done(done: Values) -> Level:
    question = _("Aktivitet: gjordes det?")
    rows = done["activities"]
    if not rows:
        return Level(question, text=_("Åtgärden har inga aktiviteter att räkna."))
    if len(rows) == 1:
        one = rows[0]
        if one["promised"] is None:
            text = _("%(unit)s räknade. Inget antal var lovat, så det går inte att säga om det räcker.")
            return Level(question, number(one["delivered"]), text=text % {"unit": one["unit"]})
        return Level(question, _of(one["delivered"], one["promised"]), text=f"{one['unit']}: {one['text']}.")
    met = sum(bool(row["is_met"]) for row in rows)
    return Level(
        question,
        _of(met, len(rows)),
        text=_("aktiviteter nådde det antal som var lovat."),
        more=tuple(_activity(row) for row in rows),
    )


def _activity(row: Values) -> str:
    if row["promised"] is None:
        return _("%(text)s: %(done)s %(unit)s, inget antal lovat") % {
            "text": row["text"],
            "done": number(row["delivered"]),
            "unit": row["unit"],
        }
    return _("%(text)s: %(of)s %(unit)s") % {
        "text": row["text"],
        "of": _of(row["delivered"], row["promised"]),
        "unit": row["unit"],
    }


def _of(part: int, whole: int) -> str:
    return _("%(part)s av %(whole)s") % {"part": number(part), "whole": number(whole)}


def _result(result: Values) -> Level:
    question, goals = _("Resultat: kom det fram?"), result["goals"]
    if not goals:
        return Level(question, text=_("Problemet har inget mål på nivån resultat eller aktivitet."))
    known = [goal for goal in goals if goal["value"] is not None]
    if not known:
        return Level(
            question,
            text=_("Det vet ni inte ännu. Inget av målen har ett värde."),
            more=tuple(result_line(goal) for goal in goals),
        )
    first = known[0]
    others = tuple(result_line(goal) for goal in goals if goal is not first)
    return Level(
        question,
        with_doubt(first),
        _against_target(first),
        figure_shown(first["figure"]).url if first["figure"] else "",
        _reached(first),
        others,
    )


def _against_target(goal: Values) -> str:
    if goal["target"] is None:
        return ""
    target = (
        words.own(goal["target"], goal)
        if goal["kind"] == "own"
        else words.amount(goal["target"], goal["kind"])
    )
    return _("mål %(target)s") % {"target": target}


def _reached(goal: Values) -> str:
    name = goal["statement"].rstrip(".")
    if goal["is_reached"] is None:
        return _("%(goal)s. Målet har inget målvärde.") % {"goal": name}
    if goal["is_reached"]:
        return _("%(goal)s. Målet är nått.") % {"goal": name}
    return _("%(goal)s. Målet är inte nått.") % {"goal": name}


def _effect(measured: Values) -> Level:
    question, effect = _("Effekt: blev problemet mindre?"), measured["effect"]
    said = words.say(words.sentences(measured)[1])
    if effect.get("value") is None:
        return Level(question, text=said)
    url = figure_shown(effect["now"][-1]).url if effect.get("now") else ""
    kind = effect["kind"]
    shown = words.own(effect["value"], effect) if kind == "own" else words.amount(effect["value"], kind)
    found = words.told(effect)
    beside = ""
    if not found and effect.get("baseline") is not None:
        before = (
            words.own(effect["baseline"], effect) if kind == "own" else words.amount(effect["baseline"], kind)
        )
        beside = _("%(n)s före") % {"n": before}
    if found:
        texts = _("väntat %(n)s") if words.is_expected(effect, found) else _("%(n)s före")
        beside = texts % {"n": words.amount(found["expected"], kind)}
    return Level(question, shown, beside, url, _tells(effect, found) or said)


def _tells(effect: Values, found: Values) -> str:
    """Return what the effect's number is, over which period, and whether it is more than chance."""
    if not found:
        return ""
    known = metric(effect["metric"])
    last = effect["now"][-1]
    period = words.period({"start": effect["now"][0]["start"], "end": last["end"]})
    is_more = (
        _("Skillnaden är större än slumpen.")
        if found["is_secured"]
        else _("Skillnaden är inte större än slumpen.")
    )
    return f"{known.label}, {effect['area_name']}, {period}. {is_more}"
