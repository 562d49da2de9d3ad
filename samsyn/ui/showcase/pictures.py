"""The pictures of /komponenter/, all invented and marked so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from samsyn.charts.bars import Bar, bars
from samsyn.charts.day_map import DayWords, day_map
from samsyn.charts.level_map import LevelArea, level_map
from samsyn.charts.multiples import Panel, PanelPoint, multiples
from samsyn.charts.picture import Picture
from samsyn.charts.shares import Share, shares
from samsyn.charts.spark import SparkPoint
from samsyn.charts.trend import BreakMark, TrendPoint, trend
from samsyn.charts.value_map import ValueArea, value_map
from samsyn.ui.picture_words import picture_words
from samsyn.ui.showcase import ground

_QUARTERS = (
    *(1917, 2134, 2224, 2065, 2036, 2208, 2250, 2236, 2104, 2465, 2497, 2338, 2067, 2273, 2297, 2308),
    *(
        2274,
        2422,
        2325,
        2423,
        2309,
        2337,
        2242,
        2177,
        2082,
        2303,
        2312,
        2180,
        2032,
        2180,
        2163,
        2106,
        1998,
        2206,
    ),
)
_EXPECTED = ((2118, 1833, 2402), (2306, 2022, 2591), (2306, 2021, 2590), (2258, 1973, 2542))


def _source() -> str:
    return _("Källa: påhittade tal. Intervall: exakt Poisson, 95\u00a0%.")


def _quarter(index: int, value: int) -> TrendPoint:
    year, quarter = 2018 + index // 4, index % 4
    start = date(year, 1 + 3 * quarter, 1)
    end = date(year + quarter // 3, (4 + 3 * quarter - 1) % 12 + 1, 1)
    middle, low, high = _EXPECTED[quarter] if year >= 2024 else (None, None, None)
    label = _("%(year)s kv %(quarter)s") % {"year": year, "quarter": quarter + 1}
    return TrendPoint(label, start, end, value, None, None, middle, low, high, is_preliminary=year >= 2026)


def expected() -> Picture:
    return trend(
        [_quarter(index, value) for index, value in enumerate(_QUARTERS)],
        title=_("Anmälda brott ligger kvar inom det väntade spannet"),
        description=_(
            "Exempelstaden, anmälda brott per kvartal. Bandet visar vad som väntades om 2018–2023 hade fortsatt."
        ),
        source=_source(),
        observed=_("Anmält"),
        value_label=_("Anmälda brott"),
        is_example=True,
        words=picture_words(),
    )


def broken() -> Picture:
    rows = (
        (2018, 9.0),
        (2019, 9.5),
        (2020, 8.8),
        (2021, 11.8),
        (2022, None),
        (2023, 11.7),
        (2024, 11.2),
        (2025, 11.4),
    )
    points = [
        TrendPoint(
            str(year), date(year, 1, 1), date(year + 1, 1, 1), rate, rate and rate - 0.6, rate and rate + 0.7
        )
        for year, rate in rows
    ]
    return trend(
        points,
        title=_("Talen före och efter 2021 går inte att jämföra"),
        description=_("Anmälda misshandlar per 1 000 invånare. Strecket är osäkerheten (95\u00a0%)."),
        source=_source(),
        observed=_("Norr"),
        value_label=_("Per 1 000 invånare"),
        marks=[BreakMark(date(2021, 1, 1), _("Stadsdelarna blev stadsområden"))],
        digits=1,
        is_example=True,
        words=picture_words(),
    )


def safety() -> Picture:
    rows = (
        (0.71, 0.645, 0.767, 208),
        (0.68, 0.617, 0.737, 231),
        (0.62, 0.553, 0.682, 214),
        (0.58, 0.47, 0.68, 76),
        (0.55, 0.48, 0.618, 198),
        (0.47, 0.398, 0.543, 180),
        (0.5, 0.31, 0.69, 22),
    )
    return shares(
        [Share(name, *row) for name, row in zip(ground.NAMES, rows, strict=True)],
        title=_("Lindängen är det enda område som säkert ligger under snittet"),
        description=_("Andel trygga utomhus på kvällen, 2026. Strecket är osäkerheten (95\u00a0%)."),
        source=_("Källa: påhittad trygghetsundersökning, obundet slumpmässigt urval. Wilsons intervall."),
        reference=(_("Hela Norr"), 0.61),
        is_example=True,
        words=picture_words(),
    )


def counts() -> Picture:
    rows = (
        (_("Misshandel"), 1259, 1190, 1330, True),
        (_("Skadegörelse"), 804, 749, 861, False),
        (_("Stöld ur fordon"), 365, 328, 404, False),
        (_("Inbrott i lägenhet"), 57, 43, 74, False),
    )
    return bars(
        [Bar(*row) for row in rows],
        title=_("Misshandel är det vanligaste våldet"),
        description=_("Anmälda brott i Norr 2025. Strecket är osäkerheten (95\u00a0%)."),
        source=_source(),
        name_label=_("Mått"),
        value_label=_("Antal"),
        is_example=True,
        words=picture_words(),
    )


def side_by_side() -> Picture:
    rows = {
        "Norr": (6.6, 4.4, 3.3),
        "Söder": (8.7, 6.9, 4.6),
        "Väster": (5.2, 3.9, 2.4),
        "Öster": (6.3, 4.9, 4.4),
    }
    panels = [
        Panel(
            name,
            tuple(
                PanelPoint(str(2023 + place), rate, round(rate * 0.92, 1), round(rate * 1.08, 1))
                for place, rate in enumerate(rates)
            ),
        )
        for name, rates in rows.items()
    ]
    return multiples(
        panels,
        title=_("Stölder ur fordon minskar i alla fyra områdena"),
        description=_(
            "Anmälda stölder ur fordon per 1 000 invånare, samma skala. Strecket är osäkerheten (95\u00a0%)."
        ),
        source=_source(),
        value_label=_("Per 1 000 invånare"),
        digits=1,
        is_example=True,
        words=picture_words(),
    )


def levels() -> Picture:
    orange, yellow, green = (_("Orange"), "diamond", 3), (_("Gul"), "triangle", 2), (_("Grön"), "circle", 1)
    thin = (_("Tunt underlag"), "none", None)
    found = (yellow, orange, (_("Röd"), "square", 4), yellow, thin, orange, green)
    have = (3, 4, 3, 4, 1, 3, 3)
    rows = zip(ground.areas(), found, have, strict=True)
    return level_map(
        [LevelArea(name, geometry, *level, have=count) for (name, geometry), level, count in rows],
        title=_("Läget i Norrs sju mellanområden"),
        description=_("Mörkare ton betyder allvarligare läge, streckat tunt underlag."),
        source=_("Källa: påhittade områden och lägen."),
        is_example=True,
        words=picture_words(),
    )


def values() -> Picture:
    rates: tuple[float | None, ...] = (6.9, 11.0, 14.2, 7.1, None, 9.5, 4.4)
    return value_map(
        [
            ValueArea(name, geometry, rate)
            for (name, geometry), rate in zip(ground.areas(), rates, strict=True)
        ],
        title=_("Misshandel anmäls oftast i Bäckby"),
        description=_("Anmälda misshandlar per 1 000 invånare, 2025."),
        source=_("Källa: påhittade områden och tal."),
        value_label=_("Per 1 000 invånare"),
        digits=1,
        is_example=True,
        words=picture_words(),
    )


def sparks() -> list[dict[str, Any]]:
    rows = (
        (_("Misshandel"), 1259, 11.4, (10.8, 12.1), (10.2, 11.6, 11.4), 9.2, _("Ingen säkerställd förändring sedan 2024.")),
        (_("Stöld ur fordon"), 365, 3.3, (3.0, 3.7), (6.6, 4.4, 3.3), 3.9, _("Hälften så många som 2023. Minskningen är säkerställd.")),
        (_("Inbrott i lägenhet"), 57, 0.52, (0.39, 0.67), (0.6, 0.59, 0.52), 0.52, _("Få händelser, stor osäkerhet.")),
    )  # fmt: skip
    return [
        {
            "name": name,
            "count": count,
            "rate": rate,
            "low": span[0],
            "high": span[1],
            "points": [SparkPoint(value, value * 0.9, value * 1.1) for value in series],
            "reference": reference,
            "sentence": sentence,
            "digits": 2 if rate < 1 else 1,
        }
        for name, count, rate, span, series, reference, sentence in rows
    ]


def days() -> Picture:
    """Two years of invented counts; one week was never reported."""
    first, last, lost = date(2024, 1, 1), date(2025, 12, 31), date(2025, 3, 10)
    counts: dict[date, int | None] = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        weekend = 3 if day.weekday() >= 4 else 0
        counts[day] = (
            None if lost <= day < lost + timedelta(days=7) else (number * 7 + day.month) % 4 + weekend
        )
    return day_map(
        counts,
        title=_("Fredag till söndag händer mest, hela året"),
        description=_(
            "Händelser per dag. En ruta är en dag, en kolumn är en vecka. Struken ruta: uppgift saknas."
        ),
        source=_("Källa: påhittade tal."),
        is_example=True,
        words=picture_words(),
        said=DayWords(
            week=_("Vecka från"),
            days=_("mån tis ons tor fre lör sön"),
            months=_("jan feb mars april maj juni juli aug sep okt nov dec"),
            missing=_("dagar utan uppgift: {count}"),
            total=_("{count} i allt"),
        ),
    )
