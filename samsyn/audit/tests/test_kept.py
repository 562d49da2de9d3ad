"""What is kept falls with the next entry of the pair, or of no pair, and never reaches who reads another language."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from samsyn.audit.events import Event
from samsyn.audit.kept import NO_PAIR, kept
from samsyn.audit.services import record
from samsyn.ui.clock import moved_to, now

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = 1, 2


@pytest.fixture
def ask():
    """`ask()` returns how many times the thing has been made."""
    made = []

    def again(pair=HERE, *made_of):
        def make():
            made.append(1)
            return len(made)

        return kept(pair, "prov", make, *made_of)

    return again


@pytest.fixture(autouse=True)
def _an_entry():
    record(Event.GOAL_ADDED, pair_id=HERE)


def test_it_is_made_once_while_nothing_is_written(ask):
    assert [ask(), ask(), ask()] == [1, 1, 1]


@pytest.mark.parametrize(("pair", "falls"), [(HERE, True), (None, True), (ELSEWHERE, False)])
def test_an_entry_of_the_pair_or_of_no_pair_makes_it_anew(ask, pair, falls):
    ask()
    record(Event.GOAL_CHANGED, pair_id=pair)
    assert ask() == (2 if falls else 1)


def test_what_no_pair_changes_falls_with_an_entry_of_no_pair_alone(ask):
    record(Event.GOAL_CHANGED)
    ask(NO_PAIR)
    record(Event.GOAL_CHANGED, pair_id=HERE)
    assert ask(NO_PAIR) == 1
    record(Event.GOAL_CHANGED)
    assert ask(NO_PAIR) == 2


def test_each_day_language_and_right_has_its_own(ask):
    assert [ask(HERE, True), ask(HERE, False)] == [1, 2]
    with override("en"):
        assert ask(HERE, True) == 3
    with moved_to(now() + timedelta(days=1)):
        assert ask(HERE, True) == 4
    assert ask(HERE, True) == 1


def test_with_an_empty_log_nothing_is_kept(ask):
    assert [ask(77), ask(77)] == [1, 2]
