"""What has changed between two editions, word by word."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.records.differences import words
from samsyn.steps.situation.differences import differences


def shown(parts):
    marks = {"ins": "+{}+", "del": "-{}-", "same": "{}"}
    return "".join(marks[part.kind].format(part.text) for part in parts)


def test_a_word_that_was_exchanged_is_removed_and_new():
    assert shown(words("Läget är Orange här.", "Läget är Gul här.")) == "Läget är -Orange- +Gul+ här."


def test_the_same_text_has_no_marks():
    assert shown(words("Samma text.", "Samma text.")) == "Samma text."


def test_a_new_text_is_all_new_and_an_old_one_all_removed():
    assert shown(words("", "Helt ny.")) == "+Helt ny.+ "
    assert shown(words("Borta nu.", "")) == "-Borta nu.- "


def test_two_long_unlike_texts_do_not_make_the_page_wait():
    old, new = "a b " * 5000, "b c " * 5000
    started = time.perf_counter()
    parts = words(old, new)
    assert [part.kind for part in parts if part.kind != "same"] == ["del", "ins"]
    assert time.perf_counter() - started < 2


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_word_is_lost(old, new):
    parts = words(old, new)
    kept = "".join(part.text for part in parts if part.kind != "del").split()
    gone = "".join(part.text for part in parts if part.kind != "ins").split()
    assert "".join(kept) == "".join(new.split())
    assert "".join(gone) == "".join(old.split())


def _edition(**more):
    empty = {
        "period": {"start": "2025-01-01", "end": "2026-01-01"},
        "levels": [],
        "findings": [],
        "indicators": [],
        "safety": [],
        "sections": {},
        "metrics": {},
    }
    return {**empty, **more}


def _paragraph(pk, text):
    return {"id": pk, "text": text}


def test_only_the_pieces_that_differ_are_shown_and_removed_ones_come_last():
    old = _edition(sections={"mapping": [_paragraph(1, "Tas bort."), _paragraph(2, "Står kvar.")]})
    new = _edition(sections={"mapping": [_paragraph(2, "Står kvar."), _paragraph(3, "Läggs till.")]})
    blocks = differences(old, new)
    assert [(block.heading, shown(block.parts).strip()) for block in blocks] == [
        ("Kartläggning", "+Läggs till.+"),
        ("Kartläggning", "-Tas bort.-"),
    ]


def test_a_paragraph_that_only_moved_has_not_changed():
    one, two = _paragraph(1, "Ett."), _paragraph(2, "Två.")
    assert (
        differences(_edition(sections={"other": [one, two]}), _edition(sections={"other": [two, one]})) == []
    )


def test_another_period_is_a_change():
    blocks = differences(_edition(), _edition(period={"start": "2026-01-01", "end": "2027-01-01"}))
    assert [(block.heading, shown(block.parts).strip()) for block in blocks] == [
        ("Perioden", "-2025- +2026+")
    ]
