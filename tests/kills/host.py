"""Forks victims from one warm process, kills them and looks at what they left. `python -m tests.kills.host SEED KILLS`.

SAMSYN_DATA holds an empty folder, SAMSYN_DATABASE names a database with every table. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import random
import select
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

from tests.kills.checker import Checker
from tests.kills.store import Key, Store
from tests.kills.victim import INSIDE, Fate, Sight, live

ON_PURPOSE = 0.7  # of the kills are at a place that was chosen, the others at a moment
AIMS = (
    "",
    "approve",
    "release",
    "withdraw",
    "",
    "send",
    "cut",
    "",
)  # in acts with this in their names, "" in any
LONGEST = 0.03  # seconds: an act of which nobody knows how long it takes
WHOLE_EACH = 500
MOST_TO_FIND = 60


@dataclass
class Heard:
    """What one victim said before it died."""

    backend: int = 0
    begun: dict[str, Any] | None = None  # an act that it was never told the end of
    done: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Host:
    dice: random.Random
    url: str
    data: Path
    spoil: str = ""
    expected: dict[Key, Any] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    count: Counter[str] = field(default_factory=Counter)
    killed_in: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.checker, self.sight, self.aims = Checker(self.data), Sight(), cycle(AIMS)

    def kill_one(self) -> Heard:
        """Let one victim live and die."""
        is_chosen = bool(self.spoil) or self.dice.random() < ON_PURPOSE
        number, seed, share = self.dice.randint(0, 4), self.dice.randrange(2**32), self.dice.random()
        fate = Fate(number, share, next(self.aims)) if is_chosen else Fate(-1, share)
        if self.spoil:  # nothing but the fault is looked for
            fate = Fate(0, share, self.spoil)
        self.sight.show(0)
        ear, mouth = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ear)
            try:
                live(mouth, seed, fate, self.sight, self.places, self.spoil)
            except BaseException as error:  # said to the host, which fails
                os.write(mouth, json.dumps({"broke": f"{type(error).__name__}: {error}"}).encode() + b"\n")
            finally:
                os._exit(1)
        os.close(mouth)
        with os.fdopen(ear, "rb") as heard:
            said = _Listener(heard, self)
            said.until_dead(child, -1 if is_chosen else number, share)
        _pid, status = os.waitpid(child, 0)
        is_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        assert is_killed or self.spoil, f"it ended by itself: {status}"
        self._count(said.heard)
        return said.heard

    def _count(self, heard: Heard) -> None:
        self.count["kills"] += 1
        self.count["acts"] += len(heard.done)
        self.count["refused"] += sum(one["facts"] is None for one in heard.done)
        if heard.begun:
            self.count["in an act"] += 1
            self.killed_in[heard.begun["act"]] += 1
            self.count["in a transaction"] += self.sight.where == INSIDE

    def look(self, heard: Heard, *, whole: bool = False) -> list[str]:
        """Return what does not hold after a death, and learn what came of the act that was cut short."""
        touched: dict[Key, Any] = {}
        for one in heard.done:
            touched |= {tuple(key): value for key, value in one["facts"] or ()}
        with Store(self.url) as store:
            store.wait_for_the_end_of(heard.backend)
            self.expected |= touched
            half, cut_short = self._half(store, heard)
            found = [*half, *self.checker.faults(store, whole=whole)]
            old = self.dice.sample(list(self.expected), min(20, len(self.expected)))
            for key in self.expected if whole else {*touched, *old}:
                if key not in cut_short and (value := store.value(key)) != self.expected[key]:
                    found.append(f"{key}: was told {self.expected[key]!r}, is {value!r}")
        found += self._lost(heard)
        return found

    def _half(self, store: Store, heard: Heard) -> tuple[list[str], set[Key]]:
        """The act that was cut short has left everything as it was, or all as it said."""
        facts = {tuple(key): value for key, value in heard.begun["facts"]} if heard.begun else {}
        now = {key: store.value(key) for key in facts}
        changes = {key for key in facts if self.expected.get(key, "") != facts[key]}
        done = {key for key in changes if now[key] == facts[key]}
        found = []
        if done and done != changes:
            found.append(f"half of {heard.begun}: {sorted(map(str, done))}")
        for key in changes - done:
            if key in self.expected and now[key] != self.expected[key]:
                found.append(f"neither before nor after {heard.begun}: {key} is {now[key]!r}")
        if done:
            self.count["whole though not told"] += 1
        self.expected |= now
        return found, set(facts)

    def _lost(self, heard: Heard) -> list[str]:
        """The log holds what it held when the victim was told that an act had succeeded."""
        heads = [one["head"] for one in heard.done if one["head"]]
        return [f"log {seq}: lost" for seq, checksum in heads if self.checker.heads.get(seq) != checksum]


class _Listener:
    """Hears a victim, and kills it when its moment has come."""

    def __init__(self, pipe: Any, host: Host) -> None:
        self.pipe, self.host, self.heard, self.began_at = pipe, host, Heard(), 0.0

    def until_dead(self, child: int, fatal: int, share: float) -> None:
        """fatal: the act in which it is killed from outside, at that share of the time that it takes; -1 for never"""
        rest, wait = b"", None
        while True:
            if not select.select([self.pipe], [], [], wait)[0]:
                os.kill(child, signal.SIGKILL)
                wait = None
                continue
            piece = os.read(self.pipe.fileno(), 1 << 16)
            if not piece:
                return
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                begun = self._take(json.loads(line))
                if begun is not None and fatal != -1 and begun["begun"] >= fatal:
                    wait = share * self.host.seconds.get(begun["act"], LONGEST)

    def _take(self, said: dict[str, Any]) -> dict[str, Any] | None:
        assert "broke" not in said or self.host.spoil, said["broke"]
        heard, host = self.heard, self.host
        heard.backend = said.get("backend", heard.backend)
        if "begun" in said:
            heard.begun, self.began_at = said, time.perf_counter()
            return said
        if "done" in said and heard.begun:
            name = heard.begun["act"]
            if said["facts"] is not None:
                host.seconds[name] = time.perf_counter() - self.began_at
                host.places[name] = said["places"]
                host.done[name] += 1
            else:
                host.count[f"refused {name}"] += 1
            heard.done.append(said)
            heard.begun = None
        return None


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("seed", type=int)
    asked.add_argument("kills", type=int)
    asked.add_argument("--spoil", default="", help="faults to find afterwards, with commas between")
    given = asked.parse_args()
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections

    from tests.kills import acts_joint, world

    assert acts_joint  # loaded before the forks
    _make_tables()
    world.build()
    connections.close_all()
    gc.collect()
    gc.freeze()
    host = Host(random.Random(given.seed), os.environ["SAMSYN_DATABASE"], Path(settings.SAMSYN_DATA))
    came = run(host, given.kills)
    if not came["faults"]:
        came["spoilt"] = {name: find_fault(host, name) for name in given.spoil.split(",") if name}
    print(json.dumps(came))


def _make_tables() -> None:
    """Migrate where nobody has: a test run by itself begins with an empty database."""
    from django.core.management import call_command
    from django.db import connection

    if "places_city" not in connection.introspection.table_names():
        call_command("migrate", verbosity=0)


def run(host: Host, kills: int) -> dict[str, Any]:
    """Kill that many, or until something does not hold."""
    began, faults = time.perf_counter(), []
    for number in range(1, kills + 1):
        heard = host.kill_one()
        faults = host.look(heard, whole=number % WHOLE_EACH == 0 or number == kills)
        if faults:
            break
    own, theirs = os.times(), 0.0
    with contextlib.suppress(AttributeError):
        theirs = own.children_user + own.children_system
    return {
        **host.count, "faults": faults[:10], "log": len(host.checker.log),
        "seconds": round(time.perf_counter() - began, 1), "cpu": round(own.user + own.system + theirs, 1),
        "done": dict(host.done), "killed in": dict(host.killed_in), "places": host.places,
    }  # fmt: skip


def find_fault(host: Host, spoil: str) -> dict[str, Any]:
    """Kill victims that live with a fault until it shows in what they leave."""
    host.spoil, host.expected = spoil, {}
    before = set(host.look(Heard()))
    for number in range(1, MOST_TO_FIND + 1):
        if faults := [one for one in host.look(host.kill_one()) if one not in before]:
            return {"kills": number, "faults": faults[:3]}
    return {"kills": MOST_TO_FIND, "faults": []}


if __name__ == "__main__":
    main()
