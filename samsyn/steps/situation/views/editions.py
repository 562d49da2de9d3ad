"""Editions: the list, the whole edition as it was frozen, and the page where both parties decide."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.records import queries as records
from samsyn.records.differences import Block
from samsyn.records.forms import ApproveForm, ChangeForm, RegistryForm, approve_form
from samsyn.records.own import records_of
from samsyn.records.sides import Side, sides
from samsyn.records.verdicts import verdict_of
from samsyn.releases import queries as releases
from samsyn.steps.situation import frozen_pictures, reading
from samsyn.steps.situation.access import pair_for, picture_for
from samsyn.steps.situation.access_editions import edition_for
from samsyn.steps.situation.differences import differences
from samsyn.steps.situation.forms_editions import PeriodForm
from samsyn.steps.situation.models import Edition, SituationPicture
from samsyn.steps.situation.services import editions as services
from samsyn.steps.situation.views.shared import frame
from samsyn.steps.situation.workflow import OPEN, EditionState
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page
from samsyn.ui.templatetags.numbers import moment

KEPT_S = 60 * 60 * 24
CODE = "lagesbild"  # of the kind of matter, as `records/legal.toml` names it


@login_required
@require_safe
def editions(request: MemberRequest, slug: str) -> HttpResponse:
    """The list of the pair's editions, newest first."""
    pair = pair_for(request.user, slug)
    rows = list(Edition.objects.filter(picture__pair=pair).order_by("-number").defer("canonical"))
    context = {
        **frame(pair),
        "editions": [
            {"row": row, "period": reading.period_words(str(row.period_start), str(row.period_end))}
            for row in rows
        ],
        "open_edition": next((row for row in rows if row.state in OPEN), None),
        "may_write": people.may_write(request.user, pair),
    }
    return page(request, "situation/editions/list.html", context)


@login_required
def cut(request: MemberRequest, slug: str) -> HttpResponse:
    """Choose the period and cut a new edition from the running picture."""
    picture = picture_for(request.user, slug, change=True)
    if request.method != "POST":
        return _cut_page(request, picture, PeriodForm(initial=_last_year()))
    form = PeriodForm(request.POST)
    if form.is_valid():
        try:
            made = services.cut_edition(picture=picture, by=request.user, **form.period())
            return redirect("situation:edition_decide", slug, made.number)
        except UserError as error:
            form.add_error(None, str(error))
    return _cut_page(request, picture, form, status=422)


def _last_year() -> dict[str, date]:
    year = today().year - 1
    return {"period_start": date(year, 1, 1), "period_last": date(year, 12, 31)}


def _cut_page(
    request: MemberRequest, picture: SituationPicture, form: Form, *, status: int = 200
) -> HttpResponse:
    open_edition = picture.editions.filter(state__in=OPEN).defer("canonical").first()
    own = releases.items(picture.pair, request.user.party, shared=False)
    context = {**frame(picture.pair), "form": form, "open_edition": open_edition, "own_count": len(own)}
    return page(request, "situation/editions/cut.html", context, status=status)


@login_required
@require_safe
def edition(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """The whole edition, from its frozen text only."""
    return _edition_page(request, edition_for(request.user, slug, number))


def _edition_page(
    request: MemberRequest, row: Edition, *, form: RegistryForm | None = None, status: int = 200
) -> HttpResponse:
    pair, subject = row.picture.pair, services.subject(row)
    halves = sides(subject)
    verdict = verdict_of(subject) if row.decided_at else None
    decision = verdict.decision if verdict else None
    may_register = decision is not None and people.rights_in(request.user, pair).may_register
    own = dict(decision.registry_numbers).get(request.user.party, "") if decision and may_register else ""
    context = {
        **frame(pair),
        "edition": row,
        "body": body(row),
        "sides": halves,
        **_bar(row, halves),
        "verdict": verdict,
        "own_records": records_of(subject, halves, url=row.get_absolute_url(), decision=decision)
        if decision
        else [],
        "is_invented": is_invented(row, halves),
        "link": decided_link(row) if row.decided_at else None,
        "period": reading.period_words(str(row.period_start), str(row.period_end)),
        "is_open": row.state in OPEN,
        "superseded_by": row.superseded_by.defer("canonical").first()
        if row.state == EditionState.SUPERSEDED
        else None,
        "registry_numbers": decision.registry_numbers if decision else [],
        "registry_form": (form or RegistryForm(initial={"number": own})) if may_register else None,
    }
    return page(request, "situation/editions/edition.html", context, status=status)


def _bar(row: Edition, halves: tuple[Side, Side]) -> dict[str, Any]:
    """Return what the decision bar shows of each half."""
    is_asked = row.state != EditionState.DRAFT
    city, police = (
        {
            "party": side.party,
            "title": side.title(is_asked=is_asked),
            "is_done": side.is_done,
            "who": side.who,
            "when": moment(side.at) if side.at else "",
            "slot": "situation/editions/_buttons.html" if side.is_mine else "records/_signature.html",
            "key": side.key,
            "note": side.note,
        }
        for side in halves
    )
    return {"city": city, "police": police}


@login_required
@require_POST
def register(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Write one's own authority's registry number on a decided edition."""
    row = edition_for(request.user, slug, number)
    if row.decided_at is None:
        raise Http404
    if not people.rights_in(request.user, row.picture.pair).may_register:
        raise PermissionDenied
    form = RegistryForm(request.POST)
    if form.is_valid():
        try:
            services.set_registry_number(edition=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("Diarienumret är sparat."))
            return redirect(row)
        except UserError as error:
            form.add_error("number", str(error))
    return _edition_page(request, row, form=form, status=422)


def body(row: Edition) -> SafeString:
    """Return the frozen text as HTML, kept by checksum and language: it never changes."""
    key = f"edition-body:{row.checksum}:{get_language()}"
    html = cache.get(key)
    if html is None:
        html = render_to_string("situation/editions/_body.html", _body_context(services.parsed(row)))
        cache.set(key, html, KEPT_S)
    return mark_safe(html)  # noqa: S308 - rendered by our own template, which escapes  # nosec B308 B703


def _body_context(contents: dict[str, Any]) -> dict[str, Any]:
    shown = reading.read(contents)
    return {
        "reading": shown,
        "map": frozen_pictures.level_picture(contents, shown),
        "indicators": [(row, frozen_pictures.spark_of(row)) for row in shown.indicators],
        "safety": [(block, frozen_pictures.safety_picture(shown, block)) for block in shown.safety],
    }


def is_invented(row: Edition, halves: tuple[Side, Side]) -> bool:
    """Whether invented people wrote or decided: the page then says Exempeldata."""
    contents = services.parsed(row)
    return contents.get("is_invented", contents["is_example"]) or any(side.is_invented for side in halves)


def decided_link(row: Edition) -> LogEntry | None:
    """Return the link of the log's chain that holds the decision."""
    return LogEntry.objects.filter(
        object_type=row._meta.label_lower, object_id=str(row.pk), event=Event.EDITION_DECIDED
    ).first()


@login_required
@require_safe
def decide(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """What has changed, what is checked, who has approved; one's own party's button."""
    row = edition_for(request.user, slug, number)
    if row.state not in OPEN:
        return redirect(row)
    return _decide_page(request, row)


def _decide_page(
    request: MemberRequest,
    row: Edition,
    *,
    approve: ApproveForm | None = None,
    change: ChangeForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    pair = row.picture.pair
    subject = services.subject(row)
    is_in_review = row.state == EditionState.IN_REVIEW
    may_approve = is_in_review and people.may_approve(request.user, pair)
    halves = sides(subject, approver=request.user if may_approve else None)
    may_write = people.may_write(request.user, pair)
    checks = services.checks(row)
    earlier = _earlier(row)
    context = {
        **frame(row.picture.pair),
        "edition": row,
        "sides": halves,
        **_bar(row, halves),
        "is_invented": is_invented(row, halves),
        "mine": next((side for side in halves if side.is_mine), None),
        "is_in_review": is_in_review,
        "may_write": may_write,
        "may_ask": is_in_review and (may_write or may_approve),
        "checks": checks,
        "is_ready": all(check.is_met for check in checks),
        "requests": records.change_requests(subject),
        "earlier": earlier,
        "blocks": changed_words(earlier, row),
        "link": LogEntry.objects.first(),
        "own_records": records_of(subject, halves, url=row.get_absolute_url(), decision=None),
        "approve_form": approve
        or approve_form(
            subject,
            code=CODE,
            checksum=row.checksum,
            by=request.user,
            may_approve=any(side.is_mine for side in halves),
        ),
        "change_form": change or ChangeForm(auto_id="andring_%s"),
        "problem": problem,
    }
    return page(request, "situation/editions/decide.html", context, status=status)


def _earlier(row: Edition) -> Edition | None:
    """Return the decided edition that this one would take the place of."""
    return row.picture.editions.filter(state=EditionState.DECIDED).order_by("-number").first()


def changed_words(old: Edition | None, new: Edition) -> list[Block]:
    """Return the differences, kept by both checksums and language."""
    if old is None:
        return []
    key = f"edition-words:{old.checksum}:{new.checksum}:{get_language()}"
    blocks: list[Block] | None = cache.get(key)
    if blocks is None:
        blocks = differences(services.parsed(old), services.parsed(new))
        cache.set(key, blocks, KEPT_S)
    return blocks


@login_required
@require_POST
def recut(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Take the running picture as it stands now."""
    row = edition_for(request.user, slug, number, change=True)
    try:
        made = services.recut(edition=row, by=request.user)
    except UserError as error:
        return _refused(request, row, error)
    if made.checksum == row.checksum:
        messages.info(request, _("Lägesbilden är oförändrad. Utgåvan är densamma som förut."))
    else:
        messages.info(request, _("Utgåvan har lägesbilden som den är nu. Alla godkännanden börjar om."))
    return redirect("situation:edition_decide", slug, number)


@login_required
@require_POST
def send(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Send the draft to both parties."""
    row = edition_for(request.user, slug, number, change=True)
    try:
        services.send_to_review(edition=row, by=request.user)
    except UserError as error:
        return _refused(request, row, error)
    return redirect("situation:edition_decide", slug, number)


def _refused(request: MemberRequest, row: Edition, error: UserError, **forms: Any) -> HttpResponse:
    """Say why nothing was saved, on the page as it stands now."""
    fresh = edition_for(request.user, row.picture.pair.slug, row.number)
    return _decide_page(request, fresh, problem=str(error), status=422, **forms)


@login_required
@require_POST
def approve(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Approve for one's own party."""
    row = edition_for(request.user, slug, number)
    if not people.may_approve(request.user, row.picture.pair):
        raise PermissionDenied
    form = ApproveForm(request.POST, auto_id="godkann_%s")
    if not form.is_valid():
        return _decide_page(request, row, approve=form, problem=_unread(form), status=422)
    try:
        decision = services.approve_edition(edition=row, by=request.user, **form.approval())
    except UserError as error:
        # the page now shows the text as it stands: a new press approves that text
        kept = ApproveForm(
            initial={**form.cleaned_data, "read_checksum": _checksum_now(row)}, auto_id="godkann_%s"
        )
        return _refused(request, row, error, approve=kept)
    if decision is None:
        messages.success(request, _("Ditt godkännande är sparat. Nu väntar utgåvan på den andra parten."))
        return redirect("situation:edition_decide", slug, number)
    messages.success(request, _("Utgåva %(number)s är beslutad av båda parter.") % {"number": number})
    return redirect(row)


def _unread(form: ApproveForm) -> str:
    """Return what to say when the form does not tell which text was read."""
    if "read_checksum" not in form.errors:
        return ""
    return _(
        "Godkännandet sparades inte. Formuläret säger inte vilken text du har läst. Läs texten och godkänn igen."
    )


def _checksum_now(row: Edition) -> str:
    return str(Edition.objects.values_list("checksum", flat=True).get(pk=row.pk))


@login_required
@require_POST
def ask(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Send the edition back to draft with a reason."""
    row = edition_for(request.user, slug, number)
    pair = row.picture.pair
    if not (people.may_approve(request.user, pair) or people.may_write(request.user, pair)):
        raise PermissionDenied
    form = ChangeForm(request.POST, auto_id="andring_%s")
    if not form.is_valid():
        return _decide_page(request, row, change=form, status=422)
    try:
        services.ask_for_change(edition=row, by=request.user, **form.cleaned_data)
    except UserError as error:
        return _refused(request, row, error, change=form)
    messages.info(request, _("Utgåvan är ett utkast igen. Båda parter ser ditt skäl."))
    return redirect("situation:edition_decide", slug, number)
