"""Every table, for SQLite and PostgreSQL alike. Alembic owns the schema; a test holds the two together.

A subject's tables are a file of this folder, found by being here.
"""

from importlib import import_module
from pkgutil import iter_modules

from sqlalchemy import MetaData

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
    }
)

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")
