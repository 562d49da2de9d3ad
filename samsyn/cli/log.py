"""The log on the command line: check its chain, show its newest entries."""

from __future__ import annotations

import argparse

NAME = "log"
HELP = "Kontrollerar händelseloggens kedja eller visar de senaste händelserna."


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="what", required=True, metavar="verify|show")
    verify = verbs.add_parser(
        "verify", help="går igenom hela kedjan och namnger den första händelse som inte stämmer"
    )
    verify.add_argument(
        "--head", action="append", default=[], metavar="NUMMER:KONTROLLSUMMA",
        help="säger om loggens led på ett papper fortfarande finns i kedjan; kan anges flera gånger",
    )  # fmt: skip
    show = verbs.add_parser("show", help="visar de senaste händelserna, den nyaste först")
    show.add_argument("--count", type=int, default=20, metavar="N", help="hur många, högst 10 000")
    show.add_argument("--pair", default="", metavar="SLUG", help="bara ett områdespar")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    return _verify(options.head) if options.what == "verify" else _show(options.count, options.pair)


def _verify(heads: list[str]) -> int:
    from samsyn.audit.queries import check_chain
    from samsyn.ui.templatetags.numbers import number

    if heads:
        return max(_look_for(one) for one in heads)
    check = check_chain()
    if check.is_whole:
        print(f"Loggens kedja håller: {number(check.rows)} händelser. Sista kontrollsumman: {check.head}")
        return 0
    print(
        f"Loggens kedja är bruten vid händelse {check.broken_at}. Händelserna före den stämmer. "
        "Spara databasen som den är och jämför med den senaste säkerhetskopian."
    )
    return 1


def _look_for(printed: str) -> int:
    """Say whether one printed head is in the chain: 0 it is, 1 it is not, 2 it cannot be read."""
    import sys

    from samsyn.audit.heads import Found, look_for, read

    head = read(printed)
    if head is None:
        print(
            f"Ledet kontrollerades inte. {printed!r} är inte ett nummer, ett kolon och minst sexton tecken av en kontrollsumma. "
            'Skriv det som på papperet, till exempel --head "41:7c1e 04b9 9f2a 63d8".',
            file=sys.stderr,
        )
        return 2
    found = look_for(head)
    print(
        {
            Found.STANDS: f"Led {head.seq} stämmer: loggen är oförändrad från början till och med den händelsen.",
            Found.OTHER: f"Led {head.seq} stämmer inte. Loggen har en annan kontrollsumma där än papperet. "
            "Spara databasen som den är, behåll papperet och jämför med den senaste säkerhetskopian.",
            Found.LATER: f"Led {head.seq} finns inte. Loggen är kortare än när papperet skrevs ut. "
            "Spara databasen som den är, behåll papperet och jämför med den senaste säkerhetskopian.",
            Found.BROKEN: f"Led {head.seq} går inte att lita på. Loggens kedja är bruten före det. "
            "Kör samsyn log verify utan --head för att se var, och spara databasen som den är.",
        }[found]
    )
    return 0 if found == Found.STANDS else 1


def _show(count: int, slug: str) -> int:
    import sys

    from samsyn.audit.models import LogEntry
    from samsyn.places.models import AreaPair

    rows = LogEntry.objects.order_by("-seq")
    if slug:
        pair = AreaPair.objects.filter(slug=slug).first()
        if pair is None:
            known = ", ".join(AreaPair.objects.values_list("slug", flat=True)) or "inga"
            print(
                f"Loggen visas inte. Det finns inget områdespar som heter {slug}. Paren är: {known}.",
                file=sys.stderr,
            )
            return 2
        rows = rows.filter(pair_id=pair.pk)
    for row in rows[: max(1, min(count, 10_000))]:
        print(
            row.seq, row.at.isoformat(timespec="seconds"), row.event, row.object_type, row.object_id,
            f"by={row.by_id}", f"pair={row.pair_id}", row.facts, sep="\t",
        )  # fmt: skip
    return 0
