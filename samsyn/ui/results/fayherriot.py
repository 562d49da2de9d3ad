"""Thin surveys of many areas, smoothed, in words and as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from samsyn.analysis.result import Caveat, Reason
from samsyn.charts.picture import Picture
from samsyn.charts.shrunk import Shrunk, ShrunkWords, shrunk
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, area_words, codes, survey_words, words


def say(found: Found) -> list[str]:
    if found["reason"]:
        return [
            _(
                "Värdena går inte att jämna ut. %(areas)s har ett eget värde med medelfel, och det måste vara minst fem fler än "
                "medelvärdet och de förklarande kolumnerna. Använd de råa värdena."
            )
            % {"areas": area_words.areas(found["n"])}
        ]
    lines = [_("Område: utjämnat värde (intervall), rått värde, så mycket av det råa som är kvar.")]
    digits = _digits(found)
    lines += [_said(row, found["level"], digits) for row in found["table"]]
    lines += codes.caveats(found["caveats"])
    lines.append(
        _(
            "Ett utjämnat värde är draget mot vad liknande områden har, mest där det råa är osäkert. Det är säkrare i genomsnitt, "
            "men kan dölja ett område som verkligen är annorlunda. Läs det bredvid det råa."
        )
    )
    left = {key: found["dropped"][key] for key in ("no_covariate", "wrong_width")}
    return lines + area_words.left_out(left, _("något förklarande värde saknas, eller fel antal celler"))


def _digits(found: Found) -> int:
    """Return how many decimals the largest value is worth: three of shares, none of large counts."""
    seen = (abs(row[key]) for row in found["table"] for key in ("raw", "shrunk") if row[key] is not None)
    largest = max(seen, default=0.0)
    return 3 if largest < 10 else words.digits_of(largest)


def _said(row: Mapping[str, Any], level: float, digits: int) -> str:
    told = _("%(area)s: %(smooth)s (%(interval)s), rått %(raw)s%(few)s, %(weight)s %% kvar") % {
        "area": row["area"],
        "smooth": words.number(row["shrunk"], digits),
        "interval": words.span(row["low"], row["high"], level, digits),
        "raw": _raw(row, digits),
        "few": survey_words.few(row),
        "weight": words.number(100 * row["weight"], 0),
    }
    if Caveat.SYNTHETIC in row["caveats"]:
        return _("%(told)s; bara vad modellen säger.") % {"told": told}
    return f"{told}."


def _raw(row: Mapping[str, Any], digits: int) -> str:
    if row["raw"] is not None:
        return words.number(row["raw"], digits)
    return _("döljs, för få svar") if row["reason"] == Reason.HIDDEN else _("saknas")


def draw(found: Found) -> Picture:
    """Draw the areas from the highest smoothed value to the lowest; the raw ones alone when they cannot be smoothed."""
    from scipy.special import ndtri

    key = "raw" if found["reason"] else "shrunk"
    known = sorted((row for row in found["table"] if row[key] is not None), key=lambda row: -row[key])
    chosen = area_words.both_ends(known)
    reach = float(ndtri((1 + found["level"]) / 2))
    rows = [_row(row, reach) for row in chosen]
    mean = None if found["reason"] or len(found["coefficients"]) > 1 else found["coefficients"]["mean"]
    largest = max((abs(row[key]) for row in chosen), default=0.0)
    digits = 2 if largest < 10 else words.digits_of(largest, 1)
    return shrunk(
        area_words.with_gap(rows, len(known), lambda text: Shrunk(text, None, None, is_gap=True)),
        title=_title(found, known, digits),
        description=_(
            "%(what)s. Ihålig prick är det råa värdet, fylld det utjämnade, båda med osäkerhet (%(level)s %%): ju osäkrare det råa "
            "är, desto mer dras det mot de andra."
        )
        % {"what": found["estimate"], "level": words.number(100 * found["level"], 1)}
        + area_words.only(rows, len(known)),
        source=words.source(found),
        whole=None if mean is None else (_("medel %(value)s") % {"value": words.number(mean, digits)}, mean),
        digits=digits,
        words=picture_words(found["level"]),
        own_words=ShrunkWords(raw=_("Rått"), smooth=_("Utjämnat"), raw_interval=_("Det råas osäkerhet")),
    )


def _row(row: Mapping[str, Any], reach: float) -> Shrunk:
    raw, error = row["raw"], row["raw_se"]
    has_ends = raw is not None and error is not None
    return Shrunk(
        str(row["area"]), raw, row["shrunk"], raw - reach * error if has_ends else None,
        raw + reach * error if has_ends else None, row["low"], row["high"], missing=_missing(row),
    )  # fmt: skip


def _missing(row: Mapping[str, Any]) -> str:
    if row["raw"] is not None:
        return ""
    return _("döljs") if row["reason"] == Reason.HIDDEN else _("saknas")


def _title(found: Found, known: list[Any], digits: int) -> str:
    if found["reason"]:
        return _("Värdena går inte att jämna ut: för få områden")
    if Caveat.NO_SPREAD in found["caveats"]:
        return _("Områdena skiljer sig inte mer än deras egna fel")
    if not known:
        return _("Det finns inga värden att jämna ut")
    first, last = known[0], known[-1]
    return _("Utjämnat högst i %(most)s (%(high)s), lägst i %(least)s (%(low)s)") % {
        "most": first["area"],
        "high": words.number(first["shrunk"], digits),
        "least": last["area"],
        "low": words.number(last["shrunk"], digits),
    }
