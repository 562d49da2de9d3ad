from django.db import migrations

from samsyn.audit.guards import APPROVAL, CHANGE_REQUEST, installer


class Migration(migrations.Migration):
    dependencies = [("records", "0003_change_requests")]

    operations = [
        migrations.RunPython(*installer(APPROVAL)),
        migrations.RunPython(*installer(CHANGE_REQUEST)),
    ]
