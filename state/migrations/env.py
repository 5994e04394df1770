"""Alembic's entry: runs the migrations on the engine that state.database hands over."""

from alembic import context

from state.tables import metadata

engine = context.config.attributes["engine"]

with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
    with connection.begin(), context.begin_transaction():
        context.run_migrations()
