"""`manage.py purge`: says what it will take away for good, asks, and does it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.models import Publication
from ingest.models import Submission
from ingest.purging import Plan, carry_out, plan_for_put_away, plan_for_record

_SHOWN = 20


class Command(BaseCommand):
    help = "Takes away for good what was discarded, refused or doubled long ago, or single records."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=90, help="what was not touched for so many days (90)")
        parser.add_argument("--record", type=int, action="append", default=[], metavar="ID", help="this record instead")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *, days: int, record: list[int], yes: bool, **_options: Any) -> None:
        plans = [plan_for_record(_record(number)) for number in record] if record else [plan_for_put_away(days)]
        if not any(plans):
            self.stdout.write("There is nothing to take away.")
            return
        for plan in plans:
            self.say(plan)
        if not yes and input("This cannot be undone. Type yes to go on: ").strip().lower() != "yes":
            self.stdout.write("Nothing was taken away.")
            return
        for plan in plans:
            carry_out(plan)
        self.stdout.write("Done.")

    def say(self, plan: Plan) -> None:
        self.stdout.write(
            f"{len(plan.publications)} records with their history, {len(plan.submissions)} submissions, "
            f"{len(plan.files)} files that nothing else uses:"
        )
        for publication in Publication.objects.filter(pk__in=plan.publications[:_SHOWN]):
            self.stdout.write(f"  record {publication.pk} ({publication.state}): {publication}")
        for submission in Submission.objects.filter(pk__in=plan.submissions[:_SHOWN]):
            self.stdout.write(f"  submission {submission.pk} ({submission.state}): {submission.name}")
        more = max(len(plan.publications), len(plan.submissions)) - _SHOWN
        if more > 0:
            self.stdout.write(f"  and {more} more")


def _record(number: int) -> Publication:
    publication = Publication.objects.filter(pk=number).first()
    if publication is None:
        message = f"There is no record {number}."
        raise CommandError(message)
    return publication
