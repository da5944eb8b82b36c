"""What happens to records by themselves: publication at a time, and the end of an embargo."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from catalogue import publishing
from catalogue.models import Publication, State
from catalogue.policy import UNPUBLISHED

logger = logging.getLogger(__name__)


def publish_what_is_due() -> int:
    """Publish what was scheduled up to now and what is embargoed until today or earlier; return how many.

    Each is a transaction of its own, so that one faulty record holds up no other.
    """
    return sum(
        _published(publication_id) for publication_id in Publication.objects.filter(_due()).values_list("pk", flat=True)
    )


def _due() -> Q:
    scheduled = Q(state__in=UNPUBLISHED, publish_at__lte=timezone.now())
    opened = Q(state=State.EMBARGOED, embargo_until__lte=timezone.localdate())
    return scheduled | opened


def _published(publication_id: int) -> bool:
    with transaction.atomic():
        # Asked again under the lock: two workers, or an editor, may have been at it meanwhile.
        due = Publication.objects.select_for_update().filter(_due(), pk=publication_id).first()
        if due is None:
            return False
        why = "end of the embargo" if due.state == State.EMBARGOED else "scheduled"
        try:
            with transaction.atomic():
                publishing.publish(due, who=None, why=why)
        except publishing.PublishingError as error:
            logger.warning("publication %s could not be published as scheduled: %s", publication_id, error)
            Publication.objects.filter(pk=publication_id).update(publish_at=None)
            return False
    return True
