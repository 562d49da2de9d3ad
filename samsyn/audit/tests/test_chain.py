from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from samsyn.audit import guards
from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.audit.queries import check_chain
from samsyn.audit.services import record


@pytest.fixture
def three(db):
    return [record(Event.CITY_ADDED, number=number) for number in range(3)]


def test_each_event_is_chained_to_the_one_before(three):
    assert [entry.previous for entry in three[1:]] == [entry.checksum for entry in three[:2]]
    check = check_chain()
    assert (check.rows, check.is_whole, check.head) == (3, True, three[-1].checksum)


def test_an_empty_log_holds(db):
    assert check_chain().is_whole


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_itself_refuses_to_change_or_remove_an_event(three, change):
    row = LogEntry.objects.filter(seq=2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.update(facts="{}") if change == "update" else row.delete()


@pytest.mark.parametrize("field", ["facts", "event", "by_id", "pair_id", "object_id", "party"])
def test_a_change_behind_the_databases_back_is_found_where_it_was_made(three, field):
    guards.LOG.remove(connection)
    try:
        LogEntry.objects.filter(seq=2).update(**{field: 7 if field.endswith("_id") else "x"})
        assert check_chain().broken_at == 2
    finally:
        guards.LOG.install(connection)


def test_a_removed_event_is_found(three):
    guards.LOG.remove(connection)
    try:
        LogEntry.objects.filter(seq=2).delete()
        assert check_chain().broken_at == 2
    finally:
        guards.LOG.install(connection)


def test_an_event_that_is_undone_leaves_no_gap(three):
    with pytest.raises(RuntimeError), transaction.atomic():
        record(Event.CITY_ADDED)
        raise RuntimeError
    assert record(Event.CITY_ADDED).seq == 4
    assert check_chain().is_whole


def test_facts_are_kept_in_one_form(db):
    entry = record(Event.ROLE_GIVEN, role="x", city=1)
    assert entry.facts == '{"city":1,"role":"x"}'
    assert json.loads(entry.facts) == {"role": "x", "city": 1}


def test_a_new_event_needs_no_migration(db):
    call_command("makemigrations", "audit", check=True, dry_run=True, verbosity=0)
