"""A follow-up as people read it, made of what was frozen, in the page's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from samsyn.people.models import Party
from samsyn.records.joint.kinds import Contents, Text
from samsyn.steps.followup import words
from samsyn.steps.followup.models import Conclusion
from samsyn.ui.templatetags.numbers import day, interval, number, percent

Values = Mapping[str, Any]


def texts(frozen: Contents) -> list[Text]:
    """Return the action, the three levels apart, what each party said, the conclusion and the lessons."""
    measured = frozen["measured"]
    pieces = [Text("action", _("Åtgärd"), _action(frozen))]
    if measured:
        said = {row["code"]: words.say(row) for row in frozen["sentences"]}
        first, second, *warning = list(said.values())
        pieces += [
            Text("done", _("Aktivitet: gjordes det?"), _lines([first, *map(_activity, _rows(measured))])),
            Text("result", _("Resultat: kom det fram?"), _result(measured["result"])),
            Text(
                "effect",
                _("Effekt: blev problemet mindre?"),
                _lines([second, *words.sureness(measured), *warning]),
            ),
        ]
    if frozen["proposals"]:
        pieces.append(
            Text("proposals", _("Vad parterna sa var för sig"), _lines(map(_proposal, frozen["proposals"])))
        )
    if frozen["conclusion"]:
        word = str(Conclusion(frozen["conclusion"]).label).capitalize()
        pieces.append(
            Text("conclusion", _("Uppföljningens slutsats"), _lines([f"{word}.", frozen["reason"]]))
        )
    return pieces + [Text(f"lesson-{row['key']}", _("Lärdom"), row["text"]) for row in frozen["lessons"]]


def _rows(measured: Values) -> list[Values]:
    rows: list[Values] = measured["done"]["activities"]
    return rows if len(rows) > 1 else []


def _action(frozen: Contents) -> str:
    measured_at = frozen["measured_at"]
    return _lines(
        [
            _("%(title)s, ur %(plan)s") % frozen["action"],
            _("Följs upp: %(day)s") % {"day": _day(frozen["due_on"])},
            _("Av: %(who)s") % {"who": frozen["measured_by"]} if frozen["measured_by"] else "",
            _("Med: %(source)s") % {"source": frozen["source"]} if frozen["source"] else "",
            _("Räknat: %(day)s") % {"day": _day(measured_at)} if measured_at else "",
        ]
    )


def _day(value: Any) -> str:
    """Return a day of a frozen text, or of a draft, in words."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return day(value)


def _activity(row: Values) -> str:
    if row["promised"] is None:
        return _("%(text)s: %(done)s %(unit)s, inget antal lovat.") % {
            "text": row["text"],
            "done": number(row["delivered"]),
            "unit": row["unit"],
        }
    return _("%(text)s: %(done)s av %(promised)s %(unit)s.") % {
        "text": row["text"],
        "done": number(row["delivered"]),
        "promised": number(row["promised"]),
        "unit": row["unit"],
    }


def _result(result: Values) -> str:
    if not result["goals"]:
        return _("Problemet har inget mål på nivån resultat eller aktivitet.")
    return _lines(result_line(goal) for goal in result["goals"])


def result_line(goal: Values) -> str:
    """Return one goal with its value now against its target."""
    if goal["value"] is None:
        return _("%(goal)s: inget värde ännu.") % {"goal": goal["statement"]}
    facts = {
        "goal": goal["statement"],
        "value": with_doubt(goal),
        "target": words.own(goal["target"], goal)
        if goal["kind"] == "own"
        else words.amount(goal["target"], goal["kind"]),
    }
    if goal["target"] is None:
        return _("%(goal)s: %(value)s, inget målvärde.") % facts
    if goal["is_reached"]:
        return _("%(goal)s: %(value)s mot målet %(target)s. Nått.") % facts
    return _("%(goal)s: %(value)s mot målet %(target)s. Inte nått.") % facts


def with_doubt(goal: Values) -> str:
    """Return a goal's value with its interval in brackets, where there is one."""
    kind = goal["kind"]
    shown = words.own(goal["value"], goal) if kind == "own" else words.amount(goal["value"], kind)
    if goal["low"] is None or goal["high"] is None:
        return shown
    if kind == "share":
        return f"{shown} ({number(goal['low'] * 100)}–{percent(goal['high'])})"
    return f"{shown} ({interval(goal['low'], goal['high'])})"


def _proposal(row: Values) -> str:
    said = _("%(party)s: %(conclusion)s.") % {
        "party": str(Party(row["party"]).label).capitalize(),
        "conclusion": Conclusion(row["conclusion"]).label,
    }
    if row.get("first"):
        first = Conclusion(row["first"]).label
        said += " " + _("(Ändrad efter att ha sett den andras, först: %(level)s.)") % {"level": first}
    return f"{said} {row['reason']}".strip()


def _lines(facts: Iterable[str]) -> str:
    return "\n".join(fact for fact in facts if fact)
