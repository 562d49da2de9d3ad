"""Sessions of our own, resets by two, and secrets of the second step sealed."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def seal_what_is_open(apps: Any, schema_editor: Any) -> None:
    """Seal the seeds that allauth kept in clear. Nothing is made when there are none."""
    from samsyn.people import sealing

    for row in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"):
        kept = {name: row.data[name] for name in ("secret", "seed") if name in row.data}
        if changed := {name: sealing.seal(text) for name, text in kept.items() if not sealing.is_sealed(text)}:
            row.data = {**row.data, **changed}
            row.save(update_fields=["data"])


def open_what_is_sealed(apps: Any, schema_editor: Any) -> None:
    from samsyn.people import sealing

    for row in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"):
        row.data = {
            name: sealing.opened(text) if name in ("secret", "seed") else text
            for name, text in row.data.items()
        }
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("people", "0003_deputies"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="held_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="godkänner inte före"),
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("began_at", models.DateTimeField(blank=True, null=True, verbose_name="började")),
                ("seen_at", models.DateTimeField(verbose_name="senast använd")),
                ("device", models.CharField(blank=True, max_length=60, verbose_name="enhet")),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="medarbetare",
                    ),
                ),
            ],
            options={
                "verbose_name": "pågående inloggning",
                "verbose_name_plural": "pågående inloggningar",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PasswordReset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "with_second_step",
                    models.BooleanField(default=False, verbose_name="tar bort det andra steget"),
                ),
                ("asked_at", models.DateTimeField(verbose_name="begärd")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="bekräftad")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="avslutad")),
                ("was_done", models.BooleanField(default=False, verbose_name="genomförd")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="begärd av",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bekräftad av",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="resets",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="medarbetare",
                    ),
                ),
            ],
            options={
                "verbose_name": "återställning av lösenord",
                "verbose_name_plural": "återställningar av lösenord",
                "ordering": ["-asked_at"],
            },
        ),
        migrations.AddConstraint(
            model_name="passwordreset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("member",), name="people_one_open_reset"
            ),
        ),
        migrations.AddConstraint(
            model_name="passwordreset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", None),
                    models.Q(("confirmed_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="people_reset_by_two",
            ),
        ),
        migrations.RunPython(seal_what_is_open, open_what_is_sealed),
    ]
