"""Agreements made by their services: for this app's tests, the apps above it and the access matrix."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from samsyn.agreements import services
from samsyn.agreements.models import Agreement, AgreementKind, Clause, Signature
from samsyn.agreements.tests import world_promises
from samsyn.people.models import Member
from samsyn.places.intake import open_whole
from samsyn.places.models import AreaPair, City
from samsyn.places.queries import whole_pair
from samsyn.records.joint import services as joint
from samsyn.ui.clock import today

DAY = timedelta(days=1)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
Cast = Mapping[str, Member]


def scan(data: bytes = PDF) -> io.BytesIO:
    """A signed paper as a file."""
    return io.BytesIO(data)


def whole_of(city: City) -> AreaPair:
    """The pair of the whole city, opened the first time."""
    return whole_pair(city, on=today()) or open_whole(city, valid_from=date(2021, 1, 1), by=None)


def signers_of(row: Agreement) -> tuple[str, str]:
    """Who of the cast decides and signs for the city and for the police."""
    return ("david", "elsa") if row.pair.is_whole else ("lena", "mats")


def fill(row: Agreement, by: Member) -> None:
    """Write what the template leaves to the parties."""
    for clause in Clause.objects.filter(agreement=row, text="").standing():
        services.change_clause(
            clause=clause,
            heading=clause.heading,
            text=f"Det här står i {clause.heading.casefold()}.",
            covers=clause.covers,
            version=clause.version,
            by=by,
        )


def draft(
    pair: AreaPair, cast: Cast, kind: str = AgreementKind.OPERATIONAL, *, by: str = "astrid", **said: Any
) -> Agreement:
    """A draft that lacks nothing but what `said` takes away; from today and a year on by default."""
    period = {"valid_from": today(), "valid_to": today() + timedelta(days=365)}
    made = services.start_agreement(pair=pair, kind=kind, by=cast[by], **{**period, **said})
    fill(made, cast[by])
    return fresh(made)


def fresh(row: Agreement) -> Agreement:
    """The agreement as it stands now."""
    return Agreement.objects.select_related(
        "pair__city", "parent", "replaces", "problem", "city_party", "police_party"
    ).get(pk=row.pk)


def send(row: Agreement, cast: Cast, *, by: str = "astrid") -> Agreement:
    joint.send_to_review(row, by=cast[by])
    return fresh(row)


def decide(row: Agreement, cast: Cast) -> Agreement:
    """Both parties have approved the text: it waits for signatures."""
    sent = send(row, cast)
    for who in signers_of(sent):
        joint.approve(sent, read_checksum=sent.checksum, by=cast[who])
    return fresh(sent)


def sign(row: Agreement, cast: Cast) -> Agreement:
    """Both parties have signed on screen: it is in force when its first day has come."""
    for who in signers_of(row):
        services.sign(agreement=row, read_checksum=row.checksum, by=cast[who])
    return fresh(row)


def signed(pair: AreaPair, cast: Cast, kind: str = AgreementKind.OPERATIONAL, **said: Any) -> Agreement:
    """An agreement that both have decided and signed."""
    return sign(decide(draft(pair, cast, kind, **said), cast), cast)


def central(city: City, cast: Cast, **said: Any) -> Agreement:
    """A central agreement in force: three years from a month ago by default."""
    period = {"valid_from": today() - timedelta(days=30), "valid_to": today() + timedelta(days=1065)}
    return signed(whole_of(city), cast, AgreementKind.CENTRAL, **{**period, **said})


def local(pair: AreaPair, cast: Cast, **said: Any) -> Agreement:
    """A local agreement in force, under a central one that is made when there is none."""
    above = Agreement.objects.filter(pair__city=pair.city, kind=AgreementKind.CENTRAL).first()
    if above is None:
        central(pair.city, cast)
    return signed(pair, cast, AgreementKind.LOCAL, **said)


def build(cast: dict[str, Member], norr: AreaPair) -> dict[str, Any]:
    """Return one of everything by the names that the access matrix uses, and the medborgarlöften beside.

    agreement, agreement_scan      a verksamhetsavtal in force, its city side signed on paper
    agreement_ready                one that both have decided and nobody has signed
    agreement_draft, agreement_clause  an open one and its first clause
    """
    in_force = decide(draft(norr, cast, title="Verksamhetsavtal: kvällarna vid torget"), cast)
    paper: Signature = services.file_signed_paper(
        agreement=in_force, party="city", signer=cast["lena"], signed_on=today(), upload=scan(),
        file_name="papper.pdf", by=cast["ivar"],
    )  # fmt: skip
    services.sign(agreement=in_force, read_checksum=in_force.checksum, by=cast["mats"])
    ready = decide(draft(norr, cast, title="Verksamhetsavtal: klotter"), cast)
    open_one = draft(norr, cast, title="Verksamhetsavtal: skolvägen", by="bo")
    return {
        **world_promises.build(cast, norr),
        "agreement": fresh(in_force),
        "agreement_scan": paper,
        "agreement_ready": ready,
        "agreement_draft": open_one,
        "agreement_clause": open_one.clauses.first(),
    }
