"""What an exported log says of itself: its title, its marking, and the words of the page that shows it."""

from collections.abc import Sequence

import msgspec

from bot.reader import Reader
from bot.words import N_


class Front(msgspec.Struct, frozen=True):
    """What stands over an export, in each language that it is written in."""

    name: str
    """Of the file, without its ending."""
    titles: tuple[str, ...]
    markings: tuple[str, ...]
    """That it is unclassified, and for whose readers it was made."""
    exercise: str = ""
    """What an exercise's papers begin with; empty where it is none."""
    opens: str = ""
    """The language in which a page opens; empty for that of the browser."""


def front_of(name: str, readers: Sequence[Reader], exercise: str, opens: str = "") -> Front:
    """For the audience of `readers`, one reader a language."""
    return Front(
        name,
        tuple(reader.say(N_("Decision log · {mechanism}"), mechanism=reader.mechanism()) for reader in readers),
        tuple(_marking(reader) for reader in readers),
        exercise,
        opens,
    )


def _marking(reader: Reader) -> str:
    """UNCLASSIFIED in all languages: it is what a guard at the door looks for."""
    nations = reader.say(N_(" and ")).join(reader.nation(nation) for nation in reader.audience)
    return reader.say(N_("UNCLASSIFIED · for readers of {nations}"), nations=nations)


SAY = {
    "language": N_("English"),
    "print": N_("Print"),
    "save": N_("Save the JSON Lines"),
    "show": N_("Show it"),
    "search": N_("Search"),
    "search-hint": N_("words, in English or Japanese"),
    "matter": N_("Matter"),
    "log": N_("Log"),
    "act": N_("Act"),
    "who": N_("Nation or seat"),
    "from": N_("From (UTC)"),
    "until": N_("Until (UTC)"),
    "clear": N_("Show all"),
    "all": N_("all"),
    "found": N_("{count} of {of} entries"),
    "log-of": N_("log {log}: {size} entries"),
    "timeline": N_("Entries by time"),
    "as-exported": N_("The line as it was exported"),
    "marks": N_("Later entries about it"),
    "amend": N_("corrected since"),
    "add": N_("added to since"),
    "purge-order": N_("ordered to be purged"),
    "purge": N_("purged since"),
    "earlier": N_("As it was first entered"),
    "printed": N_("{shown} of {count} entries"),
    "reading": N_("Reading the entries…"),
    "verifying": N_("Checking: {done} of {of} entries…"),
    "verified": N_(
        "Verified: {entries} entries in {logs} logs. Each content and entry, each log's root and {checkpoints} signed "
        "checkpoints agree."
    ),
    "unread": N_("This browser has no Ed25519: it read the checkpoints' roots and not their signatures."),
    "caution": N_(
        "This shows that the file agrees with itself. That nothing was cut off or made anew shows against a key and a "
        "checkpoint that you keep: save the JSON Lines and check them with `kakehashi log verify`."
    ),
    "content": N_("Log {log}, entry {seq}: its content is not the one that was recorded."),
    "seq": N_("Log {log}: entry {seq} should stand here. Entries were removed, added or moved."),
    "root": N_("Log {log}: its entries don't give the root in its head. It was changed."),
    "proof": N_("Log {log}: the proof of entry {seq} doesn't lead to the log's root."),
    "checkpoint": N_("Log {log}: the checkpoint of size {size} is not of these entries."),
    "signature": N_("Log {log}: the checkpoint of size {size} is not signed by {key}."),
    "part-of": N_("log {log}: {entries} of {size} entries"),
    "size": N_("Log {log}: it should have {expected} entries; there are {found}."),
    "in-log": N_("An entry stands in the log {log} and is not of it."),
    "form": N_("Line {line} is not as it was written."),
    "end": N_("The logs in the file are not those that its end names."),
    "truncated": N_("The file breaks off before its end."),
    "words": N_("The sentences beside the entries are not those that were written. The entries themselves agree."),
    "unreadable": N_("There is something in the file that can't be read. It was changed."),
    "no-crypto": N_(
        "This browser can't check the file here: open it from a disk, or check it with `kakehashi log verify`."
    ),
    "no-worker": N_("This browser can't run the page's check: check the file with `kakehashi log verify`."),
}
"""By key: what the page says. The facts in a sentence are put in by the page itself; `language` names its own."""
