"""What libical 3 reads in a feed, called through ctypes (Debian: libical3)."""

import ctypes
from collections.abc import Iterator
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_long, c_void_p
from ctypes.util import find_library
from datetime import UTC, datetime

VEVENT = 4  # of its icalcomponent_kind
RECURRENCE_ID = b"RECURRENCE-ID"


class Time(Structure):
    """icaltimetype of libical 3."""

    _fields_ = (
        *((name, c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")),
        ("zone", c_void_p),
    )


class Span(Structure):
    """icaltime_span: begin and end in seconds since 1970."""

    _fields_ = (("start", c_long), ("end", c_long), ("is_busy", c_int))


FOUND = CFUNCTYPE(None, c_void_p, POINTER(Span), c_void_p)


def load() -> ctypes.CDLL | None:
    name = find_library("ical")
    if name is None or not name.endswith(".so.3"):
        return None
    library = ctypes.CDLL(name)
    answers = {
        "icalparser_parse_string": ([c_char_p], c_void_p),
        "icalcomponent_get_first_component": ([c_void_p, c_int], c_void_p),
        "icalcomponent_get_next_component": ([c_void_p, c_int], c_void_p),
        "icalcomponent_count_errors": ([c_void_p], c_int),
        "icalcomponent_get_uid": ([c_void_p], c_char_p),
        "icalcomponent_get_summary": ([c_void_p], c_char_p),
        "icalproperty_string_to_kind": ([c_char_p], c_int),
        "icalcomponent_get_first_property": ([c_void_p, c_int], c_void_p),
        "icalproperty_get_datetime_with_component": ([c_void_p, c_void_p], Time),
        "icaltime_as_timet_with_zone": ([Time, c_void_p], c_long),
        "icaltime_from_string": ([c_char_p], Time),
        "icalcomponent_foreach_recurrence": ([c_void_p, Time, Time, FOUND, c_void_p], None),
        "icalcomponent_free": ([c_void_p], None),
    }
    for function, (takes, gives) in answers.items():
        getattr(library, function).argtypes, getattr(library, function).restype = takes, gives
    return library


def expand(library: ctypes.CDLL, feed: bytes, start: datetime, end: datetime) -> list[tuple[str, int, int]]:
    """As icaljs.expand. libical gives each event's own times; what takes the place of which is worked out here."""
    root = library.icalparser_parse_string(feed)
    assert root
    assert library.icalcomponent_count_errors(root) == 0
    bounds = [library.icaltime_from_string(f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}".encode()) for at in (start, end)]
    kind = library.icalproperty_string_to_kind(RECURRENCE_ID)
    found: set[tuple[str, int, int]] = set()
    replaced: set[tuple[str, int]] = set()
    others: set[tuple[str, int, int]] = set()
    for event in _events(library, root):
        uid = library.icalcomponent_get_uid(event).decode()
        spans: list[tuple[str, int, int]] = []
        keep = FOUND(lambda _event, span, _data, uid=uid, to=spans: to.append((uid, span[0].start, span[0].end)))
        library.icalcomponent_foreach_recurrence(event, *bounds, keep, None)
        instead = library.icalcomponent_get_first_property(event, kind)
        if instead:
            at = library.icalproperty_get_datetime_with_component(instead, event)
            replaced.add((uid, library.icaltime_as_timet_with_zone(at, at.zone)))
        (others if instead else found).update(spans)
    library.icalcomponent_free(root)
    low, high = start.timestamp(), end.timestamp()
    rows = {row for row in found if row[:2] not in replaced} | others
    return sorted(row for row in rows if low <= row[1] < high)


def _events(library: ctypes.CDLL, root: int) -> Iterator[int]:
    event = library.icalcomponent_get_first_component(root, VEVENT)
    while event:
        yield event
        event = library.icalcomponent_get_next_component(root, VEVENT)


def summaries(library: ctypes.CDLL, feed: bytes) -> list[str]:
    root = library.icalparser_parse_string(feed)
    return [library.icalcomponent_get_summary(event).decode() for event in _events(library, root)]
