"""Times that bind others count when they were typed in full, or once a form has shown how they are understood."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.inward.modals import Private, Shown
from bot.verbs.fields import binding_times
from workflows.times.shapes import counts_working_time, is_in_full


def short_times(verb: str, given: Mapping[str, str]) -> tuple[str, ...]:
    """The fields in which something is left to be understood: a day, a month, a zone, or when a span ends."""
    return tuple(name for name in binding_times(verb) if name in given and not is_in_full(given[name]))


def settled(given: Mapping[str, str], shown: Mapping[str, Shown]) -> dict[str, str]:
    """What was given, each time that was shown as the instant that was shown.

    Working time keeps its words, by which it is counted: it comes out the same, or is shown anew.
    """
    kept = [name for name, row in shown.items() if given.get(name) == row.word and not counts_working_time(row.word)]
    return {**given, **{name: f"{shown[name].at:%Y-%m-%dT%H:%MZ}" for name in kept}}


def times_to_show(private: Private, given: Mapping[str, str], read: Mapping[str, Any]) -> dict[str, Shown]:
    """How each short time is understood, where one of them would count otherwise than the form has shown."""
    times = {name: Shown(given[name], _minute(read[name])) for name in short_times(private.verb, given)}
    return times if any(private.shown.get(name) != row for name, row in times.items()) else {}


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
