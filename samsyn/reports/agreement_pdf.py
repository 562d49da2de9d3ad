"""An agreement as an accessible PDF: parties and period, every clause, the signatures or lines to sign on, and what binds the text.

It is laid out as an edition is, from plain data. A decided text is the frozen one, word for word.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.agreements.models import Agreement, AgreementKind, SignatureWay
from samsyn.agreements.sheet import SideShown, sides_of
from samsyn.agreements.texts import period_words
from samsyn.agreements.workflow import Stage
from samsyn.audit.events import Event
from samsyn.audit.heads import Head, decided_head
from samsyn.audit.services import record
from samsyn.people.models import Member, Party
from samsyn.records import queries as records
from samsyn.records.joint.kinds import kind_of
from samsyn.records.joint.queries import contents_now
from samsyn.records.joint.services import subject
from samsyn.reports.edition_content import (
    Block,
    class_foot,
    clean,
    head_facts,
    head_foot,
    heading,
    table,
    text,
)
from samsyn.reports.registry import AGREEMENT_PDF
from samsyn.reports.services import Document
from samsyn.secrecy.rules import Masker, must_export
from samsyn.ui.templatetags.numbers import checksum, day, moment

Frozen = Mapping[str, Any]
POINTED_AT = ("problem.problempicture", "purpose.goal", "activity.action")  # agreements.models.TargetKind


def export_agreement(*, agreement: Agreement, language: str, by: Member) -> Document:
    """Return the agreement as a document in a language, and log that it was taken out."""
    made = document_of(agreement, language=language)
    record(
        Event.AGREEMENT_EXPORTED,
        agreement,
        by=by,
        pair_id=agreement.pair_id,
        checksum=agreement.checksum,
        report=AGREEMENT_PDF.key,
        language=language[:2],
    )
    return made


def document_of(agreement: Agreement, *, language: str) -> Document:
    """Return the agreement as a document. Frame words are in the language; the parties' own text stays as written."""
    with translation.override(language):
        made = AGREEMENT_PDF.make(content_of(agreement))
    name = f"overenskommelse-{slugify(agreement.pair.slug)}-{agreement.pk}.{AGREEMENT_PDF.suffix}"
    return Document(name, made)


def content_of(agreement: Agreement) -> dict[str, Any]:
    """Return what the document says, in the language that is switched on."""
    masker = Masker(must_export(agreement))
    frozen, sides = _masked(contents_now(agreement), masker), sides_of(agreement)
    pair = agreement.pair
    is_invented = pair.city.is_example or agreement.added_by.is_example
    made_at = agreement.decided_at or agreement.added_at
    found: dict[str, Any] = clean(
        {
            "lang": "sv" if (get_language() or "sv").startswith("sv") else "en",
            "title": frozen["title"],
            "author": pair.city.name,
            "made_on": timezone.localtime(made_at).date().isoformat(),
            "mark": _("Exempeldata") if is_invented else "",
            "draft": _("Utkast, inte beslutat") if agreement.is_open else "",
            "pair": [pair.city_area.name, pair.police_area.name, pair.city.name],
            "lead": _lead(frozen),
            "footer": _footer(agreement, frozen) + class_foot(masker),
            "words": {"page": _("Sida"), "of": _("av"), "contents": _("Innehåll")},
            "blocks": [
                *_frame(frozen),
                *_clauses(frozen),
                *_signatures(agreement, sides),
                *_binding(agreement),
            ],
        }
    )
    return found


def _masked(frozen: Frozen, masker: Masker) -> Frozen:
    """Return the text without the titles of what it points at and rests on that may not leave."""
    keys = {target["key"] for clause in frozen["clauses"] for target in clause["points_at"]}
    shut: dict[str, str] = {}
    for model in POINTED_AT:
        shut |= masker.closed(model, keys)
    problem = frozen["problem"]
    if problem and (mask := masker.closed("problem.problempicture", [problem["key"]]).get(problem["key"])):
        problem = {**problem, "title": mask}
    clauses = [
        {
            **clause,
            "points_at": [
                {**target, "title": shut.get(target["key"], target["title"])}
                for target in clause["points_at"]
            ],
        }
        for clause in frozen["clauses"]
    ]
    return {**frozen, **_others(frozen, masker), "problem": problem, "clauses": clauses}


def _others(frozen: Frozen, masker: Masker) -> dict[str, Any]:
    """Return the agreements that it rests on and replaces."""
    known = {name: frozen[name] for name in ("rests_on", "replaces") if frozen[name]}
    shut = masker.closed("agreements.agreement", [other["key"] for other in known.values()])
    return {name: {**other, "title": shut.get(other["key"], other["title"])} for name, other in known.items()}


def _lead(frozen: Frozen) -> str:
    kind = str(AgreementKind(frozen["agreement"]).label)
    return _("%(kind)s mellan %(city)s och %(police)s.") % {"kind": kind.capitalize(), **frozen["parties"]}


def _footer(agreement: Agreement, frozen: Frozen) -> str:
    if not agreement.checksum:
        return str(frozen["title"])
    words = _("%(title)s. Kontrollsumma %(sum)s") % {
        "title": frozen["title"],
        "sum": checksum(agreement.checksum),
    }
    return words + head_foot(_head(agreement))


def _head(agreement: Agreement) -> Head | None:
    """Return the log's head when both had decided the text; None of a draft."""
    return decided_head(agreement._meta.label_lower, agreement.pk) if agreement.is_closed else None


def _frame(frozen: Frozen) -> list[Block]:
    """Parties, period, what it rests on and replaces, as a table of facts."""
    facts = [
        [_("Stadens part"), frozen["parties"]["city"]],
        [_("Polisens part"), frozen["parties"]["police"]],
        [_("Gäller"), period_words(frozen["period"])],
    ]
    for name, label in (("rests_on", _("Vilar på")), ("replaces", _("Ersätter"))):
        if frozen[name]:
            other = frozen[name]
            facts.append([label, f"{other['title']}, {period_words(other)}"])
    if frozen["problem"]:
        facts.append([_("Problem"), frozen["problem"]["title"]])
    return [
        heading(_("Parter och period")),
        table(_("Överenskommelsens parter och period"), [_("Uppgift"), _("Innehåll")], facts, widths=[1, 3]),
    ]


def _clauses(frozen: Frozen) -> list[Block]:
    blocks = [heading(_("Punkter"))]
    for one in frozen["clauses"]:
        blocks += [
            heading(f"{one['number']}. {one['heading']}", 2),
            text(one["text"] or _("Punkten har ingen text än.")),
        ]
        if one["points_at"]:
            titles = "; ".join(target["title"] for target in one["points_at"])
            blocks.append(text(_("Pekar på: %(titles)s") % {"titles": titles}, "source"))
    return blocks


def _signatures(agreement: Agreement, sides: tuple[SideShown, ...]) -> list[Block]:
    """Who signed how and when; lines for ink where nobody has."""
    if agreement.is_open:
        return []
    shown = [
        {"organisation": side.organisation, "office": _capital(side.office), **_signed(agreement, side)}
        for side in sides
    ]
    return [heading(_("Underskrifter")), {"kind": "signatures", "sides": shown}]


def _signed(agreement: Agreement, side: SideShown) -> dict[str, list[str]]:
    made = side.signature
    if made is None and agreement.stage == Stage.FOR_SIGNATURE:
        return {"said": [], "blanks": [_("Ort och datum"), _("Namnteckning"), _("Namnförtydligande")]}
    if made is None:
        return {"said": [_("Inte undertecknad")], "blanks": []}
    said = [f"{made.signer.name}, {day(made.signed_on)}"]
    if made.way == SignatureWay.REGISTERED:
        said.append(
            _("Registrerad underskrift: inloggad i Samsyn. Det är ingen avancerad elektronisk underskrift.")
        )
    else:
        said.append(
            _("Underskrivet papper, infört %(day)s. Papperets kontrollsumma: %(sum)s")
            % {"day": day(made.registered_at), "sum": checksum(made.file_checksum)}
        )
    return {"said": said, "blanks": []}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _binding(agreement: Agreement) -> list[Block]:
    """What binds the text: decision, registry numbers, checksum, and the link of the log's chain."""
    if agreement.is_open:
        return []
    held = subject(agreement)
    facts = [[_("Beslutad"), moment(agreement.decided_at)]]
    for approval in records.standing(held).values():
        who = f"{approval.by.name}, {approval.capacity_word}, {moment(approval.approved_at)}"
        facts.append([_("Texten godkänd av"), who])
    decision = records.decision(held)
    names = {Party.CITY: _("Stadens diarienummer"), Party.POLICE: _("Polisens diarienummer")}
    if decision is not None:
        facts += [[names[Party(party)], value] for party, value in decision.registry_numbers]
    facts += [[_("Status"), _stage(agreement)], [_("Kontrollsumma"), _grouped(agreement.checksum)]]
    facts += head_facts(_head(agreement))
    signed = decided_head(agreement._meta.label_lower, agreement.pk, Event.AGREEMENT_SIGNED)
    if signed is not None:
        facts.append([_("Loggens led vid den sista underskriften"), signed.words])
    return [
        heading(_("Om texten")),
        text(str(kind_of(agreement).law), "source"),
        table(_("Vad som binder texten"), [_("Uppgift"), _("Innehåll")], facts, widths=[1, 3]),
    ]


def _stage(agreement: Agreement) -> str:
    words = _capital(agreement.get_stage_display())
    if agreement.stage != Stage.ENDED:
        return words
    return _("%(stage)s %(day)s: %(why)s") % {
        "stage": words,
        "day": day(agreement.ended_on),
        "why": agreement.get_end_reason_display(),
    }


def _grouped(digits: str) -> str:
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))
