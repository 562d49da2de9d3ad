"""The secrecy classes and their rules, from `classes.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

OPEN = "open"
INTERNAL = "internal"
ANY = "*"


@dataclass(frozen=True)
class SecrecyClass:
    code: str
    level: int
    sv: str
    en: str
    help_sv: str
    help_en: str
    law_sv: str
    law_en: str
    parties: tuple[str, ...]
    release: tuple[str, ...]
    export: bool
    publish: bool

    @property
    def name(self) -> str:
        return self.sv if _is_swedish() else self.en

    @property
    def law(self) -> str:
        return self.law_sv if _is_swedish() else self.law_en

    @property
    def help(self) -> str:
        """One sentence with its paragraph."""
        said = self.help_sv if _is_swedish() else self.help_en
        return f"{said.removesuffix('.')} ({self.law})."

    @property
    def mask(self) -> str:
        """What stands instead of a text that may not leave the program."""
        return _("[maskat: %(name)s, %(law)s]") % {"name": _small(self.name), "law": self.law}

    def releases_on(self, ground: str) -> bool:
        """Whether it may be released to the other authority on the ground."""
        return ANY in self.release or ground in self.release


@cache
def every() -> dict[str, SecrecyClass]:
    """Return every class by its code, the least strict first."""
    rows = tomllib.loads((Path(__file__).parent / "classes.toml").read_text("utf-8"))["class"]
    return {
        row["code"]: SecrecyClass(
            **{**row, "parties": tuple(row["parties"]), "release": tuple(row["release"])}
        )
        for row in rows
    }


def highest(found: Iterable[SecrecyClass]) -> SecrecyClass:
    """Return the strictest of them; the open class when there is none."""
    return max(found, key=lambda one: one.level, default=every()[OPEN])


def footer(found: SecrecyClass) -> str:
    """What stands at the foot of a document that holds this class at most."""
    if found.code == OPEN:
        return _("Sekretess: ingen")
    return _("Sekretess: %(name)s (%(law)s)") % {"name": _small(found.name), "law": found.law}


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]


def _is_swedish() -> bool:
    return (get_language() or "sv").startswith("sv")
