"""Signing: on screen by the one who holds the office today, on paper with a witness; and what is refused."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from samsyn.agreements import services
from samsyn.agreements.models import AgreementKind, Signature
from samsyn.agreements.services.scans import MOST_MB, folder, scan_path
from samsyn.agreements.tests import world
from samsyn.agreements.workflow import Stage
from samsyn.audit.models import LogEntry
from samsyn.people.models import Member, OfficeHolding, Role, RoleAssignment
from samsyn.ui.clock import today
from samsyn.ui.errors import StaleError, UserError
from tests.worlds import shared

DAY = world.DAY


@shared
def ready(norr, cast):
    return world.decide(world.draft(norr, cast), cast)


def sign(row, by):
    return services.sign(agreement=row, read_checksum=row.checksum, by=by)


def file(row, cast, **said):
    whole = {
        "party": "city",
        "signer": cast["lena"],
        "signed_on": today(),
        "upload": world.scan(),
        "file_name": "papper.pdf",
        "by": cast["ivar"],
    }
    return services.file_signed_paper(agreement=row, **{**whole, **said})


def someone_new(cast, norr, *, since, office="social-director", like="lena"):
    """A new holder of an office in Norr."""
    old = cast[like]
    made = Member.objects.create_user(
        "ny@exempelstaden.example",
        None,
        name="Nina",
        title="ny",
        organisation=old.organisation,
        is_example=True,
    )
    OfficeHolding.objects.create(
        member=made, office=office, organisation=old.organisation, pair=norr, valid_from=since
    )
    return made


def test_both_sign_on_screen_and_it_comes_into_force(ready, cast):
    first = sign(ready, cast["mats"])
    assert (first.party, first.office, first.way) == ("police", "local-police-chief", "registered")
    assert first.checksum == ready.checksum and first.signed_on == today()
    assert world.fresh(ready).stage == Stage.FOR_SIGNATURE
    sign(ready, cast["lena"])
    assert world.fresh(ready).stage == Stage.IN_FORCE
    entry = LogEntry.objects.filter(event="agreement-in-force").get()
    assert entry.by_id is None and f'"on":"{today().isoformat()}"' in entry.facts


def test_one_that_begins_later_is_signed_until_its_day(norr, cast):
    row = world.signed(norr, cast, valid_from=today() + DAY)
    assert row.stage == Stage.SIGNED
    assert not LogEntry.objects.filter(event="agreement-in-force").exists()


def test_the_central_agreement_is_signed_by_the_two_chiefs_of_the_city(central, cast):
    assert central.stage == Stage.IN_FORCE
    found = {one.party: (one.signer.name, one.office) for one in central.signatures.all()}
    assert found == {"city": ("David", "city-director"), "police": ("Elsa", "police-district-chief")}


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("astrid", "Astrid är inte socialdirektör här. Be Lena, som har ämbetet i dag, att skriva under."),
        ("bo", "Bo är inte lokalpolisområdeschef här. Be Mats, som har ämbetet i dag, att skriva under."),
        ("david", "David är inte socialdirektör här."),
        ("elsa", "Elsa är inte lokalpolisområdeschef här."),
    ],
)
def test_only_the_holder_of_the_office_signs(ready, cast, who, says):
    with pytest.raises(UserError) as caught:
        sign(ready, cast[who])
    assert says in str(caught.value)


def test_a_signer_who_left_last_month_is_told_who_holds_the_office_now(ready, cast, norr):
    month = 30 * DAY
    OfficeHolding.objects.filter(member=cast["lena"]).update(valid_to=today() - month)
    someone_new(cast, norr, since=today() - month)
    with pytest.raises(UserError) as caught:
        sign(ready, cast["lena"])
    said = str(caught.value)
    assert "Lena lämnade ämbetet socialdirektör" in said
    assert said.endswith("Be Nina, som har ämbetet i dag, att skriva under.")
    assert not Signature.objects.exists()


def test_an_office_that_stands_empty_is_said(ready, cast):
    OfficeHolding.objects.filter(member=cast["lena"]).update(valid_to=today())
    with pytest.raises(UserError, match="Ingen har ämbetet den dagen: be administratören"):
        sign(ready, cast["lena"])


def test_the_text_that_was_read_must_be_the_decided_one(ready, cast):
    with pytest.raises(StaleError, match="inte den som båda parter har beslutat"):
        services.sign(agreement=ready, read_checksum="0" * 64, by=cast["lena"])


def test_a_party_signs_once(ready, cast):
    sign(ready, cast["lena"])
    with pytest.raises(UserError, match="Parten har redan skrivit under"):
        sign(ready, cast["lena"])
    with pytest.raises(UserError, match="Parten har redan skrivit under"):
        file(ready, cast)


@pytest.mark.parametrize("stage", ["draft", "in-review", "in-force"])
def test_only_what_waits_for_signature_is_signed(norr, cast, stage):
    row = world.draft(norr, cast)
    if stage == "in-review":
        row = world.send(row, cast)
    if stage == "in-force":
        row = world.sign(world.decide(row, cast), cast)
        Signature.objects.all()
    with pytest.raises(UserError, match=r"Underskriften sparades inte\."):
        sign(row, cast["lena"])


def test_a_period_that_is_over_is_not_signed(ready, cast, on):
    with on(ready.valid_to), pytest.raises(UserError, match="har redan varit"):
        sign(ready, cast["lena"])


def test_an_agreement_whose_parent_ended_is_not_signed(norr, cast, central):
    row = world.decide(world.draft(norr, cast, AgreementKind.LOCAL, valid_from=today() + 5 * DAY), cast)
    services.end(agreement=central, reason="Organisationen ändras.", by=cast["elsa"])
    with pytest.raises(UserError, match="som den vilar på, upphör innan den här börjar"):
        sign(row, cast["lena"])


def test_a_parent_that_was_replaced_still_carries(norr, cast, central, on):
    row = world.decide(world.draft(norr, cast, AgreementKind.LOCAL, valid_from=today() + 5 * DAY), cast)
    new = services.start_successor(agreement=central, by=cast["astrid"])
    services.change_agreement(
        agreement=new, version=1, by=cast["astrid"], valid_from=today() + DAY, valid_to=today() + 700 * DAY
    )
    world.sign(world.decide(world.fresh(new), cast), cast)
    with on(today() + 5 * DAY):
        services.keep_dates(today())
        assert world.fresh(central).end_reason == "replaced"
        assert world.sign(row, cast).stage == Stage.IN_FORCE


# Paper


def test_a_paper_is_filed_with_its_witness_and_kept_unaltered(ready, cast):
    made = file(ready, cast, file_name="C:\\skanner\\avtal.pdf")
    assert (made.way, made.signer, made.witness) == ("paper", cast["lena"], cast["ivar"])
    assert (made.file_name, made.file_size) == ("avtal.pdf", len(world.PDF))
    assert scan_path(made.file_checksum).read_bytes() == world.PDF
    sign(ready, cast["mats"])
    assert world.fresh(ready).stage == Stage.IN_FORCE


def test_one_scan_may_carry_both_signatures(ready, cast):
    file(ready, cast)
    file(ready, cast, party="police", signer=cast["mats"], by=cast["bo"])
    assert world.fresh(ready).stage == Stage.IN_FORCE
    assert len(list(folder().rglob("*.pdf"))) == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Filen är tom"),
        (b"PK\x03\x04 ett dokument", "Filen är ingen PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 5000, "Filen är ingen PDF"),
        (b"%PDF-1.7\n" + b"halva filen" * 400, "saknar sitt slut"),
    ],
)
def test_a_scan_that_is_no_pdf_is_refused_and_not_kept(ready, cast, data, says):
    with pytest.raises(UserError, match=says):
        file(ready, cast, upload=world.scan(data))
    assert not list(folder().rglob("*.*"))
    assert not Signature.objects.exists()


def test_a_scan_that_is_too_large_is_refused(ready, cast):
    class Endless:
        def read(self, size):
            return b"%PDF-" + b"0" * (size - 5)

    with pytest.raises(UserError, match=f"större än {MOST_MB} MB"):
        file(ready, cast, upload=Endless())
    assert not list(folder().rglob("*.*"))


@pytest.mark.parametrize("who", ["astrid", "bo", "ivar"])
def test_who_may_be_a_witness(ready, cast, who):
    assert file(ready, cast, by=cast[who]).witness == cast[who]


@pytest.mark.parametrize("who", ["cilla", "david", "gun", "hanna", "karl", "mats", "farid"])
def test_who_may_not_be_a_witness(ready, cast, who):
    with pytest.raises(UserError, match="Bara en registrator eller en samordnare"):
        file(ready, cast, by=cast[who])


def test_the_signer_is_no_witness(ready, cast, norr):
    RoleAssignment.objects.create(
        member=cast["lena"], role=Role.COORDINATOR, city=norr.city, pair=norr, valid_from=today()
    )
    with pytest.raises(UserError, match="kan inte själv vara vittne"):
        file(ready, cast, by=cast["lena"])


def test_a_paper_is_signed_between_the_decision_and_today(ready, cast):
    for wrong in (today() - DAY, today() + DAY):
        with pytest.raises(UserError, match="Texten beslutades"):
            file(ready, cast, signed_on=wrong)


def test_a_paper_counts_the_office_on_its_day(ready, cast, norr, on):
    """Lena left after she had signed: her paper is good, though she holds nothing when it is filed."""
    left = today() + DAY
    OfficeHolding.objects.filter(member=cast["lena"]).update(valid_to=left)
    someone_new(cast, norr, since=left)
    signed_on = today()
    with on(left + 10 * DAY):
        with pytest.raises(UserError, match="Lena lämnade ämbetet socialdirektör"):
            file(ready, cast, signed_on=left)
        assert file(ready, cast, signed_on=signed_on).office == "social-director"


def test_nobody_signs_for_the_other_party(ready, cast):
    with pytest.raises(UserError, match="Lena är inte lokalpolisområdeschef här"):
        file(ready, cast, party="police")


def test_a_signature_stands(ready, cast):
    made = file(ready, cast)
    for change in ({"signed_on": today() - DAY}, {"file_checksum": "0" * 64}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Signature.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.filter(pk=made.pk).delete()


# Two at once, each in a process of its own on the same file: a database in memory has no two writers


def hands(store, *acts):
    """Let the acts begin together; return what each said, in order, and what stands in the database."""
    env = {name: value for name, value in os.environ.items() if name != "SAMSYN_DATABASE"}
    env |= {"SAMSYN_DATA": str(store)}
    command = [sys.executable, "-m", "samsyn.agreements.tests.at_once"]
    subprocess.run([*command, "prepare"], env=env, check=True)
    running = [subprocess.Popen([*command, *act], env=env, stdout=subprocess.PIPE, text=True) for act in acts]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    (store / "go").touch()
    said = [process.communicate(timeout=60)[0].strip() for process in running]
    with sqlite3.connect(store / "samsyn.sqlite3") as kept:
        stage = kept.execute("SELECT stage FROM agreements_agreement").fetchone()[0]
        signatures = kept.execute("SELECT party, way FROM agreements_signature ORDER BY party").fetchall()
        begun = kept.execute(
            "SELECT count(*) FROM audit_logentry WHERE event = 'agreement-in-force'"
        ).fetchone()[0]
    return said, stage, signatures, begun


@pytest.mark.one_database
def test_two_who_sign_at_once_are_both_kept_and_it_comes_into_force_once(empty_store):
    said, stage, signatures, begun = hands(empty_store, ("sign", "lena"), ("sign", "mats"))
    assert said == ["done", "done"]
    assert (stage, begun) == ("in-force", 1)
    assert [party for party, _way in signatures] == ["city", "police"]


@pytest.mark.one_database
def test_the_same_party_at_once_on_screen_and_on_paper_is_one_signature(empty_store):
    said, stage, signatures, begun = hands(empty_store, ("sign", "lena"), ("file", "lena"))
    assert sorted(one[:27] for one in said) == ["Underskriften sparades inte", "done"]
    assert (stage, begun, len(signatures)) == ("for-signature", 0, 1)
