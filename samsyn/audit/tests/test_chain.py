from __future__ import annotations

import importlib
import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from samsyn.audit import guards
from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.audit.queries import check_chain, check_new, last_mark
from samsyn.audit.services import GENESIS, link, record
from samsyn.ui.clock import now


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


def chained(count: int) -> None:
    """Append many events at once, each bound to the one before as `record` does it."""
    seq, previous = LogEntry.objects.order_by("-seq").values_list("seq", "checksum").first() or (0, GENESIS)
    entry = LogEntry(at=now(), event=Event.ROWS_SEEN, facts="{}")
    fields = LogEntry._meta.concrete_fields
    rows = []
    for number in range(seq + 1, seq + count + 1):
        entry.seq, entry.previous = number, previous
        entry.checksum = previous = link(previous, entry)
        rows.append([getattr(entry, field.attname) for field in fields])
    at = connection.ops.adapt_datetimefield_value(entry.at)
    place = [field.attname for field in fields].index("at")
    names, marks = ", ".join(field.column for field in fields), ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO audit_logentry ({names}) VALUES ({marks})",
            ([*row[:place], at, *row[place + 1 :]] for row in rows),
        )


@pytest.fixture
def read_rows():
    """How many entries of the log have been read into memory."""
    from django.db.models.signals import post_init

    seen: list[int] = []

    def note(sender, instance, **rest):
        seen.append(instance.seq)

    post_init.connect(note, sender=LogEntry)
    yield seen
    post_init.disconnect(note, sender=LogEntry)


def test_a_visit_checks_only_what_is_new_however_long_the_log_is(db, gun, client, read_rows):
    chained(50_000)
    assert check_chain().is_whole
    client.force_login(gun)
    client.get("/logg/")
    record(Event.ROWS_SEEN)
    read_rows.clear()
    text = client.get("/logg/").content.decode()
    assert f"Loggens kedja håller: {LogEntry.objects.count():,} händelser.".replace(",", "\u00a0") in text
    assert "Hela loggen gicks senast igenom" in text
    assert len(read_rows) <= 2 * 50 + 10


def test_a_new_event_that_does_not_fit_is_found_at_the_visit(three, read_rows):
    assert check_chain().is_whole
    record(Event.CITY_ADDED, number=4)
    record(Event.CITY_ADDED, number=5)
    guards.LOG.remove(connection)
    try:
        LogEntry.objects.filter(seq=5).update(facts='{"forged":1}')
        assert check_new()[0].broken_at == 5
        assert last_mark().seq == 3  # what did not hold is not remembered
    finally:
        guards.LOG.install(connection)


def test_the_last_checked_row_must_still_be_the_same(three):
    assert check_chain().is_whole
    guards.LOG.remove(connection)
    try:
        LogEntry.objects.filter(seq=3).update(facts='{"forged":1}')
        assert check_new()[0].broken_at == 3
        LogEntry.objects.filter(seq=3).delete()
        check, _walked_at = check_new()
        assert (check.rows, check.is_whole) == (2, True)
    finally:
        guards.LOG.install(connection)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"seq": "x", "checksum": "", "walked_at": ""}'])
def test_a_mark_that_cannot_be_read_means_that_everything_is_walked(three, settings, text):
    settings.SAMSYN_DATA.mkdir(parents=True, exist_ok=True)
    (settings.SAMSYN_DATA / "log-checked.json").write_text(text)
    assert last_mark() is None
    check, _walked_at = check_new()
    assert (check.rows, check.is_whole) == (3, True)
    assert last_mark().seq == 3


def test_a_database_with_the_first_triggers_gets_the_newest(db):
    """A decided edition may become superseded and never a draft: the first triggers did not hold that."""
    from samsyn.audit.guards import EDITION, Guard

    def text():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'situation_edition_guard'")
            else:
                cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'situation_edition_no_update'")
            return cursor.fetchone()[0]

    Guard(EDITION.table, ("canonical",), EDITION.when).install(connection)
    assert "NEW.state" not in text()
    migration = importlib.import_module("samsyn.steps.situation.migrations.0003_newest_guard_of_editions")
    migration.Migration.operations[0].code(None, connection.schema_editor())
    assert "NEW.state NOT IN ('decided', 'superseded')" in text()
