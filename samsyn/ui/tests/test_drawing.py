"""A picture on a page: drawn on the server, safe under the CSP, kept, and with its table."""

import json
import re
from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation

from samsyn.charts.bars import Bar, bars
from samsyn.charts.trend import TrendPoint, trend
from samsyn.ui import drawing
from samsyn.ui.picture_words import picture_words
from samsyn.ui.templatetags import drawing as tags


def picture(**more):
    points = [
        TrendPoint(str(y), date(y, 1, 1), date(y + 1, 1, 1), value, value - 100, value + 100)
        for y, value in ((2023, 12888.0), (2024, 13100.0), (2025, 12705.0))
    ]
    texts = {
        "title": "Brotten är ungefär lika många",
        "description": "Anmälda brott per år.",
        "source": "Källa: Brå.",
    }
    return trend(points, **{**texts, **more})


def page(template="{% draw picture %}", **context):
    return Template(template).render(Context({"picture": picture(), **context}))


@pytest.fixture(autouse=True)
def _nothing_in_memory():
    drawing._memory.clear()
    tags._figures.clear()


def test_a_figure_has_title_both_widths_source_and_table():
    html = page()
    assert '<h3 id="figur-1">Brotten är ungefär lika många</h3>' in html
    assert html.count("<svg") == 2 and "only-w" in html and "only-n" in html
    assert "Källa: Brå." in html
    assert "Visa talen som tabell" in html
    assert '<td class="n">12\u00a0705</td><td class="n">12\u00a0605–12\u00a0805</td>' in html


def test_a_figure_may_stand_under_another_heading():
    assert "<h4 id=" in page("{% draw picture heading=4 %}")


def test_invented_figures_say_so():
    assert "Exempeldata" not in page()
    assert '<span class="ex">Exempeldata</span>' in page(picture=picture(is_example=True))


def test_a_drawing_has_role_title_and_description():
    svg = drawing.svg(picture().wide, title="Titel", description="Beskrivning")
    name = drawing.prefix(svg)
    assert f'role="img" font-family="Inter" aria-labelledby="{name}-title {name}-desc"' in svg
    assert f'<title id="{name}-title">Titel</title><desc id="{name}-desc">Beskrivning</desc>' in svg


def test_nothing_in_a_figure_breaks_the_strict_csp():
    html = page()
    assert " style=" not in html and "javascript:" not in html
    assert not re.search(r"\son\w+=", html)
    assert re.findall(r"<script (?!id=|type=\"application/json\"|type=\"module\" src=)", html) == []


def test_ids_are_unique_even_for_the_same_picture_twice():
    ids = re.findall(r'\bid="([^"]+)"', page("{% draw picture %}{% draw picture %}"))
    assert len(ids) == len(set(ids)) and len(ids) >= 10


def test_the_script_and_the_theme_come_once_on_a_page():
    html = page("{% draw picture %}{% draw picture %}")
    assert html.count("chart.mjs") == 1 and html.count('id="chart-theme"') == 1
    assert "chart.mjs" not in page("{% draw picture live=False %}")


def test_the_script_is_given_the_same_figures_in_words():
    text = re.search(r'<script type="application/json">(.*?)</script>', page(), re.S).group(1)
    data = json.loads(text)
    assert data["columns"] == ["Period", "Värde", "Osäkerhet (95\N{NO-BREAK SPACE}%)"]
    assert data["rows"][2] == ["2025", "12\u00a0705", "12\u00a0605–12\u00a0805"]
    assert "config" not in data["wide"]


def test_what_vega_writes_is_rebuilt_without_script_style_or_links():
    dirty = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" onload="x()"><script>x()</script>'
        '<g style="fill:red" class="a"><a href="javascript:x()"><text>länk</text></a>'
        '<rect width="4" height="4" fill="url(http://example.org/x)"/><text x="1">kvar &lt;b&gt;</text></g></svg>'
    )
    clean = drawing.clean(dirty, "d0")
    assert "x()" not in clean and "style" not in clean and "example" not in clean and "länk" not in clean
    assert '<text x="1">kvar &lt;b&gt;</text>' in clean


def test_text_from_users_stays_text():
    drawn = bars([Bar("<script>alert(1)</script>", 3)], title="<b>", description="&", source="<i>")
    html = page(picture=drawn)
    assert "<script>alert" not in html and "<b>" not in html and "<i>" not in html


def test_a_drawing_is_kept_for_the_next_process(settings):
    first = drawing.svg(picture().wide)
    kept = list((settings.SAMSYN_DATA / "drawings").rglob("*.svg"))
    assert [path.read_text(encoding="utf-8") for path in kept] == [first]
    drawing._memory.clear()
    kept[0].write_text("<svg/>", encoding="utf-8")
    assert drawing.svg(picture().wide) == "<svg/>"


def test_no_half_drawing_is_left(settings):
    drawing.svg(picture().wide)
    assert not list((settings.SAMSYN_DATA / "drawings").rglob(".drawing-*"))


def test_english_pages_have_english_numbers_and_words():
    with translation.override("en"):
        html = page(picture=picture(words=picture_words()))
        assert "12,705" in html and "10,000" in html


def test_a_picture_without_figures_says_so_and_has_no_table():
    html = page(picture=bars([], title="Titel", description="", source=""))
    assert "Det finns inga tal att visa ännu." in html
    assert "<details" not in html and "data-explore" not in html


def test_every_word_of_a_picture_is_translated_by_its_own_text():
    assert picture_words() == type(picture_words())()


def test_a_kept_picture_is_made_once_in_each_language():
    made = []

    def make():
        made.append(picture())
        return made[-1]

    first = drawing.kept("test:kept", make)
    assert drawing.kept("test:kept", make) is first and len(made) == 1
    with translation.override("en"):
        assert drawing.kept("test:kept", make) is not first
    assert len(made) == 2


def test_the_same_picture_is_the_same_text_whatever_was_drawn_before():
    clipped = {**picture().wide, "view": {"stroke": None}}
    clipped["layer"] = [
        {**layer, "mark": {**layer["mark"], "clip": True}} for layer in picture().wide["layer"]
    ]
    first, second = (drawing.markup_of(clipped, "sv") for _time in range(2))
    assert first == second and 'id="d-clip1"' in first
    assert set(re.findall(r"url\(#([\w-]+)\)", first)) <= set(re.findall(r'id="([\w-]+)"', first))
