"""What people ask of the structure: bodies, and who holds their seats as far as the readers may know."""

from collections.abc import Callable, Iterator

from bot import labels
from bot.blocks import Block, Message, refusal, section
from bot.reader import Reader
from bot.sentences.saids import draw_said
from bot.verbs.typed import Line
from bot.words import N_
from state.house import House, Transaction
from workflows import structure
from workflows.bodies.rows import Body
from workflows.given.bodies import find_body, read_body
from workflows.given.reading import Fault, Reading
from workflows.matter import Actor
from workflows.standing.verbs import FILTER

EMPTY, COVERAGE = "empty", "coverage"
"""What is typed for the seats that nobody holds: `who empty`, `bodies coverage`."""

FILTERS = tuple(row.name for row in FILTER)
WHICH = N_("Whose? `/acm who us-usfj` shows the seats of a body, `/acm who empty` those that nobody holds.")
LINES = 40  # lines of one block; a longer one would pass Slack's limit


def bodies(line: Line, _connection: Transaction, house: House, reader: Reader, _actor: Actor) -> Message:
    """All bodies in force as trees, those that a filter leaves, one body in full, or which seats are empty."""
    word = _word(line, "body")
    if word == COVERAGE:
        return _coverage(line, house, reader)
    if wrong := _wrong_filter(line, reader):
        return wrong
    if not word:
        return _tree(line, house, reader)
    found = find_body(word, house.registry, house.registry.absent(house.clock()))
    return refusal(draw_said(found.code, found.params, reader)) if isinstance(found, Fault) else _show(found, reader)


def who(line: Line, _connection: Transaction, house: House, reader: Reader, _actor: Actor) -> Message:
    """Seats of a body and who holds them: of one's own nation's bodies and of bilateral ones; or the empty ones."""
    word = _word(line, "body")
    if word == EMPTY or (not word and any(line.given.get(name) for name in FILTERS)):
        return _coverage(line, house, reader)
    word = word or reader.desk or ""
    if not word:
        return refusal(reader.say(WHICH))
    found = read_body(word, Reading(house.registry, house.clock(), reader.zone, ()))
    if isinstance(found, Fault):
        return refusal(draw_said(found.code, found.params, reader))
    if not set(reader.audience) <= set(house.registry.audience_of(found)):
        return refusal(draw_said("other-nations-body", {"body": found}, reader))
    rows = reader.seats(seat.id for seat in house.registry.seats_at(found))
    return Message(reader.body_name(found), [section(f"*{reader.body_name(found)}*\n{rows}")])


def _word(line: Line, field: str) -> str:
    return (line.words[0] if line.words else line.given.get(field, "")).lower()


def _wrong_filter(line: Line, reader: Reader) -> Message | None:
    """What is filtered by must be one of the registry's words."""
    registry = reader.registry
    for name in line.given:
        if name not in (*FILTERS, "body"):
            return refusal(draw_said("unknown-field", {"field": name, "known": FILTERS}, reader))
    known = {
        "nation": tuple(structure.columns(registry)),
        "echelon": registry.echelons,
        "track": tuple(dict.fromkeys(body.track for body in registry.bodies.values())),
    }
    for name, words in known.items():
        if name in line.given and line.given[name].lower() not in words:
            said = draw_said("unknown-word", {"word": line.given[name], "field": name, "known": words}, reader)
            return refusal(said)
    return None


def _fits(line: Line) -> Callable[[Body], bool]:
    wanted = {name: line.given[name].lower() for name in FILTERS if line.given.get(name)}
    return lambda body: all(getattr(body, name) == word for name, word in wanted.items())


def _tree(line: Line, house: House, reader: Reader) -> Message:
    """Each nation's bodies and the bilateral ones, each under its parent."""
    registry = house.registry
    rows = list(filter(_fits(line), structure.in_force(registry, registry.absent(house.clock()))))
    title = reader.say(N_("Bodies in force: {count}"), count=len(rows))
    blocks: list[Block] = [section(f"*{title}* · {reader.mechanism()}")]
    for group in structure.columns(registry):
        own = [body for body in rows if body.nation == group]
        lines = [_branch_line(branch, reader) for branch in structure.tree(own)]
        if lines:
            lines.insert(0, f"*{reader.group(group)}* ({len(own)})")
        blocks += [section("\n".join(lines[at : at + LINES])) for at in range(0, len(lines), LINES)]
    return Message(title, blocks)


def _branch_line(branch: structure.Branch, reader: Reader) -> str:
    body = branch.body
    return f"{'　' * branch.depth}• *{body.abbr}* `{body.id}` {reader.word(body.echelon)}"


def _show(body_id: str, reader: Reader) -> Message:
    """One body of any time. Its channel and its holders are for those who read there: /acm who."""
    rows = [f"*{reader.body_name(body_id)}* `{body_id}`", *_facts(reader.registry.bodies[body_id], reader)]
    return Message(reader.body_name(body_id), [section("\n".join(rows))])


def _facts(body: Body, reader: Reader) -> Iterator[str]:
    say = reader.say
    kind = (reader.group(body.nation), reader.word(body.echelon), reader.word(body.track))
    yield " · ".join(kind)
    if body.valid_from or body.valid_to:
        span = f"{body.valid_from or '…'} – {body.valid_to or '…'}"
        yield say(N_("In force: {span}"), span=span) + (f" → `{body.successor}`" if body.successor else "")
    if body.parent:
        yield say(N_("Goes up to: {bodies}"), bodies=reader.bodies([body.parent]))
    below = [row.id for row in reader.registry.bodies.values() if row.parent == body.id]
    if below:
        yield say(N_("Below it: {bodies}"), bodies=reader.bodies(below))
    if body.members:
        yield say(N_("Who sits there: {bodies}"), bodies=reader.bodies(body.members))
    if body.counterparts:
        yield say(N_("Counterparts: {bodies}"), bodies=reader.bodies(body.counterparts))
    elif not reader.registry.is_bilateral(body.id):
        yield say(N_("No counterpart: {reason}"), reason=reader.reason(body.id))
    if body.no_requests:
        yield say(N_("No request goes to it: {reason}"), reason=reader.no_requests(body.id))
    for seat in body.seats:
        yield f"• {reader.seat(seat.id)} · {reader.label(labels.ROLES, seat.role)}"


def _coverage(line: Line, house: House, reader: Reader) -> Message:
    """Which seats nobody holds, by nation and echelon, among those whose holders these readers may know."""
    if wrong := _wrong_filter(line, reader):
        return wrong
    registry = house.registry
    rows = structure.in_force(registry, registry.absent(house.clock()))
    wanted = line.given.get("nation", "").lower()
    fits = _fits(Line(line.verb, given={name: word for name, word in line.given.items() if name != "nation"}))
    shown = structure.coverage(registry, reader.holders, filter(fits, rows), reader.audience)
    covers = [row for row in shown if wanted in ("", row.nation)]
    empty, seats = sum(len(row.empty) for row in covers), sum(len(row.seats) for row in covers)
    title = reader.say(N_("Seats that nobody holds: {empty} of {seats}"), empty=empty, seats=seats)
    blocks: list[Block] = [section(f"*{title}*")]
    for count in structure.counts(registry, covers):
        text = reader.say(
            N_("*{nation}* · {echelon}: {empty} of {seats} empty, {unwatched} held with nobody on watch"),
            nation=reader.nation(count.nation),
            echelon=reader.word(count.echelon),
            empty=count.empty,
            seats=count.seats,
            unwatched=count.unwatched,
        )
        gaps = [
            (row.body.abbr, ", ".join([*(f"`{seat.id}`" for seat in row.empty), *_unwatched(row, reader)]))
            for row in covers
            if (row.nation, row.body.echelon) == (count.nation, count.echelon)
        ]
        named = [f"• {abbr}: {seats}" for abbr, seats in gaps if seats]
        blocks.append(section("\n".join([text, *named])))
    return Message(title, blocks)


def _unwatched(row: structure.Cover, reader: Reader) -> Iterator[str]:
    return (reader.say(N_("`{seat}` (nobody on watch)"), seat=seat.id) for seat in row.unwatched)
