from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0002_places")]

    operations = [
        migrations.AddField(
            model_name="areapair",
            name="is_whole",
            field=models.BooleanField(default=False, verbose_name="gäller hela staden"),
        ),
    ]
