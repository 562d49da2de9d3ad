from django.db import migrations

from samsyn.audit.guards import LOG, installer


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(*installer(LOG))]
