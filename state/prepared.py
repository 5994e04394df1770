"""Statements of the hot path, compiled once for each kind of database and run on the driver's own cursor.

SQLAlchemy says what the statement is; going through it at each execution costs several times what the driver does
(`make bench`). Transactions and errors stay SQLAlchemy's: what goes wrong is raised as the same exceptions, and who
listens for `before_cursor_execute` hears of these statements too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from operator import itemgetter
from typing import Any, Protocol, cast

from sqlalchemy import Boolean, ClauseElement, Connection, Dialect, Executable, LargeBinary, Table, insert
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Params = Mapping[str, Any]
Maker = Callable[[Any], Any]
WHOLE = {"render_postcompile": True}
"""Compile at once what SQLAlchemy would put in only at execution."""


class Cursor(Protocol):
    """What a run gives: rows are plain tuples, as the driver has them."""

    rowcount: int

    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...


def only(found: Cursor) -> str | None:
    """The one text of the one row, None where there is no row."""
    row = found.fetchone()
    return row[0] if row else None


class Prepared:
    """A statement with named parameters. `columns` are those that an insert gives; all rows give the same ones."""

    def __init__(
        self, make: Callable[[Dialect], Executable] | Executable, columns: Sequence[str] | None = None
    ) -> None:
        self._make = make
        self._columns = columns or None
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, params: Params) -> Cursor:
        compiled = self._compiled.get(connection.dialect.name) or self._for(connection.dialect)
        return _execute(connection, compiled.text, compiled.bind(params), many=False)

    def run_all(self, connection: Connection, rows: Sequence[Params]) -> Cursor:
        """The same statement for each row, in one go."""
        if len(rows) == 1:  # PostgreSQL's driver makes a pipeline for several, at a cost
            return self.run(connection, rows[0])
        compiled = self._compiled.get(connection.dialect.name) or self._for(connection.dialect)
        return _execute(connection, compiled.text, [compiled.bind(row) for row in rows], many=True)

    def _for(self, dialect: Dialect) -> "_Compiled":
        statement = self._make(dialect) if callable(self._make) else self._make
        self._compiled[dialect.name] = _Compiled(statement, self._columns, dialect)
        return self._compiled[dialect.name]


def begin(connection: Connection, text: str) -> None:
    """Begin a transaction by name, on a connection whose driver begins none by itself."""
    _execute(connection, text, (), many=False)


def inserting(table: Table, *columns: str) -> Prepared:
    """An insert that gives these columns."""
    return Prepared(insert(table).inline(), columns)


_one_by_one = nullcontext()


def together(connection: Connection) -> AbstractContextManager[None]:
    """Statements that need not wait for each other's results: sent in one go, where the driver can (PostgreSQL's can).

    Results may be fetched within; row counts may not be asked for. An error of any of them is raised at the end at the
    latest, as SQLAlchemy's.
    """
    return _pipeline(connection) if connection.dialect.name == "postgresql" else _one_by_one


@contextmanager
def _pipeline(connection: Connection) -> Iterator[None]:
    driver: Any = connection.connection.driver_connection
    try:
        with driver.pipeline():
            yield
    except connection.dialect.loaded_dbapi.Error as error:
        cursor: Any = connection.connection.cursor()
        connection._handle_dbapi_exception(error, "", None, cursor, None)  # noqa: SLF001  As in _execute.


class _Compiled:
    """The driver's text, and its parameters in the form and order that it wants."""

    def __init__(self, statement: Executable, columns: Sequence[str] | None, dialect: Dialect) -> None:
        compiled = cast(
            SQLCompiler,
            cast(ClauseElement, statement).compile(dialect=dialect, column_keys=columns, compile_kwargs=WHOLE),
        )
        self.text = str(compiled)
        self._fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        makers = {name: make for name, bind in compiled.binds.items() if (make := _maker(bind.type, dialect))}
        self._makers = _places(compiled.positiontup, makers)
        self._values = _values(compiled.positiontup)

    def bind(self, params: Params) -> Any:
        """The parameters as the driver takes them: by position, or by name."""
        if self._fixed:
            params = {**self._fixed, **params}
        values: Any = dict(params) if self._values is None else [*self._values(params)]
        for place, make in self._makers:
            if (value := values[place]) is not None:
                values[place] = make(value)
        return values


def _maker(kind: TypeEngine[Any], dialect: Dialect) -> Maker | None:
    """What makes a value as the driver wants it, None where it takes any as it is."""
    if not isinstance(kind, LargeBinary | Boolean):
        return kind.dialect_impl(dialect).bind_processor(dialect)
    return None if dialect.name == "postgresql" else _as_sqlite_knows[type(kind)]


# SQLite's driver takes bytes and truth values too, but looks first, and long, for somebody who knows what to make of
# them: it does so with all but what it knows exactly.
_as_sqlite_knows: dict[type, Maker] = {LargeBinary: bytearray, Boolean: int}


def _values(names: Sequence[str] | None) -> Callable[[Params], Iterable[Any]] | None:
    """What gives the values in the order of the names; None where the driver takes them by name."""
    if names is None:
        return None
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: [values[name] for name in names]  # of one name itemgetter gives the value and no tuple


def _places(names: Sequence[str] | None, makers: Mapping[str, Maker]) -> list[tuple[Any, Maker]]:
    """What has to be made of which of them, by their places in that order."""
    if names is None:
        return list(makers.items())
    return [(place, makers[name]) for place, name in enumerate(names) if name in makers]


def _execute(connection: Connection, text: str, params: Any, *, many: bool) -> Cursor:
    driver: Any = connection.connection.dbapi_connection
    cursor = driver.cursor()
    if connection._has_events or connection.engine._has_events:  # noqa: SLF001  As SQLAlchemy asks, before each one.
        connection.dispatch.before_cursor_execute(connection, cursor, text, params, None, many)
    try:
        cursor.executemany(text, params) if many else cursor.execute(text, params)
    except connection.dialect.loaded_dbapi.Error as error:
        # As SQLAlchemy tells its own: lost connections leave the pool, and who listens for errors hears of it. Without
        # the parameters: they are what people typed, and an error is logged.
        connection._handle_dbapi_exception(error, text, None, cursor, None)  # noqa: SLF001  No public one does it.
    return cursor  # type: ignore[no-any-return]  # the driver's own
