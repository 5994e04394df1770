"""`kakehashi bodies list|show|tree|coverage|move`: the structure of an installation, as its operator sees it."""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.cli.act import a_person, in_person
from bot.cli.common import Failure, say
from bot.cli.opening import open_house, read_own_registry, read_own_settings
from bot.cli.times import a_day
from bot.clock import SystemClock
from bot.pictures.structure import draw_coverage, draw_tree
from bot.reader import Reader
from bot.words import SOURCE, languages
from state.logs.loaded import record_loaded
from state.seated import holders
from state.sweep import sweep
from workflows import structure
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Body
from workflows.command import Command
from workflows.given.bodies import find_body
from workflows.given.reading import Fault
from workflows.standing.moving import MOVE

HIDDEN = ("seats", "counterparts", "members", "id")
"""Fields that `show` tells in its own way."""
BODIES = "only bodies of this nation, or bilateral ones"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="list|show|tree|coverage|move")
    listing = acts.add_parser("list", help="one line for each body, ended ones too")
    listing.set_defaults(act=_list)
    showing = acts.add_parser("show", help="all that the registry says of one body")
    showing.add_argument("body", metavar="BODY", help="its id or its short label")
    showing.set_defaults(act=_show)
    tree = acts.add_parser("tree", help="the bodies in force, each under its parent")
    tree.set_defaults(act=_tree)
    covering = acts.add_parser("coverage", help="which seats nobody holds, by nation and echelon")
    covering.add_argument("--view", metavar="NATION", help="only what this nation may know")
    covering.set_defaults(act=_coverage)
    moving = acts.add_parser("move", help="move what is open at a body that has ended to the one in its place")
    moving.set_defaults(act=_move)
    moving.add_argument("body", metavar="OLD", help="the body that has ended: its id or its short label")
    moving.add_argument("to", metavar="NEW", help="the body in its place")
    moving.add_argument("--as", dest="person", type=a_person, required=True, metavar="TEAM/USER", help="who does it")
    moving.add_argument("--seat", required=True, help="the seat in which they do it")
    moving.add_argument("--only", default="", metavar="SERIAL,…", help="only these, where a body was split")
    for drawn in (tree, covering):
        drawn.add_argument("--picture", type=Path, metavar="FILE.svg", help="draw it into this file instead")
        drawn.add_argument("--language", choices=languages(), default=SOURCE, help="of the picture (default en)")
    for several, nation in ((listing, BODIES), (tree, BODIES), (covering, "only seats of this nation")):
        several.add_argument("--nation", help=nation)
        several.add_argument("--echelon", help="only bodies of this echelon")
        several.add_argument("--on", type=a_day, metavar="DAY", help="as of this day, YYYY-MM-DD")


def run(arguments: argparse.Namespace) -> int:
    arguments.act(arguments)
    return 0


def _list(arguments: argparse.Namespace) -> None:
    registry = read_own_registry(read_own_settings())
    absent = _absent(arguments, registry)
    rows = [("id", "short", "nation", "echelon", "track", "seats", "in force")]
    for body in _chosen(arguments, registry, registry.bodies.values(), "nation", "echelon"):
        words = (body.id, body.abbr, body.nation, body.echelon, body.track)
        rows.append((*words, str(len(body.seats)), _standing(body, absent)))
    _table(rows)


def _show(arguments: argparse.Namespace) -> None:
    registry = read_own_registry(read_own_settings())
    found = find_body(arguments.body, registry, registry.absent(SystemClock().now()))
    if isinstance(found, Fault):
        near = ", ".join(found.params["near"])
        raise Failure(f"there is no body {arguments.body!r}" + (f"; did you mean {near}?" if near else ""))
    body = registry.bodies[found]
    say(body.id)
    _table(list(_fields(body, registry)))
    _table([(f"  {seat.id}", seat.role, seat.nation, seat.title, seat.title_ja) for seat in body.seats])


def _fields(body: Body, registry: Registry) -> Iterator[tuple[str, str]]:
    for field in body.__struct_fields__:
        value = getattr(body, field)
        if field not in HIDDEN and value not in (None, ""):
            yield f"  {field}", str(value)
    below = [row.id for row in registry.bodies.values() if row.parent == body.id]
    for name, bodies in (("counterparts", body.counterparts), ("members", body.members), ("below it", below)):
        if bodies:
            yield f"  {name}", ", ".join(bodies)


def _tree(arguments: argparse.Namespace) -> None:
    registry = read_own_registry(read_own_settings())
    rows = structure.in_force(registry, _absent(arguments, registry))
    rows = tuple(_chosen(arguments, registry, rows, "nation", "echelon"))
    if arguments.picture:
        _write(arguments.picture, draw_tree(_reader(arguments, registry), rows))
        return
    for group in structure.columns(registry):
        own = [body for body in rows if body.nation == group]
        if own:
            say(f"{group} ({len(own)})")
        for branch in structure.tree(own):
            say(f"{'  ' * (branch.depth + 1)}{branch.body.id}  {branch.body.name}, {branch.body.echelon}")


def _coverage(arguments: argparse.Namespace) -> None:
    with open_house() as (house, _), house.database.reading() as connection:
        registry, roster = house.registry, holders(connection, house.clock())
    for word in filter(None, (arguments.view, arguments.nation)):
        if word not in registry.nations:
            raise Failure(_unknown("nation", word, registry.nations))
    audience = (arguments.view,) if arguments.view else ()
    rows = _chosen(arguments, registry, structure.in_force(registry, _absent(arguments, registry)), "echelon")
    covers = [
        row for row in structure.coverage(registry, roster, rows, audience) if arguments.nation in (None, row.nation)
    ]
    if arguments.picture:
        _write(arguments.picture, draw_coverage(_reader(arguments, registry), covers))
        return
    counts = structure.counts(registry, covers)
    _table(
        [
            ("nation", "echelon", "seats", "empty", "nobody on watch"),
            *((row.nation, row.echelon, str(row.seats), str(row.empty), str(row.unwatched)) for row in counts),
        ]
    )
    say(f"{sum(row.empty for row in counts)} of {sum(row.seats for row in counts)} seats are held by nobody")
    for cover in covers:
        for seat in cover.empty:
            say(f"  {seat.id}  {seat.title}, {cover.body.name}")
        for seat in cover.unwatched:
            say(f"  {seat.id}  {seat.title}, {cover.body.name}: held, and nobody is on watch")


def _move(arguments: argparse.Namespace) -> None:
    """The same command as in Slack, for a named person in a seat; its entries name the system account too."""
    given = {"body": arguments.body, "to": arguments.to, "only": arguments.only}
    with open_house() as (house, _):
        record_loaded(house)
        sweep(house)  # what is due by now is told where it stands
        say(in_person(house, Command("move-body", arguments.person, None, given, seat=arguments.seat), MOVE))


def _chosen(arguments: argparse.Namespace, registry: Registry, bodies: Iterable[Body], *by: str) -> Iterator[Body]:
    """The bodies that fit what is asked for, by `nation` or `echelon`."""
    known = {"nation": structure.columns(registry), "echelon": registry.echelons}
    wanted = {name: word for name in by if (word := getattr(arguments, name)) is not None}
    for name, word in wanted.items():
        if word not in known[name]:
            raise Failure(_unknown(name, word, known[name]))
    return (body for body in bodies if all(getattr(body, name) == word for name, word in wanted.items()))


def _unknown(name: str, word: str, known: Iterable[str]) -> str:
    return f"{word!r} is no {name} of the registry: {', '.join(known)}"


def _absent(arguments: argparse.Namespace, registry: Registry) -> frozenset[str]:
    """The bodies that are not in force now, or on the day that is asked for."""
    if arguments.on is None:
        return registry.absent(SystemClock().now())
    return frozenset(body.id for body in registry.bodies.values() if not body.is_valid_on(arguments.on))


def _standing(body: Body, absent: frozenset[str]) -> str:
    span = f"{body.valid_from or ''}..{body.valid_to or ''}" if body.is_dated else ""
    follows = f", then {body.successor}" if body.successor else ""
    return f"{'no' if body.id in absent else 'yes'} {span}{follows}".strip()


def _reader(arguments: argparse.Namespace, registry: Registry) -> Reader:
    return Reader(registry, registry.everyone, arguments.language, registry.bilateral.zone)


def _write(file: Path, drawing: str) -> None:
    file.write_text(drawing, encoding="utf-8")
    say(f"{file} is drawn")


def _table(rows: Sequence[Sequence[str]]) -> None:
    """Rows in columns as wide as they need; the last column is left as it is."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        say("  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip())
