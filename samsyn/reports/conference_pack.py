"""The whole of a conference as one accessible PDF: day and programme, last year's priorities, each area on one page, both
parties' orders, and what was decided. It is laid out as an edition is, from plain data.

Nothing in it is of a person: participants are functions, orders are the parties'.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.conference.models import Conference
from samsyn.conference.one_page import OnePage, one_page
from samsyn.conference.queries import (
    Became,
    TallyRow,
    areas_of_city,
    became_of,
    evidence_shown,
    parts_of,
    tally_of,
)
from samsyn.conference.queries.evidence import FINDING, PROBLEM
from samsyn.people.models import Member
from samsyn.places.models import Area, AreaPair
from samsyn.priorities.queries import aside_of, chosen_of, decided_list, standing_list
from samsyn.reports.edition_content import Block, cell, class_foot, clean, heading, table, text
from samsyn.reports.registry import CONFERENCE_PACK
from samsyn.reports.services import Document
from samsyn.secrecy.classes import OPEN, every
from samsyn.secrecy.rules import Masker
from samsyn.steps.situation.reading import FindingRow, area_words, party_word, sentence_case
from samsyn.ui.clock import today
from samsyn.ui.templatetags.numbers import day, number


def export_pack(*, conference: Conference, language: str, by: Member) -> Document:
    """Return the conference as a document in a language, and log that it was taken out."""
    with translation.override(language):
        made = CONFERENCE_PACK.make(content_of(conference))
    record(
        Event.CONFERENCE_EXPORTED,
        conference,
        by=by,
        pair_id=conference.pair_id,
        report=CONFERENCE_PACK.key,
        language=language[:2],
    )
    name = f"konferens-{conference.city.slug}-{conference.year}.{CONFERENCE_PACK.suffix}"
    return Document(name, made)


def content_of(conference: Conference) -> dict[str, Any]:
    """Return what the document says, in the language that is switched on."""
    city, pair, on = conference.city, conference.pair, today()
    areas, masker = areas_of_city(city, on=on), Masker(every()[OPEN])
    pictures, candidates = _pictures(conference, areas, masker), _candidates(conference, masker)
    facts = {"city": city.name, "year": conference.year}
    found: dict[str, Any] = clean(
        {
            "lang": "sv" if (get_language() or "sv").startswith("sv") else "en",
            "title": _("Konferensen %(year)s i %(city)s") % facts,
            "author": city.name,
            "made_on": on.isoformat(),
            "mark": _("Exempeldata") if city.is_example else "",
            "draft": "",
            "pair": [_area_words(pair.city_area), _area_words(pair.police_area), city.name],
            "lead": _("%(theme)s. %(day)s%(place)s.")
            % {
                "theme": conference.theme.rstrip("."),
                "day": day(conference.held_on),
                "place": f", {conference.place}" if conference.place else "",
            },
            "footer": _("Konferensen %(year)s i %(city)s. Framtagen %(day)s") % {**facts, "day": day(on)}
            + class_foot(masker),
            "words": {"page": _("Sida"), "of": _("av"), "contents": _("Innehåll")},
            "blocks": [
                *_programme(conference),
                *_became(conference, became_of(decided_list(city.pk, conference.year), areas)),
                *pictures,
                *candidates,
                *_decided(conference),
            ],
        }
    )
    return found


def _programme(conference: Conference) -> list[Block]:
    parts = parts_of(conference)
    blocks = [heading(_("Dagen"))]
    if parts.programme:
        rows = [[row.starts_at.strftime("%H.%M"), row.title, row.led_by or "–"] for row in parts.programme]
        blocks.append(
            table(_("Program"), [_("Börjar"), _("Programpunkt"), _("Leds av")], rows, widths=[1, 5, 3])
        )
    if parts.participants:
        people = [[row.function, party_word(row.party), number(row.count)] for row in parts.participants]
        head = [_("Funktion"), _("Part"), _("Antal")]
        blocks.append(table(_("Deltagare efter funktion"), head, people, widths=[5, 3, 1], right=[2]))
    if parts.material:
        titles = [[row.title, row.address or "–"] for row in parts.material]
        blocks.append(table(_("Material"), [_("Rubrik"), _("Adress")], titles, widths=[3, 4]))
    return blocks if len(blocks) > 1 else [*blocks, text(_("Inget program är skrivet."))]


def _became(conference: Conference, rows: list[Became]) -> list[Block]:
    blocks = [heading(_("Vad blev det av prioriteringarna för %(year)s?") % {"year": conference.year})]
    if not rows:
        return [*blocks, text(_("Inga prioriteringar är beslutade för året."))]
    lines = [[f"{row.row.rank}. {row.row.title}", cell(row.headline, row.why), _answers(row)] for row in rows]
    head = [_("Prioritering"), _("Vad det blev"), _("Områdenas svar")]
    caption = _("Varje prioritering med vad som blev gjort, om det hjälpte och vad områdena svarade")
    return [*blocks, table(caption, head, lines, widths=[4, 4, 4])]


def _answers(row: Became) -> str:
    said = [_("%(name)s tar upp den.") % {"name": one.pair.name} for one in row.takers]
    for one in row.refusals:
        assert one.answer is not None
        refused = _("%(name)s tar inte upp den.") % {"name": one.pair.name}
        said.append(f"{refused} {one.answer.reason}")
    if row.silent:
        names = ", ".join(one.pair.name for one in row.silent)
        said.append(_("Har inte svarat: %(names)s.") % {"names": names})
    return "\n".join(said)


def _area_words(area: Area) -> str:
    return area_words({"kind": area.division.kind, "name": area.name})


def _pictures(conference: Conference, areas: list[AreaPair], masker: Masker) -> list[Block]:
    """The whole city first, when it has a decided edition of its own, then each area."""
    whole = one_page(conference.pair, masker)
    shown = [*([whole] if whole.is_decided else []), *(one_page(area, masker) for area in areas)]
    return [block for one in shown for block in _area(one)]


def _area(one: OnePage) -> list[Block]:
    """One area, on a page of its own when there is anything to show."""
    blocks: list[Block] = [
        *([{"kind": "page"}] if one.is_decided else []),
        heading(_("Läget i %(pair)s") % {"pair": one.pair.name}),
    ]
    if one.reading is None:
        return [
            *blocks,
            text(_("Ingen beslutad utgåva. Sidan görs bara av det som båda parter har beslutat.")),
        ]
    blocks += _levels(one)
    blocks.append(heading(_("Tre slutsatser"), 2))
    blocks += [_finding(row) for row in one.findings] or [text(_("Utgåvan har inga slutsatser."))]
    blocks += _felt(one)
    blocks.append(heading(_("Prioriterade problem, och vad som görs"), 2))
    lines = [*one.problems, *one.work] or [_("Inget är beslutat.")]
    return [*blocks, text("\n".join(lines)), text(one.source, "source")]


def _finding(row: FindingRow) -> Block:
    said = {"number": str(row.number), "statement": row.statement, "doubt": row.doubt}
    return {"kind": "finding", **said, "figures": [], "byline": row.byline}


def _levels(one: OnePage) -> list[Block]:
    rows = [
        [row.area, cell(row.word, mark=row.shape), row.reason if row.number == 0 else ""]
        for row in one.levels
    ]
    if not rows:
        return []
    return [table(_("Läge"), [_("Område"), _("Läge"), _("Skäl")], rows, widths=[3, 3, 6])]


def _felt(one: OnePage) -> list[Block]:
    """What residents answer beside what is recorded, when the edition holds them."""
    rows: list[list[Any]] = []
    if one.survey is not None and one.safety is not None:
        doubt = ", ".join(part for part in (one.safety.interval, one.safety.answers, one.safety.note) if part)
        rows.append([cell(one.survey.name, one.survey.period), cell(one.safety.share, doubt), "–"])
    if one.recorded is not None:
        value = one.recorded.value
        rows.append([cell(one.recorded.name, value.period), value.value, one.recorded.sentence])
    if not rows:
        return []
    caption = _("Hur det känns, bredvid det som är inrapporterat")
    return [table(caption, [_("Mått"), _("Värde"), _("I ord")], rows, widths=[4, 3, 5])]


def _candidates(conference: Conference, masker: Masker) -> list[Block]:
    tally = tally_of(conference)
    blocks: list[Block] = [{"kind": "page"}, heading(_("Förslagen och parternas ordning"))]
    if not tally.rows:
        return [*blocks, text(_("Inga förslag."))]
    if tally.lacks:
        blocks.append(text(tally.lacking))
    rows = [_tally_row(row) for row in tally.rows]
    head = [_("Plats"), _("Förslag"), _("Staden"), _("Polisen"), _("Summa")]
    caption = _("Parternas ordning bredvid den gemensamma")
    blocks.append(table(caption, head, rows, widths=[1, 6, 1, 1, 1], right=[2, 3, 4]))
    shut = _shut([piece for row in tally.rows for piece in row.candidate.evidence], masker)
    for row in tally.rows:
        blocks += _candidate(row, shut)
    return blocks


def _shut(evidence: list[dict[str, Any]], masker: Masker) -> dict[str, str]:
    """Return what to write instead of what a candidate rests on, by its `ref`, where it may not leave the program."""
    last = {piece["ref"]: piece["ref"].rpartition(":")[2] for piece in evidence}
    found: dict[str, str] = {}
    for kind, code in ((PROBLEM, "problem.problempicture"), (FINDING, "situation.finding")):
        mine = {piece["ref"] for piece in evidence if piece["kind"] == kind}
        masks = masker.closed(code, [last[ref] for ref in mine])
        found |= {ref: masks[last[ref]] for ref in mine if last[ref] in masks}
    return found


def _tally_row(row: TallyRow) -> list[Any]:
    said = _("Samma plats: avgör tillsammans") if row.is_equal else ""
    figures = [number(one) for one in (row.city, row.police, row.total)]
    return [number(row.place), cell(row.candidate.title, said), *figures]


def _candidate(row: TallyRow, shut: Mapping[str, str]) -> list[Block]:
    candidate = row.candidate
    area = _("från %(name)s") % {"name": candidate.from_pair.name} if candidate.from_pair else ""
    under = ", ".join(part for part in (sentence_case(candidate.get_focus_display()), area) if part)
    rests_on = [{**piece, "title": shut.get(piece["ref"], piece["title"])} for piece in candidate.evidence]
    shown = [f"{one.title} ({one.what})" for one in evidence_shown(rests_on, set())]
    evidence = (
        _("Underlag: %(what)s.") % {"what": "; ".join(shown)} if shown else _("Inget underlag är angivet.")
    )
    return [
        heading(candidate.title, 2),
        text(candidate.why),
        text(f"{under}. {evidence}", "source"),
    ]


def _decided(conference: Conference) -> list[Block]:
    """What was decided; a draft says that it is one."""
    blocks = [heading(_("Stadens prioriteringar %(year)s") % {"year": conference.chooses_for})]
    row = standing_list(conference.pair, conference.chooses_for)
    if row is None:
        return [*blocks, text(_("Ingen prioriteringslista är påbörjad."))]
    said = (
        _("Beslutade av båda parter %(day)s.") % {"day": day(row.decided_at)}
        if row.is_closed
        else _("Listan är inte beslutad än.")
    )
    chosen = [[f"{one.rank}. {one.title}", one.why or "–"] for one in chosen_of(row)]
    aside = [[one.title, one.why or "–"] for one in aside_of(row)]
    head = [_("Prioritering"), _("Skäl")]
    return [
        *blocks,
        text(said),
        *([table(_("Valda, i ordning"), head, chosen, widths=[4, 6])] if chosen else []),
        *([table(_("Lagt åt sidan"), head, aside, widths=[4, 6])] if aside else []),
    ]
