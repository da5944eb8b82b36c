"""The WSGI entry of the library."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kc_repository.settings")
application = get_wsgi_application()
