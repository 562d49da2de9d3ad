from __future__ import annotations

from django.urls import path

from samsyn.reports import views

app_name = "reports"
urlpatterns = [
    path("<slug:slug>/utgava/<int:number>/pdf/", views.edition_pdf, name="edition_pdf"),
    path("<slug:slug>/utgava/<int:number>/word/", views.edition_docx, name="edition_docx"),
]
