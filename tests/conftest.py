"""Settings for all tests."""

import os

from hypothesis import settings

# No test depends on how fast the machine is; the gate searches the same examples every time, a person's runs search new ones.
settings.register_profile("person", deadline=None)
settings.register_profile("gate", deadline=None, derandomize=True, database=None)
settings.load_profile("gate" if os.environ.get("CI") else "person")
