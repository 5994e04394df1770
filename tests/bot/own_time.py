"""A request that stands at one nation's watch, brought to half its time, and whom a reminder calls."""

from tests.bot.office import Office, opened, user_of

WATCH, OTHER = "jp-jjoc-watch", "us-usfj-watch"


def staffed(office: Office) -> str:
    """On its two tracks: both lead bodies' commanders owe an answer."""
    serial = opened(office)
    office.do(OTHER, f"ack {serial}")
    office.do(WATCH, f"ack {serial}")
    return serial


def calls(seat: str) -> str:
    return f"<@{user_of(seat)}>"
