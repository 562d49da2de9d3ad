from django.db import migrations

from samsyn.audit import guards


class Migration(migrations.Migration):
    dependencies = [("records", "0005_waivers")]
    operations = [migrations.RunPython(*guards.installer(guards.WAIVER))]
