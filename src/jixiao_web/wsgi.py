"""The application for WSGI servers: gunicorn jixiao_web.wsgi."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jixiao_web.settings")
settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
application = get_wsgi_application()
