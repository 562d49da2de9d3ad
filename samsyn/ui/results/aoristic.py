"""The hours of the week in words and as a picture."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.charts.picture import Picture
from samsyn.charts.week_hours import WeekWords, week_hours
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, words

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WINDOW = 6  # hours in a row
FEW = 50  # events: fewer give no pattern of 168 hours


def _days() -> list[str]:
    return _("måndag tisdag onsdag torsdag fredag lördag söndag").split()


def say(found: Found) -> list[str]:
    if not found["n"]:
        return [_("Tabellen går inte att beräkna: ingen rad har en starttid som går att läsa.")]
    lines = [
        _("Händelser per timme och veckodag:"),
        _("timme") + " " + "".join(f"{day[:3]:>9}" for day in _days()),
    ]
    for row in found["table"]:  # one decimal, always shown, so that the columns stand straight
        lines.append(
            f"{row['hour']:02d}–{row['hour'] + 1:02d} "
            + "".join(f"{words.fixed(row[d], 1):>9}" for d in DAYS)
        )
    lines.append(_peak(found))
    lines.append(_window(found))
    lines += _doubts(found)
    if found["no_clock"]:
        lines.append(
            _("Kolumner utan klockslag, spridda över hela dygn: %(columns)s.")
            % {"columns": ", ".join(found["no_clock"])}
        )
    if left := sum(found["dropped"].values()):
        lines.append(
            _("%(rows)s räknades inte: starttiden saknas, eller raden gick inte att läsa.")
            % {"rows": words.rows(left)}
        )
    return lines


def _peak(found: Found) -> str:
    top, hour, day = max((row[d], -row["hour"], -k) for row in found["table"] for k, d in enumerate(DAYS))
    return _("Flest: %(day)s klockan %(first)s–%(last)s, %(count)s av %(events)s.") % {
        "day": _days()[-day],
        "first": f"{-hour:02d}",
        "last": f"{1 - hour:02d}",
        "count": words.number(top),
        "events": words.events(found["n"]),
    }


def _doubts(found: Found) -> list[str]:
    texts = {
        "no_end": ngettext(
            "%(shown)s händelse saknar sluttid och räknas vid starten.",
            "%(shown)s händelser saknar sluttid och räknas vid starten.",
            found["no_end"],
        ),
        "end_before_start": ngettext(
            "%(shown)s händelse slutar före sin start och räknas vid starten.",
            "%(shown)s händelser slutar före sin start och räknas vid starten.",
            found["end_before_start"],
        ),
        "a_week_or_more": ngettext(
            "%(shown)s händelse varar en vecka eller mer och sprids jämnt.",
            "%(shown)s händelser varar en vecka eller mer och sprids jämnt.",
            found["a_week_or_more"],
        ),
    }
    return [text % {"shown": words.number(found[key])} for key, text in texts.items() if found[key]]


def _fullest(found: Found) -> tuple[int, int, float]:
    """Return the six hours in a row that hold the most, all days together, and their share of all."""
    hours = [sum(row[day] for day in DAYS) for row in found["table"]]
    sums = [sum(hours[(start + k) % 24] for k in range(WINDOW)) for start in range(24)]
    start = max(range(24), key=lambda at: sums[at])
    return start, (start + WINDOW) % 24, sums[start] / found["n"]


def _window_facts(found: Found) -> dict[str, str]:
    first, last, share = _fullest(found)
    return {
        "share": words.number(100 * share, 0),
        "first": f"{first:02d}",
        "last": f"{last:02d}",
        "even": words.number(100 * WINDOW / 24, 0),
    }


def _window(found: Found) -> str:
    return _(
        "%(share)s procent ligger mellan klockan %(first)s och %(last)s. Jämnt spritt över dygnet vore det %(even)s procent."
    ) % _window_facts(found)


def draw(found: Found) -> Picture:
    return week_hours(
        [[row[day] for day in DAYS] for row in found["table"]],
        title=_title(found),
        description=_description(found),
        source=words.source(found),
        words=picture_words(found["level"]),
        said=WeekWords(
            hour=_("Klockan"),
            all_days=_("Alla dagar"),
            by_hour=_("per timme"),
            by_day=_("per dag"),
            days=_("måndag tisdag onsdag torsdag fredag lördag söndag"),
            short=_("mån tis ons tor fre lör sön"),
            classes=_("Händelser i rutan:"),
        ),
    )


def _title(found: Found) -> str:
    if not found["n"]:
        return _("Ingen rad har en starttid som går att läsa")
    if found["n"] < FEW:
        return _("Få händelser: mönstret kan vara slumpen")
    return _("%(share)s procent händer mellan klockan %(first)s och %(last)s") % _window_facts(found)


def _description(found: Found) -> str:
    if not found["n"]:
        return _("Tabellen går inte att beräkna: ingen rad har en starttid som går att läsa.")
    return (
        _("Varje händelse är spridd över den tid då den kan ha skett.") + " " + _peak(found) + " " + _("Rutan har en ram.")
    )  # fmt: skip
