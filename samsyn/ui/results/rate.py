"""A count per so many in words and as a picture."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samsyn.charts.forest import Line, forest
from samsyn.charts.picture import Picture
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, codes, words


def say(found: Found) -> list[str]:
    told = _("%(value)s per %(per)s (%(interval)s): %(events)s på %(population)s.") % {
        "value": words.number(found["value"]),
        "per": words.number(found["per"]),
        "interval": words.interval(found),
        "events": words.events(found["n"]),
        "population": words.number(found["population"]),
    }
    return [told, *codes.caveats(found["caveats"])]


def draw(found: Found) -> Picture:
    per = words.number(found["per"])
    digits = 1 if found["value"] < 100 else 0
    return forest(
        [Line(_("Per %(per)s") % {"per": per}, found["value"], found["low"], found["high"])],
        title=_("%(value)s per %(per)s, troligen mellan %(low)s och %(high)s")
        % {
            "value": words.number(found["value"], digits),
            "per": per,
            "low": words.number(found["low"], digits),
            "high": words.number(found["high"], digits),
        },
        description=_(
            "%(events)s på %(population)s. Strecket är osäkerheten (%(level)s %%), och axeln börjar i noll."
        )
        % {
            "events": words.events(found["n"]),
            "population": words.number(found["population"]),
            "level": words.number(100 * found["level"], 1),
        },
        source=words.source(found),
        none=0.0,
        value_label=_("Per %(per)s") % {"per": per},
        digits=digits,
        words=picture_words(found["level"]),
    )
