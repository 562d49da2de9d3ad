"""Every door open, in this process: what a page would cost if nobody asked who reads it and what she may see.

A door is a function of a module named `access…`, what filters rows by their owner, what verifies a signature, and the
middleware that says who is signed in. The first time it answers as always, and that answer is kept and given at once, without
a question to the database. So the pages stay the same, to the letter, and only the asking is gone. A door that returns the
row of its page still reads the row, which the page shows; the pair, which every door reads, is kept.

It changes the functions themselves, so that it does not matter under which name somebody imported them. Only `bench` uses it.
"""

from __future__ import annotations

import importlib
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
NOT_DOORS = {"tests", "migrations", "cli"}  # `samsyn access-table` lists the doors and is none
# Doors that stand elsewhere, by module. Those of this machine's code that are not there are passed over.
ELSEWHERE = {
    "samsyn.records.signatures": ("status", "standing_in_log"),
    "samsyn.records.signing": ("is_signed_by", "has_public"),
    "samsyn.records.disagreement.rules": ("may_speak", "may_answer"),
    "samsyn.releases.queries": ("hides_figures",),
    "samsyn.people.deputies": ("may_name", "may_end"),
    "samsyn.places.queries": ("pair_by_slug",),
    "django.contrib.auth": ("get_user",),
}
FILTERS = {  # rows in, rows out: open, they ask nothing about a row
    "samsyn.releases.queries": ("visible_to", "joint"),
    "samsyn.judging.rules": ("seen_by",),
}
KEPT_ROWS = {"pair_by_slug", "get_user"}  # rows that are given anew from memory, not read
_DOORS = "_open_doors"  # in the globals of each module with a door


class _UnknownError(Exception):
    """The arguments do not say what they are: the door answers as always."""


class KnownRights:
    """The rights of one member in one pair as plain attributes."""

    member: Any
    pair: Any


def access_modules() -> list[str]:
    """Return the names of all modules that hold doors, found by their files' names."""
    files = [path.relative_to(ROOT) for path in sorted((ROOT / "samsyn").rglob("access*.py"))]
    return [".".join(path.with_suffix("").parts) for path in files if not NOT_DOORS & set(path.parts)]


def open_doors(*, signing_in: bool = True) -> Callable[[], None]:
    """Open every door in this process, and return what closes them again.

    signing_in  also who is signed in (session and member) and the pair's own row, which any page reads, doors or not
    """
    undo: list[Callable[[], None]] = []
    for name in access_modules():
        module = importlib.import_module(name)
        for one in list(vars(module).values()):
            if isinstance(one, types.FunctionType) and one.__module__ == name:
                undo.append(_put(one, _opened))
    for place, names in ELSEWHERE.items():
        undo += [
            _put(one, _opened) for one in _there(place, names) if signing_in or one.__name__ not in KEPT_ROWS
        ]
    for place, names in FILTERS.items():
        undo += [_put(one, _through) for one in _there(place, names)]
    if signing_in:
        undo += [*_open_sessions(), *_open_middleware()]

    def close() -> None:
        for one in reversed(undo):
            one()

    return close


@contextmanager
def doors_open() -> Iterator[None]:
    """Have the doors open for a while: for tests."""
    close = open_doors()
    try:
        yield
    finally:
        close()


def is_open(function: types.FunctionType) -> bool:
    """Whether a door is open now."""
    return _DOORS in function.__code__.co_names


def _there(place: str, names: tuple[str, ...]) -> list[types.FunctionType]:
    try:
        module = importlib.import_module(place)
    except ModuleNotFoundError:
        return []
    return [getattr(module, name) for name in names if hasattr(module, name)]


def _put(door: types.FunctionType, stand_in: Callable[[Any], Any]) -> Callable[[], None]:
    """Give the function the body of a stand-in for it."""
    before = (door.__code__, door.__defaults__, door.__kwdefaults__)
    original = types.FunctionType(
        door.__code__, door.__globals__, door.__name__, door.__defaults__, door.__closure__
    )
    original.__kwdefaults__ = door.__kwdefaults__
    made: dict[str, Any] = {}
    exec(f"def body(*given, **named): return {_DOORS}[{door.__qualname__!r}](*given, **named)", made)
    door.__globals__.setdefault(_DOORS, {})[door.__qualname__] = stand_in(original)
    door.__code__, door.__defaults__, door.__kwdefaults__ = made["body"].__code__, None, None

    def back() -> None:
        door.__code__, door.__defaults__, door.__kwdefaults__ = before

    return back


def _through(original: types.FunctionType) -> Callable[..., Any]:
    """Return a filter that lets every row through, save those that it was known once and for all to hide."""
    hidden: dict[Any, list[int]] = {}

    def through(rows: Any, *given: Any, **named: Any) -> Any:
        key = (rows.model, _key(given), tuple((name, _key(named[name])) for name in sorted(named)))
        if key not in hidden:
            every = rows.model._default_manager.order_by()
            shown = set(original(every, *given, **named).values_list("pk", flat=True))
            hidden[key] = sorted(set(every.values_list("pk", flat=True)) - shown)
        return rows.exclude(pk__in=hidden[key]) if hidden[key] else rows

    return through


def _opened(original: types.FunctionType) -> Callable[..., Any]:
    """Return a door that keeps its first answer to each question. Rows of a page are read each time."""
    answers: dict[Any, Callable[[tuple[Any, ...], dict[str, Any]], Any]] = {}
    reads_rows = [False]

    def door(*given: Any, **named: Any) -> Any:
        if reads_rows[0]:
            return original(*given, **named)
        given = tuple(list(one) if isinstance(one, Iterator) else one for one in given)
        try:
            key = (_key(given), tuple((name, _key(named[name])) for name in sorted(named)))
        except _UnknownError:
            return original(*given, **named)
        known = answers.get(key)
        if known is None:
            answer = original(*given, **named)
            if original.__name__ in KEPT_ROWS:
                known = answers[key] = _row(answer)
            elif _holds_rows(answer):
                reads_rows[0] = True
                return answer
            else:
                known = answers[key] = _kept(answer)
        return known(given, named)

    return door


def _key(value: Any) -> Any:
    """Return what a question is known by: the primary keys of its rows, the values themselves."""
    from django.db.models import Model
    from django.http import HttpRequest

    if value is None or isinstance(value, str | int | date | UUID | Enum):
        return value
    if isinstance(value, Model):
        if value.pk is None:
            raise _UnknownError
        return value.__class__, value.pk
    if isinstance(value, tuple | list | set | frozenset):
        return tuple(_key(one) for one in value)
    if hasattr(value, "member") and hasattr(value, "pair"):
        return "rights", value.member.pk, value.pair.pk
    if isinstance(value, HttpRequest):
        return "request", value.session.get("_auth_user_id")
    raise _UnknownError


def _holds_rows(answer: Any, depth: int = 3) -> bool:
    from django.db.models import Model

    if isinstance(answer, Model):
        return True
    if not depth:
        return False
    if isinstance(answer, tuple | list | set | frozenset):
        return any(_holds_rows(one, depth - 1) for one in answer)
    if isinstance(answer, dict):
        return any(_holds_rows(one, depth - 1) for one in answer.values())
    if is_dataclass(answer) and not isinstance(answer, type):
        return any(_holds_rows(getattr(answer, one.name), depth - 1) for one in fields(answer))
    return False


def _kept(answer: Any) -> Callable[[tuple[Any, ...], dict[str, Any]], Any]:
    from django.db.models import QuerySet

    from samsyn.people.access import Rights

    if isinstance(answer, QuerySet):
        rows = _only(answer)
        return lambda _given, _named: rows.all()
    if isinstance(answer, Rights):
        return _rights(answer)
    if isinstance(answer, list | set | dict):
        return lambda _given, _named: answer.copy()
    return lambda _given, _named: answer


def _only(rows: Any) -> Any:
    """Return the same rows, found by their primary keys instead of by what the door asks for."""
    from django.db.models.sql.where import WhereNode

    used = [alias for alias, times in rows.query.alias_refcount.items() if times]
    if len(used) > 1 or rows.query.is_sliced or rows.query.distinct:
        return rows
    found = list(rows.order_by().values_list("pk", flat=True))
    bare = rows.all()
    bare.query.where = WhereNode()
    return bare.filter(pk__in=found)


def _rights(answer: Any) -> Callable[[tuple[Any, ...], dict[str, Any]], Any]:
    names = [name for name in dir(answer) if not name.startswith("_") and name not in {"member", "pair"}]
    facts = {name: getattr(answer, name) for name in names}

    def known(given: tuple[Any, ...], named: dict[str, Any]) -> KnownRights:
        made = KnownRights()
        made.__dict__.update(facts)
        made.member = given[0] if given else named["member"]
        made.pair = given[1] if len(given) > 1 else named["pair"]
        return made

    return known


def _row(answer: Any) -> Callable[[tuple[Any, ...], dict[str, Any]], Any]:
    from samsyn.people.models import Member

    if isinstance(answer, Member):
        _party = answer.party  # the organisation comes with her
    first = fresh(answer)
    return lambda _given, _named: fresh(first)


def fresh(row: Any) -> Any:
    """Return a row of one's own, with rows of one's own of what came with it: nobody shares what a page keeps on it."""
    from django.db.models import Model
    from django.db.models.base import ModelState

    if not isinstance(row, Model):
        return row
    made = row.__class__.__new__(row.__class__)
    made.__dict__.update(row.__dict__)
    made._state = ModelState()
    made._state.db, made._state.adding = row._state.db, row._state.adding
    made._state.fields_cache = {name: fresh(one) for name, one in row._state.fields_cache.items()}
    return made


def _open_sessions() -> list[Callable[[], None]]:
    from django.conf import settings

    store: Any = importlib.import_module(settings.SESSION_ENGINE).SessionStore
    had, load = "load" in vars(store), store.load
    kept: dict[str, dict[str, Any]] = {}

    def known(self: Any) -> dict[str, Any]:
        if self.session_key not in kept:
            found = load(self)
            if not found:
                return found
            kept[self.session_key] = found
        return kept[self.session_key].copy()

    def back() -> None:
        if had:
            store.load = load
        else:
            del store.load

    store.load = known
    return [back]


def _open_middleware() -> list[Callable[[], None]]:
    from samsyn.people import middleware

    found = [one for one in vars(middleware).values() if isinstance(one, type) and "__call__" in vars(one)]
    ours = [one for one in found if one.__module__ == middleware.__name__]
    before = [one.__call__ for one in ours]
    for one in ours:
        one.__call__ = lambda self, request: self.get_response(request)
    return [
        lambda one=one, call=call: setattr(one, "__call__", call)
        for one, call in zip(ours, before, strict=True)
    ]
