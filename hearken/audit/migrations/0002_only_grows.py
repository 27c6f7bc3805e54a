"""Entries are only ever added."""

from django.db import migrations

from hearken.lib.appendonly import protect, unprotect

TABLE = "audit_entry"
TAKEN = "id = NEW.id OR (subject = NEW.subject AND number = NEW.number)"


def forwards(apps, editor):
    protect(editor, TABLE, TAKEN)


def backwards(apps, editor):
    unprotect(editor, TABLE)


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
