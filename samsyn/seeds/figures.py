"""The figures of the two cities, read in by the same services as a person uses, without waiting for the worker."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from samsyn.evidence import services
from samsyn.evidence.models import Dataset, DatasetKind, DatasetScope, ImportState
from samsyn.people.models import Member, Party
from samsyn.places.models import City, Division
from samsyn.seeds import goteborg
from samsyn.seeds.exempelstaden import incidents, population, survey
from samsyn.seeds.exempelstaden.town import town

PUBLIC = "Offentlig statistik, sakuppgifter"
EXAMPLE = "Samsyns exempel"


class SeedError(Exception):
    """A file of the example could not be read in: a fault in the program, not in anybody's file."""


@dataclass(frozen=True)
class File:
    """One file of the example: who publishes it, what it is, and how it is read."""

    source: str
    dataset: str
    reader: str
    path: Path
    licence: str = PUBLIC
    attribution: str = ""
    method: str = ""
    kind: str = DatasetKind.OBSERVATIONS
    owner: str = Party.CITY
    shared: str = DatasetScope.WHOLE  # how much the owner releases as it is read in; "" nothing
    division: str = ""
    options: dict[str, Any] = field(default_factory=dict)


def goteborg_files(folder: Path = goteborg.FOLDER) -> list[File]:
    """Return the real public files. Nothing here is invented."""
    reported = "Anmälda brott, inte alla brott. Räknas när de anmäls, inte när de begås."
    return [
        File(
            "SCB och Göteborgs Stad",
            "Folkmängd",
            "population",
            folder / "folkmangd.csv",
            attribution="SCB och Göteborgs Stad, folkmängd",
            method="Folkbokförda den 31 december varje år.",
        ),
        File(
            "Brå",
            "Anmälda brott per år",
            "bra-csv",
            folder / "bra_anmalda_brott_ar.csv",
            attribution="Brå, anmälda brott",
            method=reported,
        ),
        File(
            "Brå",
            "Anmälda brott per kvartal",
            "bra-csv",
            folder / "bra_anmalda_brott_kvartal.csv",
            attribution="Brå, anmälda brott",
            method=f"{reported} Siffrorna för 2026 är preliminära.",
        ),
        File(
            "Brå",
            "Anmälda brott i stadsområden",
            "bra-csv",
            folder / "bra_anmalda_brott_stadsomraden.csv",
            attribution="Brå, anmälda brott",
            method=f"{reported} Summan av stadsområdena är mindre än kommunen, för en del brott saknar område.",
            division="stadsomraden",
        ),
        File(
            "Göteborgs Stad",
            "Trygga i sitt område, ur lägesbilderna 2024",
            "survey-shares",
            folder / "trygghet_mellanomraden.csv",
            attribution="SOM-institutet och bostadsbolagen, återgivna i stadsområdenas lägesbilder 2024",
            method=(
                "SOM-undersökningen gäller de boende, bostadsbolagens undersökningar bara deras egna hyresgäster. "
                "De mäter inte samma människor. Antalet svar anges inte, så osäkerheten kan inte räknas."
            ),
            kind=DatasetKind.SAFETY_SURVEY,
            division="mellanomraden",
        ),
        File(
            "Polismyndigheten",
            "Polisens publicerade händelser",
            "police-events",
            folder / "polisens_handelser_urval.csv",
            licence="Öppna data från Polismyndigheten",
            attribution="Polismyndigheten, API över polisens händelser",
            method="Ett urval som redaktörer publicerar. Det är ett flöde, aldrig brottsstatistik.",
            kind=DatasetKind.FEED,
        ),
    ]


def example_files(today: date, folder: Path, *, flares_up: bool = False) -> list[File]:
    """Write the invented files of Exempelstaden, as they were on the day, into a folder and return what they are."""
    rows = incidents.simulate(today, flares_up=flares_up)
    counted, lived = (
        folder / name.format(month=f"{today:%Y-%m}") for name in (incidents.FILE_NAME, population.FILE_NAME)
    )
    incidents.write_csv(rows, counted)
    population.write_csv(today, lived)
    common: dict[str, Any] = {"licence": "CC0", "attribution": f"{EXAMPLE} (Exempeldata)"}
    return [
        File(
            EXAMPLE,
            "Folkmängd",
            "population",
            lived,
            method="Påhittad folkmängd den 31 december varje år.",
            division="primaromraden",
            **common,
        ),
        File(
            EXAMPLE,
            "Händelser",
            "incidents",
            counted,
            method="Påhittade händelser från 2018, med årstid, trend, samlade platser och upprepningar.",
            kind=DatasetKind.INCIDENTS,
            owner=Party.POLICE,
            shared=DatasetScope.AREAS,
            options=incidents.RECIPE,
            **common,
        ),
        *_survey_files(today, folder, common),
        _notices(today, folder, common),
    ]


def _notices(today: date, folder: Path, common: dict[str, Any]) -> File:
    """Write what the police note for themselves, and have not released: a feed, which no figure is counted from."""
    path = folder / "polisens-handelsenotiser.csv"
    centre = town().degrees[2].representative_point()
    lines = [
        f"{number},{today - timedelta(days=number):%Y-%m-%d} 21:{10 + number}:00 +01:00,"
        f'"{kind}, Exempelstaden",{kind},Exempelstaden,"{centre.y:.4f},{centre.x:.4f}"\n'
        for number, kind in enumerate(("Bråk", "Skadegörelse", "Övrigt"), 1)
    ]
    path.write_text("id,datetime,name,type,location_name,location_gps\n" + "".join(lines), "utf-8")
    return File(
        EXAMPLE,
        "Polisens händelsenotiser",
        "police-events",
        path,
        method="Påhittade notiser. Det är ett flöde, aldrig brottsstatistik.",
        kind=DatasetKind.FEED,
        owner=Party.POLICE,
        shared="",
        **common,
    )


def _survey_files(today: date, folder: Path, common: dict[str, Any]) -> list[File]:
    """Write each wave by each level of areas: three datasets, because a share of a whole is not a mean of its parts."""
    words = {"mellanomraden": "mellanområden", "stadsomraden": "stadsområden", "kommun": "hela staden"}
    files = []
    for wave in survey.waves(today):
        rows = survey.answers(wave)
        for level in survey.LEVELS:
            path = folder / survey.FILE_NAME.format(level=level, year=wave.year)
            survey.write_csv(rows, wave, level, path)
            files.append(
                File(
                    EXAMPLE,
                    f"Trygghetsundersökning, {words[level]}",
                    "survey-answers",
                    path,
                    method="Påhittade svar från ett slumpmässigt urval, vägda efter ålder och område.",
                    kind=DatasetKind.SAFETY_SURVEY,
                    division=level,
                    options=survey.RECIPE,
                    **common,
                )
            )
    return files


def load(city: City, files: list[File], *, by: Member | None, officer: Member | None = None) -> int:
    """Read in the files that the city does not have yet; returns how many.

    by, officer  who reads in what the city owns, and what the police own
    """
    return sum(_load_one(city, file, officer if file.owner == Party.POLICE else by) for file in files)


def _load_one(city: City, file: File, by: Member | None) -> bool:
    dataset = Dataset.objects.filter(city=city, source__name=file.source, name=file.dataset).first()
    if dataset and dataset.imports.filter(file_name=file.path.name, state=ImportState.IN_FORCE).exists():
        return False
    dataset = dataset or _add(city, file, by)
    try:
        with file.path.open("rb") as upload:
            row = services.receive_file(city=city, upload=upload, file_name=file.path.name, by=by)
    except services.SameFileError:  # nothing new since last time
        return False
    division = Division.objects.get(city=city, slug=file.division) if file.division else None
    services.choose(
        data_import=row, dataset=dataset, reader=file.reader, options=file.options, division=division, by=by
    )
    services.confirm_and_run(data_import=row, by=by)
    if row.state != ImportState.IN_FORCE:
        raise SeedError(f"{file.path.name}: {row.message}")
    return True


def _add(city: City, file: File, by: Member | None) -> Dataset:
    """Add the dataset of a file, released as its owner does it."""
    dataset = services.add_dataset(
        city=city,
        source_name=file.source,
        name=file.dataset,
        kind=file.kind,
        reader=file.reader,
        licence=file.licence,
        attribution=file.attribution,
        method=file.method,
        owner=file.owner,
        is_example=city.is_example,
        is_public=file.shared == DatasetScope.WHOLE,
        by=by,
    )
    if by is not None and file.shared and not dataset.shared:
        services.release_dataset(
            dataset=dataset,
            scope=file.shared,
            reason="Talen per område behövs i den gemensamma lägesbilden. Platserna stannar hos polisen.",
            legal_ground="police-cooperation",
            by=by,
        )
    return dataset


def load_goteborg(*, by: Member | None) -> None:
    """Read in Göteborg's real files."""
    load(City.objects.get(slug=goteborg.SLUG), goteborg_files(), by=by)


def load_example(
    city: City, today: date, *, by: Member | None, officer: Member | None, flares_up: bool = False
) -> None:
    """Simulate and read in Exempelstaden's files."""
    with tempfile.TemporaryDirectory(prefix="samsyn-") as folder:
        load(city, example_files(today, Path(folder), flares_up=flares_up), by=by, officer=officer)
