"""Two roles in PostgreSQL: the one that runs the program reads and writes rows, and can take no guard away."""

from __future__ import annotations

from argparse import Namespace

import pytest
from django.db import DatabaseError, connection, transaction

from samsyn.audit import guards
from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.audit.queries import check_chain
from samsyn.audit.services import record
from samsyn.cli import database_roles, installation
from samsyn.records import foureyes
from samsyn.records.models import Proposal
from samsyn.records.services import Subject

ROLES = Namespace(owner="samsyn_owner", web="samsyn_web", database="samsyn")


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def as_web(norr, astrid, bo):
    """On PostgreSQL we go on as the role that runs the program; on SQLite, which has no roles, as everybody."""
    if connection.vendor != "postgresql":
        return False
    owner = connection.settings_dict["USER"]  # who made the tables of the tests
    database = connection.settings_dict["NAME"]
    for sql in database_roles.statements(owner, "samsyn_web_of_tests", database):
        run(sql)
    run("SET LOCAL ROLE samsyn_web_of_tests")
    return True


def test_the_role_that_runs_the_program_works_and_takes_no_guard_away(as_web, norr, astrid, bo):
    record(Event.CITY_ADDED, norr.city)
    subject = Subject(row=norr, pair=norr, title="A", canonical="{}")
    foureyes.propose(subject, "x", by=astrid, may=lambda _member: True)
    assert foureyes.confirm(subject, "x", by=bo, may=lambda _member: True).closed_by == bo
    assert check_chain().is_whole
    if not as_web:
        return
    last = LogEntry.objects.latest("seq").seq
    for sql in (
        *(f"ALTER TABLE {guard.table} DISABLE TRIGGER ALL" for guard in guards.ALL),
        *(f"DROP TRIGGER {guard.table}_guard ON {guard.table}" for guard in guards.ALL),
        *(f"DROP FUNCTION {guard.table}_guard() CASCADE" for guard in guards.ALL),
        *(f"TRUNCATE {guard.table}" for guard in guards.ALL),
        "SET session_replication_role = replica",
        "CREATE TABLE public.mine (id int)",
        "DROP TABLE records_decision CASCADE",
        f"UPDATE audit_logentry SET facts = '{{}}' WHERE seq = {last}",
        "DELETE FROM audit_logentry",
        "DELETE FROM django_migrations",
    ):
        with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
            run(sql)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Proposal.objects.update(checksum="x")
    assert installation.database_role() == []


def test_an_owner_that_runs_the_program_is_found(db):
    found = {one.code for one in installation.database_role()}
    assert found == ({"owner-runs"} if connection.vendor == "postgresql" else set())


def test_the_sql_is_printed_for_plain_names_only(capsys):
    assert database_roles.run(ROLES) == 0
    assert "GRANT USAGE ON SCHEMA public TO samsyn_web;" in capsys.readouterr().out
    for wrong in ({"web": "x; DROP"}, {"owner": "samsyn_web"}):
        assert database_roles.run(Namespace(**{**vars(ROLES), **wrong})) == 2
        assert capsys.readouterr().err.startswith("Ingen SQL skrevs ut.")
