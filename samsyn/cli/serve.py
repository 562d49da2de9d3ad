"""Serve the pages, with one job worker and the clock's tick beside."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

NAME = "serve"
HELP = "Startar webben, en arbetare för jobb och klockan."
GRACE_S = 10
BEAT_S = 30.0


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workers", type=int, default=2, help="antal processer för webben")
    parser.add_argument("--threads", type=int, default=4, help="antal trådar i varje process")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    return serve(workers=options.workers, threads=options.threads)


def serve(*, workers: int, threads: int) -> int:
    """Start the three processes and keep them going until somebody stops us; Django is set up already."""
    from django.conf import settings
    from django.db import connections

    from samsyn.people import demo

    demo.refuse_unsafe()
    print(welcome(settings.HOST, settings.PORT), flush=True)
    connections.close_all()
    wanted = commands(settings.HOST, settings.PORT, workers=workers, threads=threads)
    return _Family(wanted, settings.SAMSYN_DATA / "worker-heartbeat").watch()


def commands(host: str, port: int, *, workers: int, threads: int) -> dict[str, list[str]]:
    """Return the command of each process by its name."""
    python = [sys.executable, "-m"]
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    shm = ["--worker-tmp-dir", "/dev/shm"] if Path("/dev/shm").is_dir() else []  # noqa: S108 - gunicorn's heartbeat  # nosec B108
    return {
        "web": [
            *python, "gunicorn", "samsyn.config.wsgi:application", "--bind", address, "--worker-class", "gthread",
            "--workers", str(workers), "--threads", str(threads), "--preload", "--timeout", "120",
            "--log-level", "warning", "--no-control-socket", *shm,
        ],
        "jobs": [*python, "samsyn", "django", "db_worker", "--queue-name", "*", "--interval", "0.5",
                 "--no-startup-delay", "--no-reload", "-v", "0"],
        "tick": [*python, "samsyn", "tick", "--every", "60"],
    }  # fmt: skip


def welcome(host: str, port: int) -> str:
    """Return the lines that say where to go and who one can be."""
    from samsyn.people import demo
    from samsyn.people.models import Member

    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104 - compared, not bound  # nosec B104
    lines = [f"Samsyn: http://{shown}:{port}/"]
    if demo.is_on():
        people = ", ".join(f"{member.name} ({member.title})" for member in Member.objects.order_by("name"))
        lines += [f"Du kan vara: {people}.", f"Välj person på http://{shown}:{port}/medarbetare/valj/"]
    else:
        lines.append("Logga in med e-postadress och lösenord.")
    lines.append("Avsluta med Ctrl-C.")
    return "\n".join(lines)


class _Family:
    """A few child processes that live and die together; one that falls is started again."""

    def __init__(self, wanted: dict[str, list[str]], heartbeat: Path) -> None:
        self.wanted = wanted
        self.heartbeat = heartbeat
        self.beaten = -BEAT_S
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.is_stopping = False

    def watch(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for name in self.wanted:
            self._start(name)
        while not self.is_stopping:
            time.sleep(0.5)
            self._beat()
            for name, child in list(self.children.items()):
                if child.poll() is not None and not self.is_stopping:
                    if name == "web":
                        self.is_stopping = True
                    else:
                        time.sleep(1)
                        self._start(name)
        return self._end()

    def _beat(self) -> None:
        """Say that the worker lives, where the readiness page looks for it."""
        if time.monotonic() - self.beaten > BEAT_S and self.children["jobs"].poll() is None:
            self.heartbeat.touch()
            self.beaten = time.monotonic()

    def _start(self, name: str) -> None:
        self.children[name] = subprocess.Popen(
            self.wanted[name], env=os.environ.copy(), start_new_session=True
        )

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True

    def _end(self) -> int:
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        limit = time.monotonic() + GRACE_S
        for child in self.children.values():
            try:
                child.wait(max(0.1, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
        web = self.children["web"].returncode
        return 0 if web in {0, -signal.SIGTERM, -signal.SIGINT} else 1
