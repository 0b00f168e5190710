"""Seeded faults: which of them each check finds, and what it cries of that was not seeded."""
