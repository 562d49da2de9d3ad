"""The whole edition to words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samsyn.judging.rules import PARTIES
from samsyn.people.models import Party
from samsyn.places.models import AreaKind
from samsyn.steps.situation import words
from samsyn.steps.situation.models import Section
from samsyn.steps.situation.reading.figures import (
    Contents,
    either,
    figure,
    indicator,
    is_swedish,
    period_words,
    safety,
    shared_caveats,
)
from samsyn.steps.situation.reading.shown import (
    CarriedRow,
    FindingRow,
    LevelRow,
    ParagraphRow,
    Reading,
    SectionRow,
    SourceRow,
)
from samsyn.ui.results import codes
from samsyn.ui.templatetags.numbers import short_day


def read(edition: Contents) -> Reading:
    """Return the edition in words, in the language that is switched on."""
    pair = edition["pair"]
    shared = shared_caveats(edition["indicators"])
    return Reading(
        number=edition["number"],
        pair=pair["name"],
        city=pair["city"]["name"],
        city_area=area_words(pair["city_area"]),
        police_area=area_words(pair["police_area"]),
        period=period_words(edition["period"]["start"], edition["period"]["end"]),
        is_example=edition["is_example"],
        is_invented=edition.get("is_invented", edition["is_example"]),
        previous=edition["previous"]["number"] if edition["previous"] else None,
        levels=_levels(edition),
        findings=_findings(edition),
        sections=_sections(edition),
        indicators=tuple(indicator(edition, row, without=shared) for row in edition["indicators"]),
        caveats=tuple(codes.caveat(code) for code in shared),
        safety=tuple(safety(edition, block) for block in edition["safety"]),
        breaks=tuple(either(row["text"]) for row in edition["breaks"]),
        sources=tuple(_source(row) for row in edition["sources"]),
        areas_source=_areas_source(edition),
        carried=carried(edition),
        unusual=unusual(edition),
    )


def unusual(edition: Contents) -> tuple[str, ...]:
    """Return what was unusual in the latest period, the summary first; an older edition says nothing of it."""
    found = edition.get("unusual")
    return (either(found["sentence"]), *(either(row["sentence"]) for row in found["rows"])) if found else ()


def sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]


def area_words(area: Mapping[str, Any]) -> str:
    """Return "Stadsområde Norr"."""
    kind = str(AreaKind(area["kind"]).label) if area["kind"] in AreaKind.values else area["kind"]
    return sentence_case(f"{kind} {area['name']}")


def level_word(level: Mapping[str, Any] | None) -> str:
    if level is None:
        return _("Tunt underlag")
    return level["name"] if is_swedish() else level["name_en"]


def level_of(row: Mapping[str, Any]) -> str:
    """Return the level of a row in words; that the parties differ, with what each says."""
    joint = row.get("joint")
    if joint and joint["differs"]:
        return words.differing(*(level_word(joint[party]["level"]) for party in PARTIES))
    return level_word(row["level"])


def reason_of(row: Mapping[str, Any], scale: Iterable[Mapping[str, Any]] = ()) -> str:
    """Return the reason of a level, with what each party had judged for itself before the other's was shown."""
    joint = row.get("joint")
    if not joint:
        return str(row["reason"])
    said = [_judged(joint[party], scale) for party in PARTIES]
    return "\n".join([*([row["reason"]] if joint["proposed"] else []), *said])


def _judged(row: Mapping[str, Any], scale: Iterable[Mapping[str, Any]]) -> str:
    values = {"party": party_word(row["party"]), "level": level_word(row["level"]), "grounds": row["grounds"]}
    sentences = [_("%(party)s: %(level)s. %(grounds)s") % values]
    if row["changed"]:
        first = next((level for level in scale if level["code"] == row["first"]), None)
        sentences.append(
            _("(Ändrad efter att ha sett den andras, först: %(level)s.)")
            % {"level": level_word(first).lower()}
        )
    if row["says"]:
        sentences.append(_("Mening om oenigheten: %(says)s") % {"says": row["says"]})
    return " ".join(sentences)


def party_word(party: str) -> str:
    return sentence_case(str(Party(party).label)) if party in Party.values else party


def byline(row: Mapping[str, Any]) -> str:
    return _("%(party)s, %(function)s, %(day)s") % {
        "party": party_word(row["party"]),
        "function": row["function"],
        "day": short_day(date.fromisoformat(row["on"])),
    }


def _levels(edition: Contents) -> tuple[LevelRow, ...]:
    judged = {row["area"]: row for row in edition["levels"]}
    order = [area["key"] for area in edition["areas"]]
    names = {area["key"]: area["name"] for area in edition["areas"]}
    scale = edition["scale"]
    wholes = [_level(0, key, row, scale) for key, row in judged.items() if key not in names]
    parts = [
        _level(i, key, judged[key], scale) if key in judged else _not_judged(i, key, names[key])
        for i, key in enumerate(order, 1)
    ]
    return (*wholes, *parts)


def _level(place: int, key: str, row: Mapping[str, Any], scale: Iterable[Mapping[str, Any]]) -> LevelRow:
    level, is_joint = row["level"], "joint" in row
    both = _("Staden och polisen, %(day)s") % {"day": short_day(date.fromisoformat(row["on"]))}
    return LevelRow(
        number=place,
        area=row["area_name"],
        key=key,
        word=level_of(row),
        shape=level["shape"] if level else "none",
        order=level["order"] if level else 0,
        coverage=len(row["coverage"]),
        coverage_words=words.coverage(row["coverage"]),
        reason=reason_of(row, scale),
        byline=both if is_joint else byline(row),
        party="both" if is_joint else row["party"],
    )


def _not_judged(place: int, key: str, name: str) -> LevelRow:
    return LevelRow(
        number=place,
        area=name,
        key=key,
        word=_("Inte bedömt"),
        shape="",
        order=0,
        coverage=0,
        coverage_words="",
        reason="",
        is_judged=False,
    )


def _findings(edition: Contents) -> tuple[FindingRow, ...]:
    return tuple(
        FindingRow(
            number=i,
            statement=row["statement"],
            doubt=row["doubt"],
            area=row["area_name"] or "",
            party=row["party"],
            byline=byline(row),
            figures=tuple(figure(edition, item) for item in row["figures"]),
        )
        for i, row in enumerate(edition["findings"], 1)
    )


def carried(edition: Contents) -> tuple[CarriedRow, ...]:
    """Return the conclusions that the edition takes up; an older edition has none."""
    return tuple(
        CarriedRow(
            key=row["key"],
            title=row["title"],
            conclusion=sentence_case(either(row["conclusion"])),
            sentence=either(row["sentence"]),
            reason=row["reason"],
            decided=short_day(date.fromisoformat(row["decided"])) if row["decided"] else "",
        )
        for row in edition.get("carried", ())
    )


def _sections(edition: Contents) -> tuple[SectionRow, ...]:
    return tuple(
        SectionRow(
            code=section.value,
            title=sentence_case(str(section.label)),
            about=_about(section),
            paragraphs=tuple(
                ParagraphRow(row["text"], row["party"], byline(row))
                for row in edition["sections"].get(section.value, [])
            ),
        )
        for section in Section
    )


def _about(section: Section) -> str:
    """Return what 4 § lag (2023:196) asks of a part, in short."""
    return {
        Section.MAPPING: _("4 § lag (2023:196): brottsligheten, dess omfattning och följder."),
        Section.OTHER: _("4 § lag (2023:196): annan information av betydelse."),
        Section.ANALYSIS: _("4 § lag (2023:196): vad kartläggningen och den andra informationen säger."),
    }[section]


def _source(row: Mapping[str, Any]) -> SourceRow:
    return SourceRow(
        import_id=row["import"],
        title=pgettext("source: dataset", "%(source)s: %(dataset)s")
        % {"source": row["source"], "dataset": row["dataset"]},
        licence=". ".join(part for part in (row["licence"], row["attribution"]) if part),
        method=row["method"],
        file=row["file"],
        checksum=row["checksum"],
        received=row["received"],
        is_example=row["is_example"],
    )


def _areas_source(edition: Contents) -> str:
    first = edition["areas"][0] if edition["areas"] else edition["pair"]["city_area"]
    return _("%(division)s: %(source)s, %(licence)s") % {
        "division": first["division"],
        "source": first["source"],
        "licence": first["licence"],
    }
