"""What of an installation is not set up as docs/dev/operation.md says. Each finding: what is wrong, what we found, what to do.

`section` is the heading of the guide. Nothing here changes anything, and nothing secret is shown.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

OPEN_TO_OTHERS = stat.S_IRWXG | stat.S_IRWXO
WRITTEN_BY_OTHERS = stat.S_IWGRP | stat.S_IRWXO
LOCAL = {"", "localhost", "127.0.0.1", "::1"}
CLOCK_IS_LATE = timedelta(days=2)


@dataclass(frozen=True)
class Finding:
    """One thing that is not set up: a code for those who watch it, three sentences, and where the guide tells of it."""

    code: str
    said: str
    section: str


def findings() -> list[Finding]:
    """Return everything that is not set up, in the order of the guide."""
    return [found for check in CHECKS for found in check()]


def tls() -> list[Finding]:
    """The proxy, its encryption, and what the program must know of it."""
    found = []
    if settings.DEBUG:
        found.append(
            Finding(
                "debug",
                "Felsökningsläget är på. SAMSYN_DEBUG är 1, så felsidor visar programmets insida. Sätt SAMSYN_DEBUG=0 och starta om.",
                "TLS",
            )
        )
    if not settings.IS_LOOPBACK:
        found.append(
            Finding(
                "listens",
                f"Programmet tar emot okrypterad trafik från andra maskiner. SAMSYN_HOST är {settings.HOST}. "
                "Sätt SAMSYN_HOST=127.0.0.1 och låt proxyn på samma maskin ta emot.",
                "TLS",
            )
        )
    if not settings.BEHIND_PROXY:
        found.append(
            Finding(
                "proxy",
                "Programmet vet inte av någon proxy. SAMSYN_BEHIND_PROXY är inte 1, så webbläsarens adress och TLS är okända"
                f"{'' if settings.HAS_TLS else ' och kakorna är inte Secure'}. Ställ en proxy med TLS framför och sätt SAMSYN_BEHIND_PROXY=1.",
                "TLS",
            )
        )
    return found


def names() -> list[Finding]:
    """The host name, which must be the installation's own."""
    found = []
    own = [name for name in settings.ALLOWED_HOSTS if name.strip("[]") not in LOCAL]
    if not own or "*" in own or any(name.startswith(".") for name in own):
        found.append(
            Finding(
                "host-name",
                f"Programmet har inget eget värdnamn. SAMSYN_ALLOWED_HOSTS ger {' '.join(own) or 'bara den egna maskinen'}. "
                "Sätt det till det enda namn som folk skriver, till exempel samsyn.exempelstaden.se.",
                "Host name",
            )
        )
    plain = [one for one in settings.CSRF_TRUSTED_ORIGINS if not one.startswith("https://")]
    if plain:
        found.append(
            Finding(
                "origins",
                f"Formulär får komma från en oskyddad adress. SAMSYN_ORIGINS har {' '.join(plain)}. "
                "Skriv adresserna med https:// eller ta bort dem.",
                "Host name",
            )
        )
    return found


def secrets() -> list[Finding]:
    """Who on the machine can read what must be secret, and whether the keys lie apart from the database."""
    from samsyn.people import sealing

    data = Path(settings.SAMSYN_DATA)
    keys = Path(settings.SAMSYN_KEYS or data / "keys")
    found = []
    secret = (data / "secret-key", keys / sealing.FILE, *sorted(keys.glob("*.pem")))
    loose = [path for path in (data, keys, *secret) if _is_open(path)]
    if loose:
        found.append(
            Finding(
                "file-modes",
                f"Andra användare på maskinen kan läsa det som är hemligt. De har rättigheter till {', '.join(str(one) for one in loose[:4])}. "
                "Kör chmod 700 på mapparna och chmod 600 på filerna.",
                "Secrets",
            )
        )
    if keys.resolve().is_relative_to(data.resolve()):
        found.append(
            Finding(
                "keys-beside",
                f"Parternas nycklar ligger tillsammans med databasen och filerna. Mappen är {keys}. "
                "Flytta den utanför SAMSYN_DATA och sätt SAMSYN_KEYS till den nya platsen.",
                "Keys",
            )
        )
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        found.append(
            Finding(
                "root",
                "Programmet körs som root. Ett fel i det når då hela maskinen. Kör det som en egen användare, som guidens unit-fil visar.",
                "Secrets",
            )
        )
    return found


def _is_open(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & (WRITTEN_BY_OTHERS if path.is_dir() else OPEN_TO_OTHERS))
    except OSError:
        return False


def database() -> list[Finding]:
    """Which database, how the way to it is guarded, and that its tables are those of this version."""
    known: Any = settings.DATABASES["default"]
    if connection.vendor != "postgresql":
        found = [
            Finding(
                "sqlite",
                "Databasen är SQLite. Då finns ingen roll som skyddar loggen, och bara en maskin kan läsa den. "
                "Använd PostgreSQL när fler än ni som provar arbetar i Samsyn.",
                "Two database roles",
            )
        ]
    else:
        found = []
        host = str(known.get("HOST", ""))
        if (
            host not in LOCAL
            and not host.startswith("/")
            and known["OPTIONS"].get("sslmode") != "verify-full"
        ):
            found.append(
                Finding(
                    "database-tls",
                    f"Vägen till databasen kan avlyssnas. Den står på {host}, och adressen saknar sslmode=verify-full. "
                    "Lägg till ?sslmode=verify-full&sslrootcert=FIL i SAMSYN_DATABASE.",
                    "Two database roles",
                )
            )
    return found + database_role() + _migrations()


def database_role() -> list[Finding]:
    """Whether the role that runs the program can take the guards away; only PostgreSQL has roles."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, r.rolsuper OR pg_has_role(current_user, c.relowner, 'MEMBER') FROM pg_roles r, pg_class c"
            " WHERE r.rolname = current_user AND c.oid = to_regclass('public.audit_logentry')"
        )
        row = cursor.fetchone()
    if row is None or not row[1]:
        return []
    return [
        Finding(
            "owner-runs",
            f"Den som kör programmet kan ta bort databasens spärrar. Rollen {row[0]} äger tabellerna. "
            "Dela upp den på två med samsyn database-roles, och låt bara ägaren migrera.",
            "Two database roles",
        )
    ]


def _migrations() -> list[Finding]:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["default"])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        return []
    return [
        Finding(
            "migrations",
            f"Databasen är inte av den här versionen. {len(waiting)} ändringar av tabeller väntar. "
            "Kör samsyn django migrate som ägaren, och starta sedan om.",
            "A new version",
        )
    ]


def people() -> list[Finding]:
    """Whether those who decide or administer sign in by two steps, and whether nobody signs in without a password."""
    from samsyn.people import second_step
    from samsyn.people.models import Member

    if _migrations():
        return []
    found = []
    if settings.SAMSYN_SECOND_STEP == second_step.OPTIONAL:
        found.append(
            Finding(
                "second-step",
                "Inloggning i två steg krävs inte av någon. SAMSYN_SECOND_STEP är optional. "
                "Sätt deciders, så att de som beslutar måste, eller all.",
                "Sign-in",
            )
        )
    if settings.DEMO and Member.objects.filter(is_example=False).exists():
        found.append(
            Finding(
                "demo",
                "Att välja person utan lösenord är inte avstängt. SAMSYN_DEMO är 1 fast riktiga medarbetare finns. "
                "Sätt SAMSYN_DEMO=0.",
                "Sign-in",
            )
        )
    return found


def files() -> list[Finding]:
    """Whether a scanner looks at what is brought."""
    if settings.SAMSYN_SCANNER:
        return []
    return [
        Finding(
            "scanner",
            "Inget virusskydd ser på filer som lämnas in. SAMSYN_SCANNER är tom. "
            "Sätt den till ert virusskydds kommando, till exempel clamdscan --fdpass --no-summary.",
            "Virus scanner",
        )
    ]


def clock() -> list[Finding]:
    """Whether somebody walks the log each day."""
    from samsyn.audit.queries import last_mark
    from samsyn.ui.clock import now

    mark = last_mark()
    if mark is not None and now() - mark.walked_at < CLOCK_IS_LATE:
        return []
    return [
        Finding(
            "log-walk",
            "Loggens kedja är inte kontrollerad på två dagar. Klockan, samsyn tick, går kanske inte. "
            "Starta samsyn serve eller kör samsyn log verify.",
            "Logs",
        )
    ]


CHECKS: tuple[Callable[[], list[Finding]], ...] = (tls, names, secrets, database, people, files, clock)
