"""The example in an empty database: Göteborg with real figures, Exempelstaden where everything invented happens.

Each step stands on its own and does nothing when it is done already: a load that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from samsyn.people.models import Member
from samsyn.places.models import AreaPair, City
from samsyn.seeds import cast, figures, goteborg
from samsyn.seeds.exempelstaden import places
from samsyn.seeds.exempelstaden.story.chapters import chapters
from samsyn.seeds.exempelstaden.story.hands import on
from samsyn.steps.situation.services import add_default_scale, open_picture
from samsyn.ui import clock

HOME = f"{places.SLUG}-norr"
GUEST = f"{goteborg.SLUG}-nordost"


def is_empty() -> bool:
    """Whether the database holds nothing, or only an example whose loading was interrupted."""
    if not City.objects.exists() and not Member.objects.exists():
        return True
    return not is_loaded() and not Member.objects.filter(is_example=False).exists() and _is_only_example()


def is_loaded() -> bool:
    """Whether the whole example stands: every chapter of Norr's story is told."""
    pair = AreaPair.objects.filter(slug=HOME).first()
    return pair is not None and all(chapter.is_told(pair) for chapter in chapters(clock.today()))


def _is_only_example() -> bool:
    return not City.objects.exclude(slug__in=[goteborg.SLUG, places.SLUG]).exists()


def load_example(today: date | None = None) -> None:
    """Load both cities, their figures, the cast, and the story of Exempelstaden Norr, chapter by chapter."""
    day = today or clock.today()
    with transaction.atomic():
        _add_goteborg()
        with on(places.OPENED_HERE):
            town = _add_exempelstaden()
    analyst = Member.objects.get(email=f"cilla@{cast.DOMAIN}")
    officer = Member.objects.get(email=f"bo@{cast.DOMAIN}")
    figures.load_goteborg(by=analyst)
    with transaction.atomic():
        _open_pictures()
    pair = AreaPair.objects.select_related("city", "city_area__division", "police_area").get(slug=HOME)
    for chapter in chapters(day):
        if chapter.is_told(pair):
            continue
        if chapter.figures_on is not None:
            with on(chapter.figures_on):
                figures.load_example(
                    town,
                    chapter.figures_on,
                    by=analyst,
                    officer=officer,
                    flares_up=chapter.figures_on > day - timedelta(days=31),
                )
        chapter.tell(pair, day)


def _add_goteborg() -> None:
    if not City.objects.filter(slug=goteborg.SLUG).exists():
        goteborg.load_places()


def _add_exempelstaden() -> City:
    town = City.objects.filter(slug=places.SLUG).first()
    if town is not None:
        return town
    town = places.load_places()
    pairs = places.open_pairs(town)
    members = cast.add_cast(city=town, home=pairs["Norr"], other=pairs["Söder"], since=places.REFORM)
    cast.give_roles_in(AreaPair.objects.get(slug=GUEST), members, since=places.REFORM)
    return town


def _open_pictures() -> None:
    """Give each city its scale of levels, and each pair in force its running picture, empty."""
    for city in City.objects.filter(slug__in=[goteborg.SLUG, places.SLUG]):
        add_default_scale(city)
        for pair in AreaPair.objects.filter(city=city, valid_to=None).order_by("pk"):
            open_picture(pair)


def has_real_members() -> bool:
    """Whether anybody but the invented cast has an account."""
    return Member.objects.filter(is_example=False).exists()


def empty_everything() -> None:
    """Empty every table and the folders of files and figures, guards aside for that moment. Asks nobody."""
    from django.core.management import call_command

    from samsyn.audit import guards

    for guard in guards.ALL:
        guard.remove(connection)
    try:
        call_command("flush", interactive=False, verbosity=0)
    finally:
        for guard in guards.ALL:
            guard.install(connection)
    for name in ("originals", "figures", "areas", "signed"):
        shutil.rmtree(Path(settings.SAMSYN_DATA) / name, ignore_errors=True)
