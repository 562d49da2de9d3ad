"""`make screenshots` takes a picture of every room. That each stands in the docs is held by test_house."""

from __future__ import annotations

from django.urls import resolve

from docs import pictures
from docs.screenshots import SHOTS
from samsyn.ui import navigation
from samsyn.ui.showcase.methods import QUESTIONS


def test_every_room_of_the_menu_has_its_picture():
    pictured = {resolve(address.partition("?")[0]).app_name for _n, _who, address, *_size in SHOTS}
    rooms = {item.url_name.partition(":")[0] for item in navigation.every()}
    assert rooms <= pictured


def test_every_step_has_its_picture():
    pictured = {resolve(address.partition("?")[0]).app_name for _n, _who, address, *_size in SHOTS}
    assert {"situation", "problem", "purpose", "method", "activity", "followup"} <= pictured


def test_the_pictures_of_the_methods_are_those_that_the_program_draws():
    """After a change of a chart: `make screenshots`, or `python -m docs.pictures` for these alone."""
    names = [name for _code, _text, names in QUESTIONS for name in names]
    stale = [
        name
        for name in names
        if (pictures.FOLDER / f"metod-{name}.svg").read_text("utf-8") != pictures.drawn(name)
    ]
    assert stale == []


def test_every_method_stands_in_a_page_of_a_question():
    pages = "".join(path.read_text("utf-8") for path in pictures.FOLDER.parent.glob("fraga-*.md"))
    for _code, _text, names in QUESTIONS:
        for name in names:
            assert f"`{name}`" in pages or f"`samsyn analyse {name}`" in pages, name
