"""What the doors cost: the same pages on the same store, with every door as it is and with every door open.

`python -m bench doors` (part of `make bench`). Two servers stand side by side on one store. Twenty users ask one of them for a
second, then the other for a second, in alternating order; seven pairs of such turns give seven ratios of p95. So what else
the machine does meets both. Before, the questions to the database are counted and the pages compared: they are the same.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench import pages
from bench.load import ask
from bench.pages import NORR, ROOT

PAGES = {
    "parets hem": NORR,
    "lägesbild": f"{NORR}lagesbild/",
    "Röda tråden": f"{NORR}roda-traden/",
    "problembilder": f"{NORR}problembilder/",
    "metod": f"{NORR}metod/1/",
    "åtgärdsplan": f"{NORR}atgardsplan/2/",
    "uppföljning": f"{NORR}uppfoljning/",
    "en uppföljning": f"{NORR}uppfoljning/1/",
    "överenskommelser": f"{NORR}overenskommelser/",
    "möten": f"{NORR}moten/",
    "vem ser vad": f"{NORR}vem-ser-vad/",
    "konferens": f"/konferens/{pages.CITY}{pages._NEXT}/",
    "beslut": f"{NORR}beslut/",
}
LIMIT = 0.20
PAIRS = 7
BUSY = 0.5  # of one core, at most, when pages are made anew each time
CLOSED, OPEN = "as they are", "open"
SETTINGS = {CLOSED: "bench.settings_doors", OPEN: "bench.settings_open"}
COUNT = """
import json, re, sys
import django; django.setup()
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
cookie, paths, found = sys.argv[1], sys.argv[2:], {}
client = Client(HTTP_HOST="127.0.0.1")
client.cookies[settings.SESSION_COOKIE_NAME] = cookie
for path in paths:
    client.get(path), client.get(path)  # what is kept, is kept now
    with CaptureQueriesContext(connection, ) as asked:
        answer = client.get(path)
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken[^}]*}', "", answer.content.decode())
    who = sum(any(f'FROM "{one}"' in row["sql"] for one in WHO) for row in asked.captured_queries)
    found[path] = {"status": answer.status_code, "asked": len(asked), "who": who, "text": text}
print("FOUND" + json.dumps(found))
"""
WHO = ("people_roleassignment", "people_officeholding", "people_member", "people_session", "django_session")


@dataclass
class Turns:
    """The milliseconds of one page in one pair, by how the doors stand: until the answer came, and of the processor's own work."""

    ms: dict[str, list[float]] = field(default_factory=lambda: {CLOSED: [], OPEN: []})
    work: dict[str, list[float]] = field(default_factory=lambda: {CLOSED: [], OPEN: []})
    failed: int = 0

    def p95(self, how: str) -> float:
        return _p95(self.ms[how])

    @property
    def work_cost(self) -> float:
        return 1 - _p95(self.work[OPEN]) / _p95(self.work[CLOSED])

    @property
    def cost(self) -> float:
        return 1 - self.p95(OPEN) / self.p95(CLOSED)


def _p95(values: list[float]) -> float:
    kept = sorted(values)
    return kept[max(0, round(0.95 * len(kept)) - 1)] if kept else float("nan")


@dataclass(frozen=True)
class Page:
    """One page: its seven pairs, how many questions it asks with and without doors, whether it is the same page."""

    name: str
    pairs: list[Turns]
    asked: dict[str, int]
    who: dict[str, int]
    is_same: bool

    @property
    def costs(self) -> list[float]:
        return [pair.cost for pair in self.pairs]

    @property
    def cost(self) -> float:
        return statistics.median(self.costs)

    @property
    def work_cost(self) -> float:
        return statistics.median(pair.work_cost for pair in self.pairs)

    def p95(self, how: str) -> float:
        return statistics.median(pair.p95(how) for pair in self.pairs)


class Store:
    """A prepared store, with a session of each user, and what its servers are started with."""

    def __init__(self, folder: str, database: str, *, keeps: bool = True) -> None:
        self.env = {
            **os.environ,
            "SAMSYN_DATA": folder,
            "SAMSYN_LOG_LEVEL": "ERROR",
            "BENCH_KEEPS": "1" if keeps else "0",
        }
        if database:
            self.env["SAMSYN_DATABASE"] = database
        self.cookies: list[str] = []

    def prepare(self, rows: int) -> None:
        """Load the example and so many incidents, unless they are there, and sign twenty users in."""
        self._signed_in(pages.PREPARE, str(rows))

    def sign_in(self) -> None:
        """Sign twenty users in to a store that is prepared."""
        self._signed_in(pages.SIGN_IN)

    def _signed_in(self, code: str, *words: str) -> None:
        out = self._run(CLOSED, code, *words)
        self.cookies = [line.split()[1] for line in out.splitlines() if line.startswith("COOKIE")]

    def count(self, how: str) -> dict[str, dict]:
        """Ask for each page in one process, and return what it asked the database and what came."""
        out = self._run(how, f"WHO = {WHO!r}{COUNT}", self.cookies[0], *PAGES.values())
        return json.loads(out.rpartition("FOUND")[2])

    def serve(self, how: str, port: int) -> subprocess.Popen[bytes]:
        return pages._serve({**self.env, "DJANGO_SETTINGS_MODULE": SETTINGS[how]}, port)

    def _run(self, how: str, code: str, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            env={**self.env, "DJANGO_SETTINGS_MODULE": SETTINGS[how]}, cwd=ROOT, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return done.stdout


def turn(
    port: int, path: str, cookies: list[str], *, seconds: float = 1.0
) -> tuple[list[float], list[float], int]:
    """Let each user ask once, spread over the time.

    Return the milliseconds from when each was due, those that the processor worked, and how many requests failed.
    """
    found: list[tuple[float, float, int]] = []

    def one(due: float, cookie: str) -> None:
        status, work = ask(port, path, cookie)
        found.append(((time.perf_counter() - due) * 1000, work, status))

    start, threads = time.perf_counter() + 0.02, []
    for number, cookie in enumerate(cookies):
        due = start + seconds * number / len(cookies)
        time.sleep(max(0.0, due - time.perf_counter()))
        threads.append(threading.Thread(target=one, args=(due, cookie)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    good = [one for one in found if one[2] == 200]
    return [ms for ms, _work, _status in good], [work for _ms, work, _status in good], len(found) - len(good)


def pairs_of(
    ports: dict[str, int], path: str, cookies: list[str], *, turns: int, seconds: float
) -> list[Turns]:
    """Return seven pairs: in each, so many turns with the doors as they are and as many with them open, in alternating order."""
    found = []
    for number in range(PAIRS):
        pair = Turns()
        for again in range(turns):
            first = (number + again) % 2
            for how in (CLOSED, OPEN) if first == 0 else (OPEN, CLOSED):
                ms, work, failed = turn(ports[how], path, cookies, seconds=seconds)
                pair.ms[how] += ms
                pair.work[how] += work
                pair.failed += failed
        found.append(pair)
    return found


def _seconds(ports: dict[str, int], path: str, cookies: list[str], *, keeps: bool) -> float:
    """Let both servers make the page ready, and return over how long a time twenty users ask: one each second if it can."""
    for _again in range(3):
        for how in (CLOSED, OPEN):
            turn(ports[how], path, cookies)
    if keeps:
        return 1.0
    alone = statistics.median(turn(ports[CLOSED], path, cookies[:5], seconds=5)[0] or [1000.0])
    return max(1.0, len(cookies) * alone / 1000 / BUSY)


def measure(store: Store, *, turns: int, keeps: bool, names: list[str]) -> list[Page]:
    """Measure each page, with both servers on the store."""
    counted = {how: store.count(how) for how in (CLOSED, OPEN)}
    ports = {how: pages._port() for how in (CLOSED, OPEN)}
    servers = []
    try:
        servers += [store.serve(how, ports[how]) for how in (CLOSED, OPEN)]
        found = []
        for name in names:
            path = PAGES[name]
            seconds = _seconds(ports, path, store.cookies, keeps=keeps)
            made = Page(
                name,
                pairs_of(ports, path, store.cookies, turns=turns, seconds=seconds),
                {how: counted[how][path]["asked"] for how in counted},
                {how: counted[how][path]["who"] for how in counted},
                counted[CLOSED][path]["text"] == counted[OPEN][path]["text"],
            )
            print(_row(made), flush=True)
            found.append(made)
        return found
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait(15)


HEAD = """
| page | p95 with doors | p95 open | cost, median of 7 | spread | of the processor's work | questions | of who she is | same page | |
|---|---:|---:|---:|---:|---:|---:|---:|---|---|"""


def _row(page: Page) -> str:
    failed = sum(pair.failed for pair in page.pairs)
    words = "ok" if page.cost < LIMIT and not failed else f"{failed} FAILED" if failed else "OVER"
    return (
        f"| {page.name} | {page.p95(CLOSED):.1f} ms | {page.p95(OPEN):.1f} ms | {page.cost:.1%} "
        f"| {min(page.costs):.0%} – {max(page.costs):.0%} | {page.work_cost:.1%} | {page.asked[CLOSED]} → {page.asked[OPEN]} "
        f"| {page.who[CLOSED]} → {page.who[OPEN]} | {'yes' if page.is_same else 'NO'} | {words} |"
    )


def overall(found: list[Page]) -> list[float]:
    """Return the cost of all pages together in each pair: one minus the sum of p95 with doors open by that with doors."""
    return [
        1
        - sum(page.pairs[one].p95(OPEN) for page in found)
        / sum(page.pairs[one].p95(CLOSED) for page in found)
        for one in range(PAIRS)
    ]


def run_on(name: str, store: Store, *, turns: int, keeps: bool, rows: str, names: list[str]) -> bool:
    """Measure and print one table; return whether every page and all together are under the limit."""
    kept = "pages kept as in production" if keeps else "nothing kept in the process"
    print(
        f"\n{name}, {kept}: 20 users, gunicorn 2 × 4, {rows} incidents in store; load {os.getloadavg()[0]:.1f}"
    )
    print(HEAD, flush=True)
    found = measure(store, turns=turns, keeps=keeps, names=names)
    costs, work = overall(found), statistics.median(page.work_cost for page in found)
    requests = sum(len(ms) for page in found for pair in page.pairs for ms in pair.ms.values())
    print(
        f"| all together | | | {statistics.median(costs):.1%} | {min(costs):.0%} – {max(costs):.0%} | {work:.1%} | | | | |\n"
        f"\n{requests} requests, {turns * 20} of each kind a pair; load {os.getloadavg()[0]:.1f} at the end"
    )
    return all(page.cost < LIMIT and page.is_same for page in found) and statistics.median(costs) < LIMIT


def main(words: list[str] | None = None) -> None:
    """Measure on SQLite, kept and not, and on PostgreSQL. With SAMSYN_STRICT=1 a page over the limit ends the run with an error."""
    parser = argparse.ArgumentParser(prog="python -m bench doors")
    parser.add_argument("--rows", type=int, default=1_000_000, help="incidents in store")
    parser.add_argument("--turns", type=int, default=6, help="turns of 20 requests in a pair")
    parser.add_argument(
        "--turns-anew", type=int, default=2, help="the same when nothing is kept; 0 leaves it out"
    )
    parser.add_argument("--store", default="", help="folder of a store that is prepared (SQLite alone)")
    parser.add_argument(
        "--rights", action="store_true", help="leave shut who is signed in and the pair's row"
    )
    parser.add_argument("--page", action="append", choices=list(PAGES), help="only this page")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers go with it
    asked = parser.parse_args(words if words is not None else [])
    if asked.rights:
        os.environ["BENCH_OPEN"] = "rights"
    names = asked.page or list(PAGES)
    rows = f"{asked.rows:,}".replace(",", " ")
    good: list[bool] = []
    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder:
        place = asked.store or folder
        for keeps, turns in ((True, asked.turns), (False, asked.turns_anew)):
            if turns:
                store = Store(place, "", keeps=keeps)
                store.sign_in() if asked.store or not keeps else store.prepare(asked.rows)
                good.append(run_on("SQLite", store, turns=turns, keeps=keeps, rows=rows, names=names))
    if not asked.store:
        good += _on_postgres(asked.rows, asked.turns, rows, names)
    if os.environ.get("SAMSYN_STRICT") == "1" and not all(good):
        sys.exit("The doors cost too much.")


def _on_postgres(many: int, turns: int, rows: str, names: list[str]) -> list[bool]:
    place = tempfile.mkdtemp(prefix="samsyn-bench-pg-")
    Path(place).chmod(0o755)
    port = pages._port()
    if subprocess.run([ROOT / "bin" / "pg", "start", place, str(port)], check=False).returncode:
        print("LEFT OUT: PostgreSQL is not on this machine")
        return []
    try:
        with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder:
            store = Store(folder, f"postgresql://samsyn@127.0.0.1:{port}/samsyn")
            store.prepare(many)
            return [run_on("PostgreSQL", store, turns=turns, keeps=True, rows=rows, names=names)]
    finally:
        subprocess.run([ROOT / "bin" / "pg", "stop", place], check=False)


if __name__ == "__main__":
    main(sys.argv[1:])
