"""One import: how far it has come, what came of it, what was wrong, and where the file is from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.evidence import access, overview, workflow
from samsyn.evidence.models import DataImport, ImportState
from samsyn.evidence.views import words
from samsyn.people.limits import costly
from samsyn.people.requests import MemberRequest
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page

if TYPE_CHECKING:
    import pyarrow as pa

MOVING = {ImportState.QUEUED, ImportState.RUNNING}
READ = {ImportState.IN_FORCE, ImportState.SUPERSEDED}
ERRORS_A_PAGE = 100
COMMON, MOST_GROUPS = 5, 8


@dataclass(frozen=True)
class ErrorLine:
    row: int
    column: str
    found: str
    text: str


@dataclass(frozen=True)
class ErrorGroup:
    """The same words in the same column of several refused rows."""

    column: str
    found: str
    rows: int


@dataclass(frozen=True)
class ErrorPage:
    """Some of the refused rows: `rows` number `first` to `last` of `total` that are spelled out."""

    rows: list[ErrorLine]
    first: int
    last: int
    total: int
    refused: int
    number: int
    groups: list[ErrorGroup]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ERRORS_A_PAGE))

    @property
    def is_cut(self) -> bool:
        return self.total < self.refused

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


@login_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.import_for(request.user, pk)
    return _page(request, row)


def _page(request: MemberRequest, row: DataImport, *, error: str = "", status: int = 200) -> HttpResponse:
    sees_whole = access.sees_whole(request.user.party, row)
    may_see_rows = access.may_see_rows_of(request.user, row)
    context: dict[str, Any] = {
        "room": "evidence",
        "row": row,
        "error": error,
        "is_example": words.is_example(row),
        "may_import": access.may_import(request.user, row.city) and access.is_own(request.user, row.dataset),
        "sees_whole": sees_whole,
        "may_see_rows": may_see_rows,
        "is_moving": row.state in MOVING,
        "is_read": row.state in READ,
        "may_remove": workflow.may(row.state, ImportState.DISCARDED),
        "warnings": words.warnings(row) if sees_whole else [],
        "failure": words.failure(row) if row.state == ImportState.FAILED else "",
        "contents": [
            {"row": line, "name": words.metric_name(line.metric)} for line in overview.contents_of(row)
        ],
        "superseded_by": list(row.superseded_by.all()),
        "reader_title": words.reader_title(row.reader),
        "recipe": words.recipe(row.reader, row.options) if sees_whole else [],
    }
    if row.state == ImportState.IN_FORCE and row.incidents_checksum:
        from samsyn.evidence import services

        context["lacking"] = services.divisions_without(row)
    if may_see_rows and row.rows_refused:
        context["errors"] = error_page(row, request.GET.get("sida", "1"))
    return page(request, "evidence/import.html", context, status=status)


def error_page(row: DataImport, wanted: str) -> ErrorPage:
    """Return one page of the refused rows, in the page's language. A page that is not there is the nearest one."""
    from samsyn.evidence import services

    table = services.row_errors(row)
    last_page = max(1, -(-table.num_rows // ERRORS_A_PAGE))
    number = min(max(int(wanted), 1), last_page) if wanted.isdecimal() and len(wanted) < 9 else 1
    start = (number - 1) * ERRORS_A_PAGE
    lines = [_error_line(line) for line in table.slice(start, ERRORS_A_PAGE).to_pylist()]
    first = start + 1 if lines else 0
    return ErrorPage(
        lines, first, start + len(lines), table.num_rows, row.rows_refused, number, _groups(table)
    )


def _groups(table: pa.Table) -> list[ErrorGroup]:
    """Return what most of the errors have in common; nothing when each is its own."""
    counted = table.group_by(["column", "found"]).aggregate([([], "count_all")]).to_pylist()
    common = [
        ErrorGroup(one["column"], one["found"], one["count_all"])
        for one in counted
        if one["count_all"] >= COMMON and one["column"] and one["found"]
    ]
    return sorted(common, key=lambda group: (-group.rows, group.found))[:MOST_GROUPS]


def _error_line(line: dict[str, Any]) -> ErrorLine:
    from samsyn.evidence import services

    return ErrorLine(line["row"], line["column"], line["found"], services.error_text(line))


@login_required
@require_safe
def progress(request: MemberRequest, pk: int) -> HttpResponse:
    """The bar alone, which progress.mjs fetches every second."""
    row = access.import_for(request.user, pk)
    return page(request, "evidence/parts/progress.html", {"data_import": row})


@login_required
@require_safe
@costly
def errors(request: MemberRequest, pk: int) -> HttpResponse:
    """The refused rows as CSV. That they were taken out is in the log."""
    from samsyn.evidence import services

    row = access.import_for(request.user, pk)
    if not access.may_see_rows_of(request.user, row):
        raise PermissionDenied
    data = b"".join(services.errors_as_csv(row))
    record(Event.ROWS_SEEN, row, by=request.user, rows=row.rows_refused, what="errors")
    stem = get_valid_filename(row.file_name.rpartition(".")[0] or row.file_name or "fil")
    return download(data, f"fel-{stem}.csv", "text/csv; charset=utf-8")


def download(data: bytes, name: str, content_type: str) -> HttpResponse:
    """Send data as a file to save, never to be shown as a page."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove a file that is not in force."""
    from samsyn.evidence import services

    row = access.import_for(request.user, pk, change=True)
    try:
        services.discard(data_import=row, by=request.user)
    except UserError as error:
        row = access.import_for(request.user, pk)
        return _page(request, row, error=str(error), status=422)
    messages.success(request, _("Filen %(file)s är borttagen.") % {"file": row.file_name})
    return redirect("evidence:start")


@login_required
@require_POST
def again(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the file in once more with the same choices, for areas that came after it; go on to look through it."""
    from samsyn.evidence import services

    row = access.import_for(request.user, pk, change=True)
    try:
        made = services.receive_again(data_import=row, by=request.user)
    except UserError as error:
        return _page(request, row, error=str(error), status=422)
    return redirect("evidence:review", made.pk)
