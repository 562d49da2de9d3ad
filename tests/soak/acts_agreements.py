"""What people do with an agreement: begin it, write what is lacking, decide it, sign it, follow it, end it."""

from __future__ import annotations

import random
from datetime import timedelta

from samsyn.agreements import services
from samsyn.agreements.models import Agreement, AgreementKind, Clause
from samsyn.agreements.tests.world import PDF, fill, scan
from samsyn.agreements.workflow import Stage
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.records.joint import services as joint
from samsyn.ui.clock import today

CHIEFS = {"city": "lena", "police": "mats"}


def act(dice: random.Random, pair: AreaPair, members: dict[str, Member]) -> None:
    """Take one agreement one step on its way."""
    rows = Agreement.objects.filter(pair=pair, kind=AgreementKind.OPERATIONAL).order_by("-pk")
    row = rows.exclude(stage=Stage.ENDED).exclude(state="withdrawn").first()
    if row is None or dice.random() < 0.05:
        services.start_agreement(
            pair=pair,
            kind=AgreementKind.OPERATIONAL,
            by=members["astrid"],
            title=f"Verksamhetsavtal {dice.random()}",
            valid_from=today(),
            valid_to=today() + timedelta(days=365),
        )
    elif row.state == "draft":
        _write(dice, row, members)
    elif row.state == "in-review":
        joint.approve(row, read_checksum=row.checksum, by=members[dice.choice(list(CHIEFS.values()))])
    elif row.stage == Stage.FOR_SIGNATURE:
        _sign(dice, row, members)
    elif dice.random() < 0.5:
        services.keep_dates(today(), pair=pair)
    elif dice.random() < 0.5:
        services.start_successor(agreement=row, by=members["bo"])
    else:
        services.end(agreement=row, reason="Prov", by=members["lena"])


def _write(dice: random.Random, row: Agreement, members: dict[str, Member]) -> None:
    if Clause.objects.filter(agreement=row, text="").standing().exists():
        fill(row, members["astrid"])
    elif dice.random() < 0.2:
        services.add_clause(
            agreement=row, heading="En punkt till", text=f"Text {dice.random()}", by=members["bo"]
        )
    else:
        joint.send_to_review(row, by=members["astrid"])


def _sign(dice: random.Random, row: Agreement, members: dict[str, Member]) -> None:
    party = dice.choice(list(CHIEFS))
    if dice.random() < 0.5:
        services.sign(agreement=row, read_checksum=row.checksum, by=members[CHIEFS[party]])
        return
    services.file_signed_paper(
        agreement=row, party=party, signer=members[CHIEFS[party]], signed_on=today(),
        upload=scan(PDF + str(dice.random()).encode() + b"\n%%EOF\n"), file_name="papper.pdf", by=members["ivar"],
    )  # fmt: skip
