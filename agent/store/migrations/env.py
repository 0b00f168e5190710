"""Run the revisions on the connection, and in the transaction, that ``agent.store.schema`` hands in."""

from alembic import context

from agent.store.tables import METADATA, REVISION

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=REVISION.name,
)
with context.begin_transaction():
    context.run_migrations()
