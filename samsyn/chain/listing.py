"""Röda tråden in words: the same strands as in the picture, as columns of a table and as one list each. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samsyn.chain.graph import Need, Node, Stage, Strand, Thread, Waived, unmet
from samsyn.chain.weave import Look, gap_key


@dataclass(frozen=True)
class Entry:
    """One row of a strand, or what it lacks: then `label` is what is missing and `number` is that of the break."""

    stage: Stage
    look: Look
    label: str
    url: str = ""
    detail: str = ""
    number: int = 0

    @property
    def is_broken(self) -> bool:
        return self.look is Look.BROKEN

    @property
    def is_waived(self) -> bool:
        return self.look is Look.WAIVED


@dataclass(frozen=True)
class Listed:
    """A strand as a list. `steps` pairs each entry with how the thread goes on after it ("" at the end)."""

    key: str
    title: str
    entries: tuple[Entry, ...]

    @property
    def torn(self) -> int:
        return sum(entry.is_broken for entry in self.entries)

    @property
    def steps(self) -> list[tuple[Entry, str]]:
        nexts = [*self.entries[1:], None]
        return [
            (entry, _way(entry, after) if after else "")
            for entry, after in zip(self.entries, nexts, strict=True)
        ]

    def of(self, stage: Stage) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.stage is stage)


@dataclass(frozen=True)
class Cell:
    """What a strand has in one stage; `is_same` when the strand beside it has the very same."""

    title: str
    entries: tuple[Entry, ...]
    is_same: bool = False


def _way(entry: Entry, after: Entry) -> str:
    """How the thread goes on: broken beside a gap, planned towards what is planned."""
    for look in (Look.BROKEN, Look.WAIVED):
        if look in {entry.look, after.look}:
            return look.value
    return (Look.PLANNED if after.look is Look.PLANNED else Look.HOLDS).value


def listed(thread: Thread, shown: Sequence[Strand], numbers: Mapping[str, int]) -> list[Listed]:
    """Return each strand as a list. `numbers` is the number of each break, by the key of its gap."""
    lacks: dict[str, list[tuple[Node, Need, Waived | None]]] = defaultdict(list)
    for lack in unmet(thread):
        lacks[lack[0].key].append(lack)
    found = []
    for strand in shown:
        mine = [node for nodes in strand.knots.values() for node in nodes]
        entries = [_entry(node) for node in mine]
        entries += [_gap(*lack, numbers) for node in mine for lack in lacks[node.key]]
        entries.sort(key=lambda entry: entry.stage)
        found.append(Listed(strand.key, strand.title, tuple(entries)))
    return found


def _entry(node: Node) -> Entry:
    return Entry(node.stage, Look(node.hold.value), node.label, node.url, node.detail)


def _gap(node: Node, need: Need, waived: Waived | None, numbers: Mapping[str, int]) -> Entry:
    if waived is not None:
        return Entry(need.stage, Look.WAIVED, need.lack, detail=waived.reason)
    return Entry(need.stage, Look.BROKEN, need.lack, number=numbers.get(gap_key(node, need), 0))


def table(strands: Sequence[Listed]) -> list[tuple[Stage, list[Cell]]]:
    """Return a row for each stage that any strand has something in, with a cell for each strand."""
    rows = []
    for stage in Stage:
        cells: list[Cell] = []
        for strand in strands:
            entries = strand.of(stage)
            before = cells[-1].entries if cells else ()
            cells.append(Cell(strand.title, entries, is_same=bool(entries) and entries == before))
        if any(cell.entries for cell in cells):
            rows.append((stage, cells))
    return rows
