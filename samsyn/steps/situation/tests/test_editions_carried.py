"""What later steps hand on: an edition takes it up, shows it, and tells them when it is decided."""

from __future__ import annotations

from datetime import date

import pytest

from samsyn.steps.situation import carried, hooks, reading
from samsyn.steps.situation.services import editions
from samsyn.steps.situation.tests.editions import PERIOD, decided, full_picture

ROW = {
    "key": "9f1c",
    "number": 1,
    "title": "Ny belysning",
    "conclusion": {"sv": "fortsätt", "en": "continue"},
    "sentence": {"sv": "Det blev 21 färre än väntat.", "en": "There were 21 fewer than expected."},
    "reason": "Lugnare kvällar.",
    "decided": date(2026, 10, 16),
}


@pytest.fixture
def handed_on(monkeypatch):
    monkeypatch.setattr(carried, "_providers", [lambda pair: [ROW]])


@pytest.fixture
def told(monkeypatch):
    seen = []
    monkeypatch.setattr(hooks, "_callbacks", [lambda edition, by: seen.append((edition.number, by.name))])
    return seen


def test_an_edition_keeps_what_is_handed_on_in_both_languages(handed_on, norr, astrid, bo):
    edition = editions.cut_edition(picture=full_picture(norr, astrid, bo), by=astrid, **PERIOD)
    (row,) = reading.read(editions.parsed(edition)).carried
    assert (row.title, row.conclusion) == ("Ny belysning", "Fortsätt")
    assert row.sentence == "Det blev 21 färre än väntat."
    assert row.decided == "16 okt. 2026"


def test_an_edition_with_nothing_handed_on_has_the_text_it_always_had(monkeypatch, norr, astrid, bo):
    monkeypatch.setattr(carried, "_providers", [])
    edition = editions.cut_edition(picture=full_picture(norr, astrid, bo), by=astrid, **PERIOD)
    assert "carried" not in editions.parsed(edition)
    assert reading.read(editions.parsed(edition)).carried == ()


def test_who_asked_is_told_once_when_both_have_decided(told, norr, astrid, bo):
    edition = decided(full_picture(norr, astrid, bo), astrid, bo, writer=astrid)
    assert told == [(edition.number, "Bo")]


def test_the_same_provider_or_callback_is_kept_once(monkeypatch):
    monkeypatch.setattr(carried, "_providers", [])
    monkeypatch.setattr(hooks, "_callbacks", [])

    def provider(pair):
        return []

    def callback(edition, by):
        pass

    for _turn in range(2):
        carried.register(provider)
        hooks.after_edition_decided(callback)
    assert (carried._providers, hooks._callbacks) == ([provider], [callback])
