from django.db import migrations

from samsyn.audit.guards import DECISION, installer


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [migrations.RunPython(*installer(DECISION))]
