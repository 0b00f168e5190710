"""The store's latest revision, apart so that whoever only compares it loads no database library."""

HEAD = "0008"
"""The latest file in migrations/versions; a test compares."""
