"""No valid personnummer passes in any common writing, and ordinary texts are not stopped."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from hypothesis import example, given, settings
from hypothesis import strategies as st

from samsyn.secrecy.guard import IndividualError, before_save, fields_of
from samsyn.secrecy.individuals import NUMBER, channels, find, is_valid

KNOWN = "811218-9876"  # the Tax Agency's own example of the check digit
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def check_digit(nine: str) -> str:
    """The digit that makes ten digits valid, counted in another way than the program does."""
    total = 0
    for place, digit in enumerate(nine):
        total += sum(int(one) for one in str(int(digit) * (2 if place % 2 == 0 else 1)))
    return str(-total % 10)


@st.composite
def numbers(draw) -> tuple[str, str, str]:
    """Century, day and last four of a personnummer or a samordningsnummer."""
    born = draw(st.dates(date(1850, 1, 1), date(2099, 12, 31)))
    day = born.day + (60 if draw(st.booleans()) else 0)
    six = f"{born.year % 100:02}{born.month:02}{day:02}"
    three = f"{draw(st.integers(0, 999)):03}"
    return str(born.year // 100), six, three + check_digit(six + three)


def writings(century: str, six: str, four: str) -> list[str]:
    """Every common way of writing one number."""
    yy, mm, dd = six[:2], six[2:4], six[4:]
    made = [
        f"{start}{six}{sign}{four}"
        for start in ("", century, f"{century} ")
        for sign in ("", "-", "+", " ", " - ", "–", "−", " + ")
    ]
    made += [
        f"{start}{yy}{mark}{mm}{mark}{dd}{sign}{four}"
        for start in ("", century)
        for mark in " -./"
        for sign in ("-", " ", "+")
    ]
    made += [
        f"{six}-{four[:2]} {four[2:]}",
        f"{six} {four[0]} {four[1:]}",
        " ".join(six + four),
        " ".join(century + six + four),
    ]
    made += [f"{six}\u200b-{four}", f"{six}\u00a0{four}", f"{six}\n{four}", f"{six}\u00ad{four}"]
    return [
        *made,
        *(one.translate(FULL_WIDTH) for one in made[:4]),
        *(one.translate(ARABIC) for one in made[:4]),
    ]


AROUND = st.text(st.characters(exclude_categories=["Nd", "Nl", "No", "Cs", "Mn"]), max_size=20)


@settings(max_examples=60, deadline=None)
@given(number=numbers(), before=AROUND, after=AROUND)
@example(number=("19", "811218", "9876"), before="pnr", after="x")
@example(number=("19", "811218", "9876"), before="Den 12 ", after=" 5 och 34 56")
@example(number=("20", "000229", "0009"), before="", after="")
def test_a_valid_number_never_passes_in_any_common_writing(number, before, after):
    century, six, four = number
    if not is_valid(six + four):  # the example of a leap day is made valid here
        four = four[:3] + check_digit(six + four[:3])
    for written in writings(century, six, four):
        found = find(f"{before}{written}{after}")
        assert found is not None and found.code == NUMBER, written


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**10 - 1).map(lambda value: f"{value:010}"))
@example("0790000000")
def test_a_number_with_a_wrong_day_or_a_wrong_digit_is_none(digits):
    wrong = digits[:9] + str((int(check_digit(digits[:9])) + 1) % 10)
    found = find(f"nr {wrong}")
    assert found is None or found.code != NUMBER, found  # ten digits from 07 on are a telephone
    assert not is_valid(digits[:2] + "13" + digits[4:])


@pytest.mark.parametrize(
    "text",
    [
        "Dnr N165-0123/26 och 5000-K123456-26, se 0480C1010.",
        "Ring 010-567 89 01 eller 031-365 00 00, växel 114 14.",
        "Mellan 2026-01-15 och 2026-03-01 kom 1 234 anmälningar, 12 345 678 kronor.",
        "Perioden 20260101–20261231, klockan 18.30–22.00, version 2026.11.26.",
        "Kontrollsumma ab81 1218 9876 f0 och 1234 5678 9012.",
        "Antalet orosanmälningar ökar. En orosanmälan om barn som far illa görs till socialtjänsten.",
        "Rutin för orosanmälan i Norr. Familjens hus öppnar, och familjer med barn bjuds in.",
        "Antalet SSPF-ärenden är fler än i fjol, säger SSPF-gruppen.",
        "Eleven ska möta vuxna. Pojkar och flickor svarar olika.",
        "Misstänkta brott anmäls. Polisen är ute när det pågår slagsmål på fredagskvällar.",
        "Öppen försäljning pågår nu mest vid Gamla bron.",
    ],
)
def test_ordinary_texts_pass(text):
    assert find(text) is None


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Skolan gjorde en orosanmälan om Kalle i går.", "child"),
        ("Vi har orosanmält henne.", "child"),
        ("SSPF-ärendet tas upp på torsdag.", "young"),
        ("Bråket började hos familjen Andersson.", "person"),
        ("Eleven Kalle var där.", "person"),
        ("Den misstänkte Kalle sågs igen.", "crime"),
        ("Kalle Andersson är misstänkt för stöld.", "crime"),
        ("Jag vill polisanmäla en stöld.", "crime"),
        ("Slagsmål pågår just nu vid bron!", "now"),
        ("We made a report of concern about Kalle.", "child"),
        ("The Andersson family lives there.", "person"),
    ],
)
def test_words_of_case_work_are_found_with_their_channel(text, channel):
    found = find(text)
    assert found is not None and found.code == channel
    assert channels()[channel].sentence


TEXTS = [(model, field) for model in apps.get_models() for field in fields_of(model)]


@pytest.mark.parametrize(("model", "field"), TEXTS, ids=[f"{m._meta.label_lower}.{f.name}" for m, f in TEXTS])
def test_no_text_of_any_model_takes_one_in(model, field):
    row = model()
    setattr(row, field.attname, f"Han heter inget här, {KNOWN}.")
    with pytest.raises(IndividualError) as refused:
        before_save(model, row)
    said = str(refused.value)
    assert str(field.verbose_name).lower() in said.lower()
    assert 'href="/hjalp/enskilda/"' in said
    before_save(model, row, update_fields=["pk"])  # what is not saved is not read
    before_save(model, row, raw=True)


def test_what_people_write_is_read_and_what_the_program_writes_is_not():
    read = {f"{model._meta.label_lower}.{field.name}" for model, field in TEXTS}
    assert {
        "situation.finding.statement",
        "situation.paragraph.text",
        "problem.cause.text",
        "purpose.goal.why",
        "activity.progress.note",
        "meetings.minutes.text",
        "releases.release.reason",
        "evidence.dataimport.file_name",
        "people.member.name",
        "secrecy.marking.reason",
    } <= read
    assert not {one for one in read if one.endswith((".canonical", ".checksum", ".password", ".facts"))}
    assert len(read) > 90
