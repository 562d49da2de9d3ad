"""What has changed between two texts, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_WORDS = re.compile(r"\S+\s*|\s+")
MAX_WORK = 4_000_000  # words times words; beyond it a text is shown as wholly replaced

Pieces = Mapping[Any, tuple[str, str]]  # key that lasts from text to text -> heading, text


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


def compared(before: Pieces, after: Pieces) -> list[Block]:
    """Return the pieces that differ, in the order of the new text; removed pieces stand last."""
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
