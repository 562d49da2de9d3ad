"""The process that is killed: it does one act after the other until its time has come.

Before each act it says through a pipe what it is about to do, after each what came of it. A place in an act is a statement
to the database (before or after it), a commit (before or after), or a change of a file: all are counted. A victim that was
told to die at a place sends itself SIGKILL there: no handler runs, nothing is closed. Others are killed from outside.
"""

from __future__ import annotations

import json
import mmap
import os
import random
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MOST_ACTS, PATIENCE = 14, 6
FIRST_GUESS = 40  # places in an act that nobody has seen the end of
FILE_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.chmod"}
OUTSIDE, INSIDE, COMMITTED = 0, 1, 2  # of a transaction


@dataclass
class Sight:
    """What the victim shows of itself without asking anybody: it is read when the victim is dead."""

    memory: mmap.mmap = field(default_factory=lambda: mmap.mmap(-1, 8))

    def show(self, where: int) -> None:
        self.memory[0] = where

    @property
    def where(self) -> int:
        return self.memory[0]


@dataclass
class Fate:
    """When the victim ends its own life: in the act of that number or a later one, at that share of its places.

    act    -1 for never
    among  first in acts with this in their names; after some that have another name, in any
    """

    act: int
    share: float
    among: str = ""

    def is_now(self, number: int, name: str) -> bool:
        if self.act == -1 or number < self.act:
            return False
        return self.among in name or number >= self.act + PATIENCE


class Places:
    """Counts the places of an act, and dies at the fatal one."""

    def __init__(self, sight: Sight) -> None:
        self.sight, self.count, self.fatal = sight, 0, -1

    def begin(self, fatal: int) -> None:
        self.count, self.fatal = 0, fatal
        self.sight.show(OUTSIDE)

    def reach(self) -> None:
        if self.count == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        self.count += 1

    def watch(self, connection: Any) -> None:
        """Stand at every statement, commit and change of a file of this process from now on."""
        connection.execute_wrappers.append(self._statement)
        commit = connection._commit

        def committed() -> Any:
            self.reach()
            done = commit()
            self.sight.show(COMMITTED)
            self.reach()
            return done

        connection._commit = committed
        sys.addaudithook(self._system)

    def _statement(self, execute: Callable[..., Any], sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.sight.show(INSIDE if context["connection"].in_atomic_block else OUTSIDE)
        self.reach()
        done = execute(sql, params, many, context)
        self.sight.show(INSIDE if context["connection"].in_atomic_block else OUTSIDE)
        self.reach()
        return done

    def _system(self, event: str, args: tuple[Any, ...]) -> None:
        if event in FILE_CHANGES or (event == "open" and isinstance(args[2], int) and args[2] & os.O_CREAT):
            self.reach()


def live(pipe: int, seed: int, fate: Fate, sight: Sight, known: dict[str, int], spoil: str) -> None:
    """Act until dead. `known` says how many places each act had before; `spoil` names a fault to live with."""
    from django.db import connection

    from samsyn.ui.errors import UserError
    from tests.kills import acts, spoilt

    dice = random.Random(seed)
    places = Places(sight)
    places.watch(connection)
    connection.ensure_connection()
    _tell(pipe, {"backend": _backend(connection)})
    spoilt.spoil(spoil)
    on = acts.scene(dice)
    for number in range(MOST_ACTS):
        places.begin(-1)
        act = acts.propose(on)
        _tell(pipe, {"begun": number, "act": act.name, "facts": act.facts})
        is_fatal = fate.is_now(number, act.name)
        fatal = int(fate.share * (known.get(act.name, FIRST_GUESS) + 1))
        places.begin(fatal if is_fatal and spoil != spoilt.TOO_EARLY else -1)
        try:
            with spoilt.around(spoil):
                facts: Any = [*act.facts, *(act.run() or [])]
                if spoil == spoilt.TOO_EARLY:
                    _tell(pipe, {"done": number, "facts": facts, "places": places.count, "head": None})
                    places.begin(0)  # it dies before the commit
        except UserError:
            facts = None
        count = places.count
        places.begin(-1)
        if spoil != spoilt.TOO_EARLY:
            _tell(pipe, {"done": number, "facts": facts, "places": count, "head": _head()})
    os.kill(os.getpid(), signal.SIGKILL)


def _tell(pipe: int, said: dict[str, Any]) -> None:
    os.write(pipe, json.dumps(said, default=str).encode() + b"\n")


def _backend(connection: Any) -> int:
    """The number of the server's process that works for us, 0 where there is no server."""
    return connection.connection.info.backend_pid if connection.vendor == "postgresql" else 0


def _head() -> Any:
    from samsyn.audit.models import LogEntry

    return LogEntry.objects.order_by("-seq").values_list("seq", "checksum").first()
