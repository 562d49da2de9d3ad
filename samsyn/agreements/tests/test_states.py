"""Every stage × what one may try × who tries, as one table: what goes through and what is refused."""

from __future__ import annotations

import pytest

from samsyn.agreements import services
from samsyn.agreements.models import Agreement
from samsyn.agreements.tests import world
from samsyn.agreements.workflow import TRANSITIONS, Stage
from samsyn.people.models import Office
from samsyn.records.joint import services as joint
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError

pytestmark = pytest.mark.one_database  # a table of people and acts; the acts are tried on both

DAY = world.DAY
PEOPLE = ("astrid", "bo", "cilla", "david", "elsa", "farid", "gun", "hanna", "ivar", "karl", "lena", "mats")
WRITERS = {"astrid", "bo", "cilla", "karl"}
DECIDERS = {"astrid", "bo", "lena", "mats"}
SIGNERS = {"lena", "mats"}
WITNESSES = {"astrid", "bo", "ivar"}


def reach(stage, norr, cast):
    """An agreement at a stage. `half` waits for the city's signature only, so that one more makes it whole."""
    row = world.draft(norr, cast, valid_from=today() + DAY if stage == "signed" else today())
    if stage == "draft":
        return row
    if stage == "in-review":
        return world.send(row, cast)
    row = world.decide(row, cast)
    if stage == "for-signature":
        return row
    row = world.sign(row, cast)
    if stage == "ended":
        services.end(agreement=row, reason="Klart.", by=cast["lena"])
    return world.fresh(row)


def _paper(row, who, cast):
    signer = cast["mats"] if who == "lena" else cast["lena"]
    party = "police" if who == "lena" else "city"
    services.file_signed_paper(
        agreement=row, party=party, signer=signer, signed_on=today(), upload=world.scan(), file_name="a.pdf",
        by=cast[who],
    )  # fmt: skip


ACTS = {
    "change": lambda row, who, cast: services.change_agreement(
        agreement=row, version=row.version, by=cast[who], title="Ny rubrik"
    ),
    "add a clause": lambda row, who, cast: services.add_clause(
        agreement=row, heading="Press", text="Vi svarar ihop.", by=cast[who]
    ),
    "send": lambda row, who, cast: joint.send_to_review(row, by=cast[who]),
    "approve": lambda row, who, cast: joint.approve(row, read_checksum=row.checksum, by=cast[who]),
    "withdraw": lambda row, who, cast: joint.withdraw(row, by=cast[who]),
    "sign": lambda row, who, cast: services.sign(agreement=row, read_checksum=row.checksum, by=cast[who]),
    "file a paper": _paper,
    "follow": lambda row, who, cast: services.start_successor(agreement=row, by=cast[who]),
    "review": lambda row, who, cast: services.add_review(
        agreement=row, held_on=today(), note="Allt hålls.", by=cast[who]
    ),
    "end": lambda row, who, cast: services.end(agreement=row, reason="Klart.", by=cast[who]),
}
# stage -> what goes through, and for whom; everything else is refused in three sentences
ALLOWED = {
    "draft": {"change": WRITERS, "add a clause": WRITERS, "send": WRITERS, "withdraw": WRITERS},
    "in-review": {"change": WRITERS, "add a clause": WRITERS, "approve": DECIDERS},
    "for-signature": {"sign": SIGNERS, "file a paper": WITNESSES, "end": SIGNERS},
    "signed": {"follow": WRITERS, "end": SIGNERS},
    "in-force": {"follow": WRITERS, "review": WRITERS, "end": SIGNERS},
    "ended": {"follow": WRITERS, "review": WRITERS},
}


@pytest.mark.parametrize("stage", list(ALLOWED))
def test_each_act_of_each_person_at_each_stage(stage, norr, cast):
    """The row is made once for a stage; every try is taken back."""
    from django.db import transaction

    row = reach(stage, norr, cast)
    wrong = []
    for name, act in ACTS.items():
        for who in PEOPLE:
            held = world.fresh(row)
            try:
                with transaction.atomic():
                    act(held, who, cast)
                    transaction.set_rollback(True)
                went = True
            except UserError as error:
                went = False
                assert str(error).count(".") >= 2, (name, who, str(error))
            if went != (who in ALLOWED[stage].get(name, set())):
                wrong.append(f"{name} by {who}: {'went through' if went else 'was refused'}")
    assert wrong == []
    assert world.fresh(row).stage == row.stage


def test_the_table_of_the_workflow_is_what_the_services_do():
    """No stage has a way that no service takes, and none leads back."""
    order = list(Stage)
    for start, ways in TRANSITIONS.items():
        for end, services_of_way in ways.items():
            assert order.index(end) > order.index(start)
            assert services_of_way
    assert not TRANSITIONS[Stage.ENDED]


@pytest.mark.parametrize(
    ("kind", "is_whole", "wanted"),
    [
        ("central", True, (Office.CITY_DIRECTOR, Office.POLICE_DISTRICT_CHIEF)),
        ("local", False, (Office.SOCIAL_DIRECTOR, Office.LOCAL_POLICE_CHIEF)),
        ("operational", False, (Office.SOCIAL_DIRECTOR, Office.LOCAL_POLICE_CHIEF)),
        ("operational", True, (Office.CITY_DIRECTOR, Office.POLICE_DISTRICT_CHIEF)),
    ],
)
def test_which_office_signs_for_which_party(kind, is_whole, wanted):
    from samsyn.agreements.signers import offices

    assert tuple(offices(kind, is_whole=is_whole).values()) == wanted


def test_a_verksamhetsavtal_of_the_whole_city_is_signed_by_its_chiefs(city, cast):
    whole = world.whole_of(city)
    row = world.signed(whole, cast)
    assert Agreement.objects.get(pk=row.pk).stage == Stage.IN_FORCE
    assert {one.signer.name for one in row.signatures.all()} == {"David", "Elsa"}
