"""What has changed between two editions, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samsyn.steps.situation import reading
from samsyn.steps.situation.models import Section

Contents = Mapping[str, Any]
_WORDS = re.compile(r"\S+\s*|\s+")
MAX_WORK = 4_000_000  # words times words; beyond it a text is shown as wholly replaced


@dataclass(frozen=True)
class Part:
    """Some words that are the same, new (`ins`) or removed (`del`)."""

    kind: str  # "same", "ins", "del"
    text: str


@dataclass(frozen=True)
class Block:
    """One piece of the text that has changed: its heading, and its words."""

    heading: str
    parts: tuple[Part, ...]


def differences(old: Contents | None, new: Contents) -> list[Block]:
    """Return the pieces that differ, in the order of the new edition; removed pieces stand last.

    With no older edition everything is new.
    """
    before, after = dict(_pieces(old)) if old else {}, dict(_pieces(new))
    blocks = []
    for key, (heading, text) in after.items():
        was = before[key][1] if key in before else ""
        if was != text:
            blocks.append(Block(heading, words(was, text)))
    for key, (heading, text) in before.items():
        if key not in after:
            blocks.append(Block(heading, words(text, "")))
    return blocks


def words(old: str, new: str) -> tuple[Part, ...]:
    """Return how one text became the other, word by word."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    if len(a) * len(b) > MAX_WORK:
        return _tidy([Part("del", old), Part("ins", new)])
    parts: list[Part] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b).get_opcodes():
        if tag == "equal":
            parts.append(Part("same", "".join(a[i:j])))
        else:
            parts += [Part("del", "".join(a[i:j])), Part("ins", "".join(b[k:m]))]
    return _tidy(parts)


def _tidy(parts: list[Part]) -> tuple[Part, ...]:
    """Leave out what is empty, and let the space after a word stand outside its mark."""
    tidy: list[Part] = []
    for part in parts:
        if part.kind == "same":
            tidy.append(part)
            continue
        bare = part.text.rstrip()
        if bare:
            tidy.append(Part(part.kind, bare))
            tidy.append(Part("same", part.text[len(bare) :] or " "))
    return tuple(part for part in tidy if part.text)


def _pieces(edition: Contents) -> Iterator[tuple[tuple[str, Any], tuple[str, str]]]:
    """Yield each piece of an edition: a key that lasts from edition to edition, its heading and its text."""
    period = edition["period"]
    yield ("period", ""), (_("Perioden"), reading.period_words(period["start"], period["end"]))
    for row in edition["levels"]:
        heading = _("Läget i %(area)s") % {"area": row["area_name"]}
        yield ("level", row["area"]), (heading, f"{reading.level_word(row['level'])}. {row['reason']}")
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
    for row in edition["indicators"]:
        shown = reading.indicator(edition, row)
        yield ("indicator", row["metric"]), (shown.name, _indicator(shown))
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
