"""Instants written down: in SQLite's files as SQLAlchemy itself does it, in the logs to the millisecond."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import DateTime
from sqlalchemy.dialects import sqlite

from state.instant import Instant
from state.proving.canonical import timestamp

TOKYO = timezone(timedelta(hours=9))
WRITTEN = {
    datetime(2026, 11, 24, 1, tzinfo=UTC): "2026-11-24T01:00:00.000Z",
    datetime(2026, 11, 24, 1, 2, 3, 4, tzinfo=UTC): "2026-11-24T01:02:03.000Z",
    datetime(2026, 11, 24, 1, 2, 3, 120_000, tzinfo=UTC): "2026-11-24T01:02:03.120Z",
    datetime(2026, 11, 24, 1, 2, 3, 999_999, tzinfo=UTC): "2026-11-24T01:02:03.999Z",
    datetime(2026, 11, 24, 1, 2, 3, tzinfo=TOKYO): "2026-11-23T16:02:03.000Z",
    datetime(987, 1, 1, tzinfo=UTC): "0987-01-01T00:00:00.000Z",
}


@pytest.mark.parametrize("at", WRITTEN, ids=str)
def test_an_instant_is_written_as_sqlalchemy_writes_it_in_utc(at: datetime) -> None:
    dialect = sqlite.dialect()
    ours, theirs = Instant().bind_processor(dialect), DateTime().dialect_impl(dialect).bind_processor(dialect)
    assert ours
    assert theirs
    assert ours(at) == theirs(at.astimezone(UTC).replace(tzinfo=None))


def test_none_stays_none_and_a_naive_time_is_turned_away() -> None:
    text = Instant().bind_processor(sqlite.dialect())
    assert text
    assert text(None) is None
    with pytest.raises(ValueError, match="give it a zone"):
        text(datetime(2026, 11, 24))  # noqa: DTZ001  The naive one.


@pytest.mark.parametrize(("at", "text"), WRITTEN.items(), ids=str)
def test_a_log_has_milliseconds_and_rounds_none_of_them_up(at: datetime, text: str) -> None:
    assert timestamp(at) == text
