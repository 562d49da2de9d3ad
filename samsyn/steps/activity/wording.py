"""An action plan as people read it, from its frozen contents, in the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from samsyn.people.models import Party
from samsyn.records.joint.kinds import Contents, Text
from samsyn.steps.activity.models import ActionKind, Nature
from samsyn.steps.activity.rules import RULES
from samsyn.steps.method import library
from samsyn.ui.templatetags.numbers import day, number

Part = Mapping[str, Any]


def texts(contents: Contents) -> list[Text]:
    """Return the plan and each of its actions as one piece of text each."""
    return [
        Text("plan", str(contents["title"]), "\n".join(_plan(contents))),
        *(
            Text(f"action:{action['key']}", str(action["title"]), "\n".join(_action(action)))
            for action in contents["actions"]
        ),
    ]


def promise(amount: int | None, unit: str) -> str:
    """Return what is promised of an activity: "minst 100 tillfällen"."""
    if amount is None:
        return _("antal ännu inte bestämt")
    return _("minst %(amount)s %(unit)s") % {"amount": number(amount), "unit": unit}


ONE_OF = {
    "tillfällen": "tillfälle",
    "kvällar": "kväll",
    "saneringar": "sanering",
    "träffar": "träff",
    "vandringar": "vandring",
    "ljuspunkter": "ljuspunkt",
    "dagar": "dag",
    "genomgångar": "genomgång",
    "möten": "möte",
}  # the units of the ready types: what people write is their own word, and is not guessed


def one_of(unit: str) -> str:
    """Return the word for one of the unit, or "" where it is not known."""
    return ONE_OF.get(unit.strip().lower(), "")


def span(start: date, end: date) -> str:
    """Return a half-open period as people say it: "1 mars 2026 till 28 februari 2027", "1 mars till 31 maj 2026"."""
    last = end - timedelta(days=1)
    if start == last:
        return day(start)
    first = day(start).removesuffix(f" {start.year}") if start.year == last.year else day(start)
    return _("%(first)s till %(last)s") % {"first": first, "last": day(last)}


def _span(period: Part) -> str:
    return span(date.fromisoformat(period["start"]), date.fromisoformat(period["end"]))


def _plan(contents: Contents) -> list[str]:
    lines = [_("Planen gäller %(span)s.") % {"span": _span(contents["period"])}]
    if contents["edition"]:
        lines.append(
            _("Den vilar på utgåva %(number)s av lägesbilden.") % {"number": contents["edition"]["number"]}
        )
    if contents["forum"]:
        lines.append(_("Arbetet leds av %(forum)s.") % {"forum": contents["forum"]})
    return lines


def _action(action: Part) -> list[str]:
    return [
        line
        for line in (
            *_what(action),
            *_why(action),
            *_effect(action),
            _who(action),
            _followup(action["followup"]),
            *(_activity(one) for one in action["activities"]),
        )
        if line
    ]


def _what(action: Part) -> list[str]:
    kind = _label(ActionKind, action["kind"])
    nature = _label(Nature, action["nature"])
    return [
        _("Slag: %(kind)s, %(nature)s.") % {"kind": kind, "nature": nature},
        _("Metod: %(method)s.") % {"method": library.name_of(action["method"])} if action["method"] else "",
        str(action["how"]),
    ]


def _why(action: Part) -> list[str]:
    lines = [
        _("Svarar mot orsaken: %(text)s.") % {"text": _bare(action["cause"]["text"])}
        if action["cause"]
        else "",
        _("Bidrar till målet: %(text)s.") % {"text": _bare(action["goal"]["text"])} if action["goal"] else "",
    ]
    for waiver in action["waivers"]:
        lines.append(
            _("Undantag: %(rule)s Skäl: %(reason)s Undertecknat av %(party)s, %(capacity)s.")
            % {
                "rule": RULES.get(waiver["rule"], waiver["rule"]),
                "reason": _whole(waiver["reason"]),
                "party": _label(Party, waiver["party"]),
                "capacity": waiver["capacity"],
            }
        )
    return lines


def _effect(action: Part) -> list[str]:
    return [
        _("Väntad effekt på kort sikt: %(text)s.") % {"text": _bare(action["expected_short"])}
        if action["expected_short"]
        else "",
        _("Väntad effekt på lång sikt: %(text)s.") % {"text": _bare(action["expected_long"])}
        if action["expected_long"]
        else "",
    ]


def _who(action: Part) -> str:
    if not action["responsible"]:
        return ""
    return _("Ansvarig: %(function)s, %(party)s.") % {
        "function": action["responsible"],
        "party": _label(Party, action["party"]),
    }


def _followup(followup: Part) -> str:
    if not followup["on"]:
        return ""
    return _("Följs upp %(day)s av %(who)s med %(source)s.") % {
        "day": day(date.fromisoformat(followup["on"])),
        "who": followup["by"] or "–",
        "source": _bare(followup["source"]) or "–",
    }


def _activity(activity: Part) -> str:
    """One line of an activity: what, how many, where, when and by whom."""
    where = activity["place"] or activity["area"]
    within = (
        _("klart inom %(hours)s timmar") % {"hours": activity["within_hours"]}
        if activity["within_hours"]
        else ""
    )
    doer = _("utförs av %(doer)s") % {"doer": activity["doer"]} if activity["doer"] else ""
    facts = [
        promise(activity["amount"], activity["unit"]),
        within,
        where,
        _span(activity["period"]),
        _("ansvarig %(function)s") % {"function": activity["responsible"]},
        doer,
    ]
    return f"– {_bare(activity['text'])}: {', '.join(fact for fact in facts if fact)}."


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _bare(text: str) -> str:
    """A text without its last full stop: the sentence around it has one."""
    return text.strip().removesuffix(".")


def _whole(text: str) -> str:
    """A text with its last full stop."""
    return f"{_bare(text)}."
