"""A fleet: rounds whose targets are asked by workers on several machines, over one queue in the store's PostgreSQL."""
