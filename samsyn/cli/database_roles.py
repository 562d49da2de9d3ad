"""Two roles in PostgreSQL: one owns the tables and migrates, the other runs the program. Prints the SQL; changes nothing.

The one that runs can read and write rows. It can drop no trigger and disable none, empty no table, and neither change nor
remove an entry of the log, also where a guard is gone.
"""

from __future__ import annotations

import argparse
import re
import sys

NAME = "database-roles"
HELP = "Skriver ut den SQL som delar upp databasen på två roller: en äger och migrerar, en kör programmet."
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
LOG, MIGRATIONS = "audit_logentry", "django_migrations"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--owner", default="samsyn_owner", metavar="ROLL", help="äger tabellerna och migrerar"
    )
    parser.add_argument("--web", default="samsyn_web", metavar="ROLL", help="kör programmet")
    parser.add_argument("--database", default="samsyn", metavar="NAMN", help="databasens namn")


def run(options: argparse.Namespace) -> int:
    for name in (options.owner, options.web, options.database):
        if not _NAME.fullmatch(name):
            print(
                f"Ingen SQL skrevs ut. {name!r} är inget enkelt namn i PostgreSQL. "
                "Använd små bokstäver a till z, siffror och understreck.",
                file=sys.stderr,
            )
            return 2
    if options.owner == options.web:
        print(
            "Ingen SQL skrevs ut. Rollerna har samma namn, och då delas ingenting upp. "
            "Ange två namn med --owner och --web.",
            file=sys.stderr,
        )
        return 2
    print("\n".join(statements(options.owner, options.web, options.database)))
    return 0


def statements(owner: str, web: str, database: str) -> list[str]:
    """Return the SQL, a statement each, to run by a superuser in the database itself; running it again changes nothing."""
    return [
        *(_role(name) for name in (owner, web)),
        f"ALTER DATABASE {database} OWNER TO {owner};",
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC;",
        f"GRANT CONNECT ON DATABASE {database} TO {web};",
        f"ALTER SCHEMA public OWNER TO {owner};",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC;",
        f"REVOKE ALL ON SCHEMA public FROM {web};",
        f"GRANT USAGE ON SCHEMA public TO {web};",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {web};",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {web};",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {web};",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {web};",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {web};",
        _less(LOG, "UPDATE, DELETE", web),
        _less(MIGRATIONS, "INSERT, UPDATE, DELETE", web),
    ]


def _role(name: str) -> str:
    made = f"CREATE ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
    asked = f"SELECT FROM pg_roles WHERE rolname = '{name}'"  # nosec B608 - a name of letters, digits and _ alone; else refused
    return f"DO $$ BEGIN IF NOT EXISTS ({asked}) THEN {made}; END IF; END $$;"


def _less(table: str, what: str, web: str) -> str:
    """Take rights back on a table that there is only after the first migration."""
    return f"DO $$ BEGIN IF to_regclass('public.{table}') IS NOT NULL THEN REVOKE {what} ON {table} FROM {web}; END IF; END $$;"
