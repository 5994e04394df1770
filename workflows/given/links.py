"""What an entry rests on: messages by the link that Slack gives them, files by their SHA-256."""

import re

MESSAGE = re.compile(
    r"https://[A-Za-z0-9.-]+(?::[0-9]+)?/archives/(?P<channel>[A-Z0-9]+)/p[0-9]{11,20}(?:\?[\w=&.%-]*)?"
)
FILE = re.compile(r"sha256:[0-9a-f]{64}")
_AS_SLACK_WRITES = re.compile(r"<([^<>|]+)(?:\|[^<>]*)?>")


def plain_links(word: str) -> tuple[str, ...]:
    """The links in what was typed, each once: parted by spaces or commas, without what Slack puts around one."""
    parts = _AS_SLACK_WRITES.sub(r" \1 ", word).replace("&amp;", "&").replace(",", " ").replace("、", " ").split()
    plain = (part.lower() if part.lower().startswith("sha256:") else part for part in parts)
    return tuple(dict.fromkeys(plain))


def not_a_link(link: str) -> bool:
    return not MESSAGE.fullmatch(link) and not FILE.fullmatch(link)


def channels_in(text: str) -> tuple[tuple[str, str], ...]:
    """Every link of a message in a text, with the id of the channel that it leads to."""
    if "/archives/" not in text:  # nearly always; much quicker than to look for the whole
        return ()
    return tuple((found[0], found["channel"]) for found in MESSAGE.finditer(text))
