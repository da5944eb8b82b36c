"""How gunicorn serves the library: `gunicorn -c python:kc_repository.web kc_repository.wsgi`."""

import os

from django.conf import settings
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kc_repository.settings")

bind = settings.WEB_ADDRESS
workers = settings.WEB_PROCESSES
threads = settings.WEB_THREADS
worker_class = "gthread"
timeout = 60
graceful_timeout = 10
keepalive = 5
# The longest address that gunicorn can be told to take; a longer one is answered with 414.
limit_request_line = 8190
# A web process is replaced now and then, so that memory that fragments over weeks is given back.
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = None
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "warning"


def post_worker_init(_worker: object) -> None:
    """Load every address before the first reader asks, who else would wait for a second."""
    get_resolver().url_patterns  # noqa: B018 - a cached property
