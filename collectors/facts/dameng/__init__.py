"""Facts about Dameng DM8."""
