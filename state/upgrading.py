"""Bringing the schema to this version's: what can stand in the way is told, and then nothing has changed."""

from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from state.database import MIGRATIONS, DatabaseError, SchemaError, present, upgrade


def bring_up(engine: Engine) -> tuple[str | None, str]:
    """Upgrade the schema; gives its version before (None where there was none) and now.

    Raises SchemaError for a schema of a version that this one doesn't know, DatabaseError where it can't be written.
    """
    before = present(engine)
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if before is not None and before not in known:
        raise SchemaError(f"the database's schema is {before}, which this version does not know: it is of a newer one")
    try:
        return before, upgrade(engine)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        raise DatabaseError(f"the schema cannot be upgraded: {reason}") from error
