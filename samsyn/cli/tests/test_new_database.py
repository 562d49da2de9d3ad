"""A new database that is made at once is, to the last trigger, the one that every migration in order makes."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

import pytest
from django.db import connection

MAKE = (
    "import django; django.setup(); from samsyn.cli import new_database as new; print(new.make(), new.make())"
)
OF_POSTGRESQL = (
    "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)
UNUSED = (
    "auth_group_permissions",
    "id",
)  # of groups, which we have none of: Django's migrations make it a wider number
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


def pieces(sql):
    """The columns and constraints of a table's own text: what stands between commas outside any parentheses."""
    found, depth, start = [], 0, sql.index("(") + 1
    for place in range(start, len(sql)):
        letter = sql[place]
        if letter in ",)" and depth == 0:
            found.append(" ".join(sql[start:place].split()))
            start = place + 1
        depth += (letter == "(") - (letter == ")")
    return found


def shape(cursor, vendor):
    """What the database is made of, as one set of facts, with its rows counted and its migrations named."""
    run = cursor.execute
    if vendor == "postgresql":
        facts = set()
        for number, question in enumerate(OF_POSTGRESQL):
            run(question)
            facts |= {(number, *row) for row in cursor.fetchall()}
    else:
        run("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        rows = cursor.fetchall()
        facts = {row for row in rows if row[0] != "table"}
        facts |= {
            (name, piece) for kind, name, _table, sql in rows if kind == "table" for piece in pieces(sql)
        }
    run(TABLES[vendor])
    names = [name for (name,) in cursor.fetchall()]
    for name in names:
        run(f'SELECT COUNT(*) FROM "{name}"')
        facts.add((name, "rows", cursor.fetchone()[0]))
    run("SELECT app, name FROM django_migrations")
    return facts | {("migration", *row) for row in cursor.fetchall()}, len(names)


@pytest.fixture
def made_at_once(tmp_path, db):
    """What a process of its own makes in a new database, by the driver's own cursor."""
    env = {
        **os.environ,
        "SAMSYN_DATA": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
    }
    if connection.vendor == "sqlite":
        file = tmp_path / "data" / "samsyn.sqlite3"
        env["SAMSYN_DATABASE"] = f"sqlite:///{file}"
        own = lambda: sqlite3.connect(file)  # noqa: E731
    else:
        import psycopg

        how = connection.get_connection_params()
        known = {name: how[name] for name in ("user", "host", "port") if name in how}
        name = f"{connection.settings_dict['NAME']}_new"
        with psycopg.connect(dbname="postgres", autocommit=True, **known) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}"')
            server.execute(f'CREATE DATABASE "{name}"')
        env["SAMSYN_DATABASE"] = f"postgresql://{known['user']}@{known['host']}:{known['port']}/{name}"
        own = lambda: psycopg.connect(dbname=name, **known)  # noqa: E731
    done = subprocess.run([sys.executable, "-c", MAKE], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == ["True", "False"]  # the second time there are tables, and nothing is done
    found = own()
    yield found.cursor()
    found.close()
    if connection.vendor == "postgresql":
        with psycopg.connect(dbname="postgres", autocommit=True, **known) as server:
            server.execute(f'DROP DATABASE "{name}"')


def test_it_is_to_the_last_trigger_what_the_migrations_make(made_at_once, django_db_setup):
    new, many = shape(made_at_once, connection.vendor)
    with connection.cursor() as cursor:
        old, _many = shape(cursor, connection.vendor)
    assert many > 90
    assert sorted(str(fact) for fact in new - old if fact[1:3] != UNUSED) == []
    assert sorted(str(fact) for fact in old - new if fact[1:3] != UNUSED) == []


def test_a_kill_in_the_middle_leaves_it_empty(tmp_path):
    die = (
        "import django; django.setup(); import os; from samsyn.cli import new_database as new\n"
        "new.MigrationRecorder.record_applied = lambda *_: os._exit(9)\n"
        "new.make()"
    )
    env = {
        **os.environ,
        "SAMSYN_DATA": str(tmp_path),
        "SAMSYN_DATABASE": f"sqlite:///{tmp_path}/samsyn.sqlite3",
        "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
    }
    assert subprocess.run([sys.executable, "-c", die], env=env, check=False).returncode == 9
    done = subprocess.run([sys.executable, "-c", MAKE], env=env, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["True", "False"]
