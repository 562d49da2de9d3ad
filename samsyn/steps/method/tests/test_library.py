"""The method library: every text in both languages, honest grades, plain Swedish."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from django.utils import translation

from samsyn.steps.method.library import DOTS, Grade, Method, method, methods, name_of
from samsyn.steps.problem.models import Perspective, ProblemKind

TEXTS = ("name", "aim", "how", "grounds", "cost", "watch")
HARDEST = 45  # LIX: under it a text is of middling difficulty at most, like a newspaper


def lix(text: str) -> float:
    """Läsbarhetsindex (Björnsson 1968): words a sentence, and the share of words longer than six letters."""
    words = re.findall(r"\w+", text)
    sentences = len(re.findall(r"[.!?:]+", text)) or 1
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


def test_lix_is_as_bjornsson_counts_it():
    assert lix("Hunden sover. Den är trött.") == 2.5
    assert lix("Brottsförebyggande samverkan förbättrar.") == 103


def test_the_library_holds_enough_methods_each_by_its_own_code():
    codes = [one.code for one in methods()]
    assert len(codes) >= 28
    assert len(codes) == len(set(codes)) == len({one.name for one in methods()})
    assert all(re.fullmatch(r"[a-z0-9-]{3,60}", code) for code in codes)


@pytest.mark.parametrize("one", methods(), ids=lambda one: one.code)
def test_every_method_says_everything_in_both_languages(one: Method):
    for name in TEXTS:
        swedish, english = getattr(one, name), getattr(one, f"{name}_en")
        assert swedish.strip() and english.strip(), name
        assert swedish != english, name
    assert {field.name for field in fields(one)} > set(TEXTS)
    assert set(one.acts_on) <= set(Perspective.values) and one.acts_on
    assert set(one.problems) <= set(ProblemKind.values) and one.problems
    sentences = len(re.findall(r"\.(?:\s|$)", one.how))
    assert 2 <= sentences <= 3, one.how


@pytest.mark.parametrize("one", methods(), ids=lambda one: one.code)
def test_the_swedish_is_plain_and_calls_nothing_by_a_number_that_nobody_can_check(one: Method):
    text = " ".join(f"{getattr(one, name)}." for name in TEXTS[1:]).replace("..", ".")
    assert lix(text) < HARDEST
    assert "%" not in text and "procent" not in text


def test_every_grade_and_every_kind_of_problem_has_a_method():
    assert {one.grade for one in methods()} == set(Grade)
    assert {code for one in methods() for code in one.problems} == set(ProblemKind.values)
    assert {code for one in methods() for code in one.acts_on} == set(Perspective.values)


def test_the_dots_tell_the_grades_apart_in_their_order():
    assert [DOTS[grade] for grade in Grade] == [3, 2, 1, 0]


def test_work_with_persons_is_pointed_out_of_the_program():
    for code in ("fokuserad-avskrackning", "avhopparstod", "mentorskap", "kognitiva-program"):
        found = method(code)
        assert found is not None
        assert re.search(r"aldrig|utanför Samsyn|egna system", f"{found.how} {found.watch}"), code


def test_a_method_speaks_the_language_of_the_page():
    found = method("belysning")
    assert found is not None
    assert (str(found), found.aim_label) == (found.name, found.aim)
    with translation.override("en"):
        assert (str(found), found.aim_label) == ("Better lighting", found.aim_en)
        assert name_of("belysning") == "Better lighting"


def test_an_unknown_code_is_none_and_is_called_by_what_the_parties_wrote():
    assert method("trolleri") is None
    assert name_of("", "Kvällskiosk på torget") == "Kvällskiosk på torget"
    assert name_of("trolleri") == "trolleri"


def test_filters_let_through_what_fits_all_of_them():
    found = method("belysning")
    assert found is not None
    assert found.fits()
    assert found.fits(acts_on="situation", problem="unsafety", nature="situational")
    assert not found.fits(acts_on="offender")
    assert not found.fits(problem="traffic")
    assert not found.fits(nature="social")
