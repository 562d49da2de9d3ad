"""The sheet of Röda tråden: everything that the page shows of a pair's thread, or of what leads to and from one knot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samsyn.chain import drawing, folding, words
from samsyn.chain.graph import (
    Hold,
    Need,
    Node,
    Stage,
    Strand,
    Thread,
    around,
    breaks,
    strands,
    unmet,
)
from samsyn.chain.layout import Plan, lay_out
from samsyn.chain.listing import Cell, Listed, listed, table
from samsyn.chain.weave import Weave, gap_key, weave
from samsyn.places.models import AreaPair

TALL = 760  # of the picture's units
LIST = "lista"  # the part of the page where all stands in words


@dataclass(frozen=True)
class Wish:
    """What the reader asks for: what leads to or from one knot, and every strand of it."""

    key: str = ""
    everything: bool = False


@dataclass(frozen=True)
class BreakShown:
    """A break with its number on the page, and the knot that it is a break of."""

    number: int
    node: Node
    need: Need

    @property
    def stage(self) -> str:
        return str(words.STAGES[self.node.stage])


@dataclass(frozen=True)
class Exempt:
    """A signed exception: what is left out, of which row, and why."""

    node: Node
    lack: str
    reason: str


@dataclass(frozen=True)
class ProblemLink:
    """A problem that the sheet can be narrowed to."""

    node: Node
    url: str
    torn: int
    is_current: bool


class Sheet:
    """What the page shows. Made of a pair's whole thread and a wish; each part is worked out once, when it is asked for."""

    def __init__(self, pair: AreaPair, whole: Thread, wish: Wish) -> None:
        self.pair, self.whole, self.wish = pair, whole, wish
        self.thread = around(whole, [wish.key]) if wish.key else whole

    @property
    def is_empty(self) -> bool:
        return not self.thread.nodes

    @property
    def focus(self) -> Node | None:
        return self.whole.nodes.get(self.wish.key)

    @property
    def name(self) -> str:
        """Whose thread it is, for the heading."""
        return self.focus.label if self.focus else self.pair.name

    @cached_property
    def breaks(self) -> list[BreakShown]:
        return [BreakShown(i, one.node, one.need) for i, one in enumerate(breaks(self.thread), 1)]

    @property
    def headline(self) -> str:
        return words.torn(len(self.breaks), self.links)

    @property
    def holding(self) -> int:
        return len(self.thread.nodes) - self.planned

    @property
    def planned(self) -> int:
        return sum(node.hold is Hold.PLANNED for node in self.thread.nodes.values())

    @property
    def links(self) -> int:
        """How many places the thread has: its knots, and those where one is missing."""
        return len(self.thread.nodes) + len(self.breaks)

    @cached_property
    def exempt(self) -> list[Exempt]:
        """Signed exceptions that the thread rests on: of needs that nothing meets, and of ties that leave out a step."""
        found = [
            Exempt(node, need.lack, waived.reason)
            for node, need, waived in unmet(self.thread)
            if waived is not None
        ]
        ties = [link for link in self.thread.links if link.waiver]
        return found + [Exempt(self.thread.nodes[link.end], "", link.waiver) for link in ties]

    @cached_property
    def choice(self) -> folding.Choice:
        return folding.choose(self.thread, everything=self.wish.everything)

    @cached_property
    def strands(self) -> list[Listed]:
        """The strands that are shown as lists, in the order of the picture."""
        numbers = {gap_key(one.node, one.need): one.number for one in self.breaks}
        spots = self._plan[1].spots
        found = listed(self.thread, self.choice.shown, numbers)
        return sorted(found, key=lambda one: spots[one.key].y if one.key in spots else 0.0)

    @property
    def opened(self) -> str:
        """The strand that stands open where one is shown at a time: the first that is broken, else the first."""
        torn = [strand.key for strand in self.strands if strand.torn]
        return (torn or [strand.key for strand in self.strands])[0] if self.strands else ""

    @property
    def rows(self) -> list[tuple[str, list[Cell]]]:
        return [(str(words.STAGES[stage]), cells) for stage, cells in table(self.strands)]

    @property
    def unbroken(self) -> list[str]:
        """What the strands are called that reach from data to effect with nothing missing or only planned."""
        lacking = {node.key for node, _need, _waived in unmet(self.thread)}
        return [one.title for one in strands(self.thread) if _is_unbroken(one, lacking)]

    @property
    def reached(self) -> str:
        """The stage that the thread has come to, while there are stages left."""
        last = max((node.stage for node in self.thread.nodes.values()), default=Stage.NEXT)
        return str(words.STAGES[last]).lower() if last < Stage.NEXT else ""

    @property
    def comes(self) -> str:
        """The stage that comes next, after the one that the thread has come to."""
        last = max((node.stage for node in self.thread.nodes.values()), default=Stage.NEXT)
        return str(words.STAGES[Stage(last + 1)]).lower() if last < Stage.NEXT else ""

    @property
    def problems(self) -> list[ProblemLink]:
        """The pair's problems, each a way to narrow the sheet."""
        found = []
        for node in self.whole.nodes.values():
            if node.stage is Stage.PROBLEM:
                torn = len(breaks(around(self.whole, [node.key])))
                url = address(self.pair, node.key)
                found.append(ProblemLink(node, url, torn, node.key == self.wish.key))
        return found

    @property
    def url(self) -> str:
        return address(self.pair, self.wish.key)

    @cached_property
    def _plan(self) -> tuple[Weave, Plan]:
        """The strands that are shown, with twins as one knot, in their places."""
        small = folding.fold_twins(folding.only(self.thread, self.choice.shown), words.many, f"#{LIST}")
        woven = weave(small)
        rows = [[node.key for nodes in one.knots.values() for node in nodes] for one in strands(small)]
        return woven, lay_out(woven, rows, {look: str(word) for look, word in words.OVER.items()})

    @property
    def is_tall(self) -> bool:
        """Whether the picture fills a sheet of paper by itself."""
        return self._plan[1].height > TALL

    @property
    def picture(self) -> SafeString:
        """The drawing of the strands that are shown."""
        woven, plan = self._plan
        return drawing.draw(
            plan,
            title=_("Röda tråden: %(name)s") % {"name": self.name},
            description=self.description,
            urls=self._urls(woven),
        )

    def _urls(self, woven: Weave) -> dict[str, str]:
        numbers = {gap_key(one.node, one.need): one.number for one in self.breaks}
        found = {}
        for key, knot in woven.knots.items():
            if key in numbers:
                found[key] = f"#avbrott-{numbers[key]}"
            elif knot.is_gap:
                found[key] = "#undantag"
            else:
                found[key] = knot.node.url or f"#{LIST}"
        return found

    @property
    def description(self) -> str:
        """The picture in sentences: how many strands, and what is missing."""
        count = len(self.choice.shown)
        parts = [_("Nio led från data till nästa lägesbild. Trådar i bilden: %(count)s.") % {"count": count}]
        parts += [
            _("Avbrott vid %(stage)s ”%(label)s”: %(lack)s.")
            % {"stage": one.stage.lower(), "label": one.node.label, "lack": one.need.lack.lower()}
            for one in self.breaks
        ]
        parts.append(_("Samma innehåll står i listan under bilden."))
        return " ".join(parts)


def _is_unbroken(strand: Strand, lacking: set[str]) -> bool:
    way = [node for stage, nodes in strand.knots.items() if stage is not Stage.NEXT for node in nodes]
    is_through = set(Stage) - {Stage.NEXT} <= set(strand.knots)
    return is_through and not any(node.key in lacking or node.hold is Hold.PLANNED for node in way)


def address(pair: AreaPair, key: str = "") -> str:
    """Return where the pair's thread stands, or what leads to and from one of its knots."""
    if key:
        return reverse("chain:around", args=[pair.slug, key])
    return reverse("chain:thread", args=[pair.slug])
