"""The service record as pure functions: what was promised and kept, what happened, what lasts."""
