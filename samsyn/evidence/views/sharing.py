"""Who sees a dataset: released, more or less of it, or taken back, on the dataset's own page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.evidence import access
from samsyn.evidence.models import Dataset
from samsyn.evidence.releasing import DATASET, SCOPES
from samsyn.people.models import Member
from samsyn.people.requests import MemberRequest
from samsyn.releases.forms import FiguresForm, WithdrawForm
from samsyn.releases.kinds import kind_of
from samsyn.releases.queries import ground_words, standing
from samsyn.ui.errors import UserError


def shown(
    dataset: Dataset, reader: Member, *, form: FiguresForm | None = None, problem: str = ""
) -> dict[str, Any]:
    """Return what the page says of who sees the dataset, by what release, and the form of one who may change it."""
    kind = kind_of(DATASET)
    assert kind is not None
    found = standing(kind, [dataset.pk]).get(dataset.pk) if dataset.shared else None
    return {
        "release": found,
        "ground": ground_words(found.legal_ground) if found else "",
        "scope_words": kind.words_of(dataset.shared) if dataset.shared else "",
        "may_release": access.may_release(reader, dataset),
        "release_form": form or _form(reader, dataset),
        "problem": problem,
    }


def _form(reader: Member, dataset: Dataset, data: Any = None) -> FiguresForm:
    choices = [one for one in SCOPES if one[0] != dataset.shared]
    return FiguresForm(data, party=reader.party, scopes=choices)


@login_required
@require_POST
def release(request: MemberRequest, pk: int) -> HttpResponse:
    """Release the dataset, or change how much of it the other authority sees."""
    from samsyn.evidence import services
    from samsyn.evidence.views.datasets import dataset_page

    dataset = access.dataset_for(request.user, pk, change=True)
    form, problem = _form(request.user, dataset, request.POST), ""
    if form.is_valid():
        try:
            services.release_dataset(dataset=dataset, by=request.user, **form.cleaned_data)
            messages.success(request, _("Datamängden är släppt."))
            return redirect(dataset)
        except UserError as error:
            problem = str(error)
    return dataset_page(request, dataset, form=form, problem=problem, status=422)


@login_required
@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the dataset back."""
    from samsyn.evidence import services
    from samsyn.evidence.views.datasets import dataset_page

    dataset = access.dataset_for(request.user, pk, change=True)
    form = WithdrawForm(request.POST)
    problem = _("Datamängden är fortfarande släppt. Det saknas ett skäl. Skriv varför ni tar tillbaka den.")
    if form.is_valid():
        try:
            services.withdraw_dataset(dataset=dataset, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(
                request, _("Datamängden är tillbakatagen. Den andra parten ser den inte längre.")
            )
            return redirect(dataset)
        except UserError as error:
            problem = str(error)
    return dataset_page(request, dataset, problem=problem, status=422)
