"""The answer to "Går det att se?" in words, in the page's language."""

from __future__ import annotations

import math

from django.utils.translation import gettext as _

from samsyn.steps.purpose import frames, words
from samsyn.steps.purpose.aims import Aim
from samsyn.steps.purpose.noise import See, Visibility, Why
from samsyn.steps.situation import words as situation
from samsyn.ui.templatetags.numbers import number, percent


def headline(found: Visibility) -> str:
    """Return the answer in a few words."""
    return {
        See.YES: _("Ja, det syns."),
        See.MAYBE: _("Kanske, men inte säkert."),
        See.NO: _("Nej, inte så här."),
        See.OWN: _("Ja, ni räknar det ni själva gör."),
        See.UNTESTED: _("Det går inte att räkna ut."),
        See.WAITING: _("Det går inte att svara på än."),
    }[found.state]


def sentences(found: Visibility, aim: Aim) -> list[str]:
    """Return why, in one to four sentences."""
    if found.state is See.OWN:
        return [_("Målet gäller hur mycket som blir gjort. Där spelar slumpen ingen roll.")]
    if found.state is See.UNTESTED:
        return [_untested(found)]
    if found.why is Why.NO_BASELINE:
        return [
            _("Välj en indikator med ett utgångsvärde. Då räknar Samsyn ut hur stor förändring som syns.")
        ]
    said = [_start(aim), _limit(found, aim)]
    if found.state is See.MAYBE:
        said.append(_edge(aim))
    if found.chance is not None:
        said.append(
            _("Med ert mål är chansen %(chance)s att förändringen syns.") % {"chance": _chance(found.chance)}
        )
    if not aim.metric and not aim.is_share:
        said.append(
            _("Räknat som händelser som kommer av en slump. Det ni själva styr över varierar mindre.")
        )
    if found.is_clumped:
        said.append(_("Händelserna kommer i klumpar, så slumpen är större än vad som är räknat här."))
    return [one for one in said if one]


def sentence(found: Visibility, aim: Aim) -> str:
    """Return the whole answer as one text, for a decided text and for a list."""
    return " ".join([headline(found), *sentences(found, aim)])


def short(found: Visibility, aim: Aim) -> str:
    """Return the answer in one sentence, for a row of a table."""
    if found.state in {See.YES, See.MAYBE, See.NO} and found.chance is not None:
        said = {
            See.YES: _("Förändringen går att se: chansen är %(chance)s."),
            See.MAYBE: _("Förändringen syns kanske inte: chansen är %(chance)s."),
            See.NO: _("Förändringen går inte att skilja från slumpen: chansen att se den är %(chance)s."),
        }[found.state]
        return said % {"chance": _chance(found.chance)}
    if found.state is See.OWN:
        return _("Ni räknar själva vad som blir gjort.")
    if found.state is See.UNTESTED:
        return _untested(found)
    return ""


def method() -> str:
    """Return how it is computed, for the source line."""
    return _(
        "Räknat med %(power)s procents chans att upptäcka förändringen och %(risk)s procents risk att ha fel."
    ) % {"power": number(100 * frames.POWER), "risk": number(100 * (1 - frames.LEVEL))}


def _untested(found: Visibility) -> str:
    if found.why is Why.NO_ANSWERS:
        return _("Ingen säger hur många som har svarat, så slumpen går inte att räkna ut.")
    return _("Talet har ingen känd osäkerhet, så slumpen går inte att räkna ut.")


def _chance(value: float) -> str:
    """A chance is never quite nothing, and never quite sure."""
    if value < 0.01:
        return _("under %(share)s") % {"share": percent(0.01)}
    if value > 0.99:
        return _("över %(share)s") % {"share": percent(0.99)}
    return percent(math.floor(value * 100) / 100)  # 79.9 % is not the 80 % that is asked for


def _start(aim: Aim) -> str:
    """What the change begins from, and how much it rests on."""
    if aim.is_share:
        base = aim.base or frames.base_of(aim)
        facts = {"answers": situation.answers(base), "area": aim.area_name}
        if aim.answers and aim.figure and aim.answers != base:
            facts["more"] = situation.answers(aim.answers)
            return _("Undersökningen gav %(answers)s från %(area)s, och nästa ska ge %(more)s.") % facts
        return _("Undersökningen ger omkring %(answers)s från %(area)s.") % facts
    facts = {
        "count": words.shown(aim.baseline, aim),
        "unit": words.unit(aim) or _("gånger"),
        "area": aim.area_name,
        "period": words.period(aim),
    }
    if aim.figure:
        return _("%(area)s hade %(count)s %(unit)s under %(period)s.") % facts
    return _("Utgångsvärdet är %(count)s %(unit)s.") % facts


def _limit(found: Visibility, aim: Aim) -> str:
    """How far the figure must go to be told from chance."""
    if found.after is None:
        if aim.is_share:
            return _("Så få svar räcker inte för att skilja någon förändring från slumpen.")
        return _("Så få händelser går inte att skilja från slumpen, inte ens om det blir noll.")
    facts = {
        "after": after(found.after, aim),
        "time": words.lengths(aim.periods, aim),
        "length": words.length(aim),
    }
    if aim.is_share:
        if aim.is_up:
            return (
                _("Andelen måste stiga till %(after)s för att ni säkert ska kunna skilja den från slumpen.")
                % facts
            )
        return (
            _("Andelen måste sjunka till %(after)s för att ni säkert ska kunna skilja den från slumpen.")
            % facts
        )
    if aim.periods > 1:
        if aim.is_up:
            return (
                _(
                    "Räknat över %(time)s måste det bli minst %(after)s per %(length)s för att skilja sig säkert från slumpen."
                )
                % facts
            )
        return (
            _(
                "Räknat över %(time)s måste det bli högst %(after)s per %(length)s för att skilja sig säkert från slumpen."
            )
            % facts
        )
    if aim.is_up:
        return (
            _("Det måste bli minst %(after)s för att ni säkert ska kunna skilja ökningen från slumpen.")
            % facts
        )
    return (
        _("Det måste bli högst %(after)s för att ni säkert ska kunna skilja minskningen från slumpen.")
        % facts
    )


def after(value: float, aim: Aim) -> str:
    """Return the level from which a change is seen, rounded away from the baseline so that it holds."""
    return words.amount(rounded(value, aim), aim.kind)


def rounded(value: float, aim: Aim) -> float:
    """Return the level rounded away from the baseline: whole counts, whole per cent."""
    scale = 100 if aim.is_share else 1
    turn = math.ceil if aim.is_up else math.floor
    return turn(round(value * scale, 6)) / scale


def _edge(aim: Aim) -> str:
    """The target stands out if it is met exactly, but chance moves the outcome."""
    facts = {"target": words.amount(aim.target, aim.kind)}
    return (
        _(
            "Blir det precis %(target)s är skillnaden större än slumpen, men utfallet kan hamna fel av en slump."
        )
        % facts
    )
