"""Forms look the same everywhere: the renderer of every Django form in the program."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class SamsynRenderer(TemplatesSetting):
    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
