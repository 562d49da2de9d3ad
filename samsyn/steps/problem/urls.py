from __future__ import annotations

from django.urls import path

from samsyn.steps.problem.views import causes, certainty, evidence, links, pictures

app_name = "problem"
urlpatterns = [
    path("", pictures.pictures, name="pictures"),
    path("ny/", pictures.new, name="new"),
    path("<int:pk>/", pictures.picture, name="picture"),
    path("<int:pk>/andra/", pictures.change, name="change"),
    path("<int:pk>/prioritera/", pictures.weigh, name="weigh"),
    path("<int:pk>/orsak/ny/", causes.new, name="cause_new"),
    path("<int:pk>/orsak/<int:cause>/", causes.change, name="cause"),
    path("<int:pk>/orsak/<int:cause>/ta-bort/", causes.remove, name="cause_remove"),
    path("<int:pk>/sakerhet/", certainty.answer, name="certainty"),
    path("<int:pk>/samband/nytt/", links.new, name="link_new"),
    path("<int:pk>/samband/<int:link>/ta-bort/", links.remove, name="link_remove"),
    path("<int:pk>/skal/nytt/", evidence.new, name="evidence_new"),
    path("<int:pk>/skal/<int:evidence>/ta-bort/", evidence.remove, name="evidence_remove"),
]
