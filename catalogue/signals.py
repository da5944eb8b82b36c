"""The one upward message: a publication changed, in whatever way. Sent inside the transaction of the change."""

from django.dispatch import Signal

# Carries `publication_id`.
publication_changed = Signal()
