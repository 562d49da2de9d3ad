"""Page times with 20 users and a million incidents in store, on SQLite and PostgreSQL, beside the bare page."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date, timedelta
from pathlib import Path

from bench.load import Timing, measure

ROOT = Path(__file__).resolve().parent.parent
NORR = "/par/exempelstaden-norr/"
PAGES = [
    *("", "lagesbild/", "roda-traden/", "problembilder/", "problembilder/1/", "mal/", "metod/1/"),
    *("atgardsplan/2/", "uppfoljning/", "uppfoljning/1/", "overlamning/"),
    *("overenskommelser/", "overenskommelser/2/", "overenskommelser/loften/", "arshjul/", "moten/"),
]
CITY = "exempelstaden/"
_NEXT = (date.today() + timedelta(days=14)).year  # of the example's next conference
PATHS = [
    *("/bare/", *(NORR + page for page in PAGES), "/falt/"),
    *(f"/overenskommelser/{CITY}", f"/konferens/{CITY}{_NEXT}/", "/bare/"),
]
SIGN_IN = """
import django; django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from samsyn.people.models import Member
astrid = Member.objects.get(email__startswith="astrid@")
for _ in range(20):
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(astrid.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = astrid.get_session_auth_hash()
    session.create()
    print("COOKIE", session.session_key)
"""
PREPARE = (
    """
import sys
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from samsyn.seeds import services
services.load_example()
from bench.million import import_million
import_million(*map(int, sys.argv[1:]))
"""
    + SIGN_IN
)


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _serve(env: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "samsyn.config.wsgi:application", "--bind", f"127.0.0.1:{port}",
         "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload", "--log-level", "error",
         "--no-control-socket"],
        env=env, cwd=ROOT,
    )  # fmt: skip
    for _attempt in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/halsa/", timeout=2)
            return server
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def run_on(database: str, name: str) -> list[Timing]:
    """Prepare a store with a million incidents, serve it, and time each page in turn."""
    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder:
        env = {
            **os.environ,
            "SAMSYN_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "SAMSYN_LOG_LEVEL": "ERROR",
        }
        if database:
            env["SAMSYN_DATABASE"] = database
        out = subprocess.run(
            [sys.executable, "-c", PREPARE], env=env, cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout
        cookies = [line.split()[1] for line in out.splitlines() if line.startswith("COOKIE")]
        port = _port()
        server = _serve(env, port)
        try:
            for path in PATHS:  # both processes have seen every page before the clock starts
                measure(port, path, cookies[:8], seconds=1, warm=1)
            timings = [measure(port, path, cookies) for path in PATHS]
        finally:
            server.terminate()
            server.wait(15)
    bare = (timings[0].p95_ms + timings[-1].p95_ms) / 2
    print(f"\n{name}: 20 users, one request a second each, gunicorn 2 × 4, a million incidents in store")
    for timing in timings:
        print(
            f"  {timing.path:38} p50 {timing.p50_ms:6.1f} ms   p95 {timing.p95_ms:6.1f} ms"
            f"   {timing.p95_ms / bare:4.1f} × bare   ({timing.requests} requests, {timing.failed} failed)"
        )
    return timings


def main() -> None:
    run_on("", "SQLite")
    folder = tempfile.mkdtemp(prefix="samsyn-bench-pg-")
    Path(folder).chmod(0o755)
    port = _port()
    started = subprocess.run([ROOT / "bin" / "pg", "start", folder, str(port)], check=False)
    if started.returncode:
        print("LEFT OUT: PostgreSQL is not on this machine")
        return
    try:
        run_on(f"postgresql://samsyn@127.0.0.1:{port}/samsyn", "PostgreSQL")
    finally:
        subprocess.run([ROOT / "bin" / "pg", "stop", folder], check=False)


if __name__ == "__main__":
    main()
