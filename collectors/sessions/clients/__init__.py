"""The vendors' own clients on a database's host: how each is run, and what its output means."""
