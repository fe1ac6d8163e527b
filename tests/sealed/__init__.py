"""Journals that are sealed. Each test here needs the extra `sealed`, and says so where it is missing."""
