"""Acts on what is decided through `records.joint`, on agreements, on disagreements and on keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from samsyn.agreements import services as agreements
from samsyn.agreements.models import Agreement, Clause
from samsyn.agreements.tests.world import PDF, fill, scan
from samsyn.people.models import Party
from samsyn.priorities import services as priorities
from samsyn.priorities.models import PriorityList
from samsyn.records import signing
from samsyn.records.disagreement import services as disagreements
from samsyn.records.disagreement.models import Disagreement
from samsyn.records.disagreement.subjects import code_of
from samsyn.records.joint import services as joint
from samsyn.records.joint.kinds import kinds
from samsyn.steps.situation.models import Edition
from samsyn.ui.clock import today
from tests.kills.acts import (
    CHIEFS,
    WRITERS,
    Act,
    Facts,
    Scene,
    _nothing,
    approved,
    label,
    next_to_approve,
    no_approvals,
)

CITY_CHIEFS = ("david", "elsa")


def matter(on: Scene) -> Act | None:
    """Take a problem picture, a plan or the priorities one step on its way."""
    versioned = [kind for kind in kinds() if kind.is_versioned]
    kind = on.dice.choice([kind for kind in versioned if kind.model._default_manager.decided().exists()])
    row = kind.model._default_manager.select_related("pair__city").standing().order_by("-pk").first()
    if row is None:
        return None
    if row.state == "decided":
        return _next_version(on, row)
    if row.state == "draft":
        return _send(on, row)
    return _review(on, row)


def _next_version(on: Scene, row: Any) -> Act:
    by = on.one_of(WRITERS)

    def run() -> Facts:
        made = joint.start_version(row, by=by)
        return [(("state", label(made), made.pk), "draft"), (("state", label(row), row.pk), "decided")]

    return Act("version", [], run)


def _send(on: Scene, row: Any) -> Act:
    by = on.one_of(WRITERS)
    return Act(
        "text-send",
        [(("state", label(row), row.pk), "in-review")],
        lambda: _nothing(joint.send_to_review(row, by=by)),
    )


def _review(on: Scene, row: Any) -> Act:
    chiefs = CITY_CHIEFS if row.pair.is_whole else CHIEFS
    back = [(("state", label(row), row.pk), "draft"), *no_approvals(row)]
    chance = on.dice.random()
    if chance < 0.1:
        by = on.one_of((*WRITERS, *chiefs))
        return Act("text-ask", back, lambda: _nothing(joint.ask_for_change(row, reason="Ändra.", by=by)))
    if chance < 0.25 and isinstance(row, PriorityList):
        by, text = on.one_of(WRITERS), f"Inledning {on.dice.random()}"
        return Act(
            "text-change",
            [*back, (("text", label(row), row.pk), text)],
            lambda: _nothing(priorities.change_list(row=row, text=text, version=row.version, by=by)),
        )
    by = next_to_approve(on, row, offices=chiefs)
    earlier = type(row)._default_manager.filter(key=row.key, state="decided").first()
    return Act(
        "text-approve",
        approved(row, by, earlier),
        lambda: _nothing(joint.approve(row, read_checksum=row.checksum, by=by)),
    )


def agreement(on: Scene) -> Act | None:
    """Take the newest agreement one step; when it is in force, begin the next."""
    rows = Agreement.objects.filter(pair=on.pair).select_related("pair__city", "parent").order_by("-pk")
    row = rows.first()
    if row is None or row.stage in {"in-force", "ended"}:
        return _next_agreement(on, row)
    if row.state == "draft":
        by = on.cast["astrid"]
        if Clause.objects.filter(agreement=row, text="").standing().exists():
            return Act("agreement-fill", [], lambda: fill(row, by))
        return _send(on, row)
    if row.state == "in-review":
        return _review(on, row)
    return _sign(on, row)


def _next_agreement(on: Scene, row: Agreement | None) -> Act:
    if row is not None and row.stage == "in-force":
        by = on.cast["lena"]
        return Act(
            "agreement-end",
            [(("stage", row.pk), "ended")],
            lambda: _nothing(agreements.end(agreement=row, reason="Prov", by=by)),
        )
    said = {"valid_from": today(), "valid_to": today() + timedelta(days=365), "kind": "operational"}

    def run() -> Facts:
        made = agreements.start_agreement(pair=on.pair, by=on.cast["astrid"], **said)
        return [(("state", label(made), made.pk), "draft")]

    return Act("agreement-start", [], run)


def _sign(on: Scene, row: Agreement) -> Act | None:
    """Sign on screen or file a paper; the second of the two lets the agreement come into force."""
    signed = set(row.signatures.values_list("party", flat=True))
    lacking = [who for who in CHIEFS if on.cast[who].party not in signed]
    if not lacking:
        return None
    by = on.cast[on.dice.choice(lacking)]
    facts = [(("signed", row.pk, by.party), row.checksum)]
    facts += [(("stage", row.pk), "in-force")] if len(lacking) == 1 else []
    if on.dice.random() < 0.5:
        return Act(
            "sign", facts, lambda: _nothing(agreements.sign(agreement=row, read_checksum=row.checksum, by=by))
        )
    upload = PDF + str(on.dice.random()).encode() * 20_000 + b"\nstartxref\n9\n%%EOF\n"
    paper = {"upload": scan(upload), "file_name": "papper.pdf", "by": on.cast["ivar"]}
    said = {"party": by.party, "signer": by, "signed_on": today()}
    return Act("paper", facts, lambda: _nothing(agreements.file_signed_paper(agreement=row, **said, **paper)))


def disagreement(on: Scene) -> Act | None:
    """Raise one on what is on review, write the other's view, answer it, or take it back."""
    row = Disagreement.objects.filter(state="open").select_related("pair__city", "level__city").first()
    if row is None:
        return _raise(on)
    written = set(row.standpoints.values_list("party", flat=True))
    own = on.cast["astrid"] if row.party == "city" else on.cast["bo"]
    key = ("state", "records.disagreement", row.pk)
    if on.dice.random() < 0.2:
        return Act(
            "disagreement-withdraw",
            [(key, "withdrawn")],
            lambda: _nothing(disagreements.withdraw_disagreement(disagreement=row, by=own)),
        )
    if len(written) == 2:
        by = on.one_of(CITY_CHIEFS)
        return Act(
            "disagreement-answer",
            [(key, "answered")],
            lambda: _nothing(disagreements.answer_disagreement(disagreement=row, answer="Så här.", by=by)),
        )
    by = on.cast["bo"] if row.party == "city" else on.cast["astrid"]
    text = f"Vår syn {on.dice.random()}"
    return Act(
        "standpoint",
        [(("standpoint", row.pk, by.party), text)],
        lambda: _nothing(disagreements.write_standpoint(disagreement=row, text=text, by=by)),
    )


def _raise(on: Scene) -> Act | None:
    rows: list[Any] = list(Edition.objects.filter(state="in-review"))
    for kind in kinds():
        rows += kind.model._default_manager.filter(state="in-review", pair=on.pair)
    if not rows:
        return None
    row, by, view = on.dice.choice(rows), on.one_of(WRITERS), f"Vi ser {on.dice.random()}"
    said = {"about": "Kvällarna", "view": view, "answer_by": today() + timedelta(days=7)}

    def run() -> Facts:
        made = disagreements.raise_disagreement(
            pair=on.pair, code=code_of(label(row)), pk=row.pk, **said, by=by
        )
        return [
            (("state", "records.disagreement", made.pk), "open"),
            (("standpoint", made.pk, by.party), view),
        ]

    return Act("disagreement-raise", [], run)


def new_key(on: Scene) -> Act | None:
    """A party changes its key, as `samsyn keys new` does: what the old one signed still holds."""
    party = on.dice.choice([Party.CITY, Party.POLICE])
    city = on.pair.city.slug
    return Act("key", [], lambda: _nothing(signing.replace_key(city, party)))


DECK: list[Callable[[Scene], Act | None]] = [*[matter] * 6, *[agreement] * 4, *[disagreement] * 2, new_key]
