"""Who reaches what, for a data protection officer: written from the addresses, the access matrix and the rules in code."""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import samsyn

NAME = "access-table"
HELP = "Skriver docs/dev/access.md: vem som når varje sida och fil, och vad varje roll får göra."
ROOT = Path(samsyn.__file__).parent.parent
EXPECTED = ROOT / "tests" / "access" / "expected.toml"
TABLE = ROOT / "docs" / "dev" / "access.md"

STRANGER, NEXT_DOOR = "stranger", "farid"
REACHED = {200, 204, 302, 422}  # 422: the form says what is lacking, so the door was open
ROOMS = {
    "": "Inloggning och språk",
    "places": "Platser",
    "people": "Medarbetare",
    "evidence": "Underlag",
    "situation": "Lägesbild",
    "problem": "Problembilder",
    "purpose": "Syfte och mål",
    "method": "Metod, resurs och organisation",
    "activity": "Åtgärdsplan",
    "field": "Fältet",
    "followup": "Uppföljning",
    "priorities": "Prioriteringar",
    "meetings": "Möten och årshjul",
    "conference": "Konferens",
    "records": "Beslut",
    "agreements": "Överenskommelser och medborgarlöften",
    "partners": "Externa parter och frågor till partner",
    "chain": "Röda tråden",
    "reports": "Dokument",
    "releases": "Vem ser vad",
    "secrecy": "Sekretess",
    "ui": "Komponenter",
    "home": "Hem, inställningar och logg",
}
RIGHTS = {
    "may_read": "läser paret",
    "may_write": "skriver",
    "may_report": "räknar utfört",
    "may_approve": "beslutar för sin part",
    "may_register": "för diariet",
}
_FILE = re.compile(r"\.(pdf|docx|csv|ics|json)$|scannat|reservkoder/hamta")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="skriv inget: säg bara om filen stämmer")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    if not EXPECTED.is_file():
        print(f"Tabellen skrevs inte. {EXPECTED} finns inte. Kör kommandot i källkodens mapp.")
        return 1
    text = written()
    if options.check:
        is_same = TABLE.is_file() and TABLE.read_text("utf-8") == text
        print("Tabellen stämmer." if is_same else "Tabellen stämmer inte. Kör samsyn access-table.")
        return 0 if is_same else 1
    TABLE.write_text(text, "utf-8")
    print(f"Skrev {TABLE.relative_to(ROOT)}.")
    return 0


def written() -> str:
    """Return the whole page as it should stand now."""
    from django.utils import translation

    with translation.override("sv"):
        return "\n".join([*_head(), *_roles(), *_groups(), *_routes(), ""])


def _head() -> list[str]:
    return [
        "# Vem når vad",
        "",
        "Skriven av `samsyn access-table`, ändra den inte för hand. Den bygger på tre saker i koden: programmets adresser, svaren i"
        " `tests/access/expected.toml` (varje adress provas där av varje person, vid varje ändring) och reglerna i"
        " `samsyn/people/access.py`. En sida som saknas här finns inte i programmet.",
        "",
        "Tre regler gäller överallt. Den som inte får veta att något finns får svaret att det inte finns. Ingen skriver eller beslutar"
        " för den andra parten. En roll och ett ämbete gäller ett par eller en stad, från en dag till en dag.",
        "",
    ]


# --- What each role and office may do --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Someone:
    party: str = "city"
    held_until: Any = None


@dataclass(frozen=True)
class _Somewhere:
    is_whole: bool
    valid_from: Any
    valid_to: Any = None
    city_id: int = 0


def rights_of(*, roles: Iterable[str] = (), offices: Iterable[str] = (), whole: bool = False) -> set[str]:
    """Return which of the rights in a pair (or for the whole city) come with the roles and offices alone, for one of a party."""
    from samsyn.people.access import Rights
    from samsyn.ui.clock import today

    found: Any = object.__new__(Rights)
    found.member, found.pair = _Someone(), _Somewhere(whole, today())
    found.roles = frozenset(roles)
    found.__dict__ |= {"offices": frozenset(offices), "deputised": frozenset()}
    return {name for name in RIGHTS if (name != "may_read" or not whole) and getattr(found, name)}


def _roles() -> list[str]:
    from samsyn.evidence.access import ROW_READERS
    from samsyn.people.access import IMPORTERS
    from samsyn.people.models import Office, Role

    city = [("läser in filer", IMPORTERS), ("ser enskilda rader", ROW_READERS)]
    city += [("sköter medarbetare", {Role.ADMINISTRATOR}), ("läser hela loggen", {Role.AUDITOR})]
    heads = [*RIGHTS.values(), *(name for name, _who in city)]
    lines = ["## Vad varje roll får göra", ""]
    lines += [
        "De fyra sista kolumnerna gäller staden. De två allra sista kräver att rollen gäller hela staden.",
        "",
    ]
    lines += _table(
        ["Roll", *heads],
        (
            [
                str(role.label),
                *_marks(rights_of(roles={role})),
                *("ja" if role in who else "–" for _n, who in city),
            ]
            for role in Role
        ),
    )
    lines += ["## Vad varje ämbete får göra", ""]
    lines += _table(
        ["Ämbete", *RIGHTS.values(), "beslutar för hela staden"],
        (
            [
                str(office.label),
                *_marks(rights_of(offices={office})),
                "ja" if "may_approve" in rights_of(offices={office}, whole=True) else "–",
            ]
            for office in Office
        ),
    )
    return [*lines, "En extern part skriver och beslutar aldrig, vilken roll den än har.", ""]


def _marks(rights: set[str]) -> list[str]:
    return ["ja" if name in rights else "–" for name in RIGHTS]


# --- Who the people are ----------------------------------------------------------------------------------------------


def _named() -> dict[str, str]:
    """Return each person of the matrix as what she is: her roles and office, and where."""
    from samsyn.people.models import Office, Role
    from samsyn.seeds.cast import CAST

    where = {"home": "i paret", "other": "i ett annat par", "city": "i hela staden"}
    found = {STRANGER: "ej inloggad"}
    for one in CAST:
        said = [str(Role(role).label) for role in (one.role, one.extra) if role]
        said += [str(Office(one.office).label)] if one.office else []
        found[one.key] = f"{' och '.join(said)} {where[one.where]}"
    return found


def _group_list() -> list[tuple[str, frozenset[str], str]]:
    """Return the groups that many addresses share: short name, who, and in words."""
    from samsyn.evidence.access import ROW_READERS
    from samsyn.people.access import IMPORTERS, PREPARERS_OF_WHOLE
    from samsyn.seeds.cast import CAST

    inside = frozenset(one.key for one in CAST)
    pair = inside - {NEXT_DOOR}
    home = [one for one in CAST if one.key in pair]

    def may(right: str) -> frozenset[str]:
        return frozenset(
            one.key
            for one in home
            if right
            in rights_of(
                roles={role for role in (one.role, one.extra) if role},
                offices={one.office} if one.office else set(),
            )
        )

    def holds(roles: Iterable[str]) -> frozenset[str]:
        return frozenset(one.key for one in CAST if {one.role, one.extra} & set(roles))

    return [
        ("alla", inside | {STRANGER}, "också den som inte är inloggad"),
        ("inloggade", inside, "var och en som är inloggad, också från ett annat par"),
        ("paret", pair, "alla som har en roll eller ett ämbete i paret eller i hela staden"),
        ("skriver", may("may_write"), "de i paret vars roll får skriva för sin part"),
        ("räknar", may("may_report"), "de som skriver, och de som räknar utfört i fält"),
        ("beslutar", may("may_approve"), "de i paret vars roll eller ämbete får besluta för sin part"),
        ("skriver eller beslutar", may("may_write") | may("may_approve"), "de två grupperna tillsammans"),
        (
            "ägaren",
            holds({"coordinator", "analyst"}) & pair,
            "de som skriver för den part som äger raden; i provet staden",
        ),
        ("ser rader", holds(ROW_READERS), "de vars roll får se enskilda rader"),
        (
            "hela staden",
            holds(PREPARERS_OF_WHOLE | {"analyst"}),
            "de som förbereder det som gäller hela staden, från vilket par som helst",
        ),
        (
            "stadens",
            holds(IMPORTERS),
            "den som läser in filer eller sköter medarbetare, enligt tabellen över roller",
        ),
    ]


def _groups() -> list[str]:
    named = _named()
    lines = ["## Grupperna i tabellerna", ""]
    lines += _table(
        ["Grupp", "Vilka", "I provet"],
        ([name, words, "; ".join(_words(named, who))] for name, who, words in _group_list()),
    )
    return [*lines, "Andra grupper skrivs ut.", ""]


def _words(named: dict[str, str], who: Iterable[str]) -> list[str]:
    return [words for key, words in named.items() if key in who]


# --- Every address ---------------------------------------------------------------------------------------------------


def routes() -> dict[str, str]:
    """Return every address of the program by its name, found by itself."""
    from django.urls import get_resolver

    return dict(_walk(get_resolver(), "/", ""))


def _walk(resolver: Any, path: str, space: str) -> Iterator[tuple[str, str]]:
    from django.urls import URLResolver

    for one in resolver.url_patterns:
        address = path + re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", str(one.pattern))
        if isinstance(one, URLResolver):
            yield from _walk(one, address, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}", address


def statuses(expected: dict[str, str]) -> dict[str, int]:
    """Spread {"200": "astrid bo", "404": "@rest"} to one status a person."""
    named = {who: int(status) for status, people in expected.items() for who in people.split()}
    rest = named.pop("@rest", 0)
    return {who: named.get(who, rest) for who in _named()}


def reached(expected: dict[str, str], *, is_open: bool) -> frozenset[str]:
    """Return who came through the door.

    is_open  whether the address asks nobody to sign in: then 302 says no more to a stranger than to others
    """
    said = statuses(expected)
    found = {who for who, status in said.items() if status in REACHED}
    if not is_open:
        found.discard(STRANGER)
    if 403 in said.values():  # past the door, but the row that the matrix asks for is not there
        found |= {who for who, status in said.items() if status == 404 and who not in {STRANGER, NEXT_DOOR}}
    return frozenset(found)


def _routes() -> list[str]:
    matrix = tomllib.loads(EXPECTED.read_text("utf-8"))
    groups = {who: name for name, who, _words_ in reversed(_group_list())}
    rooms: dict[str, list[list[str]]] = {}
    for name, address in routes().items():
        room = name.partition(":")[0] if ":" in name else ""
        rooms.setdefault(room, []).append([*_row(address, matrix.get(name), groups), f"`{name}`"])
    lines = ["## Varje sida och fil", ""]
    lines += [
        "*Läser* är vem som får sidan eller filen, *ändrar* vem som får skicka formuläret. – betyder att det inte går,"
        " eller inte förrän något annat är gjort, som att bekräfta sitt lösenord.",
        "",
    ]
    for room in sorted(rooms, key=lambda one: list(ROOMS).index(one) if one in ROOMS else len(ROOMS)):
        lines += [f"### {ROOMS.get(room, room)}", ""]
        lines += _table(["Adress", "Läser", "Ändrar", "Namn i koden"], rooms[room])
    return lines


def _row(address: str, route: dict[str, Any] | None, groups: dict[frozenset[str], str]) -> list[str]:
    kind = " (fil)" if _FILE.search(address) else ""
    if route is None:
        return [f"`{address}`{kind}", "saknas i provet", "saknas i provet"]
    if "<token>" in address:
        return [f"`{address}`{kind}", "den som har länken, så länge den som gjorde den får läsa", "–"]
    is_open = (
        address == "/sprak/"
        or statuses(route["get"])[STRANGER] == 200
        or statuses(route["post"])[STRANGER] in {200, 422}
    )
    return [
        f"`{address}`{kind}",
        *(_said(reached(route[verb], is_open=is_open), groups) for verb in ("get", "post")),
    ]


def _said(who: frozenset[str], groups: dict[frozenset[str], str]) -> str:
    if not who:
        return "–"
    if who in groups:
        return groups[who]
    named = _named()
    for group, name in groups.items():
        if len(who ^ group) <= 2 and len(group) > 4 and who < group and STRANGER not in group:
            return f"{name}, utom {' och '.join(_words(named, group - who))}"
    return ", ".join(_words(named, who))


def _table(heads: list[str], rows: Iterable[list[str]]) -> list[str]:
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows), ""]
