"""How sure one can be of a change, and what else could explain it, in the page's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.steps.followup.words.amounts import Values, amount, period
from samsyn.steps.followup.words.sentences import told
from samsyn.ui.templatetags.numbers import day, number

HALF = 0.5


def sureness(measured: Values) -> list[str]:
    """Return how sure one can be, and what else could explain what was found."""
    effect = measured["effect"] if measured else {}
    if not effect:
        return []
    found = told(effect)
    return [
        *([_chance(found)] if found.get("p") is not None else []),
        *([_of_answers(found)] if found and effect["kind"] == "share" else []),
        *_beside(effect),
        *([_both_changed(effect)] if _moved_alike(effect) else []),
        *([_("Få händelser eller svar ligger bakom, så osäkerheten är stor.")] if found.get("few") else []),
        *(_corrected(effect)),
        *(_doubt(row) for row in effect.get("doubts") or ()),
    ]


def _chance(found: Values) -> str:
    p = max(float(found["p"]), 1e-6)
    if found["is_secured"]:
        return _(
            "Om åtgärden inte betydde något skulle ett tal så långt från det väntade vara ovanligt, ungefär 1 gång "
            "på %(count)s."
        ) % {"count": number(_round(1 / p))}
    if p >= HALF:
        return _("En så liten skillnad ger slumpen ensam minst varannan gång.")
    return _("Slumpen ensam ger en så stor skillnad ungefär %(count)s gånger av 100.") % {
        "count": number(max(1, round(p * 100)))
    }


def _of_answers(found: Values) -> str:
    """Return how sure one can be of a share: its samples tell, and those who did not answer do not."""
    said = (
        _("Det väntade ligger utanför svarens osäkerhet (95 %).")
        if found["is_secured"]
        else _("Det väntade ligger inom svarens osäkerhet (95 %).")
    )
    return " ".join([said, _("De som inte svarade kan tycka annorlunda.")])


def _round(value: float) -> float:
    """Return a number with two digits that say something: 487 is about 490."""
    size = 10 ** max(0, len(str(int(value))) - 2)
    return round(value / size) * size


def beside_name(beside: Values) -> str:
    """Return what is compared with, in words."""
    if beside["kind"] == "rest":
        return _("resten av %(city)s") % {"city": beside["name"]}
    return str(beside["name"])


def _beside(effect: Values) -> list[str]:
    beside, against = effect.get("beside"), effect.get("against")
    if effect["state"] != "measured":
        return []
    if not beside or not against:
        return [_("Det finns inget område att jämföra med, så ingen vet vad som hade hänt ändå.")]
    kind = effect["kind"]
    after = (
        sum(row["value"] for row in against["after"]) if kind == "count" else against["after"][-1]["value"]
    )
    return [
        _("Jämförelsen är %(name)s: %(before)s före och %(after)s efter.")
        % {
            "name": beside_name(beside),
            "before": amount(against["before"]["value"], kind),
            "after": amount(after, kind),
        },
        *_in_events(effect.get("events")),
    ]


def _in_events(found: Values | None) -> list[str]:
    """Return the weighted displacement difference, where some area is alike enough for it."""
    if not found or found["value"] is None:
        return []
    facts = {
        "name": beside_name(found["beside"]),
        "before": number(found["before"]),
        "count": number(abs(found["value"])),
        "low": _signed(found["low"]),
        "high": _signed(found["high"]),
    }
    if round(found["value"]) == 0:
        text = _(
            "Händelse för händelse ändrades det lika mycket som i %(name)s, som hade %(before)s före "
            "(WDD 0; 95 %%: %(low)s till %(high)s)."
        )
    elif found["value"] < 0:
        text = _(
            "Händelse för händelse blev det %(count)s färre än om det ändrats som i %(name)s, som hade %(before)s före "
            "(WDD; 95 %%: %(low)s till %(high)s)."
        )
    else:
        text = _(
            "Händelse för händelse blev det %(count)s fler än om det ändrats som i %(name)s, som hade %(before)s före "
            "(WDD; 95 %%: %(low)s till %(high)s)."
        )
    return [text % facts]


def _signed(value: float) -> str:
    whole = round(value)
    return f"−{number(-whole)}" if whole < 0 else number(whole)


def _moved_alike(effect: Values) -> bool:
    against, change = effect.get("against"), effect.get("change")
    return bool(against and change and change["is_secured"] and not against["is_secured"])


def _both_changed(effect: Values) -> str:
    return _(
        "Förändringen sedan före åtgärden är större än slumpen, men det ändrades ungefär lika där ni inte gjorde något."
    )


def _corrected(effect: Values) -> Sequence[str]:
    found = effect.get("correction")
    if not found:
        return []
    frozen = amount(found["frozen"], effect["kind"])
    if found["now"] is None:
        return [
            _(
                "Källan har dragit tillbaka utgångsvärdet %(frozen)s. Uppföljningen räknar med det ändå: det är beslutat."
            )
            % {"frozen": frozen}
        ]
    return [
        _(
            "Källan har rättat utgångsvärdet: %(frozen)s när utgåvan beslutades, %(now)s nu. Uppföljningen räknar med "
            "%(frozen)s, som är beslutat."
        )
        % {"frozen": frozen, "now": amount(found["now"], effect["kind"])}
    ]


def _doubt(row: Values) -> str:
    on = day(date.fromisoformat(row["on"])) if "on" in row else ""
    return {
        "police-effort": lambda: _(
            "Talet visar vad polisen har sökt efter, inte hur mycket som begås. Fler upptäckta brott är inget misslyckande."
        ),
        "partly-before": lambda: (
            _("Åtgärden började %(on)s, så en del av %(period)s ligger före. Då syns effekten sämre.")
            % {"on": on, "period": period(row)}
        ),
        "overlaps": lambda: (
            _("Utgångsvärdet mättes delvis efter att åtgärden började %(on)s. Då syns effekten sämre.")
            % {"on": on}
        ),
        "season": lambda: _(
            "Talen jämförs mellan olika delar av året. En del av skillnaden kan vara årstiden."
        ),
        "extreme": lambda: _(
            "Utgångsvärdet var det värsta på flera år. Ett sådant tal går ofta tillbaka av sig självt."
        ),
        "preliminary": lambda: _("Talet är preliminärt: källan kan ändra det."),
        "clumps": lambda: _("Händelserna kommer i klumpar, så osäkerheten är större än spannet visar."),
        "more-to-come": lambda: (
            ngettext(
                "Målet räknas över fler perioder: en återstår.",
                "Målet räknas över fler perioder: %(count)s återstår.",
                row.get("count", 0),
            )
            % {"count": row.get("count", 0)}
        ),
    }[row["code"]]()
