"""Whether every procedure can be gone through: its tables, its words in each language, who has a part in it."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot import catalogue as spoken
from bot import labels
from bot.settings.toml_lines import Finding
from bot.verbs.rows import VERBS
from bot.words import SOURCE, catalogue
from workflows import catalogue as tables
from workflows.bodies.registry import Registry
from workflows.catalogue import procedures
from workflows.catalogue_check import CatalogueFault, catalogue_faults
from workflows.procedure import Procedure
from workflows.who import Part

POSITIONS = {**labels.POSITIONS, **labels.DECISIONS}
TABLES, WORDS = Path(tables.__file__).parent, Path(spoken.__file__).parent


def catalogue_findings(registry: Registry | None) -> tuple[Finding, ...]:
    """Everything at once; without a registry what can be told without one."""
    languages = () if registry is None else spoken_in(registry)
    found = []
    for procedure in procedures().values():
        file = TABLES / f"{procedure.id.replace('-', '_')}.py"
        found += [Finding(fault.text, file, _line(file, fault)) for fault in catalogue_faults(procedure)]
        found += [Finding(text, WORDS / file.name) for text in _unsaid(procedure, languages)]
        found += [Finding(text, file) for text in (_unfilled(procedure, registry) if registry else ())]
        found += [Finding(text, file) for text in (_one_sided(procedure, registry) if registry else ())]
    found += [
        Finding(f"{name}: {id_!r} is said in other words too than {text!r}, by another procedure", WORDS)
        for name, id_, text in spoken.said_twice()
    ]
    if registry is not None:
        known = {part for procedure in procedures().values() for part in procedure.parts}
        found += [Finding(f"[parts] {part!r} is a part of no procedure") for part in registry.parts.keys() - known]
        found += [Finding(text) for text in _barring_nothing(registry)]
    return tuple(found)


def _barring_nothing(registry: Registry) -> Iterator[str]:
    """Categories that bar or open what no procedure has."""
    known = {name for procedure in procedures().values() for name in procedure.by_category}
    for row in registry.categories.values():
        yield from (
            f"[[category]] {row.id!r} bars or opens {name!r}, which no procedure has"
            for name in (*row.bars, *row.opens)
            if name not in known
        )


def spoken_in(registry: Registry) -> tuple[str, ...]:
    """The languages of its nations but the one that the code is written in."""
    nations = (language for row in registry.nations.values() for language in row.languages)
    found = dict.fromkeys((*registry.bilateral.languages, *nations))
    return tuple(language for language in found if language != SOURCE)


def _line(file: Path, fault: CatalogueFault) -> int | None:
    """The line on which the row stands; None where the file makes it from others."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return next((at for at, line in enumerate(lines, 1) if fault.row in line), None)


def _unsaid(procedure: Procedure, languages: Iterable[str]) -> Iterator[str]:
    """What has no words, or none in some language."""
    for what, table, ids in _needed(procedure):
        for id_ in dict.fromkeys(ids):
            text = table.get(id_)
            if text is None:
                yield f"{what} {id_!r} has no words"
                continue
            for language in languages:
                if catalogue(language).gettext(text) == text:
                    yield f"{what} {id_!r} has no words in {language!r}: none of its .po files has {text!r}"


def _needed(procedure: Procedure) -> Iterator[tuple[str, Mapping[str, str], Iterable[str]]]:
    """What must have words: what it is, the table in which they stand, and the ids."""
    moves, openings = procedure.moves, (procedure.opening, *procedure.also_opens)
    yield "verb", {verb.name: verb.help for verb in VERBS}, (move.verb for move in (*openings, *moves))
    yield "the button of", labels.verbs_of(procedure.id), (move.verb for move in moves)
    yield "stage", labels.stages_of(procedure.id), (stage.id for stage in procedure.stages)
    yield "position", POSITIONS, (at for stage in procedure.stages for at in stage.tracks)
    yield "choice", labels.CHOICES, (word for move in moves for row in move.given for word in row.words)


def _unfilled(procedure: Procedure, registry: Registry) -> Iterator[str]:
    """Parts that nobody has, of a procedure of which others are given; with none given it isn't in use there."""
    lacking = [part for part in procedure.parts if part not in registry.parts]
    if len(lacking) < len(procedure.parts):
        yield from (f"the registry gives the part {part!r} to no seat: add it to [parts]" for part in lacking)


def _one_sided(procedure: Procedure, registry: Registry) -> Iterator[str]:
    """Parts in which each nation moves for itself, and one of them has no seat: its move would never come."""
    movers = (stage.mover.name for stage in procedure.stages if stage.tracks and isinstance(stage.mover, Part))
    seats = {
        part: [registry.seats[seat] for seat in registry.parts.get(part, ()) if seat in registry.seats]
        for part in movers
    }
    together = {nation for row in seats.values() for seat in row for nation in registry.audience_of(seat.body)}
    for part, row in seats.items():
        for nation in registry.nations:
            if row and nation in together - {seat.nation for seat in row}:
                yield f"the registry gives the part {part!r} to no seat of {nation!r}: each nation has a move in it"
