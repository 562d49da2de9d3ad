"""The picture of before and after, from what was measured. It draws what is kept, not what the source says today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from samsyn.charts.before_after import Moment, Names, before_after
from samsyn.charts.picture import Picture
from samsyn.evidence.metrics import metric
from samsyn.steps.followup import words
from samsyn.steps.situation.queries.sources import source_lines
from samsyn.ui.picture_words import picture_words
from samsyn.ui.templatetags.numbers import short_day

Values = Mapping[str, Any]


def effect_picture(measured: Values) -> Picture | None:
    """Return the picture, None when there is no series to draw."""
    effect = measured.get("effect") or {}
    rows = effect.get("series") or []
    if len([row for row in rows if row["value"] is not None]) < 2:
        return None
    begins = date.fromisoformat(measured["begins_on"])
    tested = {(row["start"], row["end"]) for row in effect.get("now") or ()}
    lines = source_lines(_imports(effect)).values()
    known = metric(effect["metric"])
    return before_after(
        [_moment(row, tested) for row in rows],
        begins_on=begins,
        names=Names(
            observed=_("Så blev det"),
            expected=_("Väntat utan åtgärden") if effect.get("beside") else _("Som före åtgärden"),
            span=_("Spann för slumpen"),
            begins=_("Åtgärden börjar %(day)s") % {"day": short_day(begins)},
        ),
        title=words.short(measured),
        description=_("%(metric)s före och efter åtgärden, i %(area)s. Talen står i tabellen under.")
        % {"metric": known.label, "area": effect["area_name"]},
        source=_source(effect, [line.short for line in lines]),
        value_label=known.unit_label.capitalize(),
        is_share=effect["kind"] == "share",
        is_example=any(line.is_example for line in lines),
        words=picture_words(),
    )


def _source(effect: Values, published: Sequence[str]) -> str:
    """Return what is drawn, what it is compared with, who published it, and how sure the span is."""
    facts = {"metric": metric(effect["metric"]).label, "area": effect["area_name"]}
    said = [_("%(metric)s i %(area)s.") % facts]
    if effect.get("beside"):
        said.append(_("Jämförelse: %(name)s.") % {"name": words.beside_name(effect["beside"])})
    said += published
    if effect["state"] == "measured":
        said.append(_("Osäkerhet 95 %."))
    return " ".join(said)


def _imports(effect: Values) -> set[int]:
    figures = [effect.get("baseline_figure") or {}, *(effect.get("now") or ())]
    beside = effect.get("against") or {}
    others = [beside.get("before") or {}, *(beside.get("after") or ())]
    return {row["import"] for row in (*figures, *others) if row.get("import")}


def _moment(row: Values, tested: set[tuple[str, str]]) -> Moment:
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    return Moment(
        label=words.period(row),
        start=start,
        end=end,
        value=row["value"],
        low=row["low"],
        high=row["high"],
        expected=row["expected"],
        expected_low=row["expected_low"],
        expected_high=row["expected_high"],
        is_tested=(row["start"], row["end"]) in tested,
    )
