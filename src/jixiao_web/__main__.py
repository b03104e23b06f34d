"""`python -m jixiao_web`: Django's own commands (makemigrations, shell …) for developers."""

import os
import sys

from django.conf import settings
from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jixiao_web.settings")
settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
execute_from_command_line(sys.argv)
