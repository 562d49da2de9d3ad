"""The method library, from `library.toml`: ways of working, how well each is tested and what to watch.

A method's code is stored in work plans and actions for ever: never change one, and never take one out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Grade(models.TextChoices):
    """How well a method is tested, in four steps, the best tested first."""

    PROVEN = "proven", _("väl prövad")
    MIXED = "mixed", _("prövad med blandat resultat")
    PROMISING = "promising", _("lovande men lite prövad")
    UNTESTED = "untested", _("oprövad")

    @property
    def meaning(self) -> str:
        """What the grade says, in one or two sentences."""
        return str(_MEANINGS[self])


_MEANINGS = {
    Grade.PROVEN: _("Flera studier pekar åt samma håll. Det betyder inte att metoden hjälper överallt."),
    Grade.MIXED: _("Flera studier finns, men de visar olika. Läs var och hur det fungerade."),
    Grade.PROMISING: _("Några studier ser bra ut, men de är få eller svaga. Mät noga om ni väljer metoden."),
    Grade.UNTESTED: _(
        "Vi känner inte till någon studie som mäter effekten. Metoden kan ändå vara klok. Säg i förväg hur ni ska se om den hjälper."
    ),
}
DOTS = {Grade.PROVEN: 3, Grade.MIXED: 2, Grade.PROMISING: 1, Grade.UNTESTED: 0}  # of three


class MethodNature(models.TextChoices):
    """What a method changes: the place and the situation, or people's attitudes and conditions."""

    SITUATIONAL = "situational", _("situationell")
    SOCIAL = "social", _("social")


class ExpectedEffect(models.TextChoices):
    """When an effect is to be expected."""

    SHORT = "short", _("inom ett år")
    LONG = "long", _("efter flera år")


def _said(name: str) -> property:
    """The text of the field in the page's language."""

    def text(self: Method) -> str:
        value: str = getattr(self, f"{name}_en" if _is_english() else name)
        return value

    return property(text)


def _is_english() -> bool:
    return (get_language() or "sv").startswith("en")


@dataclass(frozen=True)
class Method:
    """One way of working. Each text stands in Swedish and, with `_en`, in English; the labels follow the page.

    acts_on   codes of `problem.models.Perspective`: the place and situation, the exposed, the offenders
    problems  codes of `problem.models.ProblemKind` that it fits
    grounds   what the grade rests on, and how sure that is
    watch     side effects: displacement, stigma, secrecy
    """

    code: str
    name: str
    name_en: str
    nature: MethodNature
    acts_on: tuple[str, ...]
    problems: tuple[str, ...]
    grade: Grade
    effect: ExpectedEffect
    aim: str
    aim_en: str
    how: str
    how_en: str
    grounds: str
    grounds_en: str
    cost: str
    cost_en: str
    watch: str
    watch_en: str

    label = _said("name")
    aim_label = _said("aim")
    how_label = _said("how")
    grounds_label = _said("grounds")
    cost_label = _said("cost")
    watch_label = _said("watch")

    @property
    def dots(self) -> int:
        """How many of three dots the grade fills."""
        return DOTS[self.grade]

    def fits(self, *, acts_on: str = "", problem: str = "", nature: str = "") -> bool:
        """Return whether the method passes the filters; an empty one lets everything pass."""
        return (
            (not acts_on or acts_on in self.acts_on)
            and (not problem or problem in self.problems)
            and (not nature or nature == self.nature)
        )

    def __str__(self) -> str:
        return self.label


@cache
def _known() -> Mapping[str, Method]:
    entries = tomllib.loads((Path(__file__).parent / "library.toml").read_text("utf-8"))
    return {code: _method(code, entry) for code, entry in entries.items()}


def _method(code: str, entry: dict[str, Any]) -> Method:
    typed = {
        "nature": MethodNature(entry["nature"]),
        "grade": Grade(entry["grade"]),
        "effect": ExpectedEffect(entry["effect"]),
        "acts_on": tuple(entry["acts_on"]),
        "problems": tuple(entry["problems"]),
    }
    return Method(**{**entry, **typed, "code": code})


def methods() -> list[Method]:
    """Return every method of the library, in its order."""
    return list(_known().values())


def method(code: str) -> Method | None:
    """Return the method with the code, or None."""
    return _known().get(code)


def name_of(code: str, own_method: str = "") -> str:
    """Return what a chosen method is called: in the library, else the parties' own name, else its bare code."""
    found = method(code)
    return found.label if found else own_method or code
