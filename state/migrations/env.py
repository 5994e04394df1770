"""Alembic's entry: runs the migrations on the engine that state.database hands over."""

from alembic import context

from state.tables import metadata

engine = context.config.attributes["engine"]

# A migration is whole or not at all, and a second one that is started meanwhile waits and then finds nothing to do.
BEGIN = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(7235)"}  # the number is ours alone

with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
    with connection.begin():
        connection.exec_driver_sql(BEGIN[connection.dialect.name])
        with context.begin_transaction():
            context.run_migrations()
