"""What hands do in the browser, in both languages: read in a file, write, cut an edition, approve it."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from pathlib import Path

import samsyn

LONG_MS = 180_000  # an import waits for the worker; a busy machine is slow
NEW = "ny"
COMPILED = Path(samsyn.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "django.mo"


def words(language: str) -> Callable[..., str]:
    """`say("Spara er bedömning")` in the language of the test; placeholders by name."""
    if language == "sv":
        return lambda text, **values: text % values if values else text
    with COMPILED.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    return lambda text, **values: catalogue.gettext(text) % values if values else catalogue.gettext(text)


def press(page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def number_in(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def corrected(source: Path, target: Path, start: str, add: int) -> str:
    """Copy a CSV with the last number of the line that begins so raised; return the new number."""
    lines = source.read_text("utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith(start))
    head, _comma, value = lines[at].rstrip().rpartition(",")
    lines[at] = f"{head},{int(value) + add}\n"
    target.write_text("".join(lines), "utf-8")
    return str(int(value) + add)


def hand_in(page, say, city: str, file: Path) -> None:
    """Choose the file and hand it in; the answer is the page of looking through, or why it was refused."""
    page.goto(f"/underlag/las-in/{city}/")
    page.set_input_files('input[type="file"]', file)
    press(page, say("Granska filen"))
    page.wait_for_load_state()


def belongs_to(page, name: str) -> None:
    """Choose the dataset that stands, by the beginning of its name."""
    options = page.locator('select[name="dataset"] option')
    labels = [one for one in options.all_inner_texts() if one.startswith(name)]
    page.select_option('select[name="dataset"]', label=labels[0])


def belongs_to_new(page, **said: str) -> None:
    """Say what a new dataset is: source_name, name, licence, attribution."""
    if page.locator('select[name="dataset"]').count():
        page.select_option('select[name="dataset"]', NEW)
        if not page.locator("[name=source_name]").is_visible():
            page.locator("details.more:has([name=source_name]) summary").click()
    for name, text in said.items():
        page.fill(f"[name={name}]", text)
    page.check("[name=is_public]")  # the other party sees it from the start


def read_in(page, say) -> list[int]:
    """Confirm the file as it is shown, wait for it, and return the rows taken, refused and outside."""
    page.locator('button[formaction$="/las-in/"]').click()
    page.get_by_text(say("rader inlästa"), exact=True).wait_for(timeout=LONG_MS)
    return [number_in(text) for text in page.locator(".kpi .fig-num").all_inner_texts()[:3]]


def add_city(page, say, name: str, file: Path, *, division: str) -> str:
    """Add a city by its file of areas; return its slug."""
    page.goto("/platser/ny-stad/")
    said = {
        "name": name, "country": "GB", "division": division, "valid_from": "2011-01-01", "source": "police.uk",
        "licence": "OGL v3",
    }  # fmt: skip
    for field, text in said.items():
        page.fill(f"[name={field}]", text)
    page.set_input_files('input[type="file"]', file)
    press(page, say("Granska områdena"))
    page.wait_for_url("**/granska/")
    page.locator("main form button").click()
    page.wait_for_url("**/par/nytt/")
    return page.url.split("/platser/")[1].split("/")[0]


def open_pair(page, say, city: str, area: str, *, since: str) -> str:
    """Open the pair of an area and the police of the whole city; return the pair's slug."""
    page.goto(f"/platser/{city}/par/nytt/")
    page.select_option("[name=city_area]", label=area)
    page.fill("[name=valid_from]", since)
    page.fill("[name=name]", area)
    press(page, say("Öppna paret"))
    page.wait_for_url(f"**/platser/{city}/")
    return page.locator(f'main a[href^="/par/{city}"]').first.get_attribute("href").split("/")[2]


def give_role(page, say, city: str, person: str, role: str, where: str) -> None:
    """Give somebody from another city a role in the pair."""
    page.goto(f"/medarbetare/{city}/fran-annan-stad/")
    page.select_option("[name=member]", label=person)
    page.select_option("[name=role]", role)
    page.select_option("[name=pair]", label=where)
    press(page, say("Ge rollen"))
    page.wait_for_url(re.compile(rf"/medarbetare/{city}/(\d+/)?$"))


def write_part(page, say, pair: str, part: str, text: str) -> None:
    page.goto(f"/par/{pair}/lagesbild/stycke/nytt/?del={part}")
    page.fill("[name=text]", text)
    press(page, say("Spara stycket"))
    page.get_by_text(say("Stycket är sparat.")).wait_for()


def write_finding(page, say, pair: str, statement: str, doubt: str) -> None:
    """A finding that rests on the first figure proposed."""
    page.goto(f"/par/{pair}/lagesbild/slutsats/ny/")
    page.fill("[name=statement]", statement)
    page.fill("[name=doubt]", doubt)
    page.locator("[name=tal]").first.check()
    press(page, say("Spara slutsatsen"))
    page.get_by_role("heading", name=statement).first.wait_for()


def release(page, say, pair: str, *, other: str) -> None:
    """Let the other authority see all that one's own has written; `other` is what it is called on the button."""
    page.goto(f"/par/{pair}/vem-ser-vad/")
    for box in page.locator("[name=text][type=checkbox]").all():
        box.check()
    page.fill("[name=reason]", "Till den gemensamma bilden.")
    page.locator('[name=legal_ground][value="not-secret"]').first.check()  # the next form is of datasets
    press(page, say(f"Släpp till {other}"))
    page.get_by_text(say("Allt ni har skrivit är släppt.")).wait_for()


def judge(page, say, pair: str, area: str, level: str, reason: str) -> None:
    """Judge an area for one's own party: `area` is its code, or "hela"."""
    page.goto(f"/par/{pair}/lagesbild/lage/{area}/")
    page.locator(f'[name=level][value="{level}"]').check()
    page.fill("[name=reason]", reason)
    if page.locator("[name=difference]").count():
        page.fill("[name=difference]", reason)
    press(page, say("Spara er bedömning"))


def judge_alike(astrid, bo, say, pair: str, area: str, level: str, reason: str) -> None:
    """Let both judge the same, each for itself: that is the joint level."""
    judge(bo, say, pair, area, level, reason)
    judge(astrid, say, pair, area, level, reason)


def cut_edition(page, say, pair: str, first: str, last: str) -> int:
    """Cut an edition of the period and send it to review; return its number."""
    page.goto(f"/par/{pair}/lagesbild/utgavor/ny/")
    page.fill("[name=period_start]", first)
    page.fill("[name=period_last]", last)
    press(page, say("Skapa utgåvan som utkast"))
    page.wait_for_url("**/besluta/", timeout=LONG_MS)
    number = number_in(page.url.split("/utgavor/")[1])
    press(page, say("Skicka på granskning"))
    page.get_by_role(
        "heading", name=say("Besluta lägesbild, utgåva %(number)s", number=number), level=1
    ).wait_for()
    return number


def approve(page, say, pair: str, number: int, button: str) -> None:
    page.goto(f"/par/{pair}/lagesbild/utgavor/{number}/besluta/")
    press(page, say(button))


def ready_edition(astrid, bo, say, pair: str) -> int:
    """Write what the law asks for in a pair without an open edition, cut one and send it to review."""
    write_part(astrid, say, pair, "mapping", "Det här ser staden.")
    write_part(bo, say, pair, "other", "Det här ser polisen.")
    write_part(astrid, say, pair, "analysis", "Det här tror vi att det beror på.")
    write_finding(astrid, say, pair, "Det här menar vi", "Vi är inte säkra.")
    release(astrid, say, pair, other="polisen")
    release(bo, say, pair, other="staden")
    judge_alike(astrid, bo, say, pair, "hela", "tunt", "Vi har bara anmälda brott.")
    return cut_edition(astrid, say, pair, "2025-01-01", "2025-12-31")
