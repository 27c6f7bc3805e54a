"""The consent ledger is only ever added to."""

from django.db import migrations

from hearken.lib.appendonly import protect, unprotect

TABLE = "couples_consent"


def forwards(apps, editor):
    protect(editor, TABLE)


def backwards(apps, editor):
    unprotect(editor, TABLE)


class Migration(migrations.Migration):

    dependencies = [
        ("couples", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
