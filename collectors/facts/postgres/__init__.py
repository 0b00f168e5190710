"""Facts about PostgreSQL."""
