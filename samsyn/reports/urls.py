from __future__ import annotations

from django.urls import path

from samsyn.reports import views

app_name = "reports"
urlpatterns = [
    path("konferens/<slug:city>/<int:year>/pdf/", views.conference_pack, name="conference_pack"),
    path("<slug:slug>/overenskommelse/<int:pk>/pdf/", views.agreement_pdf, name="agreement_pdf"),
    path("<slug:slug>/utgava/<int:number>/pdf/", views.edition_pdf, name="edition_pdf"),
    path("<slug:slug>/utgava/<int:number>/word/", views.edition_docx, name="edition_docx"),
    path("<slug:slug>/beslut/<int:pk>/<slug:party>/", views.decision_record, name="decision_record"),
    path(
        "<slug:slug>/beslut/<int:pk>/<slug:party>/pdf/",
        views.decision_record_pdf,
        name="decision_record_pdf",
    ),
]
