"""The quarterly security report, and the list of remedies."""
