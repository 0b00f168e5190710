"""The store's latest revision, apart so that whoever only compares it loads no database library."""

HEAD = "0009"
"""The latest file in migrations/versions; a test compares."""
