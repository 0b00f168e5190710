"""Facts: what we know about a target. Frozen values in base units; the identity of each record is marked."""
