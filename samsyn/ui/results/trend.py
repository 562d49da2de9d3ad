"""The trend of series in words and as a picture."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samsyn.analysis.result import Reason
from samsyn.analysis.trend import LEAST
from samsyn.charts.forest import Line, forest
from samsyn.charts.picture import Picture
from samsyn.charts.series import Names, Point, series
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, codes, series_words, words
from samsyn.ui.results.series_words import Row

_OWN = frozenset(
    ("change_percent", "low", "high", "coefficient", "se", "p", "p_adjusted", "dispersion", "n", "is_more_than_chance",
     "empty_months", "reason")
)  # fmt: skip
_SAID = 20
_WIDEST = 400.0  # per cent: an interval that reaches further is written, not drawn


def say(found: Found) -> list[str]:
    rows = found["table"]
    if len(rows) == 1:
        lines = [_sentence(rows[0], found, is_alone=True)]
    else:
        lines = [_all(found)]
        lines += [_sentence(row, found, is_alone=False) for row in _surest_first(found)[:_SAID]]
        if len(rows) > _SAID:
            lines.append(series_words.others(len(rows) - _SAID))
        lines.append(
            _(
                "När många serier prövas på en gång ser några av dem ut att ändras av en slump. Därför är p justerat, så att "
                "högst %(share)s procent av de utpekade väntas vara falska."
            )
            % {"share": words.number(100 * (1 - found["level"]), 1)}
        )
    if any(row["reason"] == Reason.TOO_FEW_EVENTS for row in rows):
        lines.append(_("En serie behöver minst %(least)s händelser.") % {"least": words.number(LEAST)})
    lines += codes.caveats(found["caveats"])
    lines += series_words.doubts(found)
    lines.append(_("En ändring säger inget om sin orsak, och inget om hur det går framöver."))
    return lines + series_words.left_out(found)


def _all(found: Found) -> str:
    return _(
        "%(changed)s av %(every)s ändras mer än slumpen. %(estimable)s gick att beräkna."
    ) % {
        "changed": series_words.series(found["more_than_chance"]),
        "every": words.number(found["series"]),
        "estimable": words.number(found["estimable"]),
    }  # fmt: skip


def _surest_first(found: Found) -> list[Row]:
    return sorted(found["table"], key=lambda row: (row["p"] is None, row["p"] or 0.0))


def _sentence(row: Row, found: Found, *, is_alone: bool) -> str:
    name = series_words.name_of(row, _OWN)
    if row["reason"]:
        return series_words.not_estimable(name, row["reason"]) if name else codes.not_estimable(row["reason"])
    start = f"{name}: " if name else _("Serien") + " "
    ends = words.span(row["low"], row["high"], found["level"], 1)
    facts = {
        "amount": words.amount(row["change_percent"], 1),
        "ends": f" ({ends})" if ends else "",
        "p": words.chance(row["p"] if is_alone else row["p_adjusted"]),
    }
    change = _("ökar med %(amount)s procent per år%(ends)s") % facts
    if row["change_percent"] <= 0:
        change = _("minskar med %(amount)s procent per år%(ends)s") % facts
    if is_alone:
        told = (
            _("mer än slumpen (%(p)s)") if row["is_more_than_chance"] else _("det kan vara slumpen (%(p)s)")
        )
    elif row["is_more_than_chance"]:
        told = _("mer än slumpen (justerat %(p)s)")
    else:
        told = _("det kan vara slumpen (justerat %(p)s)")
    return f"{start}{change}, {told % facts}."


# The picture


def draw(found: Found) -> Picture:
    return _curve(found) if found["curve"] is not None else _forest(found)


def _curve(found: Found) -> Picture:
    """The only series with its line."""
    is_sure = found["reason"] is None and found["table"][0]["is_more_than_chance"]
    rows = series_words.latest(found["curve"])
    return series(
        [
            Point(
                str(row["time"]), row["at"], row["count"], line=row["level"], low=row["level_low"], high=row["level_high"]
            )
            for row in rows
        ],
        names=Names(_("Utfall"), line=_level(found), span=_("Möjlig lutning")),
        title=_title(found),
        description=_description(found, is_sure=is_sure) + series_words.only_latest(found["curve"]),
        source=words.source(found),
        is_dashed=not is_sure,
        is_years=found["period"] != "unit",
        value_label=series_words.events_per(found["period"]),
        unit=series_words.events_per(found["period"]),
        words=picture_words(found["level"]),
    )  # fmt: skip


def _level(found: Found) -> str:
    return _("Beräknad nivå") if found["period"] == "year" else _("Nivå utan årstid")


def _title(found: Found) -> str:
    if found["reason"] is not None:
        return codes.not_estimable(found["reason"]).rstrip(".")
    if not found["table"][0]["is_more_than_chance"]:
        return _("Ändringen går inte att skilja från slumpen")
    facts = {"amount": words.amount(found["value"], 1)}
    if found["value"] > 0:
        return _("Ökar med %(amount)s procent per år") % facts
    return _("Minskar med %(amount)s procent per år") % facts


def _description(found: Found, *, is_sure: bool) -> str:
    if found["reason"] is not None:
        return _("%(events)s, utan någon beräknad linje.") % {
            "events": series_words.events_per(found["period"])
        }
    facts = {
        "events": series_words.events_per(found["period"]),
        "change": _signed(found["value"]),
        "ends": words.span(found["low"], found["high"], found["level"], 1),
    }
    text = _(
        "%(events)s, och linjen med årstiden frånräknad: %(change)s procent per år (%(ends)s). "
        "Fältet visar de lutningar som ryms i osäkerheten."
    )
    if found["period"] == "year":
        text = _(
            "%(events)s, och linjen: %(change)s procent per år (%(ends)s). "
            "Fältet visar de lutningar som ryms i osäkerheten."
        )
    text %= facts
    return text if is_sure else text + " " + _("Linjen är streckad, för den kan vara slumpen.")


def _signed(value: float) -> str:
    told = words.number(value, 1)
    return f"+{told}" if value > 0 and told != "0" else told


def _forest(found: Found) -> Picture:
    """The change of every series; those that changed the surest when they are many."""
    chosen = _surest_first(found)[: series_words.SHOWN]
    chosen.sort(key=lambda row: (row["change_percent"] is None, -(row["change_percent"] or 0.0)))
    return forest(
        [_line(row) for row in chosen],
        title=_forest_title(found),
        description=(
            _("Ändring i procent per år.")
            if found["period"] == "year"
            else _("Ändring i procent per år, årstiden frånräknad.")
        )
        + " "
        + _(
            "Strecket är osäkerheten (%(level)s %%). Romb och fet stil: mer än slumpen, också när alla serier prövas på en gång."
        )
        % {"level": words.number(100 * found["level"], 1)}
        + series_words.only_some(len(chosen), found["series"]),
        source=words.source(found),
        none_name=_("ingen ändring"),
        name_label=_("Serie"),
        value_label=_("Procent per år"),
        digits=1,
        words=picture_words(found["level"]),
    )


def _line(row: Row) -> Line:
    name = series_words.name_of(row, _OWN)
    if row["reason"]:
        return Line(name, None, missing=_("går inte att beräkna"))
    if row["high"] is not None and row["high"] > _WIDEST:
        return Line(
            name, None, missing=_("%(change)s, mycket osäkert") % {"change": _signed(row["change_percent"])}
        )
    return Line(
        name, row["change_percent"], row["low"], row["high"], is_total=row["is_more_than_chance"]
    )  # fmt: skip


def _forest_title(found: Found) -> str:
    rises, falls = (
        sum(row["is_more_than_chance"] and sign * row["change_percent"] > 0 for row in found["table"])
        for sign in (1, -1)
    )
    facts = {
        "rises": words.number(rises),
        "falls": words.number(falls),
        "every": series_words.series(found["series"]),
    }
    if not found["estimable"]:
        return _("Ingen av serierna går att beräkna")
    if not rises and not falls:
        return _("Ingen av %(every)s ändras mer än slumpen") % facts
    if not rises:
        return _("%(falls)s av %(every)s minskar mer än slumpen") % facts
    if not falls:
        return _("%(rises)s av %(every)s ökar mer än slumpen") % facts
    return _("Av %(every)s ökar %(rises)s och minskar %(falls)s mer än slumpen") % facts
