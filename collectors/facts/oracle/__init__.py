"""Facts about Oracle."""
