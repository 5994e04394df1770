"""Rows of the registry beside nations, bodies and seats: what goes where, who may set what, when desks are told."""

from datetime import time

import msgspec


class Routing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    owner: dict[str, str]
    combined: str


class Disclosure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`seat` decides on release for `under` and every body below it, unless a nearer row says otherwise."""

    seat: str
    under: str


class Rhythm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When each desk that keeps a watch is told what is open, by the clock of its body's zone."""

    digests: tuple[time, ...] = (time(7, 30), time(17, 30))


class Authority(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    nation: str
    mode: str
    disclosure: tuple[Disclosure, ...]
    phase: tuple[str, ...]
    category: tuple[str, ...] = ()


class Quiet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What calls a desk in its quiet hours all the same."""

    urgencies: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
