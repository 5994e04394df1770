"""English and Japanese: gettext catalogues, read from their .po files through Babel."""

from collections.abc import Callable
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent / "locale"
SOURCE = "en"
"""The language of the strings in the code: it needs no catalogue."""

Say = Callable[..., str]


def N_(text: str) -> str:  # noqa: N802  gettext's own name for "to be translated later"
    """Marks a string of a table for the catalogues; it is translated where it is drawn."""
    return text


def languages() -> tuple[str, ...]:
    """The languages there are words for."""
    return (SOURCE, *sorted(path.name for path in LOCALE.iterdir() if path.is_dir()))


@cache
def catalogue(language: str) -> NullTranslations:
    """The catalogue of a language; English, and a language without one, read as written."""
    read = Catalog(locale=language)
    for path in files(language):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                read[message.id] = message
    if not len(read):
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return GNUTranslations(compiled)


def files(language: str) -> list[Path]:
    """The .po files of a language: one for each procedure of bot/catalogue, one for exports, one for all else."""
    return sorted((LOCALE / language / "LC_MESSAGES").glob("*.po"))


@cache
def speaker(language: str) -> Say:
    """A function that says a string in `language`, with facts put in: say(N_("Due {at}"), at=…)."""
    words = catalogue(language)

    def say(text: str, /, **facts: Any) -> str:
        translated = words.gettext(text) if text else ""
        return translated.format(**facts) if facts else translated

    return say
