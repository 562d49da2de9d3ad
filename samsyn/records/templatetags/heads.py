"""The head of the log when something was decided, as a line on its page and its print."""

from __future__ import annotations

from typing import Any

from django import template

from samsyn.audit.heads import Head, decided_head

register = template.Library()


@register.inclusion_tag("records/_log_head.html")
def log_head(row: Any) -> dict[str, Head | None]:
    """The head at the decision of a joint matter or of a Decision; nothing of what is not decided."""
    kind = getattr(row, "subject_type", "") or row._meta.label_lower
    return {"head": decided_head(kind, getattr(row, "subject_id", row.pk))}
