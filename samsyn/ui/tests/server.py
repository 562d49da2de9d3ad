"""A real server for the browser tests: gunicorn on a database of its own, with an example city in it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SEED = """
from samsyn.places.models import City
City.objects.get_or_create(slug="exempelstaden", defaults={"name": "Exempelstaden", "code": "9999", "is_example": True})
"""


@contextmanager
def running(data: Path, *, database: Path) -> Iterator[str]:
    """Serve the program from the folder `data` on a free port; yields the address. `database` is copied there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {
        **os.environ,
        "SAMSYN_DATA": str(data),
        "SAMSYN_PORT": str(port),
        "SAMSYN_DATABASE": f"sqlite:///{data / 'browser.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
    }
    shutil.copyfile(database, data / "browser.sqlite3")
    subprocess.run([sys.executable, "-m", "django", "shell", "-v", "0", "-c", SEED], env=env, check=True)
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "samsyn.config.wsgi",
            "-b",
            f"127.0.0.1:{port}",
            "--threads",
            "4",
            "--no-control-socket",
        ],
        env=env,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/komponenter/")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def _wait(address: str) -> None:
    for _attempt in range(300):
        with suppress(OSError):
            urllib.request.urlopen(address, timeout=30).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"no answer from {address}")
