"""The book of statistics has a section for every method, and the command reaches it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import samsyn.analysis
from samsyn.cli.analyses.registry import all_methods

ROOT = Path(__file__).parent.parent
BOOK = (ROOT / "docs" / "dev" / "statistics.md").read_text("utf-8")
MODULES = sorted(path.stem for path in Path(samsyn.analysis.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("module", [name for name in MODULES if name not in {"__init__", "result"}])
def test_every_module_of_the_core_has_its_section(module):
    assert re.search(rf"^## .*\b{module}\.py", BOOK, re.MULTILINE)


def test_the_command_reaches_what_the_methods_ask_for():
    named = {method.name for method in all_methods()}
    assert named >= {
        "wdd", "etest", "rate", "detectable", "survey", "survey-change", "fayherriot", "its", "did", "synth", "microsynth",
        "knox", "gistar", "kde", "hotspots", "classes", "concentration", "aoristic", "areas", "smr", "eb", "trend", "alarm",
        "mannkendall", "similar", "gap", "pool", "wdq",
    }  # fmt: skip
