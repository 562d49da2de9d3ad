"""A small lägesbild with one of everything, for the tests of editions and of the documents made from them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from samsyn.evidence.models import DataImport, Dataset, DatasetKind, ImportState, Source
from samsyn.steps.situation.models import (
    Edition,
    Finding,
    Level,
    LevelAssessment,
    Paragraph,
    Section,
    SituationPicture,
)
from samsyn.steps.situation.services import editions

WRITTEN = datetime(2026, 11, 20, 12, tzinfo=UTC)
PERIOD = {"period_start": date(2025, 1, 1), "period_end": date(2026, 1, 1)}
LEVELS = (
    ("green", "Grön", "Green", "circle"),
    ("yellow", "Gul", "Yellow", "triangle"),
    ("orange", "Orange", "Orange", "diamond"),
    ("red", "Röd", "Red", "square"),
)


def add_import(city, member) -> DataImport:
    source, _ = Source.objects.get_or_create(name="Brå")
    dataset, _ = Dataset.objects.get_or_create(
        city=city,
        slug="anmalda-brott",
        defaults={
            "source": source,
            "name": "Anmälda brott",
            "kind": DatasetKind.OBSERVATIONS,
            "reader": "bra-csv",
            "licence": "CC BY 4.0",
            "attribution": "Brå, anmälda brott",
            "method": "Anmälda brott räknas när de anmäls.",
            "is_example": True,
            "shared": "whole",
        },
    )
    return DataImport.objects.create(
        dataset=dataset,
        city=city,
        state=ImportState.IN_FORCE,
        file_name="brott.csv",
        file_size=100,
        file_checksum="ab" * 32,
        reader="bra-csv",
        received_by=member,
        received_at=WRITTEN,
    )


def add_scale(city) -> dict[str, Level]:
    return {
        code: Level.objects.get_or_create(
            city=city,
            code=code,
            defaults={"name": name, "name_en": english, "shape": shape, "order": order},
        )[0]
        for order, (code, name, english, shape) in enumerate(LEVELS, 1)
    }


def write(picture, section, text, member) -> Paragraph:
    return Paragraph.objects.create(
        shared="whole",
        picture=picture,
        section=section,
        text=text,
        party=member.party,
        written_by=member,
        written_at=WRITTEN,
    )


def judge(picture, area, level, reason, member, coverage=("statistics", "reports")) -> LevelAssessment:
    version = LevelAssessment.objects.filter(picture=picture, area=area).count() + 1
    return LevelAssessment.objects.create(
        picture=picture,
        area=area,
        level=level,
        reason=reason,
        coverage=list(coverage),
        party=member.party,
        judged_by=member,
        judged_at=WRITTEN,
        version=version,
    )


def find(picture, statement, member, data_import, **more) -> Finding:
    figure = {
        "metric": "crime_assault",
        "area": picture.pair.city_area.key,
        "area_name": picture.pair.city_area.name,
        "start": "2025-01-01",
        "end": "2026-01-01",
        "value": 1259,
        "state": "value",
        "base": None,
        "import": data_import.pk,
        "row": 56,
    }
    return Finding.objects.create(
        shared="whole",
        picture=picture,
        statement=statement,
        doubt="Vi vet inte om fler brott begås eller om fler anmäler.",
        figures=[figure],
        party=member.party,
        written_by=member,
        written_at=WRITTEN,
        **more,
    )


def full_picture(pair, city_member, police_member) -> SituationPicture:
    """The three parts, three levels and one finding, by one member of each party."""
    picture, _ = SituationPicture.objects.get_or_create(pair=pair)
    data_import = add_import(pair.city, city_member)
    scale = add_scale(pair.city)
    write(picture, Section.MAPPING, "Misshandel anmäls oftare här än i hela staden.", city_member)
    write(picture, Section.OTHER, "Trygghetsvärdarna rapporterar lugnare kvällar vid torget.", police_member)
    write(picture, Section.ANALYSIS, "Bråken är samlade till torsdag till lördag kväll.", police_member)
    areas = list(pair.city_area.parts.order_by("code"))
    judge(picture, areas[0], scale["yellow"], "Lugnare än 2024.", city_member)
    judge(picture, areas[1], scale["orange"], "Öppen försäljning på flera platser.", police_member)
    judge(picture, areas[2], None, "Få rapporter och få svar.", city_member, coverage=("statistics",))
    find(picture, "Misshandel anmäls oftare i Norr än i hela staden", city_member, data_import)
    return picture


def decided(picture, city_member, police_member, *, writer) -> Edition:
    """Cut an edition, send it and let both parties approve it."""
    edition = editions.cut_edition(picture=picture, by=writer, **PERIOD)
    editions.send_to_review(edition=edition, by=writer)
    for member in (city_member, police_member):
        editions.approve_edition(edition=edition, read_checksum=edition.checksum, by=member)
    edition.refresh_from_db()
    return edition
