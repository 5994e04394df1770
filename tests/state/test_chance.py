"""Random ids: none comes twice, not to two threads, not on both sides of a fork."""

import re
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

from state.chance import AT_ONCE, random_id

MANY = 20 * AT_ONCE


def draw(_turn: int = 0) -> list[str]:
    return [random_id() for _ in range(MANY)]


def test_no_id_comes_twice_whatever_thread_draws_it() -> None:
    with ThreadPoolExecutor(4) as threads:
        drawn = [each for ids in threads.map(draw, range(4)) for each in ids]
    assert len(set(drawn)) == 4 * MANY
    assert all(re.fullmatch("[0-9a-f]{32}", each) for each in drawn)


def test_a_process_and_the_one_that_it_forks_draw_different_ones() -> None:
    random_id()  # so that some are drawn that nobody has yet
    with get_context("fork").Pool(1) as forked:
        theirs = forked.apply(draw)
    assert not set(theirs) & set(draw())
