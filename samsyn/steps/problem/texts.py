"""A problem picture as people read it, made of what was frozen, in the page's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from samsyn.people.models import Party
from samsyn.records.joint.kinds import Contents, Text
from samsyn.steps.problem.models import CauseKind, Perspective, ProblemKind, Sureness, Weight
from samsyn.steps.situation.queries.texts import figure_shown


def texts(frozen: Contents) -> list[Text]:
    """Return the problem, what it rests on, each cause with what hangs on it, and how it is weighed."""
    pieces = [Text("problem", _("Problem"), _problem(frozen))]
    pieces += [
        Text(f"finding-{row['finding']}", _("Slutsats som problemet vilar på"), _finding(row))
        for row in frozen["findings"]
    ]
    evidence = _reasons(frozen["evidence"])
    if evidence:
        pieces.append(Text("evidence", _("Om problemet"), evidence))
    rows = sorted(frozen["causes"].items(), key=lambda item: item[1]["number"])
    pieces += [Text(f"cause-{key}", _heading(row), _cause(key, row, frozen)) for key, row in rows]
    pieces.append(Text("weight", _("Prioritering"), _weight(frozen)))
    return pieces


def _problem(frozen: Contents) -> str:
    place = frozen["place"]
    facts = [
        str(frozen["title"]),
        _("Slag: %(kind)s") % {"kind": ProblemKind(frozen["problem_kind"]).label},
        _("Område: %(area)s") % {"area": frozen["area"]["name"]},
        _("Plats: %(place)s") % {"place": place["name"]} if place else "",
        _("Sedan: %(since)s") % {"since": frozen["since"]} if frozen["since"] else "",
        _("Berörda: %(affected)s") % {"affected": frozen["affected"]} if frozen["affected"] else "",
        str(frozen["description"]),
    ]
    return _lines(facts)


def _finding(row: Mapping[str, Any]) -> str:
    return _lines([row["statement"], row["doubt"], _figures(row["figures"])])


def _figures(figures: Iterable[Mapping[str, Any]]) -> str:
    shown = [figure_shown(kept) for kept in figures]
    return "; ".join(f"{one.label}, {one.area_name}, {one.period}: {one.text}" for one in shown)


def _heading(row: Mapping[str, Any]) -> str:
    return _("Orsak %(number)s: %(text)s") % {"number": row["number"], "text": row["text"]}


def _cause(key: str, row: Mapping[str, Any], frozen: Contents) -> str:
    facts = [
        str(row["text"]),
        _("Slag: %(kind)s") % {"kind": CauseKind(row["kind"]).label},
        _("Perspektiv: %(perspective)s") % {"perspective": Perspective(row["perspective"]).label},
        *_effects(key, frozen),
        _("Skäl: %(grounds)s") % {"grounds": row["grounds"]} if row["grounds"] else "",
        _reasons(row),
        _("Det här skulle få oss att ändra oss: %(disproof)s") % {"disproof": row["disproof"]}
        if row["disproof"]
        else "",
        *_certainty(row["certainty"], row.get("certainty_first", {})),
    ]
    return _lines(facts)


def _effects(key: str, frozen: Contents) -> list[str]:
    said = []
    for link in frozen["links"]:
        if link["cause"] != key:
            continue
        effect = frozen["causes"][link["effect"]]["text"] if link["effect"] else frozen["title"]
        tested = _("prövat på data") if link["is_tested"] else _("inte prövat")
        sentence = _("Leder till: %(effect)s (%(tested)s).") % {"effect": effect, "tested": tested}
        grounds = _("Skäl: %(grounds)s") % {"grounds": link["grounds"]} if link["grounds"] else ""
        said.append(f"{sentence} {grounds}".strip())
    return said


def _reasons(row: Mapping[str, Any]) -> str:
    said = []
    for side, words in (("for", _("Talar för: %(text)s")), ("against", _("Talar emot: %(text)s"))):
        for reason in row[side]:
            rests = _figures(reason["figures"]) or reason["finding"]
            said.append(words % {"text": reason["text"]} + (f" ({rests})" if rests else ""))
    return _lines(said)


def _certainty(answers: Mapping[str, int], first: Mapping[str, int]) -> list[str]:
    said = []
    for party in (Party.CITY, Party.POLICE):
        if party.value not in answers:
            continue
        facts = {
            "party": str(party.label).capitalize(),
            "sureness": Sureness(answers[party.value]).label,
        }
        sentence = _("%(party)s är %(sureness)s.") % facts
        if party.value in first:
            before = Sureness(first[party.value]).label
            sentence += " " + _("(Ändrad efter att ha sett den andras, först: %(level)s.)") % {
                "level": before
            }
        said.append(sentence)
    return said


def _weight(frozen: Contents) -> str:
    return _lines([str(Weight(frozen["weight"]).label).capitalize(), str(frozen["weight_reason"])])


def _lines(facts: Iterable[str]) -> str:
    return "\n".join(fact for fact in facts if fact)
