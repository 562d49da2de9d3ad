from __future__ import annotations

from django.db import migrations

from samsyn.audit import guards

GUARDS = (
    guards.AGREEMENT,
    guards.SIGNATURE,
    guards.AGREEMENT_REVIEW,
    guards.CITIZEN_PROMISE,
    guards.REPORTED_OUTCOME,
)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [migrations.RunPython(*guards.installer(guard)) for guard in GUARDS]
