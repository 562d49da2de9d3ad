"""What was measured, as sentences: codes with their values, and how they are said in the page's language.

A sentence is {"code", and what it names}: so it is kept with a decision, and so it can be read in both languages.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.evidence.metrics import metric
from samsyn.steps.followup.words.amounts import Values, amount, bare, own, period, size
from samsyn.steps.situation import words as situation
from samsyn.ui.templatetags.numbers import day, number

Sentence = dict[str, Any]


def sentences(measured: Values) -> list[Sentence]:
    """Return what the measurement says, level by level, ending in the warning when only the first level is known."""
    if not measured:
        return []
    found = [_done(measured["done"]), _effect(measured["effect"])]
    if not is_tested(measured):
        found.append({"code": _warning(measured["done"]["is_met"])})
    return found


def is_tested(measured: Values) -> bool:
    """Whether the effect was put to a test."""
    return bool(measured) and bool(told(measured["effect"]))


def told(effect: Values) -> Values:
    """Return the change that is told: beside another area when that could be estimated, else before and after; {} of none."""
    against, change = effect.get("against") or {}, effect.get("change") or {}
    if against.get("difference_low") is not None:
        return against
    return change if change.get("difference_low") is not None else {}


def is_expected(effect: Values, found: Values) -> bool:
    """Whether the change is from what was to be expected: beside another area, or of several periods against one."""
    return found is effect.get("against") or len(effect["now"]) > 1


def is_secured(measured: Values) -> bool:
    """Whether the problem became smaller, more than chance: a change for the worse is not."""
    found = told(measured["effect"]) if measured else {}
    if not found or not found["is_secured"]:
        return False
    return bool(found["difference"] < 0) == (measured["effect"]["direction"] == "down")


def _warning(is_met: bool | None) -> str:
    return {True: "only-done", False: "not-even-done"}.get(is_met, "nothing-known")  # type: ignore[arg-type]


def _done(done: Values) -> Sentence:
    rows, is_met = done["activities"], done["is_met"]
    if not rows:
        return {"code": "no-activities"}
    counted = [row for row in rows if row["promised"] is not None]
    facts = {"met": sum(bool(row["is_met"]) for row in rows), "count": len(rows)}
    if len(counted) == 1 == len(rows):
        one = counted[0]
        facts = {"delivered": one["delivered"], "promised": one["promised"], "unit": one["unit"]}
    if is_met is None:
        return {"code": "no-number", "count": len(rows) - len(counted)}
    name = "done" if is_met else "not-done"
    return {"code": name if "unit" in facts else f"{name}-many", **facts}


def _effect(effect: Values) -> Sentence:
    """Return the sentence of the effect."""
    found = told(effect)
    if effect["state"] == "measured" and found:
        beside = "expected" if is_expected(effect, found) else "before"
        return {"code": _change_code(found, effect["kind"], beside), **_change_facts(found, effect)}
    if effect["state"] == "measured":
        return {"code": "not-estimable", "reason": effect["change"]["reason"], "metric": effect["metric"]}
    names = (
        "statement",
        "metric",
        "own_measure",
        "unit",
        "kind",
        "area_name",
        "value",
        "baseline",
        "redrawn_on",
    )
    facts = {name: effect[name] for name in names if effect.get(name) is not None}
    return {"code": effect["state"], **facts, **(effect.get("lacking") or {})}


def _change_code(found: Values, kind: str, beside: str) -> str:
    if not found["is_secured"]:
        return f"unsure-{kind}-{beside}"
    return f"{'less' if found['difference'] < 0 else 'more'}-{kind}-{beside}"


def _change_facts(found: Values, effect: Values) -> Sentence:
    return {
        "metric": effect["metric"],
        "value": effect["value"],
        "expected": found["expected"],
        "expected_low": found["expected_low"],
        "expected_high": found["expected_high"],
        "difference": found["difference"],
        "low": found["difference_low"],
        "high": found["difference_high"],
    }


def say(sentence: Values) -> str:
    """Return a sentence in the page's language."""
    code = sentence["code"]
    if code.startswith(("less-", "more-", "unsure-")):
        return _change(sentence)
    return _SAID[code](sentence)


def verdict(measured: Values) -> str:
    """Return everything that the measurement says, as the page says it first."""
    return " ".join(say(sentence) for sentence in sentences(measured))


def short(measured: Values) -> str:
    """Return the effect in a few words, for lists and for Röda tråden."""
    effect = measured["effect"] if measured else {}
    found = told(effect)
    if not found:
        return _("Effekten går inte att säga")
    if not found["is_secured"]:
        return _("Ingen säkerställd förändring")
    amount, is_less = size(found["difference"], effect["kind"]), found["difference"] < 0
    if is_expected(effect, found):
        texts = (_("%(n)s färre än väntat"), _("%(n)s fler än väntat"))
        shares = (_("%(n)s lägre än väntat"), _("%(n)s högre än väntat"))
    else:
        texts = (_("%(n)s färre än före"), _("%(n)s fler än före"))
        shares = (_("%(n)s lägre än före"), _("%(n)s högre än före"))
    low, high = shares if effect["kind"] == "share" else texts
    return (low if is_less else high) % {"n": amount}


def figures(measured: Values) -> str:
    """Return what came and what was to be expected, in a few words, for the four boxes."""
    effect = measured["effect"]
    found = told(effect)
    if not found:
        return short(measured)
    facts = {
        "value": amount(effect["value"], effect["kind"]),
        "unit": "" if effect["kind"] == "share" else metric(effect["metric"]).unit_label,
        "expected": amount(found["expected"], effect["kind"]),
    }
    if effect["kind"] == "share":
        texts = (_("%(value)s, väntat %(expected)s"), _("%(value)s, före åtgärden %(expected)s"))
    else:
        texts = (
            _("%(value)s %(unit)s, väntat %(expected)s"),
            _("%(value)s %(unit)s, före åtgärden %(expected)s"),
        )
    return texts[0 if is_expected(effect, found) else 1] % facts


def _change(row: Values) -> str:
    way, kind, beside = row["code"].split("-", 2)
    amounts = {
        "count": size(row["difference"], kind),
        "unit": metric(row["metric"]).unit_label,
        "low": bare(min(abs(row["low"]), abs(row["high"])), kind),
        "high": bare(max(abs(row["low"]), abs(row["high"])), kind),
        "value": amount(row["value"], kind),
        "expected": amount(row["expected"], kind),
        "from": amount(row["expected_low"], kind),
        "to": amount(row["expected_high"], kind),
    }
    return _changes()[way, kind, beside] % amounts


def _changes() -> dict[tuple[str, str, str], str]:
    return {
        ("less", "count", "expected"): _(
            "Det blev %(count)s färre %(unit)s än väntat, troligen mellan %(low)s och %(high)s färre."
        ),
        ("more", "count", "expected"): _(
            "Det blev %(count)s fler %(unit)s än väntat, troligen mellan %(low)s och %(high)s fler."
        ),
        ("less", "count", "before"): _(
            "Det blev %(count)s färre %(unit)s än före åtgärden, troligen mellan %(low)s och %(high)s färre."
        ),
        ("more", "count", "before"): _(
            "Det blev %(count)s fler %(unit)s än före åtgärden, troligen mellan %(low)s och %(high)s fler."
        ),
        ("unsure", "count", "expected"): _(
            "Ingen säkerställd förändring: %(value)s %(unit)s mot väntat %(expected)s. Slumpen ensam kan ge "
            "mellan %(from)s och %(to)s."
        ),
        ("unsure", "count", "before"): _(
            "Ingen säkerställd förändring: %(value)s %(unit)s mot %(expected)s före åtgärden. Slumpen ensam kan ge "
            "mellan %(from)s och %(to)s."
        ),
        ("less", "share", "expected"): _(
            "Andelen blev %(count)s lägre än väntat, troligen mellan %(low)s och %(high)s."
        ),
        ("more", "share", "expected"): _(
            "Andelen blev %(count)s högre än väntat, troligen mellan %(low)s och %(high)s."
        ),
        ("less", "share", "before"): _(
            "Andelen blev %(count)s lägre än före åtgärden, troligen mellan %(low)s och %(high)s."
        ),
        ("more", "share", "before"): _(
            "Andelen blev %(count)s högre än före åtgärden, troligen mellan %(low)s och %(high)s."
        ),
        ("unsure", "share", "expected"): _(
            "Ingen säkerställd förändring: %(value)s mot väntat %(expected)s. Slumpen ensam kan ge mellan %(from)s "
            "och %(to)s."
        ),
        ("unsure", "share", "before"): _(
            "Ingen säkerställd förändring: %(value)s mot %(expected)s före åtgärden. Slumpen ensam kan ge mellan "
            "%(from)s och %(to)s."
        ),
    }


def _no_data(row: Values) -> str:
    if "end" not in row:
        return _("Nästa mätning har inte kommit ännu. Räkna igen när den är inläst.")
    return _(
        "Talen för %(period)s har inte kommit ännu. Perioden slutar före %(day)s, och talen kan komma tidigast då."
    ) % {"period": period(row), "day": day(date.fromisoformat(row["end"]))}


def _untested(row: Values) -> str:
    if row["kind"] != "own":
        return situation.not_tested()
    return _(
        "%(name)s är %(value)s, mot %(baseline)s när arbetet började. Ni mäter själva utan osäkerhet, så förändringen "
        "prövas inte."
    ) % {
        "name": row["own_measure"],
        "value": own(row["value"], row),
        "baseline": own(row.get("baseline"), row),
    }


def _not_estimable(row: Values) -> str:
    if row["reason"] == "no-events":
        return _("Inget hände före åtgärden, så förändringen går inte att räkna.")
    return _("Källan säger inte hur många som svarat, så förändringen går inte att räkna.")


_SAID: dict[str, Callable[[Values], str]] = {
    "no-activities": lambda _row: _(
        "Åtgärden har inga aktiviteter, så det går inte att säga om den är gjord."
    ),
    "no-number": lambda row: (
        ngettext(
            "En aktivitet har inget antal, så det går inte att säga om åtgärden är gjord som lovat.",
            "%(count)s aktiviteter har inget antal, så det går inte att säga om åtgärden är gjord som lovat.",
            row["count"],
        )
        % {"count": row["count"]}
    ),
    "done": lambda row: (
        _("Åtgärden är gjord som lovat: %(delivered)s av %(promised)s %(unit)s.") % _shown(row)
    ),
    "not-done": lambda row: (
        _("Åtgärden är inte gjord som lovat: %(delivered)s av %(promised)s %(unit)s.") % _shown(row)
    ),
    "done-many": lambda row: (
        _("Åtgärden är gjord som lovat: alla %(count)s aktiviteter nådde sitt antal.") % row
    ),
    "not-done-many": lambda row: (
        _("Åtgärden är inte gjord som lovat: %(met)s av %(count)s aktiviteter nådde sitt antal.") % row
    ),
    "only-done": lambda _row: _("Ni vet att det är gjort, inte om det hjälpte."),
    "not-even-done": lambda _row: _("Ni vet att det inte är gjort som lovat, inte om det hjälpte."),
    "nothing-known": lambda _row: _("Ni vet inte säkert om det är gjort, och inte om det hjälpte."),
    "no-goal": lambda _row: _("Problemet har inget mål på nivån effekt, så effekten går inte att mäta."),
    "no-baseline": lambda row: (
        _("Målet ”%(statement)s” har inget utgångsvärde, så effekten går inte att mäta.") % row
    ),
    "no-reading": lambda row: _("Ingen har skrivit in %(name)s ännu.") % {"name": row["own_measure"]},
    "untested": _untested,
    "no-data": _no_data,
    "hidden": lambda _row: _(
        "Talet efter åtgärden visas inte: det bygger på för få svar, eller så har källan dolt det."
    ),
    "gone": lambda row: (
        _(
            "Måttet %(metric)s finns inte längre bland talen i kraft. Läs in det igen, eller välj ett annat mått för målet."
        )
        % {"metric": metric(row["metric"]).label}
    ),
    "redrawn": lambda row: (
        _(
            "Området %(area)s ritades om %(day)s. Talen före och efter gäller inte samma mark, så de jämförs inte."
        )
        % {"area": row["area_name"], "day": day(date.fromisoformat(row["redrawn_on"]))}
    ),
    "not-estimable": _not_estimable,
}


def _shown(row: Values) -> dict[str, Any]:
    return {**row, "delivered": number(row["delivered"]), "promised": number(row["promised"])}
