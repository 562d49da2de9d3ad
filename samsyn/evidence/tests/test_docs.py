"""The page on data in docs/dev names every reader and every metric, and none that is gone."""

import re
from pathlib import Path

import samsyn
from samsyn.evidence.metrics import all_metrics
from samsyn.evidence.models import ImportState
from samsyn.sources.registry import READERS

TEXT = (Path(samsyn.__file__).parent.parent / "docs" / "dev" / "data.md").read_text("utf-8")


def _section(heading):
    return TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_every_reader_has_its_paragraph():
    assert set(re.findall(r"^- `([a-z-]+)`:", _section("Readers"), re.MULTILINE)) == set(READERS)


def test_every_metric_is_listed_with_its_name():
    listed = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", _section("Metrics"), re.MULTILINE))
    assert listed == {one.code: one.name for one in all_metrics()}


def test_every_state_of_an_import_is_named():
    named = set(re.findall(r"`([a-z-]+)`", _section("The states of an import")))
    assert {state.value for state in ImportState} <= named
