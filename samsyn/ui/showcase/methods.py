"""/komponenter/metoder/: what each method says and its picture, from answers that `samsyn analyse METHOD --json` gave."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.charts.picture import Picture
from samsyn.ui import results
from samsyn.ui.drawing import kept

FOLDER = Path(__file__).parent / "answers"

# The question that each method answers, in the order of METHODS
QUESTIONS = (
    ("hur-mycket", _("Hur mycket, och hur säkert?"), ("rate", "detectable", "areas", "smr", "eb")),
    ("andras", _("Ändras det, och är något ovanligt?"), ("etest", "trend", "mannkendall", "alarm")),
    ("nar", _("När på dygnet och i veckan?"), ("aoristic",)),
    ("var", _("Var samlas det?"), ("gistar", "kde", "hotspots", "classes", "concentration", "knox")),
    ("trygga", _("Vad tycker de boende?"), ("survey", "survey-change", "fayherriot", "gap")),
    ("liknande", _("Vilka områden liknar vårt?"), ("similar",)),
    ("hjalpte", _("Hjälpte det?"), ("wdd", "wdq", "its", "did", "synth", "microsynth", "pool")),
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """One method: its name on the command line, what it says, and its picture."""

    name: str
    lines: tuple[str, ...]
    picture: Picture


@dataclass(frozen=True)
class Question:
    code: str
    text: str
    methods: tuple[Shown, ...]


def answer(name: str) -> Mapping[str, Any]:
    """Return the JSON object that is kept of a method."""
    found: Mapping[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return found


def questions() -> tuple[Question, ...]:
    """Return every question with its methods, in the page's language."""
    return tuple(
        Question(code, str(text), tuple(_shown(name) for name in names)) for code, text, names in QUESTIONS
    )


def _shown(name: str) -> Shown:
    found = answer(name)
    picture = kept(f"komponenter:{name}", lambda: results.draw(name, found))
    return Shown(name, tuple(results.say(name, found)), picture)
