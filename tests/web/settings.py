"""Settings of the tests: the application's own, with a data folder that goes away and passwords that are quick to check."""

import os
import tempfile

_folder = tempfile.TemporaryDirectory(prefix="jixiao-tests-")
os.environ["JIXIAO_DATA"] = _folder.name
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop running in the thread of the tests

from jixiao_web.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
