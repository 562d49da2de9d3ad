"""A file and a recipe belong to the authority of the one who handed it in or saved it then, wherever she works later."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

PARTY = {
    "blank": True,
    "choices": [("city", "staden"), ("police", "polisen"), ("other", "extern part")],
    "default": "",
    "max_length": 10,
    "verbose_name": "part",
}


def as_they_work_now(apps, schema_editor):
    """Nobody has kept where they worked then: what stands is of those whose it was taken to be until now."""
    members = apps.get_model("people", "Member").objects
    for model, by in (("DataImport", "received_by"), ("ImportRecipe", "saved_by")):
        party = members.filter(pk=OuterRef(by)).values("organisation__party")
        rows = apps.get_model("evidence", model).objects.exclude(**{by: None})
        rows.update(party=Subquery(party[:1]))


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_datasets_are_released")]

    operations = [
        migrations.AddField("dataimport", "party", models.CharField(**PARTY)),
        migrations.AddField("importrecipe", "party", models.CharField(**PARTY)),
        migrations.RemoveConstraint("importrecipe", "evidence_recipe_name"),
        migrations.AddConstraint(
            "importrecipe",
            models.UniqueConstraint(fields=["city", "reader", "party", "name"], name="evidence_recipe_name"),
        ),
        migrations.RunPython(as_they_work_now, migrations.RunPython.noop),
    ]
