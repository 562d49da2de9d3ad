"""What city and police have agreed in writing: centrally, in Norr and in Söder, and on one question of its own.

The central one and Norr's first are signed before the first lägesbild, on fixed days; what ends is counted from the day of
the example, so that Norr's is always about to end, with its successor in draft.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from samsyn.agreements import services
from samsyn.agreements.models import Agreement, AgreementKind, Covers, TargetKind
from samsyn.agreements.queries import things
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.places.queries import whole_pair
from samsyn.records.joint import services as joint
from samsyn.reports.agreement_pdf import document_of
from samsyn.seeds import cast
from samsyn.seeds.exempelstaden.story.hands import approve, on
from samsyn.steps.problem.models import ProblemPicture

STARTED, DECIDED, SIGNED = date(2024, 1, 9), date(2024, 1, 11), date(2024, 1, 15)
OWN_AGO, SUCCESSOR_AGO, SODER_AGO = 89, 4, 180  # days

CENTRAL = {
    Covers.PROBLEMS: "Våld utomhus på helgnätter, öppen försäljning av narkotika och otrygghet i några av stadens områden.",
    Covers.CAUSES: "Vi tror att platser utan vuxna på kvällen och ojämn belysning betyder mest. Vi är inte säkra.",
    Covers.GOALS: "Färre ska utsättas för våld utomhus, och fler ska vara trygga ute på kvällen. Varje områdespar sätter egna mål med tal och datum.",
    Covers.CONTACTS: "Stadens samordnare för trygghet och polisområdets samordnare. Båda nås genom respektive växel.",
}
NORR = {
    Covers.PROBLEMS: "Våld utomhus vid Gamla bron och skadegörelse vid kajen.",
    Covers.CAUSES: "Vi tror att mörkret längs gångvägen och att ingen vuxen är på plats när uteställena stänger betyder mest.",
    Covers.GOALS: "Färre våldsbrott utomhus vid Gamla bron, och fler som är trygga där på kvällen. Talen står i målen för varje problem.",
    Covers.CONTACTS: "Trygghetssamordnaren i Socialförvaltningen Norr och kommunpolisen i Lokalpolisområde Väst.",
}
SODER = {
    Covers.PROBLEMS: "Vi har inte valt problem än. Vi börjar med en gemensam lägesbild för Söder.",
    Covers.CAUSES: "Orsakerna tar vi fram när lägesbilden är beslutad.",
    Covers.GOALS: "En beslutad lägesbild inom ett år, och minst ett mål för varje problem som vi väljer.",
    Covers.CONTACTS: "Trygghetssamordnaren i Socialförvaltningen Söder och lokalpolisområdeschefen i Lokalpolisområde Öst.",
}
RIVER = {
    Covers.PURPOSES: "Alla i Ekbygden ska kunna gå hem längs ån utan att vara rädda. Tre förvaltningar delar på marken, så frågan behöver ett eget avtal.",
    Covers.PROBLEMS: "Boende undviker gångvägen längs ån när det är mörkt.",
    Covers.CAUSES: "Var tredje lampa är trasig, buskarna skymmer sikten och ingen har ansvar för att klippa.",
    Covers.GOALS: "Fler trygga ute på kvällen i Ekbygden, och lampor som lyser.",
    Covers.CONTACTS: "Driftledaren i Exempelstaden och områdespolisen i Lokalpolisområde Väst.",
}
NEXT = {
    Covers.PROBLEMS: "Otrygghet längs gångvägen vid ån. Våldet utomhus vid Gamla bron är mindre än när vi började, men vi följer det.",
    Covers.GOALS: "Fler trygga ute på kvällen i Ekbygden, och lampor som lyser längs ån. Talen står i målen.",
}


@transaction.atomic
def first(pair: AreaPair, today: date) -> None:
    """The central agreement, signed on paper, and Norr's, signed on screen."""
    members = members_of()
    town = whole_pair(pair.city, on=STARTED)
    assert town is not None
    central = write(
        town, AgreementKind.CENTRAL, CENTRAL, STARTED, members,
        valid_from=SIGNED, valid_to=_month(today, 24),
    )  # fmt: skip
    decide(central, DECIDED, ("david", "elsa"), members)
    _file_papers(central, members)
    norr = write(
        pair, AgreementKind.LOCAL, NORR, STARTED, members, parent=central,
        valid_from=SIGNED, valid_to=_month(today + timedelta(days=45), 1),
    )  # fmt: skip
    decide(norr, DECIDED, ("lena", "mats"), members)
    sign(norr, SIGNED, ("lena", "mats"), members)


def _month(day: date, months: int) -> date:
    """Return the first day of the month so many months on."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def members_of() -> dict[str, Member]:
    """Return everybody of the example by key."""
    rows = Member.objects.filter(email__endswith=f"@{cast.DOMAIN}").select_related("organisation")
    return {row.email.partition("@")[0]: row for row in rows}


def write(
    pair: AreaPair,
    kind: AgreementKind,
    texts: Mapping[Covers, str],
    day: date,
    members: dict[str, Member],
    *,
    by: str = "astrid",
    **said: Any,
) -> Agreement:
    """Begin an agreement on a day and write the clauses that the template leaves open."""
    with on(day):
        made = services.start_agreement(pair=pair, kind=kind, by=members[by], **said)
        rewrite(made, texts, members[by])
    return made


def rewrite(row: Agreement, texts: Mapping[Covers, str], by: Member) -> None:
    """Write the text of each clause named by what it covers."""
    for covers, text in texts.items():
        clause = row.clauses.get(covers=covers)
        services.change_clause(
            clause=clause, heading=clause.heading, text=text, covers=covers, version=clause.version, by=by
        )


def decide(row: Agreement, day: date, who: tuple[str, str], members: dict[str, Member]) -> None:
    """Send the text to review on a day and let both parties approve it."""
    with on(day):
        sent = joint.send_to_review(row, by=row.added_by)
        for name in who:
            approve(sent, members[name])
    row.refresh_from_db()


def sign(row: Agreement, day: date, who: tuple[str, str], members: dict[str, Member]) -> None:
    """Let both sign on screen on a day; it comes into force when its first day has come."""
    with on(day):
        for name in who:
            services.sign(agreement=row, read_checksum=row.checksum, by=members[name])
    row.refresh_from_db()


def _file_papers(row: Agreement, members: dict[str, Member]) -> None:
    """Both chiefs sign the printed text, and the registrar files it as their witness."""
    paper = document_of(row, language="sv")
    with on(SIGNED):
        for party, name in (("city", "david"), ("police", "elsa")):
            services.file_signed_paper(
                agreement=row, party=party, signer=members[name], signed_on=SIGNED,
                upload=io.BytesIO(paper.content), file_name="central-overenskommelse-undertecknad.pdf",
                by=members["ivar"],
            )  # fmt: skip
    row.refresh_from_db()


def own(pair: AreaPair, problem: ProblemPicture, today: date) -> None:
    """A verksamhetsavtal about the path by the river, which no agreement covers; and Norr's is reviewed that day."""
    members = members_of()
    day = today - timedelta(days=OWN_AGO)
    row = write(
        pair, AgreementKind.OPERATIONAL, RIVER, day, members, problem=problem,
        title="Verksamhetsavtal: gångvägen vid ån", valid_from=day, valid_to=_month(today, 15),
    )  # fmt: skip
    with on(day):
        _point(row, problem, members["astrid"])
    decide(row, day, ("lena", "mats"), members)
    sign(row, day, ("lena", "mats"), members)
    with on(day):
        services.add_review(
            agreement=Agreement.objects.get(pair=pair, kind=AgreementKind.LOCAL),
            held_on=day,
            note="Belysningen vid Gamla bron är klar och patrullerna blev färre än lovat. Gångvägen vid ån ryms inte i "
            "överenskommelsen, så den får ett eget avtal.",
            by=members["bo"],
        )


def _point(row: Agreement, problem: ProblemPicture, by: Member) -> None:
    """Let the clause on problems and the one on goals point at the problem, its goals and the actions against it."""
    known = [one for one in things(row.pair).values() if one.problem == problem.key and one.is_in_force]
    for covers, kinds in (
        (Covers.PROBLEMS, {TargetKind.PROBLEM}),
        (Covers.GOALS, {TargetKind.GOAL, TargetKind.ACTION}),
    ):
        wanted = [one.what for one in known if one.kind in kinds]
        services.point_at(clause=row.clauses.get(covers=covers), wanted=wanted, by=by)


@transaction.atomic
def successor(pair: AreaPair, today: date) -> None:
    """Norr's next agreement, a draft: its last day is not settled."""
    members = members_of()
    old = Agreement.objects.get(pair=pair, kind=AgreementKind.LOCAL)
    problem = ProblemPicture.objects.get(pair=pair, title__contains="gångvägen vid ån", state="decided")
    with on(today - timedelta(days=SUCCESSOR_AGO)):
        made = services.start_successor(agreement=old, by=members["astrid"])
        rewrite(made, NEXT, members["astrid"])
        _point(made, problem, members["bo"])


@transaction.atomic
def soder(_norr: AreaPair, today: date) -> None:
    """Söder's agreement, in force for a year and a half more. Its two chiefs come in through the cast.

    The central one was reviewed a little before.
    """
    pair = AreaPair.objects.select_related("city", "city_area", "police_area").get(slug="exempelstaden-soder")
    cast.add_neighbours(pair, since=pair.valid_from)
    members = members_of()
    reviewed_on = today - timedelta(days=SODER_AGO + 20)
    with on(reviewed_on):
        services.add_review(
            agreement=Agreement.objects.get(pair__city=pair.city, kind=AgreementKind.CENTRAL),
            held_on=reviewed_on,
            note="Norr har följt upp sitt första varv. Söder saknar en lokal överenskommelse och skriver en nu.",
            by=members["astrid"],
        )
    day = today - timedelta(days=SODER_AGO)
    row = write(
        pair, AgreementKind.LOCAL, SODER, day, members, by="farid", valid_from=day, valid_to=_month(today, 18)
    )
    decide(row, day, ("nora", "olle"), members)
    sign(row, day, ("nora", "olle"), members)


def stands(pair_slug: str, count: int) -> Any:
    """Return whether a pair has so many agreements: for a load that was interrupted."""
    return lambda _pair: Agreement.objects.filter(pair__slug=pair_slug).count() >= count
