"""What the operator's log says of a fault that nobody expected: what kind it is and where, never what it says."""

from traceback import extract_tb


def traced(error: BaseException) -> str:
    """The kinds of an error and of what it came from, each with the lines that it went through, innermost last.

    An error's own words may be a person's: those of a failed conversion are what could not be converted.
    """
    chain: list[str] = []
    at: BaseException | None = error
    while at is not None:
        lines = "; ".join(f"{row.filename}:{row.lineno} in {row.name}" for row in extract_tb(at.__traceback__))
        chain.append(f"{type(at).__name__} ({lines})")
        at = at.__cause__ or at.__context__
    return ", from ".join(chain)
