"""What hands do with agreements, in both languages: begin one, write its clauses, sign it, and end it."""

from __future__ import annotations

import datetime

from tests.browser import hands_round as walk

ROOM, PAIR = "/overenskommelser/exempelstaden/", "/par/exempelstaden-norr/overenskommelser/"
IN_FORCE = "table.tbl tbody tr:has(a):first-child th a"  # what holds stands first in the list


def begin(page, say, *, kind: str = "local", problem: str = "", first, last, title: str = "") -> str:
    """Begin an agreement from the template, from a problem or not; return its page."""
    page.goto(f"{PAIR}ny/?{f'problem={problem}' if problem else f'slag={kind}'}")
    walk.fill(page, title=title, valid_from=first, last_day=last)
    walk.save(
        page, say, "Börja på utkastet", "Utkastet är påbörjat med våra punkter. Skriv det som fattas härnäst."
    )
    return walk.here(page)


def write_what_is_lacking(page, say, agreement: str, text: str) -> None:
    """Follow the links of the checklist, one lack after the other, and write what each asks for."""
    page.goto(agreement)
    while (lack := page.locator('ul.checks .not-met a[href*="/punkt/"]')).count():
        page.goto(lack.first.get_attribute("href"))
        walk.fill(page, text=text)
        walk.save(page, say, "Spara punkten", "Punkten är sparad.")
        page.goto(agreement)


def sign(page, say, agreement: str, button: str) -> None:
    """Read the decided text and sign it on screen."""
    page.goto(f"{agreement}skriv-under/")
    walk.save(page, say, button, "Din underskrift är registrerad.")


def end(page, say, agreement: str, reason: str) -> None:
    """End an agreement before its time."""
    page.goto(f"{agreement}avsluta/")
    walk.fill(page, reason=reason)
    walk.save(page, say, "Avsluta överenskommelsen", "Överenskommelsen är avslutad. Båda parter ser skälet.")


def follow(page, say, agreement: str) -> str:
    """Begin the successor of an agreement; return its page."""
    page.goto(agreement)
    walk.save(
        page, say, "Skriv en efterträdare",
        "Efterträdaren är påbörjad som en kopia. Den förra gäller tills den nya börjar.",
    )  # fmt: skip
    return walk.here(page)


def set_period(page, say, agreement: str, first: datetime.date, last: datetime.date) -> None:
    """Set first and last day of a draft."""
    page.goto(f"{agreement}andra/")
    walk.fill(page, valid_from=first, last_day=last)
    walk.save(page, say, "Spara", "Överenskommelsen är sparad.")


def cell(page, area: str) -> str:
    """What the matrix says of the area's pair."""
    page.goto(ROOM)
    return " ".join(
        page.locator(f'table.matrix td[data-l="{area}"] .astate >> xpath=ancestor::td').inner_text().split()
    )


def stage(page, agreement: str) -> str:
    """The stage that the agreement has come to, as its page says it."""
    page.goto(agreement)
    return page.locator('ol.stages [aria-current="step"]').inner_text().split("\n")[0].strip()
