"""Mann-Kendall's test in words and as a picture."""

from __future__ import annotations

from math import floor, log10

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.charts.picture import Picture
from samsyn.charts.series import Names, Point, series
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, series_words, words


def say(found: Found) -> list[str]:
    if found["reason"] is not None:
        return [
            _(
                "Serien har %(values)s. Det går inte att pröva om den stiger eller faller: inte ens en serie som stiger hela "
                "tiden går då att skilja från slumpen. Minst 5 värden behövs."
            )
            % {"values": _values(found["n"])}
        ]
    lines = [_finding(found) % {"p": words.chance(found["p"])}]
    if found["slope"] is not None:
        lines.append(_slope(found) + ".")
    lines.append(
        _("S = %(s)s, tau = %(tau)s, %(values)s.")
        % {"s": words.number(found["s"]), "tau": words.number(found["tau"]), "values": _values(found["n"])}
    )
    return lines + series_words.left_out(found)


def _finding(found: Found) -> str:
    if not words.is_more_than_chance(found):
        return _("Serien varken stiger eller faller mer än vad som kan vara slumpen (%(p)s).")
    if found["s"] > 0:
        return _("Serien stiger, mer än slumpen (%(p)s).")
    return _("Serien faller, mer än slumpen (%(p)s).")


def _slope(found: Found) -> str:
    digits = _slope_digits(found["slope"])
    ends = words.span(found["slope_low"], found["slope_high"], found["level"], digits)
    facts = {"slope": words.number(found["slope"], digits), "ends": f" ({ends})" if ends else ""}
    if found["slope_per"] == "year" or _are_years(found):
        return _("Förändring per år: %(slope)s%(ends)s") % facts
    return _("Förändring per tidsenhet: %(slope)s%(ends)s") % facts


def _slope_digits(slope: float) -> int:
    """Return so many decimals that a slope which is not 0 is not shown as 0."""
    return words.digits_of(slope) if abs(slope) >= 0.1 or slope == 0 else min(8, 1 - floor(log10(abs(slope))))


def _values(many: int) -> str:
    return ngettext("%(shown)s värde", "%(shown)s värden", many) % {"shown": words.number(many)}


def draw(found: Found) -> Picture:
    is_sure = words.is_more_than_chance(found)
    points = [_point(row, has_line=found["reason"] is None) for row in series_words.latest(found["curve"])]
    return series(
        points,
        names=Names(_("Utfall"), line=_("Sens lutning"), span=_("Möjlig lutning")),
        title=_title(found),
        description=_description(found, is_sure=is_sure) + series_words.only_latest(found["curve"]),
        source=words.source(found),
        is_dashed=not is_sure,
        is_years=found["slope_per"] == "year" or _are_years(found),
        digits=_digits(points),
        words=picture_words(found["level"]),
    )


def _point(row: series_words.Row, *, has_line: bool) -> Point:
    if not has_line:
        return Point(str(row["time"]), row["at"], row["value"])
    return Point(
        str(row["time"]), row["at"], row["value"], row["line"], low=row["line_low"], high=row["line_high"]
    )


def _are_years(found: Found) -> bool:
    """Return whether the file's own numbers are years."""
    places = [row["at"] for row in found["curve"]]
    return bool(places) and all(float(at).is_integer() and 1800 <= at < 2200 for at in places)


def _digits(points: list[Point]) -> int:
    return 0 if all((point.value or 0.0).is_integer() for point in points) else 1


def _title(found: Found) -> str:
    if found["reason"] is not None:
        return _("För få värden för att pröva om serien stiger eller faller")
    if not words.is_more_than_chance(found):
        return _("Varken upp eller ner mer än slumpen")
    return _("Serien stiger mer än slumpen") if found["s"] > 0 else _("Serien faller mer än slumpen")


def _description(found: Found, *, is_sure: bool) -> str:
    if found["reason"] is not None:
        return _("Värdena i tidens ordning, utan någon beräknad linje.")
    text = _(
        "%(slope)s. Linjen går genom mitten av värdena. Fältet visar de lutningar som ryms i osäkerheten."
    ) % {"slope": _slope(found)}
    return text if is_sure else text + " " + _("Linjen är streckad, för den kan vara slumpen.")
