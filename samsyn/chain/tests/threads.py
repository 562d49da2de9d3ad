"""Threads to test with: the one of the mock-up, and as many as are asked for by chance, whole or with planted breaks."""

from __future__ import annotations

import random
from collections.abc import Iterable

from samsyn.chain.graph import Fragment, Hold, Link, Need, Node, Side, Stage, Thread, Waived

PLANNED, ONGOING = Hold.PLANNED, Hold.ONGOING
NO_FOLLOWUP = Need(
    Stage.EFFECT,
    Side.AFTER,
    "action-without-followup",
    "Ingen uppföljning är planerad",
    "Den har varit öppen 38 kvällar, men ingen ska mäta om det hjälper.",
    "Planera uppföljningen",
    "/planera/",
)


def centre() -> Fragment:
    """The thread of the mock-up: three strands, one of them torn."""
    nodes = [
        Node("figure:1", Stage.DATA, "47 % trygga på kvällen, 180 svar", "/tal/1/", "Undersökning 2026"),
        Node("figure:2", Stage.DATA, "96 händelser på ett år", "/tal/2/"),
        Node("figure:3", Stage.DATA, "Fem dialoger med boende", "/tal/3/"),
        Node("finding:1", Stage.FINDING, "Tryggheten är lägst i Nordost", "/slutsats/1/", "Utgåva 3"),
        Node("finding:2", Stage.FINDING, "Bråken är samlade till to–lö kväll", "/slutsats/2/", "Utgåva 3"),
        Node("problem:1", Stage.PROBLEM, "Otryggt och bråkigt vid centrum efter kl. 18", "/problem/1/"),
        Node("cause:1", Stage.CAUSE, "Mörkt längs gångstråket", "/orsak/1/"),
        Node("cause:2", Stage.CAUSE, "Samma grupper möts vid entrén", "/orsak/2/", hold=ONGOING),
        Node("cause:3", Stage.CAUSE, "Inga vuxna på plats", "/orsak/3/"),
        Node("goal:1", Stage.GOAL, "Färre våldsbrott ute, 65 till 50", "/mal/1/"),
        Node("goal:2", Stage.GOAL, "Färre bråk to–lö, 96 till 70", "/mal/2/"),
        Node("goal:3", Stage.GOAL, "Fler trygga, 47 till 56 %", "/mal/3/"),
        Node("action:1", Stage.ACTION, "Ny belysning", "/atgard/1/"),
        Node("action:2", Stage.ACTION, "Fotpatrull to–lö kl. 18–23", "/atgard/2/"),
        Node("action:3", Stage.ACTION, "Kvällsöppen mötesplats", "/atgard/3/", needs=(NO_FOLLOWUP,)),
        Node("done:1", Stage.DONE, "Klart, 48 av 48 stolpar", "/utfort/1/"),
        Node("done:2", Stage.DONE, "63 av 100 tillfällen", "/utfort/2/", hold=ONGOING),
        Node("done:3", Stage.DONE, "38 av 60 kvällar", "/utfort/3/", hold=ONGOING),
        Node("effect:1", Stage.EFFECT, "21 färre än väntat, 8–35", "/effekt/1/"),
        Node("effect:2", Stage.EFFECT, "Mäts 15 december", "/effekt/2/", hold=PLANNED),
        Node("next:1", Stage.NEXT, "Utgåva 4, väntar på polisen", "/utgava/4/", hold=PLANNED),
    ]
    ties = [("figure:1", "finding:1"), ("figure:2", "finding:1"), ("figure:2", "finding:2")]
    ties += [("figure:3", "finding:2"), ("finding:1", "problem:1"), ("finding:2", "problem:1")]
    for n in "123":
        ties += [("problem:1", f"cause:{n}"), ("problem:1", f"goal:{n}"), (f"cause:{n}", f"action:{n}")]
        ties += [(f"goal:{n}", f"action:{n}"), (f"action:{n}", f"done:{n}")]
    ties += [("done:1", "effect:1"), ("done:2", "effect:2"), ("effect:1", "next:1"), ("effect:2", "next:1")]
    return Fragment(tuple(nodes), tuple(Link(start, end) for start, end in ties))


_WORDS = [
    "mörkt",
    "längs",
    "gångstråket",
    "trygghetsundersökningen",
    "på",
    "kvällen",
    "47 %",
    "få",
    "Norra 2",
]
BEFORE = {  # what each stage must have before it; the next picture hangs on nothing of its own
    Stage.FINDING: (Stage.DATA,),
    Stage.PROBLEM: (Stage.FINDING,),
    Stage.CAUSE: (Stage.PROBLEM,),
    Stage.GOAL: (Stage.PROBLEM,),
    Stage.ACTION: (Stage.CAUSE, Stage.GOAL),
    Stage.DONE: (Stage.ACTION,),
    Stage.EFFECT: (Stage.DONE,),
    Stage.NEXT: (Stage.EFFECT,),
}


def need(stage: Stage, of: Stage, side: Side = Side.BEFORE) -> Need:
    code = f"{of.name}-{side}-{stage.name}".lower()
    return Need(stage, side, code, f"Inget led {stage.name.lower()}", "Det saknas.", "Lägg till", "/laga/")


def whole(rng: random.Random) -> Fragment:
    """A whole thread by chance: every knot is tied to one or two of each stage that it needs before it."""
    nodes: dict[Stage, list[Node]] = {}
    links = []
    for stage in Stage:
        needs = tuple(need(before, stage) for before in BEFORE.get(stage, ()))
        nodes[stage] = [
            Node(
                f"{stage.name.lower()}:{i}",
                stage,
                " ".join(rng.choices(_WORDS, k=rng.randint(1, 9))),
                f"/{stage.name.lower()}/{i}/",
                hold=rng.choice(list(Hold)),
                needs=needs,
            )
            for i in range(rng.randint(1, 4))
        ]
        for node in nodes[stage]:
            for before in BEFORE.get(stage, ()):
                known = nodes[before]
                chosen = rng.sample(known, k=min(len(known), rng.randint(1, 2)))
                links += [Link(one.key, node.key) for one in chosen]
    return Fragment(tuple(node for some in nodes.values() for node in some), tuple(links))


def torn(rng: random.Random) -> tuple[Fragment, set[tuple[str, str]], set[tuple[str, str]]]:
    """A whole thread out of which needs have been cut: the fragment, the planted breaks, and those signed away.

    Breaks and exceptions are pairs of a knot's key and the code of its need.
    """
    made = whole(rng)
    places = [(node, one) for node in made.nodes for one in node.needs]
    cut = rng.sample(places, k=rng.randint(0, min(4, len(places))))
    stages = {node.key: node.stage for node in made.nodes}
    lost = {(node.key, one.stage) for node, one in cut}
    links = tuple(link for link in made.links if (link.end, stages[link.start]) not in lost)
    signed = [(node, one) for node, one in cut if rng.random() < 0.3]
    waived = tuple(Waived(node.key, one.code, "Vi prövar i liten skala först.") for node, one in signed)
    exceptions = {(node.key, one.code) for node, one in signed}
    planted = {(node.key, one.code) for node, one in cut} - exceptions
    return Fragment(made.nodes, links, waived), planted, exceptions


def thread_by_chance(seed: int) -> Thread:
    return Thread.of([torn(random.Random(seed))[0]])


def leads(links: Iterable[Link], start: str, end: str) -> bool:
    """Whether a way of ties leads from one knot to another, found the slow and plain way."""
    known = list(links)
    frontier, seen = {start}, {start}
    while frontier:
        frontier = {link.end for link in known if link.start in frontier} - seen
        seen |= frontier
    return end in seen
