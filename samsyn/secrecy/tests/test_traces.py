"""Telephone, e-mail, number plates and homes are not saved; numbers and addresses that lead to nobody are."""

from __future__ import annotations

import pytest
from django.utils import translation

from samsyn.agreements.models import Clause, Covers
from samsyn.conference.models import Material
from samsyn.evidence.models import DataImport
from samsyn.partners.models import PartnerQuestion
from samsyn.people.models import Member
from samsyn.secrecy import traces
from samsyn.secrecy.guard import ALL_TRACES, IndividualError, before_save
from samsyn.secrecy.individuals import every_trace, find
from samsyn.steps.situation.models import Paragraph

LEADS = {
    "phone": [
        "Ring Kalle på 070-123 45 67.",
        "Numret är 0701234567",
        "073 – 123 45 67",
        "076 123 45 67",
        "070.123.45.67",
        "+46 70 123 45 67",
        "0046701234567",
        "+46 (0)70-123 45 67",
        "０７０-１２３ ４５ ６７",
        "031-12 34 56",
        "08-123 456 78",
        "0302-123 45",
        "Tel. 031 12 34 56",
        "+47 912 34 567",
    ],
    "email": ["Skriv till kalle.andersson@example.org", "anna(at)example.org", "kalle@info.example"],
    "plate": [
        "Bilen ABC123 stod kvar",
        "En vit Volvo, ABC 123.",
        "ABC12D",
        "Regnr abc123",
        "En grå bil, abc12d",
    ],
    "dwelling": [
        "Han bor på Storgatan 12",
        "Hemma på Ringvägen 3 B",
        "Lgh 1201",
        "Störningar från lägenhet 1103.",
        "Storgatan 12, 3 tr",
        "Villan på Parkvägen 7 brann",
        "c/o Andersson",
        "Portkoden är 1234",
        "She lives at 12 Baker Street",
    ],
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in LEADS.items() for text in texts])
def test_what_leads_to_somebody_is_found(code, text):
    found = find(text)
    assert found is not None and found.code == code
    assert find(text, allowed=frozenset({code})) is None


@pytest.mark.parametrize(
    "text",
    [
        "Ring 010-567 89 01, 031-365 00 00, +46 31 365 00 00, 020-50 50 50 eller 0771-11 44 00. Tel. 112.",
        "Skriv till registrator@exempelstaden.se eller kontaktcenter@exempelstaden.se.",
        "Öppet 0700-1500 och 1600-1700, mobila kontoret 0800-1630, den 08-12 2026.",
        "Ökningen är +12 345 678 kronor, 1 070 123 456 i allt, från 0,7 till 0,8.",
        "Diarienummer 0231-00123/26 och 0180-26, kontrollsumma SHA-256.",
        "Undersökningarna NTU 2024 och SOM 2023, BRÅ 2023:14, SEK 500 per person, UTM 33N.",
        "Bilar och 123 mopeder: av 120 bilar var 100 på parkeringen. VI HAR 120 KLAGOMÅL.",
        "Bråk vid Storgatan 12 på fredagar, utanför skolan på Skolgatan 3.",
        "Boende på Rosgatan 2–40 vill ha mer ljus. 12 lägenheter vid Storgatan 12, lägenheter med 40 rum.",
        "De bor nära torget, och 5 av 100 bor i villa.",
    ],
)
def test_what_leads_to_nobody_passes(text):
    assert find(text) is None


@pytest.mark.parametrize("code", list(LEADS))
def test_the_error_says_what_it_looks_like_and_what_to_do_in_both_languages(code):
    for language in ("sv", "en"):
        with translation.override(language), pytest.raises(IndividualError) as refused:
            before_save(Paragraph, Paragraph(text=LEADS[code][0]))
        said = str(refused.value)
        with translation.override(language):
            assert every_trace()[code].name in said and every_trace()[code].advice in said
        assert '<a href="/hjalp/enskilda/">' in said


def test_where_a_number_or_an_address_belongs_it_is_saved():
    assert set(LEADS) == ALL_TRACES == set(every_trace())
    said = "Bo nås på 070-123 45 67 och bo.ek@polisen.example"
    before_save(Member, Member(email="bo.ek@polisen.example", name="Bo", title="kommunpolis"))
    before_save(
        Material, Material(title="Bilder", address="https://example.org/bo.ek@polisen.example/0701234567")
    )
    before_save(DataImport, DataImport(file_name="ABC123 070-123 45 67.csv"))
    before_save(Clause, Clause(heading="Kontakter", text=said, covers=Covers.CONTACTS))
    with pytest.raises(IndividualError):
        before_save(Clause, Clause(heading="Kontakter", text=said, covers=Covers.OTHER))
    with pytest.raises(IndividualError):  # contacts, and nothing else
        before_save(Clause, Clause(heading="Kontakter", text="Lgh 1201", covers=Covers.CONTACTS))
    with pytest.raises(IndividualError):
        before_save(DataImport, DataImport(file_name="811218-9876.csv"))


def test_answers_to_choose_among_are_read_one_by_one():
    for answers in (
        ["Ja", "Nej, fråga 811218-9876"],
        ["Familjen Andersson", "Ingen"],
        ["Ring 070-123 45 67"],
    ):
        with pytest.raises(IndividualError, match="Svar att välja bland"):
            before_save(PartnerQuestion, PartnerQuestion(choices=answers))
    before_save(PartnerQuestion, PartnerQuestion(choices=["Ja", "Nej"]))


@pytest.mark.parametrize("piece", ["a-", "bor ", "07 ", "0", "a@", "a@b.", "ABC ", "+1 ", "bor a-a-"])
def test_no_text_however_strange_takes_long(piece):
    """Every pattern is bounded: 20 000 letters are read in a blink, whatever they are."""
    import time

    began = time.process_time()
    traces.find(piece * (20_000 // len(piece)))
    assert time.process_time() - began < 1
