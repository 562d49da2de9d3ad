"""An area and those like it in words and as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from samsyn.analysis.result import Reason
from samsyn.charts.alike import Measure, Value, alike
from samsyn.charts.picture import Picture
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, area_words, codes, words

_MOST = 10  # areas in the picture


def say(found: Found) -> list[str]:
    shown = ", ".join(
        _("%(variable)s (vikt %(weight)s)") % {"variable": name, "weight": words.number(weight)}
        for name, weight in found["weights"].items()
    )
    lines = [
        _("%(area)s jämförs med områden som liknar det i: %(variables)s.")
        % {"area": found["area"], "variables": shown}
    ]
    lines += [_said(row, found) for row in found["table"]]
    if found["unused"]:
        lines.append(
            _("Skiljer inte områdena åt, eller väger 0: %(variables)s.")
            % {"variables": ", ".join(found["unused"])}
        )
    if found["tied"]:
        lines.append(_("Lika nära men utanför jämförelsen: %(areas)s.") % {"areas": ", ".join(found["tied"])})
    lines += _said_difference(found)
    return lines + area_words.left_out(
        found["dropped"], _("område eller någon variabel saknas, eller fel antal celler")
    )


def _said(row: Mapping[str, Any], found: Found) -> str:
    parts = [
        _("avstånd saknas")
        if row["distance"] is None
        else _("avstånd %(distance)s") % {"distance": words.number(row["distance"])}
    ]
    if row["how"] in ("included", "set"):
        parts.append(_("valt av dig"))
    if row["rate"] is not None:
        parts.append(
            _("%(rate)s per %(per)s") % {"rate": words.number(row["rate"]), "per": words.number(found["per"])}
        )
    return f"{row['area']}: {', '.join(parts)}."


def _said_difference(found: Found) -> list[str]:
    if found["reason"] in (Reason.NO_DIFFERENCE, Reason.NO_AREAS):
        return [
            _("Liknande områden går inte att hitta: %(reason)s.") % {"reason": codes.reason(found["reason"])}
        ]
    if found["reason"] == Reason.NO_VALUE:
        return [_("Skillnaden går inte att beräkna: antal eller folkmängd saknas för något av områdena.")]
    if found["reason"]:
        return [_("Skillnaden går inte att beräkna: ingen bor i området eller i jämförelseområdena.")]
    if found["value"] is None:
        return [_("Ange --count och --population för att få skillnaden mellan området och dem.")]
    told = {
        "area": found["area"],
        "rate": words.number(found["rate"]),
        "per": words.number(found["per"]),
        "others": words.number(found["set_rate"]),
        "amount": words.number(abs(found["value"])),
        "value": words.number(found["value"]),
        "interval": words.interval(found),
    }
    first = (
        _(
            "%(area)s har %(rate)s per %(per)s, jämförelseområdena tillsammans %(others)s: %(amount)s fler (skillnad %(value)s; "
            "%(interval)s)."
        )
        if found["value"] > 0
        else _(
            "%(area)s har %(rate)s per %(per)s, jämförelseområdena tillsammans %(others)s: %(amount)s färre (skillnad %(value)s; "
            "%(interval)s)."
        )
    )
    return [
        first % told,
        _("Det är mer än slumpen.")
        if found["beyond_chance"]
        else _("Det är inte mer än vad som kan vara slumpen."),
        _(
            "Skillnaden säger inte varför, och den gäller just dessa områden: med andra områden blir den en annan."
        ),
        *codes.caveats(found["caveats"]),
    ]


def draw(found: Found) -> Picture:
    """Draw what they are compared in first, then each variable that they were chosen by; the area itself leads."""
    table = found["table"][:_MOST]
    level = words.number(100 * found["level"], 1)
    has_rates = found["rate"] is not None or any(row["rate"] is not None for row in table)
    measures = []
    names = [found["area"], *(row["area"] for row in table)]
    is_whole = found["set_rate"] is not None and len(found["table"]) > 1
    if has_rates:
        cells = [found, *table]
        rates = [_rate(row["count"], row["population"], found) for row in cells]
        rates += [_rate(found["set_count"], found["set_population"], found)] if is_whole else []
        title = _("Antal per %(per)s") % {"per": words.number(found["per"])}
        measures.append(Measure(title, tuple(rates), digits=1, is_main=True))
    for name, own in found["values"].items():
        values = [own, *(row["values"][name] for row in table)]
        kept = tuple(Value(value) for value in values)
        measures.append(Measure(name, kept, digits=_digits(values), spread=2 * found["sd"][name]))
    description = _(
        "%(area)s är romben och den streckade linjen, de som liknar det mest är ringarna, närmast först. Skalan för en variabel når två "
        "standardavvikelser åt vart håll."
    ) % {"area": found["area"]}
    if has_rates:
        description += " " + _("Strecket är osäkerheten (%(level)s %%).") % {"level": level}
    return alike(
        [*names, _("De tillsammans")] if has_rates and is_whole else names,
        measures,
        title=_title(found),
        description=description + area_words.only(table, len(found["table"])),
        source=words.source(found),
        words=picture_words(found["level"]),
    )


def _rate(count: float | None, population: float | None, found: Found) -> Value:
    """Return a rate with its exact interval."""
    from samsyn.analysis.rates import rate

    if count is None or not population:
        return Value(None)
    told = rate(int(count), population, per=found["per"], level=found["level"])
    return Value(told.value, told.low, told.high)


def _digits(values: list[float | None]) -> int:
    known = [value for value in values if value is not None]
    if all(float(value).is_integer() for value in known):
        return 0
    return 2 if max(abs(value) for value in known) < 10 else 1


def _title(found: Found) -> str:
    told = {"area": found["area"], "likes": area_words.listed([row["area"] for row in found["table"]], 2)}
    if not found["table"]:
        return _("Liknande områden går inte att hitta")
    if found["value"] is None:
        return _("%(likes)s liknar %(area)s mest") % told
    told |= {"amount": words.number(abs(found["value"]), 1), "per": words.number(found["per"])}
    if not found["beyond_chance"]:
        return _("%(area)s skiljer sig inte säkert från områden som liknar det") % told
    if found["value"] > 0:
        return _("%(area)s har %(amount)s fler per %(per)s än områden som liknar det") % told
    return _("%(area)s har %(amount)s färre per %(per)s än områden som liknar det") % told
