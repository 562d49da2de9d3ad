"""What the pages of step 4 share: the frame of a page, and the one template of its forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from samsyn.people.requests import MemberRequest
from samsyn.steps.method.models import WorkPlan
from samsyn.steps.method.queries import problem_of
from samsyn.steps.situation.views.shared import frame
from samsyn.ui.shortcuts import page


@dataclass(frozen=True)
class FormPage:
    """What the page of one form says: what it is for, its button, and how the row is taken away.

    back  the part of the plan's page that one returns to
    """

    heading: str
    lead: str
    button: str
    back: str = ""
    about: str = ""  # what the form concerns: the cause
    remove_url: str = ""
    remove_text: str = ""
    remove_button: str = ""

    def show(
        self,
        request: MemberRequest,
        plan: WorkPlan,
        form: Form,
        *,
        problem: str = "",
        theirs: str = "",
        is_refused: bool = False,
        **more: Any,
    ) -> HttpResponse:
        """Answer with the form: 200 when it is opened, 422 when it was refused.

        problem  why the row was not taken away; what is wrong with the form itself stands in the form
        theirs   what stands now, when somebody saved first
        """
        context = {
            **frame(plan.pair),
            "plan": plan,
            "title": problem_of(plan).title,
            "said": self,
            "problem": problem,
            "form": form,
            "theirs": theirs,
            **more,
        }
        return page(request, "method/form.html", context, status=422 if is_refused else 200)


def saved(request: MemberRequest, plan: WorkPlan, text: str, *, part: str = "") -> HttpResponseRedirect:
    """Say that it is saved and go back to the part of the plan's page."""
    messages.success(request, text)
    return back_to(plan, part)


def back_to(plan: WorkPlan, part: str = "") -> HttpResponseRedirect:
    return redirect(f"{plan.get_absolute_url()}#{part}" if part else plan.get_absolute_url())


def read_version(form: Form) -> int:
    """The version of the row that the writer read; nothing read is version 0, which never is current."""
    version: Any = form.cleaned_data.get("version")
    return version or 0


def posted_version(request: MemberRequest) -> int:
    """The version in a form that holds nothing else."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
