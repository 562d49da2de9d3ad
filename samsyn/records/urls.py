from __future__ import annotations

from django.urls import path

from samsyn.records import views
from samsyn.records.disagreement.urls import urlpatterns as disagreements

app_name = "records"
urlpatterns = [
    path("", views.decisions, name="decisions"),
    *disagreements,  # before the matters: "oenighet" is no kind of them
    path("<slug:kind>/<int:pk>/", views.decide, name="decide"),
    path("<slug:kind>/<int:pk>/granskning/", views.send, name="send"),
    path("<slug:kind>/<int:pk>/godkann/", views.approve, name="approve"),
    path("<slug:kind>/<int:pk>/andring/", views.ask, name="ask"),
    path("<slug:kind>/<int:pk>/dra-tillbaka/", views.withdraw, name="withdraw"),
    path("<slug:kind>/<int:pk>/ny-version/", views.new_version, name="new_version"),
    path("<slug:kind>/<int:pk>/diarienummer/", views.register, name="register"),
]
