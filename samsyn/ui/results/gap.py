"""Felt and recorded crime in words and as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from samsyn.analysis.gap import Gap
from samsyn.analysis.result import Caveat
from samsyn.charts.picture import Picture
from samsyn.charts.plane import Axis, Dot, PlaneWords, plane
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, area_words, codes, survey_words, words

_CORNERS = (Gap.FELT, Gap.BOTH, Gap.NEITHER, Gap.RECORDED)  # as `Dot.corner` counts them


def class_names() -> dict[str, str]:
    """Return what each class is called."""
    return {
        Gap.BOTH: _("Otryggare och fler brott"),
        Gap.FELT: _("Otryggare men färre brott"),
        Gap.RECORDED: _("Tryggare men fler brott"),
        Gap.NEITHER: _("Tryggare och färre brott"),
        Gap.UNCLEAR: _("Går inte att säga"),
    }


def say(found: Found) -> list[str]:
    lines = []
    for survey, value in found["share_reference"].items():
        told = {"share": words.number(100 * value, 1), "survey": survey}
        lines.append(
            _("Trygga i %(survey)s hålls mot %(share)s %%.") % told
            if survey
            else _("Trygga hålls mot %(share)s %%.") % told
        )
    if found["rate_reference"] is not None:
        lines.append(
            _("Brotten hålls mot %(rate)s per %(per)s.")
            % {"rate": words.number(found["rate_reference"]), "per": words.number(found["per"])}
        )
    for name, text in class_names().items():
        rows = [row for row in found["table"] if row["class"] == name and not row["reason"]]
        if rows:
            lines.append(f"{text}:")
            lines += [_said(row, found) for row in rows]
    lines += area_words.not_estimable(found["table"])
    lines += _said_many(found)
    lines.append(
        _(
            "Klassen säger inte varför. Anmälda brott är inte alla brott, och trygghet är mer än brott. De två läggs aldrig ihop "
            "till ett tal, och olika undersökningar hålls inte mot varandra."
        )
    )
    return lines + area_words.left_out(found["dropped"], _("område saknas, eller fel antal celler"))


def _said_many(found: Found) -> list[str]:
    """Say how much of the list may be chance."""
    tested = [row for row in found["table"] if row["is_more_than_chance"] is not None]
    classed = [row for row in found["table"] if row["class"] != Gap.UNCLEAR]
    if not classed:
        return []
    both = [row for row in classed if row["is_more_than_chance"] is not None]
    if len(both) < len(classed):
        return [
            _(
                "Intervallen avgör klassen. Att många områden prövas samtidigt är inte inräknat för intervall ur filen: några "
                "områden kan ha hamnat där av slumpen."
            )
        ]
    return [
        _(
            "Intervallen avgör klassen. När det räknas in att %(areas)s prövas samtidigt står %(sure)s av %(classed)s kvar som "
            "mer än slumpen."
        )
        % {
            "areas": area_words.areas(len(tested)),
            "sure": words.number(sum(row["is_more_than_chance"] for row in both)),
            "classed": words.number(len(both)),
        }
    ]


def _name(row: Mapping[str, Any]) -> str:
    return f"{row['area']} ({row['survey']})" if row["survey"] else str(row["area"])


def _said(row: Mapping[str, Any], found: Found) -> str:
    told = _("– %(area)s: %(share)s %% trygga (%(safe)s), %(rate)s brott per %(per)s (%(crime)s).") % {
        "area": _name(row),
        "share": words.number(100 * row["share"], 1),
        "safe": words.span(100 * row["share_low"], 100 * row["share_high"], found["level"], 1),
        "rate": words.number(row["rate"]),
        "per": words.number(found["per"]),
        "crime": words.span(row["rate_low"], row["rate_high"], found["level"]),
    }
    return f"{told} {codes.caveat(Caveat.SMALL_BASE)}" if row["caveats"] else told


def draw(found: Found) -> Picture:
    """Draw felt unsafety upwards and recorded crime to the right; of several surveys, each beside its own reference."""
    known = [row for row in found["table"] if not row["reason"]]
    references = found["share_reference"]
    is_one = len(references) == 1
    reference = next(iter(references.values()), 0.0)
    dots = [_dot(row, None if is_one else references[row["survey"] or ""]) for row in known]
    rates = [row["rate"] for row in known]
    per = words.number(found["per"])
    names = class_names()
    held = found["rate_reference"] or 0.0
    return plane(
        dots,
        x=Axis(
            _("Anmälda brott per %(per)s") % {"per": per},
            held,
            _("alla %(value)s") % {"value": words.number(held, 1)},
        ),
        y=Axis(
            _("Andel otrygga"),
            1 - reference,
            _("alla %(value)s") % {"value": _percent(1 - reference)},
            is_share=True,
        )
        if is_one
        else Axis(_("Otryggare än undersökningen, procentenheter"), 0.0, _("hela undersökningen")),
        title=_title(found, known),
        description=_description(found, known),
        source=words.source(found),
        own_words=PlaneWords(
            corners=(names[Gap.FELT], names[Gap.BOTH], names[Gap.NEITHER], names[Gap.RECORDED]),
            unclear=names[Gap.UNCLEAR],
            corner=_("Klass"),
            more=_("{count} till i tabellen"),
        ),
        is_log=bool(rates) and min(rates) > 0 and max(rates) > 8 * min(rates),
        words=picture_words(found["level"]),
    )


def _percent(share: float) -> str:
    return survey_words.percent(words.number(100 * share, 0))


def _dot(row: Mapping[str, Any], reference: float | None) -> Dot:
    """Return an area as unsafe upwards: its share, or how far from the reference of its survey."""
    low, value, high = (1 - row[key] for key in ("share_high", "share", "share_low"))
    if reference is not None:
        low, value, high = (100 * (one - (1 - reference)) for one in (low, value, high))
    corner = None if row["class"] == Gap.UNCLEAR else _CORNERS.index(row["class"])
    return Dot(
        _name(row), row["rate"], value, (row["rate_low"], row["rate_high"]), (low, high), corner,
        is_bold=row["is_more_than_chance"] is not False,
    )  # fmt: skip


def _description(found: Found, known: list[Any]) -> str:
    told = _(
        "Korset är osäkerheten (%(level)s %%). Ihålig prick: korset når en streckad linje, så det går inte att säga. Fetstil: står "
        "kvar när det räknas in att många områden prövas. I de tonade hörnen säger trygghet och anmälda brott olika saker."
    ) % {"level": words.number(100 * found["level"], 1)}
    left = len(found["table"]) - len(known)
    return f"{told} {_left(left)}" if left else told


def _left(many: int) -> str:
    return _("Inte med, för tal saknas eller döljs: %(areas)s.") % {"areas": area_words.areas(many)}


def _title(found: Found, known: list[Any]) -> str:
    if not known:
        return _("Inget område går att dela in")
    felt, recorded, both = (
        [_name(row) for row in known if row["class"] == kind] for kind in (Gap.FELT, Gap.RECORDED, Gap.BOTH)
    )
    told = {
        "felt": area_words.listed(felt, 2), "recorded": area_words.listed(recorded, 2), "both": area_words.listed(both, 2),
    }  # fmt: skip
    if felt:
        return _("Otryggare trots färre brott: %(felt)s") % told
    if recorded:
        return _("Tryggare trots fler brott: %(recorded)s") % told
    if both:
        return _("Otryggare och fler brott: %(both)s") % told
    return _("Inget område skiljer sig säkert i både trygghet och brott")
