"""Alarms in words and as a picture."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.analysis.alarm import LEAST, SHORTEST
from samsyn.analysis.result import Reason
from samsyn.charts.picture import Picture
from samsyn.charts.series import Names, Point, series
from samsyn.charts.watch_list import Watched, WatchWords, watch_list
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, codes, series_words, words
from samsyn.ui.results.series_words import Row

_OWN = frozenset(
    ("expected", "low", "high", "p", "p_adjusted", "dispersion", "count", "n", "status", "is_alarm", "trend_percent",
     "is_pooled", "reason")
)  # fmt: skip
_SAID = 20


def say(found: Found) -> list[str]:
    rows = found["table"]
    if len(rows) == 1:
        lines = [_sentence(rows[0], found)]
    else:
        lines = [_all(found)]
        listed = sorted((row for row in rows if row["is_alarm"]), key=lambda row: row["p"])
        lines += [_sentence(row, found) for row in listed[:_SAID]]
        if len(listed) > _SAID:
            lines.append(series_words.others(len(listed) - _SAID))
        lines += [_sentence(row, found) for row in rows if row["reason"]][:_SAID]
        lines.append(
            _(
                "När många serier prövas på en gång ser några av dem ovanliga ut av en slump. Därför är p justerat, så att "
                "högst %(share)s procent av larmen väntas vara falska."
            )
            % {"share": words.number(100 * (1 - found["level"]), 1)}
        )
    if any(row["reason"] in (Reason.TOO_SHORT, Reason.TOO_FEW_EVENTS) for row in rows):
        lines.append(
            _("En serie behöver minst %(years)s år att jämföra med, och minst %(least)s händelser i dem.")
            % {"years": words.number(SHORTEST), "least": words.number(LEAST)}
        )
    lines += codes.caveats(found["caveats"])
    lines += series_words.doubts(found)
    lines.append(
        _(
            "Ett larm säger inte varför. Kontrollera först att perioden är hel och att alla anmälningar har kommit in."
        )
    )
    return lines + series_words.left_out(found)


def _all(found: Found) -> str:
    return ngettext(
        "%(at)s: %(alarms)s av %(every)s serier är ovanlig. Ovanligt höga: %(high)s, ovanligt låga: %(low)s. "
        "%(estimable)s gick att pröva.",
        "%(at)s: %(alarms)s av %(every)s serier är ovanliga. Ovanligt höga: %(high)s, ovanligt låga: %(low)s. "
        "%(estimable)s gick att pröva.",
        found["alarms"],
    ) % {
        "at": _at(found),
        "alarms": words.number(found["alarms"]),
        "every": words.number(found["series"]),
        "high": words.number(found["alarms_high"]),
        "low": words.number(found["alarms_low"]),
        "estimable": words.number(found["estimable"]),
    }


def _at(found: Found) -> str:
    return series_words.period(found["at"], found["period"])


def _count(value: float) -> str:
    """Return an expected number: one decimal where it says something."""
    return words.number(value, words.digits_of(value, 1) if abs(value) < 100 else 0)


def _is_unusual(row: Row, found: Found) -> bool:
    """Return whether a series is unusual: by itself when it is alone, else when all are tried at once."""
    return bool(row["status"]) if len(found["table"]) == 1 else bool(row["is_alarm"])


def _verdict(row: Row, found: Found) -> str:
    if not _is_unusual(row, found):
        return _("inte ovanligt")
    return _("ovanligt högt") if row["count"] > row["expected"] else _("ovanligt lågt")


def _sentence(row: Row, found: Found) -> str:
    name = series_words.name_of(row, _OWN) or _at(found)
    if row["reason"] and name:
        return series_words.not_estimable(name, row["reason"])
    if row["reason"]:
        return codes.not_estimable(row["reason"])
    start = f"{name}: "
    is_one = len(found["table"]) == 1
    facts = {
        "events": words.events(row["count"]),
        "verdict": _verdict(row, found),
        "expected": _count(row["expected"]),
        "ends": words.span(row["low"], row["high"], found["level"], 0),
        "p": words.chance(row["p"] if is_one else row["p_adjusted"]),
    }
    if is_one:
        return start + _("%(events)s, %(verdict)s. Väntat: %(expected)s (%(ends)s; %(p)s).") % facts
    return start + _("%(events)s, %(verdict)s. Väntat: %(expected)s (%(ends)s; justerat %(p)s).") % facts


# The picture


def draw(found: Found) -> Picture:
    return _curve(found) if found["curve"] is not None else _list(found)


def _curve(found: Found) -> Picture:
    """The only series, with what was to be expected of its latest period."""
    row = found["table"][0]
    rows = series_words.latest(found["curve"])
    shown = [
        Point(str(one["time"]), one["at"], one["count"], mark="ring" if one["is_same"] else "")
        for one in rows
    ]
    names = Names(_("Utfall"))
    if row["reason"] is None:
        last = shown[-1]
        mark = "alarm" if row["status"] else "last"
        shown[-1] = Point(
            last.label, last.at, last.value, other=row["expected"], low=row["low"], high=row["high"], mark=mark
        )  # fmt: skip
        names = Names(
            f"{words.number(row['count'])}, {_verdict(row, found)}",
            other=_("Väntat: %(expected)s") % {"expected": _count(row["expected"])},
            span=_("Vanligt: %(low)s–%(high)s")
            % {"low": words.number(row["low"], 0), "high": words.number(row["high"], 0)},
        )
    return series(
        shown,
        names=names,
        title=_curve_title(row, found),
        description=_curve_description(row, found) + series_words.only_latest(found["curve"]),
        source=words.source(found),
        is_years=found["period"] != "unit",
        value_label=series_words.events_per(found["period"]),
        unit=series_words.events_per(found["period"]),
        words=picture_words(found["level"]),
    )


def _curve_title(row: Row, found: Found) -> str:
    facts = {"at": _at(found), "events": words.events(row["count"] or 0)}
    if row["reason"] is not None:
        return codes.not_estimable(row["reason"]).rstrip(".")
    if row["status"] == "high":
        return _("Ovanligt högt %(at)s: %(events)s") % facts
    if row["status"] == "low":
        return _("Ovanligt lågt %(at)s: %(events)s") % facts
    return _("Inte ovanligt %(at)s: %(events)s") % facts


def _curve_description(row: Row, found: Found) -> str:
    if row["reason"] is not None:
        return _("%(events)s. Det går inte att säga vad som var att vänta av den senaste.") % {
            "events": series_words.events_per(found["period"])
        }
    text = _(
        "%(events)s. Stapeln vid den senaste visar vad som inte är ovanligt (%(level)s %%), årstid och trend "
        "medräknade. Ringarna är samma del av året tidigare."
    ) % {
        "events": series_words.events_per(found["period"]),
        "level": words.number(100 * found["level"], 1),
    }
    return text + " " + _("Romben är larmet.") if row["status"] else text


def _list(found: Found) -> Picture:
    """Every series; when they are many those with the smallest p."""
    chosen = sorted(found["table"], key=lambda row: (not row["is_alarm"], row["p"] is None, row["p"] or 0.0))[
        : series_words.SHOWN
    ]
    return watch_list(
        [_watched(row, found) for row in chosen],
        title=_list_title(found),
        description=_(
            "Händelser %(at)s, som gånger det väntade. Det ljusa fältet är vad som inte är ovanligt (%(level)s %%) för serien "
            "ensam. Romb och fet stil: larm, när alla serier prövas på en gång. Det som slumpen har svårast att förklara står överst."
        )
        % {"at": _at(found), "level": words.number(100 * found["level"], 1)}
        + series_words.only_some(len(chosen), found["series"]),
        source=words.source(found),
        name_label=_("Serie"),
        words=picture_words(found["level"]),
        said=WatchWords(
            count=_("Utfall"),
            usual=_("Inte ovanligt"),
            verdict=_("Bedömning"),
            as_expected=_("som väntat"),
            times=_("gånger det väntade"),
            beside=_("{count} mot väntat {expected}"),
        ),
    )  # fmt: skip


def _watched(row: Row, found: Found) -> Watched:
    name = series_words.name_of(row, _OWN)
    if row["reason"]:
        return Watched(name, row["count"], None, None, None, _("går inte att beräkna"))
    verdict = _verdict(row, found) if row["is_alarm"] else ""
    return Watched(name, row["count"], row["expected"], row["low"], row["high"], verdict, row["is_alarm"])


def _list_title(found: Found) -> str:
    facts = {
        "at": _at(found),
        "high": words.number(found["alarms_high"]),
        "low": words.number(found["alarms_low"]),
        "every": series_words.series(found["series"]),
    }
    if not found["estimable"]:
        return _("Ingen av serierna går att pröva")
    if not found["alarms"]:
        return _("Inget ovanligt i %(every)s, %(at)s") % facts
    if not found["alarms_low"]:
        return _("Ovanligt högt i %(high)s av %(every)s, %(at)s") % facts
    if not found["alarms_high"]:
        return _("Ovanligt lågt i %(low)s av %(every)s, %(at)s") % facts
    return _("Ovanligt högt i %(high)s och lågt i %(low)s av %(every)s, %(at)s") % facts
