"""What the browser tests ask of a page that is open: axe, sideways scroll, paper, and Swedish left in English."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

import samsyn
from samsyn.seeds.cast import CAST

AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
CATALOGUE = Path(samsyn.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
LEAST = 13  # shorter texts stand inside names and other words
PLACE = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w*\}|<[^>]+>|\s+")
TEXT = """() => {
  const marked = [...document.querySelectorAll('body [lang="sv"], dl.terms')];
  marked.forEach(e => { e.hidden = true; });
  const text = document.body.innerText;
  marked.forEach(e => { e.hidden = false; });
  return text;
}"""
DATA = (
    "Anmälda brott per", "Anmälda brott i stadsområden", "Anmälda brott, inte alla brott", "Brå, anmälda brott",
    *("Lokalpolisområde Väst", "Lokalpolisområde Öst", "Lokal överenskommelse för Norr", "Lokal överenskommelse för Söder"),
    *("Överenskommelse för Norr (sv)", "Överenskommelse för Norr (en)", "Svara på prioriteringen: Unga som dras in i kriminalitet",
    "Svara på prioriteringen: Klotter borta inom ett dygn"),
    "Central överenskommelse för Exempelstaden", "Medborgarlöfte för Norr 2025", "Medborgarlöfte för Gamla bron",
    "Medborgarlöfte för Ekbygden",  # organisations, titles of agreements and promises
    *("Gemensam ordning och förslag till beslut", "Vad blev det av förra årets prioriteringar?"),  # a programme
    "Besluta utgåva 3 av lägesbilden",  # on an agenda, as it was written then
    *("Offentlig statistik: vem som helst får se den hos den som ger ut den.", "Staden och polisen i området läser svaret."),  # a reason, a promise
    "Polismyndigheten",  # datasets, their sources and methods
    *(person.title for person in CAST),
    "Öppen försäljning av narkotika", "Trygghetsvandring varje kvartal", "Trygghetsvandring i oktober",
    "Skillnaden är större än slumpen.", "Bereder lägesbild, problembilder och åtgärder",  # people's own words
)  # fmt: skip
OVERFLOW = """() => {
  const limit = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= limit) return [];
  const inScroller = e => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
    if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(p).overflowX)) return true; return false; };
  return [`page is ${document.documentElement.scrollWidth} px wide`, ...[...document.body.querySelectorAll('*')]
    .filter(e => e.getBoundingClientRect().right > limit + 1 && !inScroller(e)).slice(0, 5)
    .map(e => `${e.tagName.toLowerCase()}.${e.getAttribute('class')}: ${(e.textContent || '').trim().slice(0, 40)}`)];
}"""

PRINTED = """names => names.filter(name => [...document.querySelectorAll(name)].some(e => e.checkVisibility({visibilityProperty: true})
  && e.getBoundingClientRect().width > 0 && e.getBoundingClientRect().height > 0))"""


def violations(page) -> list[str]:
    """What axe finds: rule, where, why."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')[:160]}"
        for one in found
        for node in one["nodes"][:3]
    ]


def sideways(page, width: int) -> list[str]:
    """What makes the page scroll sideways at this width; nothing when it does not."""
    page.set_viewport_size({"width": width, "height": 900})
    return [f"{width} px: {line}" for line in page.evaluate(OVERFLOW)]


def on_paper(page) -> list[str]:
    """What does not suit A4 paper: navigation that is printed, or content wider than the sheet."""
    page.set_viewport_size({"width": 794, "height": 1123})
    page.emulate_media(media="print")
    wrong = [f"paper: {line}" for line in page.evaluate(OVERFLOW)]
    wrong += [
        f"paper: {name} is printed" for name in page.evaluate(PRINTED, [".mainnav", "a.skip", ".foot .links"])
    ]
    page.emulate_media(media="screen")
    return wrong


def _pieces(text: str) -> list[str]:
    """The text between the placeholders, with single spaces."""
    return PLACE.sub(_space_or_cut, " ".join(text.split())).split("\0")


def _space_or_cut(match: re.Match) -> str:
    return " " if match.group().isspace() else "\0"


@functools.cache
def swedish() -> tuple[str, ...]:
    """Pieces of Swedish text that the English catalogue has other words for."""
    from babel.messages.pofile import read_po

    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="en")
    found, english = set(), []
    for message in catalogue:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        english += [" ".join(text.split()) for text in texts]
        found |= {piece.strip() for text in ids if text not in texts for piece in _pieces(text)}
    kept = "\n".join(english)
    return tuple(sorted(piece for piece in found if len(piece) >= LEAST and piece not in kept))


def swedish_left(page) -> list[str]:
    """Swedish of the program that stands on an English page.

    What people wrote and the names in the data are not the program's, nor are the
    terms of the glossary and what is marked as Swedish (`lang="sv"`).
    """
    text = " ".join(page.evaluate(TEXT).split())
    for name in DATA:
        text = text.replace(name, "·")
        for end in range(len(name) - 1, LEAST, -1):  # a picture shortens what has no room
            text = text.replace(f"{name[:end].rstrip(' ,.:')}…", "·")
    return [
        f"not in English: {piece}"
        for piece in swedish()
        if piece in text and re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", text)
    ]
