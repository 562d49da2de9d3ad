"""Queries that are compiled once. Django compiles a join anew each time, which costs far more than the database's answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.db import connection, models

FIRST, SECOND = 7_226_796, 7_226_797  # stand for numbers in such a query
LARGEST = 2**63 - 1  # SQLite raises above it; Django's own lookups answer nothing

Query = Callable[..., "models.QuerySet[Any]"]


@dataclass(frozen=True)
class _Branch:
    """A model's place in a line of the answer: its path, its columns, and under what name of which path it is set, if it is."""

    path: str
    model: type[models.Model]
    columns: slice
    names: tuple[str, ...]
    whole: str = ""
    name: str = ""


@dataclass(frozen=True)
class _Compiled:
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, tuple[list[Any], Any]]


class Prepared:
    """A query whose shape never changes, only its values.

    model   of the rows
    build   makes the queryset out of as many values as `rows` is given
    values  stand-ins for them, unlike everything else in the query: numbers or texts
    joined  paths that come with the row: "city", "city_area__division"; a shorter path comes first. What foreign keys
            lead to is set on the row; what leads to the row, as "member__roles", is got with `pieces`
    without fields that stay in the database, as "geometry" or "city_area__geometry"
    """

    def __init__(
        self,
        model: type[models.Model],
        build: Query,
        *,
        values: Sequence[Any],
        joined: Sequence[str] = (),
        without: Sequence[str] = (),
    ) -> None:
        self.model, self.build, self.values = model, build, tuple(values)
        self.joined = tuple(joined)
        self.without = frozenset(without)
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, *values: Any) -> list[Any]:
        """Return the rows for the values; none for a number that no column holds."""
        return [pieces[""] for pieces in self.pieces(*values)]

    def pieces(self, *values: Any) -> list[dict[str, Any]]:
        """Return for each line of the answer what was found by path: the row itself under "", None where there is nothing."""
        if any(isinstance(value, int) and abs(value) > LARGEST for value in values):
            return []
        known = self._statement()
        given = dict(zip(self.values, values, strict=True))
        params = [given.get(one, one) for one in known.params]
        with _binding_cursor() as cursor:
            cursor.execute(known.sql, params)
            found = cursor.fetchall()
        return [self._made(self._converted(row, known)) for row in found]

    def first(self, *values: Any) -> Any | None:
        """Return the first row, or None."""
        return next(iter(self.rows(*values)), None)

    @cached_property
    def branches(self) -> list[_Branch]:
        """What each line of the answer is made of, the row itself first."""
        found: list[_Branch] = []
        for path in ("", *self.joined):
            model, before = _model_at(self.model, path), f"{path}__" if path else ""
            names = [field.attname for field in model._meta.concrete_fields]
            kept = tuple(name for name in names if before + name not in self.without)
            start = found[-1].columns.stop if found else 0
            whole, _dot, name = path.rpartition("__")
            leads = bool(path) and _model_at(self.model, whole)._meta.get_field(name)
            columns = slice(start, start + len(kept))
            found.append(
                _Branch(
                    path, model, columns, kept, whole, name if isinstance(leads, models.ForeignKey) else ""
                )
            )
        return found

    def _statement(self) -> _Compiled:
        known = self._compiled.get(connection.vendor)
        if known is None:
            names = [
                f"{one.path}__{name}" if one.path else name for one in self.branches for name in one.names
            ]
            query = self.build(*self.values).values_list(*names).query
            compiler = query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            converters = compiler.get_converters([one for one, _sql, _alias in compiler.select])
            known = _Compiled(sql, tuple(params), converters)
            self._compiled[connection.vendor] = known
        return known

    def _converted(self, row: Sequence[Any], known: _Compiled) -> list[Any]:
        values = list(row)
        for place, (converters, expression) in known.converters.items():
            for converter in converters:
                values[place] = converter(values[place], expression, connection)
        return values

    def _made(self, values: list[Any]) -> dict[str, Any]:
        """Build the row and what comes with it, by path."""
        made: dict[str, Any] = {}
        for one in self.branches:
            piece = values[one.columns]
            row = one.model.from_db("default", one.names, piece) if piece[0] is not None else None
            made[one.path] = row
            if one.name and made[one.whole] is not None:
                setattr(made[one.whole], one.name, row)
        return made


def _binding_cursor() -> Any:
    """Return a cursor; on PostgreSQL one that sends values beside the query, so that the server plans it once a connection.

    Django's own writes the values into the text, which is then a new query to the server each time; so do we where queries
    are logged, for Django's log knows nothing else.
    """
    if connection.vendor != "postgresql" or connection.queries_logged:
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor

    connection.ensure_connection()
    server: Any = connection.connection
    usual, server.cursor_factory = server.cursor_factory, ServerBindingCursor
    try:
        return connection.cursor()
    finally:
        server.cursor_factory = usual


def _model_at(model: type[models.Model], path: str) -> type[models.Model]:
    for name in path.split("__") if path else ():
        model = cast("type[models.Model]", model._meta.get_field(name).related_model)
    return model
