"""Shares, means, totals and ratios of a survey in words and as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.analysis.result import Reason
from samsyn.charts.forest import Line, forest
from samsyn.charts.picture import Picture
from samsyn.charts.shares import Share, shares
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, area_words, codes, survey_words, words


def say(found: Found) -> list[str]:
    is_share = found["kind"] == "share"
    told = {
        "share": _("Andel för %(what)s: %(shown)s, %(answers)s."),
        "mean": _("Medelvärde för %(what)s: %(shown)s, %(answers)s."),
        "total": _("Summa för %(what)s: %(shown)s, %(answers)s."),
        "ratio": _("Kvot för %(what)s: %(shown)s, %(answers)s."),
    }[found["kind"]]
    lines = [
        told
        % {
            "what": survey_words.subject(found),
            "shown": survey_words.shown(found, found["level"], is_share=is_share),
            "answers": survey_words.answers(found["n"]),
        }
    ]
    lines += [
        f"{survey_words.group(row, found['by'])}: {survey_words.shown(row, found['level'], is_share=is_share)}, "
        f"{survey_words.answers(row['n'])}{survey_words.few(row)}."
        for row in found["table"]
    ]
    lines += codes.caveats(found["caveats"])
    if found["nested_clusters"]:
        lines.append(_("Samma klusternummer finns i flera strata. De räknas som skilda kluster."))
    lines.append(
        _(
            "Intervallet gäller slumpen i urvalet. De som inte svarade kan tycka annat, och det syns inte i det."
        )
    )
    return lines + survey_words.left_out(found["dropped"])


def draw(found: Found) -> Picture:
    groups = _groups(found)
    level = words.number(100 * found["level"], 1)
    more = _hollow(groups, found) + _hidden(found) + area_words.only(groups, len(found["table"]))
    if found["kind"] != "share":
        return _means(found, groups, level, more)
    rows = [_share(survey_words.group(row, found["by"]), row, found) for row in groups]
    whole = [] if found["value"] is None or not rows else [(_("alla"), found["value"])]
    if not rows:
        rows = [_share(_("Alla svarande"), found, found)]
    return shares(
        rows,
        title=_title(found),
        description=_("%(what)s: andelen av befolkningen. Strecket är osäkerheten (%(level)s %%).")
        % {"what": survey_words.subject(found), "level": level}
        + more,
        source=words.source(found),
        reference=whole[0] if whole else None,
        words=picture_words(found["level"]),
    )


def _is_few(row: Mapping[str, Any], found: Found) -> bool:
    return row["value"] is not None and (row["n"] or 0) < found["mark_under"]


def _hollow(groups: list[Any], found: Found) -> str:
    """Say what a hollow dot means; nothing when there is none."""
    if not any(_is_few(row, found) for row in groups or [found]):
        return ""
    return " " + _("Ihålig prick: färre än %(few)s svar.") % {"few": words.number(found["mark_under"])}


def _hidden(found: Found) -> str:
    """Say how many groups are hidden for few answers; nothing when none is."""
    many = sum(row["reason"] == Reason.HIDDEN for row in found["table"])
    told = ngettext(
        "%(shown)s grupp döljs, för den har färre än %(limit)s svar.",
        "%(shown)s grupper döljs, för de har färre än %(limit)s svar.",
        many,
    )
    if not many:
        return ""
    return " " + told % {"shown": words.number(many), "limit": words.number(found["hide_under"])}


def _groups(found: Found) -> list[Any]:
    """Return the groups in their order; of very many, the highest and the lowest."""
    if len(found["table"]) <= area_words.ROOM:
        return list(found["table"])
    known = [row for row in found["table"] if row["value"] is not None]
    return area_words.both_ends(sorted(known, key=lambda row: -row["value"]))


def _share(name: str, row: Mapping[str, Any], found: Found) -> Share:
    return Share(
        name, row["value"], row["low"], row["high"], row["n"] or 0, too_few=0, few=found["mark_under"],
        missing=_missing(row, found),
    )  # fmt: skip


def _missing(row: Mapping[str, Any], found: Found) -> str:
    if row["value"] is not None:
        return ""
    if row["reason"] != Reason.HIDDEN:
        return _("går inte att beräkna")
    return _("%(answers)s, visas inte (färre än %(limit)s)") % {
        "answers": survey_words.answers(row["n"]),
        "limit": words.number(found["hide_under"]),
    }


def _short_missing(row: Mapping[str, Any]) -> str:
    if row["value"] is not None:
        return ""
    return _("få svar, döljs") if row["reason"] == Reason.HIDDEN else _("går inte att beräkna")


def _means(found: Found, groups: list[Any], level: str, more: str) -> Picture:
    """Means, totals and ratios: the whole leads, except above totals, which it would dwarf."""
    rows = [
        Line(
            survey_words.group(row, found["by"]),
            row["value"],
            row["low"],
            row["high"],
            missing=_short_missing(row),
            is_hollow=_is_few(row, found),
        )
        for row in groups
    ]
    is_total = found["kind"] == "total"
    if not rows or not is_total:
        whole = _short_missing(found)
        rows.insert(
            0, Line(_("Alla"), found["value"], found["low"], found["high"], is_total=True, missing=whole)
        )
    told = {
        "mean": _("%(what)s: medelvärdet i befolkningen. Strecket är osäkerheten (%(level)s %%)."),
        "total": _("%(what)s: summan i befolkningen. Strecket är osäkerheten (%(level)s %%)."),
        "ratio": _(
            "%(what)s: kvoten mellan två summor i befolkningen. Strecket är osäkerheten (%(level)s %%)."
        ),
    }[found["kind"]]
    has_line = len(rows) > 1 and not is_total and found["value"] is not None
    return forest(
        rows,
        title=_title(found),
        description=told % {"what": survey_words.subject(found), "level": level} + more,
        source=words.source(found),
        none=found["value"] if has_line else None,
        none_name=_("alla") if has_line else "",
        name_label=_("Grupp"),
        digits=_digits(row.value for row in rows),
        words=picture_words(found["level"]),
    )


def _digits(values: Any) -> int:
    """Return how many decimals the largest of the values is worth."""
    largest = max((abs(value) for value in values if value is not None), default=0.0)
    return 2 if largest < 10 else 1 if largest < 1000 else 0


def _title(found: Found) -> str:
    """Return what the whole is, and from where to where the groups reach."""
    if found["value"] is None:
        if found["reason"] == Reason.HIDDEN:
            return _("Svaren är för få för att visas")
        return _("Svaren går inte att räkna samman")
    known = sorted((row for row in found["table"] if row["value"] is not None), key=lambda row: row["value"])
    told = {"what": survey_words.subject(found), "value": _short(found["value"], found)}
    if len(known) < 2 or known[0]["value"] == known[-1]["value"]:
        return _("%(what)s: %(value)s") % told
    least, most = known[0], known[-1]
    return _("%(what)s: från %(low)s (%(least)s) till %(high)s (%(most)s)") % {
        **told,
        "low": _short(least["value"], found),
        "least": survey_words.group(least, found["by"]),
        "high": _short(most["value"], found),
        "most": survey_words.group(most, found["by"]),
    }


def _short(value: float, found: Found) -> str:
    if found["kind"] == "share":
        return survey_words.percent(words.number(100 * value, 0))
    return words.number(value, _digits([value]))
