"""Bodies as people type them, by id or short label: which one is meant, and whether it is in force."""

import unicodedata
from datetime import datetime

from workflows.bodies.registry import Registry
from workflows.given.reading import Fault, Reading
from workflows.near import nearest


def read_body(word: str, reading: Reading) -> str | Fault:
    """A body that is in force, by id or by its short label, whatever the case and width."""
    absent = reading.registry.absent(reading.now)
    found = find_body(word, reading.registry, absent)
    if isinstance(found, Fault) or found not in absent:
        return found
    return not_in_force(found, reading.registry, reading.now) or found


def not_in_force(body: str, registry: Registry, now: datetime) -> Fault | None:
    """That a body is not yet, or no longer, in force, and which one stands in its place; None where it is."""
    if body not in registry.absent(now):
        return None
    row = registry.bodies[body]
    if now < registry.validity.spans[body][0]:
        before = registry.forerunner(body, now)
        return Fault("not-yet-body", {"body": body, "from": row.valid_from, "predecessor": before})
    return Fault("closed-body", {"body": body, "successor": registry.heir(body, now), "until": row.valid_to})


def find_body(word: str, registry: Registry, absent: frozenset[str]) -> str | Fault:
    """A body of any time by id or by its short label, rather one that is in force than one of `absent`."""
    plain = unicodedata.normalize("NFKC", word).strip().lstrip("#").lower()
    named = (plain,) if plain in registry.bodies else registry.labels.get(plain, ())
    if not named:
        return Fault("unknown-body", {"body": word, "near": nearest(plain, tuple(registry.bodies))})
    return named[0] if len(named) == 1 else next((body for body in named if body not in absent), named[-1])


def ended_body(word: str, registry: Registry) -> str | Fault:
    """A body by id or by its short label, rather one of which the last day is known than one that goes on."""
    return find_body(word, registry, frozenset(row.id for row in registry.bodies.values() if row.valid_to is None))


def read_bodies(word: str, reading: Reading) -> tuple[str, ...] | Fault:
    """Bodies with commas between, each once. All that are unknown are told together."""
    plain = unicodedata.normalize("NFKC", word).replace("、", ",")
    read = {part: read_body(part, reading) for part in filter(None, map(str.strip, plain.split(",")))}
    faults = {part: row for part, row in read.items() if isinstance(row, Fault)}
    unknown = [part for part, fault in faults.items() if fault.code == "unknown-body"]
    if len(unknown) > 1:
        near = tuple(dict.fromkeys(body for part in unknown for body in faults[part].params["near"][:1]))
        return Fault("unknown-body", {"body": ", ".join(unknown), "near": near})
    if faults:
        return next(iter(faults.values()))
    found = dict.fromkeys(body for body in read.values() if not isinstance(body, Fault))
    return tuple(found) or Fault("unknown-body", {"body": word, "near": ()})
