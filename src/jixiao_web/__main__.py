"""`python -m jixiao_web`: Django's own commands (makemigrations, shell …) for developers."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jixiao_web.settings")
execute_from_command_line(sys.argv)
