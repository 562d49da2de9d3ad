"""The legal grounds of a release, from `legal.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language


@dataclass(frozen=True)
class Ground:
    code: str
    sv: str
    en: str
    law: str
    parties: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What it says, in the page's language, with its paragraph."""
        is_swedish = (get_language() or "sv").startswith("sv")
        said = self.sv if is_swedish else self.en
        return f"{said.removesuffix('.')} ({self.law})."


@cache
def every() -> dict[str, Ground]:
    """Return every ground by its code."""
    rows = tomllib.loads((Path(__file__).parent / "legal.toml").read_text("utf-8"))["ground"]
    return {row["code"]: Ground(**{**row, "parties": tuple(row["parties"])}) for row in rows}


def of(party: str) -> list[Ground]:
    """Return the grounds on which this party may release."""
    return [ground for ground in every().values() if party in ground.parties]
