"""What belongs to a city and not to one of its pairs, a dataset, is released without a pair."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0003_whole_city"),
        ("releases", "0001_release_to_the_other"),
    ]

    operations = [
        migrations.AlterField(
            model_name="release",
            name="pair",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="releases",
                to="places.areapair",
                verbose_name="områdespar",
            ),
        ),
    ]
