"""Vendors' files of advisories, read from a file that a person carried in; nothing is fetched."""
