"""Queries that are compiled once. Django compiles a join anew each time, which costs far more than the database's answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import connection, models

FIRST, SECOND = 7_226_796, 7_226_797  # stand for numbers in such a query
LARGEST = 2**63 - 1  # SQLite raises above it; Django's own lookups answer nothing

Query = Callable[..., "models.QuerySet[Any]"]


@dataclass(frozen=True)
class _Compiled:
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, tuple[list[Any], Any]]
    names: tuple[str, ...]


class Prepared:
    """A query whose shape never changes, only its values.

    model   of the rows
    build   makes the queryset out of as many values as `rows` is given
    values  stand-ins for them, unlike everything else in the query: numbers or texts
    joined  paths of foreign keys that come with the row: "city", "city_area__division"; a shorter path comes first
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
        self.branches = [("", model), *((path, _model_at(model, path)) for path in joined)]
        self.without = frozenset(without)
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, *values: Any) -> list[Any]:
        """Return the rows for the values; none for a number that no column holds."""
        if any(isinstance(value, int) and abs(value) > LARGEST for value in values):
            return []
        known = self._statement()
        given = dict(zip(self.values, values, strict=True))
        params = [given.get(one, one) for one in known.params]
        with connection.cursor() as cursor:
            cursor.execute(known.sql, params)
            found = cursor.fetchall()
        return [self._made(self._converted(row, known)) for row in found]

    def first(self, *values: Any) -> Any | None:
        """Return the first row, or None."""
        return next(iter(self.rows(*values)), None)

    def _columns(self, path: str, model: type[models.Model]) -> list[str]:
        before = f"{path}__" if path else ""
        names = [before + field.attname for field in model._meta.concrete_fields]
        return [name for name in names if name not in self.without]

    def _statement(self) -> _Compiled:
        known = self._compiled.get(connection.vendor)
        if known is None:
            names = [name for path, model in self.branches for name in self._columns(path, model)]
            query = self.build(*self.values).values_list(*names).query
            compiler = query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            converters = compiler.get_converters([one for one, _sql, _alias in compiler.select])
            known = _Compiled(sql, tuple(params), converters, tuple(names))
            self._compiled[connection.vendor] = known
        return known

    def _converted(self, row: Sequence[Any], known: _Compiled) -> list[Any]:
        values = list(row)
        for place, (converters, expression) in known.converters.items():
            for converter in converters:
                values[place] = converter(values[place], expression, connection)
        return values

    def _made(self, values: list[Any]) -> Any:
        """Build the row and what comes with it."""
        made: dict[str, Any] = {}
        start = 0
        for path, model in self.branches:
            before = f"{path}__" if path else ""
            names = [name.removeprefix(before) for name in self._columns(path, model)]
            piece = values[start : start + len(names)]
            start += len(names)
            row = model.from_db("default", names, piece) if piece[0] is not None else None
            made[path] = row
            if path:
                whole, _dot, name = path.rpartition("__")
                if made.get(whole) is not None:
                    setattr(made[whole], name, row)
        return made[""]


def _model_at(model: type[models.Model], path: str) -> type[models.Model]:
    for name in path.split("__"):
        model = cast("type[models.Model]", model._meta.get_field(name).related_model)
    return model
