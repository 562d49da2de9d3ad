"""Which characters the fonts of a PDF can draw. What they cannot is written as its code, so that nothing is lost.

PDF/UA refuses a page with a character without a glyph.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from samsyn.ui.drawing import FONTS

MOST_TRIED = (
    80  # unknown characters that are tried one by one; of a text with more, the rest are written as codes
)
LONGEST_WORD = 26  # letters; a longer word may be broken, else it would run off the paper
_PROBE = Path(__file__).parent / "typst" / "probe.typ"
_KNOWN = {*map(chr, range(0x20, 0x7F)), *map(chr, range(0xA0, 0x180)), *"–—‘’“”…•×≤≥−\u200b\n"}
_SILENT = {"Cf", "Mn", "Me"}  # joiners and marks: left out when the font lacks them


def drawable(value: Any) -> Any:
    """Return the same data with only what the fonts can draw, and with long words that can be broken.

    A key named `svg` is left alone: it is a drawing.
    """
    unknown = sorted(_characters(value) - _KNOWN)
    lacking = {char for char in unknown[:MOST_TRIED] if not can_draw(char)} | set(unknown[MOST_TRIED:])
    return _mended(value, {ord(char): _instead(char) for char in lacking})


def _characters(value: Any) -> set[str]:
    if isinstance(value, str):
        return set(value)
    if isinstance(value, dict):
        return set().union(*(_characters(item) for key, item in value.items() if key != "svg"))
    if isinstance(value, list):
        return set().union(*map(_characters, value))
    return set()


def _mended(value: Any, instead: dict[int, str]) -> Any:
    if isinstance(value, str):
        return breakable(value.translate(instead))
    if isinstance(value, dict):
        return {key: item if key == "svg" else _mended(item, instead) for key, item in value.items()}
    if isinstance(value, list):
        return [_mended(item, instead) for item in value]
    return value


def _instead(char: str) -> str:
    return "" if unicodedata.category(char) in _SILENT else f"[U+{ord(char):04X}]"


def breakable(words: str) -> str:
    """Let words that are too long for a line break: after _ / and -, else anywhere."""
    if all(len(word) <= LONGEST_WORD for word in words.split()):
        return words
    return "\n".join(" ".join(_broken(word) for word in line.split(" ")) for line in words.split("\n"))


def _broken(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    pieces = re.findall(r"[^_/-]*[_/-]+|[^_/-]+", word)
    return "\u200b".join(piece[i : i + 12] for piece in pieces for i in range(0, len(piece), 12))


@lru_cache(maxsize=4096)
def can_draw(char: str) -> bool:
    """Whether the fonts have a glyph for the character."""
    import typst

    try:
        typst.compile(
            str(_PROBE),
            format="pdf",
            pdf_standards=["ua-1"],
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"text": char},
        )
    except typst.TypstError:
        return False
    return True
