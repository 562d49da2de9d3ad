"""What a document of an edition says, in the language that is switched on: plain data, laid out by PDF and Word alike.

A content is {"lang", "title", "author", "made_on", "mark", "draft", "lead", "pair", "footer", "words", "blocks"}; a block has a
`kind`: heading, text, table, levels, picture, finding or decision. Texts are people's own and are never markup.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.audit.heads import Head, decided_head
from samsyn.charts.picture import Picture
from samsyn.people.models import Party
from samsyn.records import queries as records
from samsyn.records.sides import Side, sides
from samsyn.secrecy.rules import Masker
from samsyn.steps.situation import frozen_pictures
from samsyn.steps.situation.masking import masked
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.reading import Reading, party_word, read, sentence_case
from samsyn.steps.situation.services.editions import parsed, subject
from samsyn.steps.situation.workflow import OPEN, EditionState
from samsyn.ui.drawing import svg
from samsyn.ui.templatetags.numbers import checksum, day, moment

Block = dict[str, Any]
_BIDI = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def content_of(edition: Edition) -> dict[str, Any]:
    """Return what the document says."""
    contents, masker = masked(edition, parsed(edition))
    shown = read(contents)
    halves = sides(subject(edition))
    is_invented = shown.is_invented or any(side.is_invented for side in halves)
    return clean(
        {
            "lang": _lang(),
            "title": _("Lägesbild %(pair)s, utgåva %(number)s")
            % {"pair": shown.pair, "number": shown.number},
            "author": shown.city,
            "made_on": timezone.localtime(edition.decided_at or edition.cut_at).date().isoformat(),
            "mark": _("Exempeldata") if is_invented else "",
            "draft": "" if edition.state not in OPEN else _("Utkast, inte beslutat"),
            "pair": [shown.city_area, shown.police_area, shown.city],
            "lead": _lead(edition, shown),
            "footer": _("Lägesbild %(pair)s, utgåva %(number)s. Kontrollsumma %(sum)s")
            % {"pair": shown.pair, "number": shown.number, "sum": checksum(edition.checksum)}
            + head_foot(decided_head(edition._meta.label_lower, edition.pk))
            + class_foot(masker),
            "words": {"page": _("Sida"), "of": _("av"), "contents": _("Innehåll")},
            "blocks": _blocks(edition, contents, shown, halves),
        }
    )


def _lang() -> str:
    return "sv" if (get_language() or "sv").startswith("sv") else "en"


def clean(value: Any) -> Any:
    """Return the same data without what neither XML nor a font can hold: controls and marks that turn the line."""
    if isinstance(value, dict):
        return {key: clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    if not isinstance(value, str):
        return value
    return "".join(char for char in value if char in "\n\t" or not _is_unprintable(char)).replace("\t", " ")


def _is_unprintable(char: str) -> bool:
    return char in _BIDI or unicodedata.category(char) in {"Cc", "Cs", "Cn", "Co"} or char in "\ufffe\uffff"


def _lead(edition: Edition, shown: Reading) -> str:
    if edition.decided_at is None:
        return _("Utgåvan beskriver %(period)s och är inte beslutad.") % {"period": shown.period}
    return _("Utgåvan beskriver %(period)s. Staden och polisen beslutade den %(day)s.") % {
        "period": shown.period,
        "day": day(edition.decided_at),
    }


def _blocks(
    edition: Edition, contents: dict[str, Any], shown: Reading, halves: tuple[Side, Side]
) -> list[Block]:
    return [
        *_decision(edition, halves),
        *_levels(contents, shown),
        *_findings(shown),
        *_carried(shown),
        *_indicators(shown),
        *_safety(shown),
        *_sections(shown),
        *_sources(shown),
    ]


def head_facts(head: Head | None) -> list[list[str]]:
    """The log's head at the decision as a row of a table of facts; none of what is not decided."""
    return [[_("Loggens led"), head.words]] if head else []


def head_foot(head: Head | None) -> str:
    """The same in short, for the foot of every page: no page can be taken out of a paper without it."""
    return "\n" + _("Loggens led %(head)s") % {"head": head.short} if head else ""


def heading(text: str, level: int = 1) -> Block:
    return {"kind": "heading", "level": level, "text": text}


def text(words: str, style: str = "body") -> Block:
    return {"kind": "text", "text": words, "style": style}


def cell(words: str, under: str = "", mark: str = "") -> dict[str, str]:
    """One cell: its words, quieter words under them, and the shape of a level beside them."""
    return {"text": words, "under": under, "mark": mark}


def table(
    caption: str, head: list[str], rows: list[list[Any]], *, widths: list[int], right: list[int] | None = None
) -> Block:
    """A table whose first column heads its rows.

    widths  shares of the line
    right   columns of numbers
    """
    cells = [[item if isinstance(item, dict) else cell(item) for item in row] for row in rows]
    return {
        "kind": "table",
        "caption": caption,
        "head": head,
        "rows": cells,
        "widths": widths,
        "right": right or [],
    }


def _picture(
    picture: Picture | None, rows: str, *, caption: str = "", with_source: bool = True
) -> list[Block]:
    """A picture by its title; `rows` says the same in words for those who do not see it."""
    if picture is None:
        return []
    return [
        {
            "kind": "picture",
            "svg": str(svg(picture.wide, _lang())),
            "alt": f"{picture.title}. {rows}",
            "caption": caption or picture.title,
            "source": picture.source if with_source else "",
        }
    ]


def class_foot(masker: Masker) -> str:
    """The document's secrecy class, and what is masked in it, for the foot of every page."""
    return f"\n{masker.footer}"


def _decision(edition: Edition, halves: tuple[Side, Side]) -> list[Block]:
    """The facts of the decision: day, who decided in which capacity, reservations, checksum and link of the log."""
    rows = [_side(side) for side in halves]
    facts = [
        [_("Tillstånd"), _state(edition)],
        *([[_("Beslutad"), moment(edition.decided_at)]] if edition.decided_at else []),
        *rows,
        [_("Berett av"), _prepared_by(edition)],
        *_registry_numbers(edition),
        [_("Kontrollsumma"), _grouped(edition.checksum)],
    ]
    facts += head_facts(decided_head(edition._meta.label_lower, edition.pk))
    reservations = [
        text(
            _("%(party)s reserverar sig: %(words)s")
            % {"party": party_word(side.party), "words": side.reservation}
        )
        for side in halves
        if side.reservation
    ]
    return [
        heading(_("Beslutet")),
        table(_("Beslutets uppgifter"), [_("Uppgift"), _("Innehåll")], facts, widths=[1, 3]),
        *reservations,
    ]


def _state(edition: Edition) -> str:
    """Return the state in words. A superseded edition was decided: its document stays as it was."""
    state = EditionState.DECIDED if edition.decided_at else EditionState(edition.state)
    return sentence_case(str(state.label))


def _prepared_by(edition: Edition) -> str:
    """Return who laid the matter before the parties, as 31 § förvaltningslagen asks."""
    return _("%(who)s, %(at)s") % {
        "who": ", ".join(part for part in (edition.cut_by.name, edition.cut_by.title) if part),
        "at": moment(edition.cut_at),
    }


def _registry_numbers(edition: Edition) -> list[list[str]]:
    """Return a row for each authority whose registrar has written its number."""
    decision = records.decision(subject(edition)) if edition.decided_at else None
    names = {Party.CITY: _("Stadens diarienummer"), Party.POLICE: _("Polisens diarienummer")}
    return [[names[Party(party)], number] for party, number in decision.registry_numbers] if decision else []


def _side(side: Side) -> list[str]:
    name = party_word(side.party)
    if side.approval is None:
        return [name, _("Har inte godkänt")]
    return [name, _("%(who)s, %(at)s") % {"who": side.who, "at": moment(side.at)}]


def _grouped(digits: str) -> str:
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def _levels(contents: dict[str, Any], shown: Reading) -> list[Block]:
    if not shown.levels:
        return []
    rows = [
        [
            f"{row.number}. {row.area}" if row.number else row.area,
            cell(row.word, mark=row.shape),
            cell(_("%(have)s av %(total)s") % {"have": row.coverage, "total": 4}, row.coverage_words)
            if row.is_judged
            else "–",
            cell(row.reason or "–", row.byline),
        ]
        for row in shown.levels
    ]
    spoken = "; ".join(f"{row.area}: {row.word}" for row in shown.levels)
    return [
        heading(_("Läget per område")),
        text(_("Människor har bedömt varje läge och skrivit skälet. Inget läge är uträknat.")),
        *_picture(frozen_pictures.level_picture(contents, shown), spoken),
        table(
            _("Läge, täckning och skäl per område"),
            [_("Område"), _("Läge"), _("Täckning"), _("Skäl")],
            rows,
            widths=[5, 4, 5, 9],
        ),
        text(
            _("Täckning räknar fyra slags underlag: statistik, undersökning, rapporter och dialog."), "source"
        ),
    ]


def _findings(shown: Reading) -> list[Block]:
    if not shown.findings:
        return []
    blocks = [
        {
            "kind": "finding",
            "number": str(row.number),
            "statement": row.statement,
            "doubt": row.doubt,
            "byline": ". ".join(part for part in (row.byline, row.area) if part),
            "figures": [
                {
                    "value": item.value,
                    "what": ", ".join(part for part in (item.name, item.place, item.period) if part),
                    "doubt": ", ".join(part for part in (item.interval, item.base, item.note) if part),
                }
                for item in row.figures
            ],
        }
        for row in shown.findings
    ]
    return [heading(_("Slutsatser")), *blocks]


def _carried(shown: Reading) -> list[Block]:
    """The conclusions of the follow-ups that the edition takes up."""
    if not shown.carried:
        return []
    blocks: list[Block] = []
    for row in shown.carried:
        blocks += [
            heading(f"{row.title}: {row.conclusion}", 2),
            *([text(row.sentence)] if row.sentence else []),
            *([text(row.reason)] if row.reason else []),
            text(_("Beslutat av båda parter %(day)s") % {"day": row.decided}, "source"),
        ]
    about = text(_("Det här visade uppföljningen av förra varvets åtgärder, och det här bestämde ni."))
    return [heading(_("Från uppföljningen")), about, *blocks]


def _indicators(shown: Reading) -> list[Block]:
    if not shown.indicators:
        return []
    rows = [
        [
            row.name,
            cell(row.value.value, ", ".join(part for part in (row.value.period, row.value.note) if part)),
            cell(row.rate, row.rate_interval),
            cell(row.reference, row.reference_name),
            cell(row.sentence, " ".join(row.caveats)),
        ]
        for row in shown.indicators
    ]
    series = [
        [
            row.name,
            "; ".join(
                f"{spot.period}: {spot.words}" + (f" ({spot.interval})" if spot.interval else "")
                for spot in row.series
            ),
        ]
        for row in shown.indicators
        if row.series
    ]
    return [
        heading(_("Mått")),
        text(_("Talen står som de var när utgåvan skapades. Talen under är osäkerheten (95 %).")),
        table(
            _("Mått med värde, tal per 1 000 invånare, jämförelse och utveckling i ord"),
            [_("Mått"), _("Värde"), _("Per 1 000 inv."), _("Jämförelse"), _("I ord")],
            rows,
            widths=[6, 4, 4, 4, 9],
            right=[1, 2, 3],
        ),
        *(
            [table(_("Serierna i tal"), [_("Mått"), _("Period och värde")], series, widths=[1, 3])]
            if series
            else []
        ),
        *(text(words) for words in shown.unusual),
        *(text(words, "source") for words in (*shown.caveats, *shown.breaks)),
    ]


def _safety(shown: Reading) -> list[Block]:
    blocks: list[Block] = []
    for block in shown.safety:
        rows = [[cell(row.area, row.note), row.share, row.interval or "–", row.answers] for row in block.rows]
        spoken = "; ".join(f"{row.area}: {row.share}" for row in block.rows)
        blocks += [
            heading(block.title, 2),
            *_picture(
                frozen_pictures.safety_picture(shown, block),
                spoken,
                caption=_("Andel per område med osäkerhet (95 %)"),
                with_source=False,  # the table below says the same
            ),
            table(
                f"{block.name}, {block.period}",
                [_("Område"), _("Andel"), _("Osäkerhet"), _("Svar")],
                rows,
                widths=[4, 2, 2, 2],
                right=[1, 2, 3],
            ),
            *([text(block.note, "source")] if block.note else []),
        ]
    return [heading(_("Hur trygga de boende känner sig")), *blocks] if blocks else []


def _sections(shown: Reading) -> list[Block]:
    blocks: list[Block] = []
    for part in shown.sections:
        blocks += [heading(part.title), text(part.about, "source")]
        for row in part.paragraphs:
            blocks += [text(row.text), text(row.byline, "source")]
        if not part.paragraphs:
            blocks.append(text(_("Ingen text.")))
    return blocks


def _sources(shown: Reading) -> list[Block]:
    rows = [
        [
            cell(row.title, row.method),
            row.licence,
            cell(row.file, _("Exempeldata") if row.is_example else ""),
            cell(row.received, _grouped(row.checksum)),
        ]
        for row in shown.sources
    ]
    body = (
        table(
            _("Källor, licenser och filer"),
            [_("Källa"), _("Licens"), _("Fil"), _("Inlämnad och kontrollsumma")],
            rows,
            widths=[5, 4, 4, 5],
        )
        if rows
        else text(_("Utgåvan vilar inte på några tal."))
    )
    areas = text(_("Områden: %(source)s.") % {"source": shown.areas_source}, "source")
    return [heading(_("Källor och licenser")), body, areas]
