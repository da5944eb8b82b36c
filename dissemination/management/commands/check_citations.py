"""`manage.py check_citations`: what falls short in the citations of the published records; exit 1 if anything does."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from catalogue.models import Publication
from catalogue.policy import STRANGER, visible_records
from catalogue.references import reference_for, with_reference
from citations.verification import faults
from dissemination.citation_faults import sentence


class Command(BaseCommand):
    help = "Writes each public record, reads it back, and says what clients would complain of."
    requires_system_checks = []

    def handle(self, **_options: Any) -> None:
        public = with_reference(Publication.objects.filter(visible_records(STRANGER)).order_by("pk"))
        checked = short = 0
        for publication in public.iterator(chunk_size=200):
            checked += 1
            found = faults(reference_for(publication))
            short += bool(found)
            for fault in found:
                self.stdout.write(f"{publication.pk} {publication.key}: {fault.attribute}: {sentence(fault)}")
        self.stderr.write(f"{checked} checked, {short} fall short")
        if short:
            sys.exit(1)
