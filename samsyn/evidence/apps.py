from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "samsyn.evidence"
    label = "evidence"
