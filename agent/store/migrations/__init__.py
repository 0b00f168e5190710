"""The store's revisions, run by Alembic."""
