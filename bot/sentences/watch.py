"""Calling people: whoever holds a watch or a seat, as far as the readers may know, and nobody who is asleep."""

from collections.abc import Iterable

from bot.reader import Reader
from bot.words import N_


def watch(body: str, reader: Reader) -> str:
    """Mentions of whoever holds the watch of a body, as far as these readers may know; not of who is asleep."""
    seats = [seat.id for seat in reader.registry.watch_of(body)]
    if not any(map(reader.holder, seats)):
        return reader.say(N_("(nobody on watch at {body})"), body=reader.body(body))
    return " ".join(called(seats, reader)) or reader.body(body)


def called(seats: Iterable[str], reader: Reader) -> tuple[str, ...]:
    """Mentions of who holds these seats, each once; not of who is asleep."""
    awake = (reader.holder(seat) for seat in seats if reader.holders.get(seat) not in reader.asleep)
    return tuple(dict.fromkeys(filter(None, awake)))
