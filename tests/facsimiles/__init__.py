"""Facsimiles: one form laid out once and written in every format, as bureaus, programs and scanners would; for tests and measurements."""
