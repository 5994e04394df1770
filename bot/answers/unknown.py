"""What is said of a serial that nobody here has."""

from bot.blocks import Message, refusal
from bot.reader import Reader
from bot.sentences.saids import draw_said
from state import reading
from state.house import House, Transaction
from workflows.near import nearest


def unknown_serial(serial: str, connection: Transaction, house: House, reader: Reader) -> Message:
    """The same for a serial that isn't there and one that the reader may not know: with the nearest that they may.

    A bare number is near to every serial that ends in it.
    """
    known = tuple(reading.known_serials(connection, house.registry, reader.audience))
    ends = tuple(row for row in known if serial.isdecimal() and row.endswith(f"-{serial:0>4}"))
    near = ends or nearest(serial.upper(), known)
    return refusal(draw_said("unknown-serial", {"serial": serial, "near": near}, reader))
