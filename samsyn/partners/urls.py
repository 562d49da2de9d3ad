from __future__ import annotations

from django.urls import path

from samsyn.partners.views import door, own, questions

app_name = "partners"
OWN, PAIR = "mina-ataganden/", "par/<slug:slug>/fragor/"
urlpatterns = [
    path(OWN, own.home, name="home"),
    path(f"{OWN}aktivitet/<int:pk>/", own.activity, name="activity"),
    path(f"{OWN}aktivitet/<int:pk>/bekrafta/", own.confirm_activity, name="activity_confirm"),
    path(f"{OWN}angra/<int:pk>/", own.undo, name="undo"),
    path(f"{OWN}lofte/<int:pk>/", own.commitment, name="commitment"),
    path(f"{OWN}lofte/<int:pk>/bekrafta/", own.confirm_commitment, name="commitment_confirm"),
    path(PAIR, questions.questions, name="questions"),
    path(f"{PAIR}ny/", questions.new, name="new"),
    path(f"{PAIR}<int:pk>/", questions.question, name="question"),
    path(f"{PAIR}<int:pk>/fornya/", questions.renew, name="renew"),
    path(f"{PAIR}<int:pk>/aterkalla/", questions.revoke, name="revoke"),
    path("fraga/<str:token>/", door.door, name="door"),
]
