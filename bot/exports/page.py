"""An exported log as one HTML file that asks nothing of any network: to read, to search, to print, and to prove.

It holds the very lines of the JSON Lines form, and beside them each entry in words, as it reads now and where it was
put right also as it was first entered. Its program and its style may run
because the file's own policy names their hashes; no other can, whatever an entry says.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any

from bot import labels
from bot.catalogue import stages_called
from bot.exports.words import SAY, Front
from bot.reader import Reader
from bot.sentences.entry_words import NAMES, TRACKS, act_name, in_words
from bot.sentences.field_words import FIELDS, VALUES
from state.exports.amended import Json, Marks, both_readings, marks_in, marks_of
from workflows.catalogue import procedures

PAGES = Path(__file__).parent / "pages"
AT_ONCE = 200
"""Lines of one block: the page takes a block at a time, and is free between them."""

BODY = """<div id="marking"></div><div id="exercise"></div>
<header><h1 id="title"></h1><span id="logs"></span><span id="tools">
<button id="language"></button><button id="print-it" data-say="print"></button>
<button id="save" data-say="save"></button></span></header>
<div id="verdict" role="status"><span id="said"></span> <button id="show" data-say="show" hidden></button>
<div id="caution"></div></div>
<div id="filters">
<label class="wide"><span data-say="search"></span><input id="text" type="search" data-hint="search-hint"></label>
<label><span data-say="matter"></span><input id="matter" size="13" placeholder="CR-26-0001"></label>
<label><span data-say="log"></span><select id="log"></select></label>
<label><span data-say="act"></span><select id="act"></select></label>
<label><span data-say="who"></span><select id="who"></select></label>
<label><span data-say="from"></span><input id="from" type="datetime-local"></label>
<label><span data-say="until"></span><input id="to" type="datetime-local"></label>
<button id="clear" data-say="clear"></button><span id="count"></span></div>
<div id="when"></div>
<main><div id="list" role="list"><div id="rows"></div></div><aside id="entry"></aside></main>
<div id="print"></div>
"""


def html_of(lines: Iterable[bytes], readers: Sequence[Reader], front: Front) -> Iterator[bytes]:
    """The file, piece by piece. `lines`, gone over twice, are of the JSON Lines form; each language has its reader."""
    program, style = _asset("export_words.js") + _asset("export.js"), _asset("export.css")
    policy = (
        f"default-src 'none'; script-src '{_hash(program)}'; style-src '{_hash(style)}'; worker-src blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    page = json.dumps(_page(readers, front), ensure_ascii=False, separators=(",", ":"))
    yield (
        f'<!doctype html>\n<html lang="{readers[0].language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(front.titles[0])}</title>\n<style>{style}</style>\n</head>\n<body>\n{BODY}"
        f'<script type="application/json" id="page">{harmless(page)}</script>\n'
        f'<script type="text/plain" id="worker">{_asset("export_worker.js")}{_asset("export_proof.js")}</script>\n'
        f"<script>{program}</script>\n"
    ).encode()
    yield from _blocks(lines, marks_in(lines), readers)
    yield b"</body>\n</html>\n"


def _blocks(lines: Iterable[bytes], marks: Marks, readers: Sequence[Reader]) -> Iterator[bytes]:
    """The lines, and behind each block what its entries say; at the end the digest of all that is said."""
    rest, digest = iter(lines), hashlib.sha256()
    while block := list(islice(rest, AT_ONCE)):
        words = json.dumps(list(_words(block, marks, readers)), ensure_ascii=False, separators=(",", ":"))
        said = harmless(words).encode()
        digest.update(said)
        shown = harmless(b"".join(block).decode()).encode()
        yield b'<script type="application/jsonl" class="lines">\n%b</script>\n' % shown
        yield b'<script type="application/json">%b</script>\n' % said
    sums = json.dumps({"words": digest.hexdigest()})
    yield f'<script type="application/json" id="sums">{sums}</script>\n'.encode()


def _words(block: Iterable[bytes], marks: Marks, readers: Sequence[Reader]) -> Iterator[list[str | list[str]]]:
    """Of each entry a sentence in each language; and where it was put right a list of the first ones behind them."""

    def each(entry: Json, content: Json | None) -> list[str]:
        return [in_words(entry, content, reader) for reader in readers]

    for line in block:
        value = json.loads(line)
        if entry := value.get("entry"):
            first = value["content"]
            now, earlier = both_readings(first, marks_of(entry, marks))
            yield [*each(entry, now), each(entry, first)] if earlier else [*each(entry, now)]


def harmless(text: str) -> str:
    """JSON in which no markup begins: "<" stands in its strings alone, and an escape says the same there.

    Canonical JSON never writes that escape itself, so the page can take it back to the very bytes.
    """
    return text.replace("<", "\\u003c")


def _page(readers: Sequence[Reader], front: Front) -> dict[str, Any]:
    """What the page's program is told: all words in each language, in the order of `languages`."""
    registry = readers[0].registry

    def each(table: Mapping[str, str]) -> dict[str, list[str]]:
        return {key: [reader.say(text) for reader in readers] for key, text in table.items()}

    return {
        "languages": [reader.language for reader in readers],
        "title": front.titles,
        "marking": front.markings,
        "exercise": front.exercise,
        "opens": front.opens,
        "file": f"{front.name}.jsonl",
        "say": each(SAY),
        "acts": {act: [act_name(act, reader) for reader in readers] for act in NAMES},
        "fields": each(FIELDS),
        "values": {
            **{field: each(table) for field, table in VALUES.items()},
            "category": {name: [reader.category(name) for reader in readers] for name in registry.categories},
        },
        "yes": each({word: labels.CHOICES[said] for word, said in (("true", "yes"), ("false", "no"))}),
        "stages": each(labels.STAGES),
        "procedures": {row.kind: each(called) for row in procedures().values() if (called := stages_called(row.id))},
        "positions": each(labels.POSITIONS),
        "tracks": {stage: each(table) for stage, table in TRACKS.items()},
        "nations": {nation: [reader.nation(nation) for reader in readers] for nation in registry.nations},
        "bodies": {row.id: row.abbr for row in registry.bodies.values()},
        "seats": {
            row.id: {
                "title": [reader.seat_name(row.id) for reader in readers],
                "body": row.body,
                "nation": row.nation,
            }
            for row in registry.seats.values()
        },
    }


def _asset(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
