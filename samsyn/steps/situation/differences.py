"""What has changed between two editions, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from samsyn.records.differences import Block, compared
from samsyn.steps.situation import reading
from samsyn.steps.situation.models import Section

Contents = Mapping[str, Any]


def differences(old: Contents | None, new: Contents) -> list[Block]:
    """Return the pieces that differ, in the order of the new edition; removed pieces stand last.

    With no older edition everything is new.
    """
    return compared(dict(_pieces(old)) if old else {}, dict(_pieces(new)))


def _pieces(edition: Contents) -> Iterator[tuple[tuple[str, Any], tuple[str, str]]]:
    """Yield each piece of an edition: a key that lasts from edition to edition, its heading and its text."""
    period = edition["period"]
    yield ("period", ""), (_("Perioden"), reading.period_words(period["start"], period["end"]))
    for row in edition["levels"]:
        heading = _("Läget i %(area)s") % {"area": row["area_name"]}
        yield (
            ("level", row["area"]),
            (
                heading,
                f"{reading.level_of(row)}. {reading.reason_of(row, edition['scale'])}",
            ),
        )
    for number, row in enumerate(edition["findings"], 1):
        heading = _("Slutsats %(number)s") % {"number": number}
        text = " ".join(
            [
                row["statement"].rstrip(".") + ".",
                row["doubt"],
                *map(reading.figure_text, _figures(edition, row)),
            ]
        )
        yield ("finding", row["id"]), (heading, text)
    for one in reading.carried(edition):
        heading = _("Från uppföljningen: %(title)s") % {"title": one.title}
        yield ("carried", one.key), (heading, f"{one.conclusion}. {one.sentence} {one.reason}".strip())
    for row in edition["indicators"]:
        shown = reading.indicator(edition, row)
        yield ("indicator", row["metric"]), (shown.name, _indicator(shown))
    if edition.get("unusual"):
        summary, *rows = reading.unusual(edition)
        yield ("unusual", ""), (summary, "\n".join(rows))
    for block in edition["safety"]:
        shown_block = reading.safety(edition, block)
        yield ("safety", block["metric"]), (shown_block.title, _safety(shown_block))
    for section in Section:
        for row in edition["sections"].get(section.value, []):
            heading = f"{section.label}".capitalize()
            yield ("paragraph", row["id"]), (heading, row["text"])


def _figures(edition: Contents, finding: Mapping[str, Any]) -> list[reading.Figure]:
    return [reading.figure(edition, row) for row in finding["figures"]]


def _indicator(row: reading.IndicatorRow) -> str:
    rate = _("%(rate)s per 1 000 invånare (%(interval)s).") % {
        "rate": row.rate,
        "interval": row.rate_interval,
    }
    return " ".join([reading.figure_text(row.value), *([rate] if row.rate_interval else []), row.sentence])


def _safety(block: reading.SafetyBlock) -> str:
    rows = [
        f"{row.area}: {row.share} ({', '.join(part for part in (row.interval, row.answers, row.note) if part)})."
        for row in block.rows
    ]
    return "\n".join([f"{block.period}.", *rows])
