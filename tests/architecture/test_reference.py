"""Generated pages say what the code says, and of every column what it holds and how it is kept."""

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.db import models

from hearken.ops import reference
from hearken.ops.reference import Kept
from tests.conftest import ROOT

ALL = [(model, field) for model in apps.get_models() for field in model._meta.local_concrete_fields]
NEW = ("accounts", "audit", "couples", "space")
"""Apps whose models say themselves what each column is. The others have their words in ops/reference.py."""


def _name(value):
    return value._meta.label if isinstance(value, type) else value.name


def test_settings_page_is_current():
    assert (ROOT / "docs/reference/settings.md").read_text() == reference.settings_table()


def test_frames_schema_is_current():
    assert (ROOT / "docs/reference/frames.schema.json").read_text() == reference.frames_schema()


def test_export_schema_is_current():
    assert (ROOT / "docs/reference/export.schema.json").read_text() == reference.export_schema()


def test_the_list_of_what_could_be_handed_over_is_current():
    assert (ROOT / "docs/reference/hand-over.md").read_text() == reference.hand_over()


def test_it_lists_every_table_there_is():
    assert {model._meta.app_label for model in apps.get_models()} == set(reference.APPS)
    page = reference.hand_over()
    assert not [model for model in apps.get_models() if f"### `{model._meta.db_table}`" not in page]
    assert page.count("\n| `") == len(ALL)


def test_every_column_says_in_words_what_it_holds():
    silent = [f"{_name(m)}.{each.name}" for m in apps.get_models() for each in reference.columns(m) if not each.words]
    assert not silent, silent


def test_models_of_newer_apps_say_it_themselves():
    silent = [
        f"{_name(model)}.{field.name}"
        for model, field in ALL
        if model._meta.app_label in NEW
        and not (field.help_text or field.choices or field.primary_key or field.related_model)
    ]
    assert not silent, silent


def test_words_are_for_columns_and_tables_that_exist():
    columns = {f"{model._meta.label}.{field.name}" for model, field in ALL}
    assert not {*reference.WORDS, *reference.KEYED} - columns
    assert not set(reference.ABOUT) - {model._meta.label for model in apps.get_models()}


@pytest.mark.parametrize(
    ("model", "field"),
    [(m, f) for m, f in ALL if isinstance(f, models.BinaryField) or f.name.endswith("digest")],
    ids=_name,
)
def test_bytes_and_digests_are_never_told_as_clear(model, field):
    (column,) = [each for each in reference.columns(model) if each.name == field.column]
    assert column.kept in {Kept.SEALED, Kept.KEYED_HASH}
    if field.name.endswith("digest"):
        assert column.kept is Kept.KEYED_HASH


def test_text_that_people_type_has_no_column_in_the_clear():
    """What is clear is ours: an id, a count, a time, a choice, a yes or no, or a short word from a list.

    The directory is no exception but another thing: it is public, and what is held there was asked to be published.
    """
    ids_and_words = 64
    clear = [
        f"{_name(model)}.{field.name}"
        for model, field in ALL
        for column in reference.columns(model)
        if column.name == field.column and column.kept is Kept.CLEAR and model._meta.app_label != "directory"
        if isinstance(field, models.TextField | models.JSONField | models.FileField)
        or (field.max_length or 0) > ids_and_words
    ]
    assert not clear, clear


def test_bytes_of_which_nobody_said_how_they_are_kept_are_refused():
    class Loose(models.Model):
        """A table whose author forgot to say."""

        body = models.BinaryField(help_text="what somebody wrote")

        class Meta:
            app_label = "nowhere"
            apps = Apps()

    with pytest.raises(LookupError, match="body"):
        reference.columns(Loose)


def test_a_word_of_ours_makes_no_column_safer_than_its_model_says(monkeypatch):
    monkeypatch.setitem(reference.WORDS, "couples.Consent.item", "sealed, a keyed hash")
    consent = apps.get_model("couples", "Consent")
    (item,) = [each for each in reference.columns(consent) if each.name == "item"]
    assert item.kept is Kept.CLEAR
