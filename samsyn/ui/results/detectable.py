"""The smallest change that can be told from chance in words and as a picture."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samsyn.charts.chance_curve import ChanceWords, Curve, chance_curve
from samsyn.charts.picture import Picture
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, codes, words


def say(found: Found) -> list[str]:
    is_up = found["direction"] == "up"
    told = {"before": words.events(found["before"]), "value": words.number(found["value"])}
    if found["value"] is None:
        first = (
            _("Med %(before)s går ingen ökning att skilja från slumpen.")
            if is_up
            else _("Med %(before)s går ingen minskning att skilja från slumpen.")
        )
    elif is_up:
        first = _(
            "Med %(before)s måste det bli %(value)s eller fler för att förändringen ska gå att skilja från slumpen."
        )
    else:
        first = _(
            "Med %(before)s måste det bli %(value)s eller färre för att förändringen ska gå att skilja från slumpen."
        )
    share = {"share": words.number(100 * found["power"], 1)}
    if found["after"] is None:
        second = _("Ingen sann förändring syns med %(share)s %% chans.") % share
    else:
        second = _(
            "Den minsta sanna förändring som syns med %(share)s %% chans är %(mde)s, till %(after)s per period som den första."
        ) % {**share, "mde": words.number(found["mde"]), "after": words.number(found["after"])}
    return [first % told, second, *codes.caveats(found["caveats"])]


def draw(found: Found) -> Picture:
    told = {"before": words.number(found["before"]), "share": words.number(100 * found["power"], 1)}
    return chance_curve(
        Curve(
            points=tuple((after, chance) for after, chance in found["curve"]),
            before=found["before"],
            after=found["after"],
            power=found["power"],
        ),
        title=_title(found),
        description=_(
            "Kurvan är chansen att förändringen syns, för varje sann nivå efteråt (per period som den första). Bara där den är "
            "över den streckade linjen, %(share)s %%, är den lätt att se. Nu: %(before)s."
        )
        % told,
        source=words.source(found),
        own_words=ChanceWords(
            now=_("nu {value}"),
            seen=_("{value}: syns med {share} chans"),
            level=_("Sann nivå efteråt"),
            chance=_("Chans att den syns"),
        ),
        words=picture_words(found["level"]),
    )


def _title(found: Found) -> str:
    is_up, after = found["direction"] == "up", found["after"]
    told = {"before": words.number(found["before"])}
    if after is None:
        if is_up:
            return _("Från %(before)s syns ingen ökning säkert") % told
        return _("Från %(before)s syns ingen minskning säkert") % told
    told["after"] = words.number(after, 1 if after < 100 else 0)
    if is_up:
        return _("Från %(before)s behövs en ökning till %(after)s för att den ska synas") % told
    return _("Från %(before)s behövs en minskning till %(after)s för att den ska synas") % told
