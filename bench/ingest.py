"""A million incident rows of CSV imported, checked and located, beside DuckDB's plain COPY to Parquet."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT_S, LIMIT_MIB = 10.0, 1024

SETUP = """
import django; django.setup()
from pathlib import Path
from django.core.management import call_command
call_command("migrate", verbosity=0)
from samsyn.seeds import services
services.load_example()
from bench.million import example_bounds, write_csv
write_csv(Path({path!r}), rows={rows}, bounds=example_bounds())
"""
OURS = """
import django; django.setup()
import resource, time
from pathlib import Path
from bench.million import receive
from samsyn.evidence import services
t = time.perf_counter()
made = receive(Path({path!r}))
services.confirm_and_run(data_import=made, by=None)
seconds = time.perf_counter() - t
made.refresh_from_db()
peak = int(next(l for l in open("/proc/self/status") if l.startswith("VmHWM")).split()[1]) / 1024
print("RESULT", seconds, peak, made.rows_taken, made.rows_outside, made.rows_refused, made.state)
"""
PEER = """
import duckdb, time
connection = duckdb.connect()
connection.execute("SET threads=2")
t = time.perf_counter()
connection.execute("COPY (SELECT * FROM read_csv('{path}')) TO '{out}' (FORMAT parquet, COMPRESSION zstd)")
seconds = time.perf_counter() - t
peak = int(next(l for l in open("/proc/self/status") if l.startswith("VmHWM")).split()[1]) / 1024
rows = connection.execute("SELECT count(*) FROM '{out}'").fetchone()[0]
print("RESULT", seconds, peak, rows)
"""


def _run(code: str, env: dict[str, str]) -> list[str]:
    out = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=ROOT, check=True, capture_output=True, text=True
    )
    return next((line.split()[1:] for line in out.stdout.splitlines() if line.startswith("RESULT")), [])


def main(rows: int = 1_000_000) -> None:
    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder:
        path = str(Path(folder) / "miljon.csv")
        env = {
            **os.environ, "SAMSYN_DATA": folder, "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
            "SAMSYN_LOG_LEVEL": "ERROR",
        }  # fmt: skip
        _run(SETUP.format(path=path, rows=rows), env)
        ours = _run(OURS.format(path=path), env)
        peer = _run(PEER.format(path=path, out=str(Path(folder) / "peer.parquet")), env)
    seconds, peak = float(ours[0]), float(ours[1])
    print(f"Import of {rows} incident rows from CSV: received, checked, located, counted, stored")
    print(
        f"  Samsyn        {seconds:6.2f} s   peak {peak:6.0f} MiB   taken {ours[2]}, outside {ours[3]}, refused {ours[4]}, {ours[5]}"
    )
    print(
        f"  DuckDB COPY   {float(peer[0]):6.2f} s   peak {float(peer[1]):6.0f} MiB   rows {peer[2]} (no checks, no areas)"
    )
    print(
        f"  ratio         {seconds / float(peer[0]):6.1f} ×    limits {LIMIT_S:.0f} s and {LIMIT_MIB} MiB:"
        f" {'met' if seconds < LIMIT_S and peak < LIMIT_MIB else 'NOT MET'}"
    )


if __name__ == "__main__":
    main()
