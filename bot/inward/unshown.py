"""An act that is on record while its answer can't be drawn: who heard that nothing was done would do it again."""

import logging
from collections.abc import Callable
from typing import TypeVar

from state.apply import Applied
from state.faults import traced

UNSHOWN = (
    "It is on record, but its answer could not be shown: please don’t send it again. `/acm status` shows what is so. / "
    "記録しましたが、結果を表示できませんでした。もう一度送らないでください。"
    "現在の状況は `/acm status` で確認できます。"
)
"""As what is said of any fault that nobody expected, in both languages without asking for any."""

T = TypeVar("T")

log = logging.getLogger(__name__)


def shown(applied: Applied, draw: Callable[[], T], notice: Callable[[str], T]) -> T:
    """What is drawn after the commit; where that fails, a notice that it is on record.

    Of what was refused nothing was done, so the fault is raised as one from before the commit is.
    """
    try:
        return draw()
    except Exception as error:
        if applied.refused:
            raise
        log.error("what is on record could not be shown: %s", traced(error))  # noqa: TRY400  its words are not for this log
        return notice(UNSHOWN)
