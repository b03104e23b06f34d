"""Filings (报送): one form of one project in one cycle, kept cell by cell, judged by the library."""
