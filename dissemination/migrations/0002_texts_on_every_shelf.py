"""Texts stand on every shelf, under the kind of shelf and its address; those on countries move there."""

from __future__ import annotations

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def forwards(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    _renamed(apps, "country-", "countries-")


def backwards(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    _renamed(apps, "countries-", "country-")


def _renamed(apps: StateApps, before: str, after: str) -> None:
    for page in apps.get_model("dissemination", "EditedPage").objects.filter(slug__startswith=before):
        page.slug = after + page.slug.removeprefix(before)
        page.save()


class Migration(migrations.Migration):
    dependencies = [("dissemination", "0001_pages_of_text_and_reports")]

    operations = [
        migrations.AlterField(
            model_name="editedpage",
            name="slug",
            field=models.SlugField(max_length=140, unique=True, verbose_name="address"),
        ),
        migrations.RunPython(forwards, backwards),
    ]
