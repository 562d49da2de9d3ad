"""Frozen figures to words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.steps.situation import words
from samsyn.steps.situation.reading.shown import Figure, IndicatorRow, SafetyBlock, SafetyRow, Spot
from samsyn.ui.results import codes
from samsyn.ui.templatetags.numbers import interval, number, percent

Contents = Mapping[str, Any]


def either(text: Mapping[str, str]) -> str:
    """Return what was kept in both languages, in the page's."""
    return text["sv"] if is_swedish() else text["en"] or text["sv"]


def metric_name(edition: Contents, code: str) -> str:
    known = edition["metrics"].get(code)
    return either(known["name"]) if known else code


def _kind(edition: Contents, code: str) -> str:
    known = edition["metrics"].get(code)
    return known["kind"] if known else "count"


def is_swedish() -> bool:
    return (get_language() or "sv").startswith("sv")


def period_words(start: str | None, end: str | None) -> str:
    """Return a half-open period of ISO dates as people say it."""
    if not start:
        return ""
    first = date.fromisoformat(start)
    return words.period(first, date.fromisoformat(end) if end else first)


def interval_words(low: float | None, high: float | None, kind: str) -> str:
    if low is None or high is None:
        return ""
    if kind == "share":
        return f"{number(low * 100)}–{percent(high)}"
    digits = words.rate_digits(low) if kind in {"rate", "index"} else 0
    return str(interval(low, high, digits))


_NO_VALUE = {"suppressed", "missing", "not-applicable"}


def figure(edition: Contents, row: Mapping[str, Any], *, kind: str = "") -> Figure:
    """Return one frozen figure in words."""
    kind = kind or _kind(edition, row["metric"])
    state = row.get("state")
    has_value = row.get("value") is not None and state not in _NO_VALUE
    shown = words.value(row["value"] if has_value else None, kind, state=state or "")
    base = row.get("base")
    return Figure(
        name=metric_name(edition, row["metric"]),
        place=row.get("area_name") or "",
        period=period_words(row.get("start"), row.get("end")),
        value=shown,
        interval=interval_words(row.get("low"), row.get("high"), kind) if has_value else "",
        base=_base_words(base, kind) if base else "",
        note=words.state(state or "").rstrip("."),
        import_id=row.get("import"),
        row=row.get("row"),
    )


def _base_words(base: int, kind: str) -> str:
    if kind == "share":
        return words.answers(base)
    return _("%(count)s invånare") % {"count": number(base)}


def figure_text(row: Figure) -> str:
    """Return a figure as one line of text."""
    start = " ".join(part for part in (row.name, row.place, row.period) if part)
    doubt = ", ".join(part for part in (row.interval, row.base, row.note) if part)
    return f"{start}: {row.value}" + (f" ({doubt})." if doubt else ".")


def shared_caveats(rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the caveats that all rows have, when there are several rows: they are said once."""
    if len(rows) < 2:
        return ()
    return tuple(code for code in rows[0]["caveats"] if all(code in row["caveats"] for row in rows))


def indicator(edition: Contents, row: Mapping[str, Any], *, without: Sequence[str] = ()) -> IndicatorRow:
    """Return one row of the indicator table in words, without the caveats that are said elsewhere."""
    rate, beside = row["rate"], row["reference_rate"]
    known = edition["metrics"].get(row["metric"])
    reference = figure(edition, row["reference"]) if row["reference"] else None
    return IndicatorRow(
        name=metric_name(edition, row["metric"]),
        unit=either(known["unit"]) if known else "",
        note=either(known["note"]) if known else "",
        value=figure(edition, row["figure"]),
        rate=words.rate(rate["value"]) if rate else "–",
        rate_interval=interval_words(rate["low"], rate["high"], "rate") if rate else "",
        reference=words.rate(beside["value"]) if beside else (reference.value if reference else "–"),
        reference_name=reference.place if reference else "",
        sentence=_sentences(row),
        caveats=tuple(codes.caveat(code) for code in row["caveats"] if code not in without),
        series=tuple(
            _spot(spot, "rate" if row["series_is_rate"] else _kind(edition, row["metric"]))
            for spot in row["series"]
        ),
    )


def _sentences(row: Mapping[str, Any]) -> str:
    """Return what is said of the latest figure, and of the trend; older editions have none."""
    trend = row.get("trend")
    return " ".join([either(row["sentence"]), *([either(trend["sentence"])] if trend else [])])


def _spot(row: Mapping[str, Any], kind: str) -> Spot:
    shown = words.rate(row["value"]) if kind == "rate" else words.value(row["value"], kind)
    return Spot(
        period=period_words(row["start"], row["end"]),
        words=shown,
        interval=interval_words(row["low"], row["high"], kind),
        value=row["value"],
        low=row["low"],
        high=row["high"],
        is_preliminary=row["is_preliminary"],
        is_after_break=row["is_after_break"],
    )


def safety(edition: Contents, block: Mapping[str, Any]) -> SafetyBlock:
    known = edition["metrics"].get(block["metric"])
    return SafetyBlock(
        name=metric_name(edition, block["metric"]),
        title=either(block["title"]),
        note=either(known["note"]) if known else "",
        period=either(block["period"]),
        rows=tuple(_safety_row(row) for row in block["rows"]),
    )


def _safety_row(row: Mapping[str, Any]) -> SafetyRow:
    shown = row["figure"]
    if row["is_hidden"]:
        note = _("visas inte, färre än 30 svar")
    elif row["is_hollow"]:
        note = _("få svar")
    else:
        note = "" if shown else _("inga svar")
    return SafetyRow(
        area=row["area_name"],
        is_whole=row["is_whole"],
        share=words.value(row["value"], "share"),
        interval=interval_words(row["low"], row["high"], "share"),
        answers=words.answers(row["base"]) if shown else "–",
        note=note,
        import_id=shown["import"] if shown else None,
        value=row["value"],
        low=row["low"],
        high=row["high"],
        base=row["base"],
    )
