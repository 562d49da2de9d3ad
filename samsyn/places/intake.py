"""Another city: areas from a file are read, looked at, and become a city with its divisions. All or nothing."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from samsyn.places import access, services
from samsyn.places.models import Area, AreaKind, AreaPair, City, Division
from samsyn.places.services import NewArea
from samsyn.ui.errors import UserError

MOST_AREAS = 20_000
MOST_SHOWN = 8
MOST_MB = 200
SECONDS_KEPT = 24 * 60 * 60


@dataclass(frozen=True)
class Draft:
    """What a file of areas holds, before anything is saved. `notes` and `problems` are sentences."""

    areas: tuple[NewArea, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NewDivision:
    """What a person says about the areas of a file."""

    name: str
    kind: str
    valid_from: date
    valid_to: date | None = None
    source: str = ""
    licence: str = ""


@dataclass(frozen=True)
class NewCity:
    """What a person says about a new city."""

    name: str
    code: str = ""
    country: str = "SE"


def keep_file(upload: BinaryIO, file_name: str) -> str:
    """Keep an uploaded file until it is looked at, and return its token: checksum and ending.

    Files that nobody came back to are thrown away after a day. Raises UserError for a large file and a full disk.
    """
    folder = Path(settings.SAMSYN_DATA) / "areas"
    data = upload.read(MOST_MB * 1_000_000 + 1)
    if len(data) > MOST_MB * 1_000_000:
        raise UserError(
            _(
                "Filen är för stor. Den har mer än %(most)s MB. Förenkla gränserna eller välj en grövre indelning."
            )
            % {"most": MOST_MB}
        )
    ending = "".join(Path(file_name).suffixes[-2 if file_name.lower().endswith(".gz") else -1 :]).lower()
    token = hashlib.sha256(data).hexdigest() + (ending if ending.replace(".", "").isalnum() else "")[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _throw_away_old(folder)
        unfinished = folder / f"{token}.{os.getpid()}.part"
        unfinished.write_bytes(data)
        unfinished.rename(folder / token)
    except OSError as error:
        raise UserError(
            _(
                "Filen sparades inte. Servern kunde inte skriva till disken. Försök igen, eller be den som sköter servern."
            )
        ) from error
    return token


def _throw_away_old(folder: Path) -> None:
    for path in folder.iterdir():
        if time.time() - path.stat().st_mtime > SECONDS_KEPT:
            path.unlink(missing_ok=True)


def kept_file(token: str) -> Path:
    """Return the file of a token, or raise UserError when it is gone."""
    path = Path(settings.SAMSYN_DATA) / "areas" / Path(token).name
    if not token or not path.is_file():
        raise UserError(_("Filen finns inte kvar. Den sparas bara en tid. Välj filen igen."))
    return path


def read_areas(path: Path, *, options: Mapping[str, Any] | None = None, file_name: str = "") -> Draft:
    """Read a file of areas. Raises UserError when it cannot be read, or holds no area, or two of one code: all or nothing."""
    from samsyn.sources.areas.reader import TWICE
    from samsyn.sources.contract import SourceError
    from samsyn.sources.registry import READERS
    from samsyn.ui import texts

    given = {name: value for name, value in (options or {}).items() if value}
    try:
        found = READERS["areas"].preview(path, given, rows=MOST_AREAS + 1)
    except SourceError as error:
        shown = texts.say_error(error)
        raise UserError(shown.replace(path.name, file_name) if file_name else shown) from error
    twice = [error for error in found.batch.errors if error.template == TWICE]
    if twice:
        raise UserError(texts.say_error(twice[0]))
    areas = _areas(found.batch.table)
    problems = tuple(texts.say_error(error) for error in found.batch.errors)
    _check(areas, problems)
    return Draft(
        areas=tuple(areas),
        notes=tuple(texts.say(template, facts) for template, facts in found.notes),
        problems=problems,
        options=found.options,
    )


def _areas(table: Any) -> list[NewArea]:
    columns = [table.column(name).to_pylist() for name in ("code", "name", "geometry")]
    return [
        NewArea(code.strip().replace("/", "-"), name.strip() or code, geometry)
        for code, name, geometry in zip(*columns, strict=True)
    ]


def _check(areas: list[NewArea], problems: tuple[str, ...]) -> None:
    if not areas:
        raise UserError(
            _("Inga områden lästes in. %(found)s Kontrollera filen och försök igen.")
            % {"found": problems[0] if problems else _("Filen har inga områden med yta.")}
        )
    if len(areas) > MOST_AREAS:
        raise UserError(
            _(
                "Filen har för många områden. Vi fann %(count)s, och en indelning kan ha högst %(most)s. "
                "Välj en grövre indelning."
            )
            % {"count": len(areas), "most": MOST_AREAS}
        )


def draft_rows(draft: Draft) -> list[Area]:
    """Return the areas of a draft as rows that are not saved, for a map and a table; pk counts from 1."""
    return services.rows_of(draft.areas, division=None, prefix="")


@transaction.atomic
def add_city_with_areas(
    *, city: NewCity, division: NewDivision, draft: Draft, by: models.Model | None, since: date
) -> City:
    """Add a city, its division, the municipality as the union, and the organisations of city and police.

    The member who adds it becomes its administrator and analyst. Raises UserError when the name is taken.
    """
    from django.utils.text import slugify

    slug = slugify(city.name)[:60]
    if not slug or City.objects.filter(slug=slug).exists():
        raise UserError(
            _(
                "Staden %(name)s lades inte till. Det finns redan en stad med det namnet, eller så går det inte att "
                "göra en adress av det. Skriv ett namn som skiljer den från de andra."
            )
            % {"name": city.name}
        )
    made = services.add_city(
        name=city.name, code=city.code, slug=slug, country=city.country, local_crs=_crs(draft, city), by=by
    )
    add_areas(city=made, division=division, draft=draft, by=by)
    access.rules().settle(made, by=by, since=since)
    return made


@transaction.atomic
def add_areas(*, city: City, division: NewDivision, draft: Draft, by: models.Model | None) -> Division:
    """Add a division to a city; the first one also gives the municipality, as the union of its areas."""
    made = services.add_division(
        city=city,
        name=division.name,
        kind=AreaKind(division.kind),
        valid_from=division.valid_from,
        valid_to=division.valid_to,
        source=division.source or _("Fil som lämnats in"),
        licence=division.licence or _("ej angiven"),
        areas=draft.areas,
        by=by,
    )
    has_whole = Division.objects.filter(city=city, kind=AreaKind.MUNICIPALITY).exists()
    if not has_whole:
        services.add_division(
            city=city,
            name=str(_("Kommun")),
            kind=AreaKind.MUNICIPALITY,
            valid_from=division.valid_from,
            source=made.source,
            licence=made.licence,
            note=_("Sammansatt av %(division)s.") % {"division": made.name},
            areas=[
                NewArea(
                    city.code or city.slug,
                    city.name,
                    services.compose(area.geometry for area in draft.areas),
                    tuple(f"{city.slug}/{made.slug}/{area.code}" for area in draft.areas),
                )
            ],
            by=by,
        )
    return made


def _crs(draft: Draft, city: NewCity) -> str:
    """Return the plane that suits the city: SWEREF 99 TM in Sweden, else its zone of UTM."""
    import shapely

    if city.country == "SE":
        return "EPSG:3006"
    box = shapely.total_bounds(shapely.from_wkb([area.geometry for area in draft.areas]))
    zone = int((box[0] + box[2]) / 2 // 6) + 31
    return f"EPSG:{32600 + zone if box[3] > 0 else 32700 + zone}"


@transaction.atomic
def police_area_of(city: City, *, valid_from: date, by: models.Model | None) -> Area:
    """Return a police area that is the same as the whole city; made when there is none yet."""
    kind = AreaKind.POLICE_DISTRICT
    found = Area.objects.filter(division__city=city, division__kind=kind).order_by("pk").first()
    if found is not None:
        return found
    whole = Area.objects.filter(division__city=city, division__kind=AreaKind.MUNICIPALITY).first()
    if whole is None:
        raise UserError(_("Paret öppnades inte. Staden har ingen yta än. Läs in en områdesindelning först."))
    division = services.add_division(
        city=city,
        name=str(_("Polisområde")),
        kind=kind,
        valid_from=min(valid_from, whole.division.valid_from),
        source=whole.division.source,
        licence=whole.division.licence,
        is_verified=False,
        note=str(_("Satt till hela staden, inte kontrollerat mot polisens beslut.")),
        areas=[NewArea(whole.code, city.name, bytes(whole.geometry), (whole.key,))],
        by=by,
    )
    return Area.objects.select_related("division__city").get(division=division)


@transaction.atomic
def open_whole(
    city: City, *, valid_from: date, by: models.Model | None, name: str = "Hela staden"
) -> AreaPair:
    """Open the pair of the whole city: the municipality and its police district.

    Raises UserError without a map, or when the city has such a pair.
    """
    if AreaPair.objects.filter(city=city, is_whole=True, valid_to=None).exists():
        raise UserError(
            _(
                "Paret öppnades inte. Staden har redan ett par för hela staden. "
                "Öppna det som finns under Paret."
            )
        )
    police = police_area_of(city, valid_from=valid_from, by=by)
    whole = Area.objects.select_related("division__city").get(
        division__city=city, division__kind=AreaKind.MUNICIPALITY
    )
    return services.open_pair(
        city_area=whole,
        police_area=police,
        name=name,
        valid_from=valid_from,
        slug=f"{city.slug}-hela-staden",
        is_whole=True,
        by=by,
    )


@transaction.atomic
def open_pair_in(
    *,
    city: City,
    city_area: Area,
    police_area: Area | None,
    valid_from: date,
    name: str,
    by: models.Model | None,
    is_whole: bool = False,
) -> AreaPair:
    """Open a pair in a city; no police area means that it is the whole city.

    is_whole  the pair where the two chiefs decide for the whole city: its areas are the municipality and the police district
    """
    from django.utils.text import slugify

    if not name.strip() or AreaPair.objects.filter(slug=slugify(f"{city.slug}-{name}")).exists():
        raise UserError(
            _(
                "Paret öppnades inte. Det finns redan ett par som heter %(name)s i staden. "
                "Ge paret ett annat namn, eller öppna det som finns."
            )
            % {"name": name}
        )
    if is_whole:
        return open_whole(city, valid_from=valid_from, by=by, name=name.strip())
    police = police_area or police_area_of(city, valid_from=valid_from, by=by)
    return services.open_pair(
        city_area=city_area, police_area=police, name=name.strip(), valid_from=valid_from, by=by
    )


def first_few(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first sentences, for a page."""
    return sentences[:MOST_SHOWN]
