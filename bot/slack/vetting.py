"""Looking who is in the channels, so that nothing reaches the wrong people; see state.channels.vetting."""

import logging
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from bot.slack.accounts import Accounts
from bot.slack.binding import bind_channels
from bot.slack.faults import UNANSWERED, asked_to_wait, code_of, wait_after
from bot.slack.workspaces import NoChannelError, Workspace, Workspaces
from state.apply import apply
from state.channels import accounts, vetting
from state.faults import traced
from state.house import House
from workflows.command import Command

TICK = 1.0  # seconds between looks at what wants one
PAGE = 200  # members asked for at a time
LOOKS = 3
"""Of one channel, where each time something is heard of it meanwhile."""

log = logging.getLogger(__name__)


class Vetting:
    """Who is where, asked of Slack: by a deliverer before its lane speaks, and in a thread of its own all the time."""

    def __init__(self, house: House, workspaces: Workspaces) -> None:
        self.house = house
        self.workspaces = workspaces
        self.accounts = Accounts(house)
        self._rests: dict[str, tuple[int, datetime]] = {}
        """What Slack did not answer: how often, and when to ask again."""
        self._stopped = threading.Event()
        # A daemon: one that Slack leaves hanging must not keep the process from ending.
        self._thread = threading.Thread(target=self._work, name="vetting", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, within: float = 0.0) -> None:
        """Ask nothing more, and wait so many seconds for what is under way: what is not kept is asked again."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(within)

    def look(self, body: str) -> bool | None:
        """Ask Slack who is in a body's channel, and keep it. Says whether its lane may speak.

        None where so much comes and goes there that no answer is of now.
        Raises NoChannelError, and what slack_sdk raises where Slack does not answer.
        """
        for _ in range(LOOKS):
            with self.house.database.writing() as connection:
                begun = vetting.begin(connection, body)
            if begun is None:
                raise NoChannelError(body)
            seen = self._see(self.workspaces.of(begun.team), begun.channel)
            with self.house.database.writing() as connection:
                may_speak = vetting.keep(connection, self.house, begun, seen, self.house.machine_now())
            if may_speak is not None:
                self.house.on_commit()
                return may_speak
        return None

    def round(self) -> None:
        """Everything that wants to be asked by now. What Slack doesn't answer is logged, and asked again later."""
        with self.house.database.reading() as connection:
            bodies = vetting.to_look_at(connection, self.house.machine_now())
            people = accounts.people_to_ask(connection)
            is_asked_in = bool(vetting.unbound(connection))
        if is_asked_in:
            self._try("bind", partial(bind_channels, self.house, self.workspaces))
        for body in bodies:
            self._try(f"look {body}", partial(self.look, body))
        for workspace in self._answering():
            users = [user for team, user in people if team == workspace.team]
            self._try(f"learn {workspace.team}", partial(self.accounts.learn, workspace, users))
            self._try(f"walk {workspace.team}", partial(self.accounts.walk, workspace))
        self._dismiss()

    def _dismiss(self) -> None:
        """Whoever is no full member any more loses their seats by a command, as everything is done."""
        with self.house.database.reading() as connection:
            people = accounts.unfit(connection)
        for person in people:
            given = {"team": person.team, "user": person.user}
            apply(self.house, Command("dismiss", None, given=given, door="tick"))

    def _see(self, workspace: Workspace, channel: str) -> vetting.Seen:
        shown = workspace.client.conversations_info(channel=channel)["channel"]
        pages = workspace.client.conversations_members(channel=channel, limit=PAGE)
        users = tuple(str(user) for page in pages for user in page["members"] if user != workspace.bot_user)
        self.accounts.learn(workspace, users)
        return vetting.Seen(bool(shown.get("is_private")), bool(shown.get("is_ext_shared")), users)

    def _answering(self) -> Iterator[Workspace]:
        try:
            yield from self.workspaces.all
        except UNANSWERED as error:
            log.warning("Slack does not say which workspace it is: %s", code_of(error) or type(error).__name__)

    def _try(self, what: str, act: Callable[[], object]) -> None:
        tries, until = self._rests.get(what, (0, None))
        if self._stopped.is_set() or (until is not None and self.house.machine_now() < until):
            return
        try:
            act()
        except NoChannelError:
            return  # taken away in between
        except UNANSWERED as error:
            wait = asked_to_wait(error) or wait_after(tries + 1)
            self._rests[what] = (tries + 1, self.house.machine_now() + wait)
            kind = what.partition(" ")[0]
            log.warning("a %s waits %.0f s: %s", kind, wait.total_seconds(), code_of(error) or type(error).__name__)
        else:
            self._rests.pop(what, None)

    def _work(self) -> None:
        while not self._stopped.is_set():
            try:
                self.round()
            except Exception as error:  # noqa: BLE001  the thread must live on; it is tried again
                log.error("vetting failed: %s", traced(error))  # noqa: TRY400  its words are not for this log
            self._stopped.wait(TICK)
