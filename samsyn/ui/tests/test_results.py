"""Results that speak: every code and every method says what it found in both languages, and draws it."""

from __future__ import annotations

import json
import math
import re
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from samsyn.analysis.result import Caveat, Reason
from samsyn.charts.picture import NARROW, WIDE
from samsyn.cli.analyses.registry import all_methods
from samsyn.ui import results
from samsyn.ui.results import codes
from samsyn.ui.sheet import sheet
from samsyn.ui.showcase.methods import FOLDER, QUESTIONS, answer

pytestmark = pytest.mark.one_database  # pictures and words

NAMES = [method.name for method in all_methods()]


@pytest.mark.parametrize("code", [*Caveat, *Reason])
def test_every_code_has_a_sentence_in_both_languages(code):
    say = codes.caveat if isinstance(code, Caveat) else codes.reason
    with override("sv"):
        swedish = say(code)
    with override("en"):
        english = say(code)
    assert swedish and english and swedish != english
    assert swedish.endswith(".") == isinstance(code, Caveat)


def test_an_unknown_code_is_an_error():
    with pytest.raises(ValueError, match="nosuch"):
        codes.caveat("nosuch")


def test_every_method_has_an_answer_to_show_and_a_question():
    assert sorted(name for _code, _text, names in QUESTIONS for name in names) == sorted(NAMES)
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_method_says_and_draws_in_both_languages(name):
    found = answer(name)
    assert found["method"] == name
    said, drawn = {}, {}
    for language in ("sv", "en"):
        with override(language):
            said[language], drawn[language] = results.say(name, found), results.draw(name, found)
    assert len(said["sv"]) == len(said["en"]) > 0
    assert said["sv"][0] != said["en"][0]
    assert not [line for line in (*said["sv"], *said["en"]) if re.search(r"%\(|\bNone\b|\bnan\b", line)]
    for picture in drawn.values():
        assert picture.title and picture.description and picture.source and picture.rows
        assert not picture.title.endswith(".")
        assert [_width(spec) for spec in (picture.wide, picture.narrow)] == [WIDE, NARROW]
        json.dumps([picture.wide, picture.narrow], allow_nan=False)
        assert all(len(row) == len(picture.columns) for row in picture.rows)
    assert (drawn["sv"].title, drawn["sv"].description) != (drawn["en"].title, drawn["en"].description)


def _width(spec):
    return spec["width"] + spec["padding"]["left"] + spec["padding"]["right"]


@pytest.mark.parametrize("name", ["wdd", "gap", "synth"])
def test_a_sheet_stands_alone_with_everything_that_a_page_writes(name):
    with override("sv"):
        picture = results.draw(name, answer(name))
        text = sheet(picture, "sv")
    root = ElementTree.fromstring(text)
    written = " ".join("".join(part.itertext()) for part in root if part.tag.endswith("text"))
    assert picture.title in written.replace("  ", " ")
    assert picture.source.split(".")[0] in written
    assert not math.isnan(float(root.get("height")))
    assert 'font-family="Inter"' not in text


def test_the_page_of_methods_shows_them_all(client, city):
    page = client.get("/komponenter/metoder/").content.decode()
    assert page.count('id="metod-') == len(NAMES)
    assert "Hjälpte det?" in page
