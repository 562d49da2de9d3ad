"""Work over time: a bar for each activity, filled by what is done, under the months, with today's line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, INK, INK_2, LINE, PAPER, TINT, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words

HAND = "#9c4513"
ROW, BAR, HEAD = 52, 14, 34  # pixels: a row with its label over the bar, the bar, the row of months
FACTS = 264  # pixels at the right of the wide sheet, for what is done and how it goes


Across = Callable[[date], float]  # where a day stands, in pixels from the left


@dataclass(frozen=True)
class Bar:
    """One activity. `end` is the day after the last; `share` 0 to 1 is done; the texts stand as they are."""

    label: str
    group: str
    start: date
    end: date
    share: float
    said: str
    when: str
    state: str
    is_late: bool = False


@dataclass(frozen=True)
class CalendarWords:
    """The words of the calendar. `months` are twelve, by blanks."""

    action: str = "Åtgärd"
    activity: str = "Aktivitet"
    when: str = "När"
    done: str = "Gjort"
    state: str = "Hur det går"
    today: str = "i dag"
    months: str = "jan feb mars april maj juni juli aug sep okt nov dec"


def calendar_chart(
    bars: Sequence[Bar],
    *,
    start: date,
    end: date,
    on: date,
    title: str,
    description: str,
    source: str,
    is_example: bool = False,
    words: Words = SWEDISH,
    said: CalendarWords = CalendarWords(),
) -> Picture:
    """Draw the bars from `start` to the day before `end`; what lies outside is cut at the edge."""
    columns = (
        Column(said.action),
        Column(said.activity),
        Column(said.when),
        Column(said.done),
        Column(said.state),
    )
    rows = tuple((bar.group, bar.label, bar.when, bar.said, bar.state) for bar in bars)
    if not bars:
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            is_example=is_example,
            words=words,
        )
    wide, narrow = (_drawn(bars, start, end, on, width, words, said) for width in (980, picture.NARROW))
    return Picture(wide, narrow, title, description, source, columns, rows, is_example)


def _drawn(
    bars: Sequence[Bar], start: date, end: date, on: date, width: int, words: Words, said: CalendarWords
) -> Spec:
    """On the wide sheet what is done has a column of its own at the right; on the narrow one it lies over the bar."""
    span = max((end - start).days, 1)
    is_wide = width > 600
    field = width - FACTS if is_wide else width

    def x(day: date) -> float:
        return round(field * min(max((day - start).days / span, 0.0), 1.0), 1)

    height = HEAD + ROW * len(bars) + 14
    line, sign = _today(x(on), field, height, said) if start <= on < end else ([], [])
    layers = [
        *_months(_firsts(start, end, every=1 if is_wide else 3), x, height, said),
        *line,
        *_bars(bars, x),
        *_labels(bars, x, width, field, has_state=is_wide),
        *sign,
    ]
    return picture.layered(width, height, layers, padding=(0, 0, 0, 0), lang=words.lang)


def _firsts(start: date, end: date, *, every: int) -> list[date]:
    """The first days of months in the period, every so many; the first one is the period's own."""
    months = [
        date(year, month, 1)
        for year in range(start.year, end.year + 1)
        for month in range(1, 13)
        if start <= date(year, month, 1) < end
    ]
    step = every * max(1, len(months) // 14)
    return months[::step]


def _months(firsts: Sequence[date], x: Across, height: int, said: CalendarWords) -> list[Spec]:
    names = said.months.split()
    rows = [{"x": x(day), "text": names[day.month - 1]} for day in firsts]
    rule = {"type": "rule", "stroke": LINE, "strokeWidth": 1}
    lines = picture.layer(rows, rule, x=picture.pixel("x"), y={"value": HEAD - 10}, y2={"value": height})
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": 4, "fontSize": 13, "color": INK_2}
    texts = picture.layer(rows, mark, x=picture.pixel("x"), y={"value": 12}, text={"field": "text"})
    base = picture.layer(
        [{}],
        {"type": "rule", "stroke": INK, "strokeWidth": 1},
        x={"value": 0},
        x2={"value": "width"},
        y={"value": HEAD - 10},
    )
    return [lines, texts, base]


def _bars(bars: Sequence[Bar], x: Across) -> list[Spec]:
    """What is planned as an outlined bar, what is done filled from the left."""
    rows = []
    for index, bar in enumerate(bars):
        left, right = x(bar.start), max(x(bar.end), x(bar.start) + 4)
        top = HEAD + ROW * index + 24
        rows.append(
            {
                "row": index,
                "x": left,
                "x2": right,
                "y": top,
                "y2": top + BAR,
                "done": left + round((right - left) * bar.share, 1),
            }
        )
    planned = {"type": "rect", "fill": TINT, "stroke": DEEP, "strokeWidth": 1.2}
    done = {"type": "rect", "fill": DEEP}
    at = {"x": picture.pixel("x"), "y": picture.pixel("y"), "y2": {"field": "y2"}}
    return [
        picture.layer(rows, planned, x2={"field": "x2"}, **at),
        picture.layer([row for row in rows if row["done"] > row["x"]], done, x2={"field": "done"}, **at),
    ]


def _labels(bars: Sequence[Bar], x: Across, width: int, field: int, *, has_state: bool) -> list[Spec]:
    """Over each bar its name, from where the bar begins, and what is done, in a column at the right."""
    names, facts = [], []
    for index, bar in enumerate(bars):
        fact = f"{bar.said}, {bar.state}" if has_state else bar.said
        room = float(field) if has_state else width - picture.text_width(fact) - 12
        name = _cut(bar.label, room)
        left = max(0.0, min(x(bar.start), room - picture.text_width(name)))
        y = HEAD + ROW * index + 12
        names.append({"x": left, "y": y, "text": name})
        facts.append({"x": width, "y": y + 19 if has_state else y, "text": fact, "late": bar.is_late})
    at = {"x": picture.pixel("x"), "y": picture.pixel("y"), "text": {"field": "text"}}
    mark = {"type": "text", "baseline": "middle", "fontSize": 13}
    halo = {**mark, "stroke": PAPER, "strokeWidth": 4, "strokeJoin": "round"}
    bold, right = {"align": "left", "fontWeight": 600}, {"align": "right"}
    late = [row for row in facts if row["late"]]
    calm = [row for row in facts if not row["late"]]
    return [
        picture.layer(names, {**halo, **bold}, **at),
        picture.layer(facts, {**halo, **right}, **at),
        picture.layer(names, {**mark, **bold, "color": INK}, **at),
        picture.layer(calm, {**mark, **right, "color": INK_2}, **at),
        picture.layer(late, {**mark, **right, "fontWeight": 600, "color": HAND}, **at),
    ]


def _cut(text: str, room: float) -> str:
    """A text that fits: cut at the end with three dots where it does not."""
    if picture.text_width(text) <= room:
        return text
    letters = max(8, int(room / picture.text_width("n")) - 1)
    return f"{text[:letters].rstrip()}…"


def _today(at: float, width: int, height: int, said: CalendarWords) -> tuple[list[Spec], list[Spec]]:
    """Today's line, which lies under everything, and its word, which lies over."""
    rule = {"type": "rule", "stroke": HAND, "strokeWidth": 2.5}
    line = picture.layer([{}], rule, x={"value": at}, y={"value": HEAD - 10}, y2={"value": height})
    is_right = at + picture.text_width(said.today) + 6 > width
    mark = {"align": "right" if is_right else "left", "baseline": "middle", "dx": -5 if is_right else 5}
    text = {**mark, "fontWeight": 600, "fontSize": 13}
    halo = picture.written(said.today, at, height - 6, stroke=PAPER, strokeWidth=4, **text)
    return [line], [halo, picture.written(said.today, at, height - 6, color=HAND, **text)]
