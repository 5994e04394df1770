"""What one outbox row asks of Slack, drawn from what is so by then for the one channel it goes to."""

import hashlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import msgspec
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks import Message, only_text
from bot.delivery.lost_posts import file_mark, find_file, find_message, metadata_of
from bot.delivery.quoting import quote
from bot.desks import reader_alone, reader_at
from bot.exercise import marked, marked_title, opening_of
from bot.exports.writing import TooLongError, export_file
from bot.pictures.matrix import draw_matrix
from bot.pictures.png import as_shown
from bot.reader import Reader
from bot.slack.faults import code_of
from bot.slack.workspaces import NoChannelError, Workspaces
from bot.told.by_clock import BY_CLOCK
from bot.told.cards import draw_card
from bot.told.linking import with_kin
from bot.told.notices import ABOUT_MATTER, ABOUT_MATTERS, ALONE
from bot.words import N_
from state import outbox
from state.house import House, Transaction
from state.loading import channels
from state.logs.parts import NoneThereError, PartError
from state.matters import matter_by
from state.personal import who_sleeps
from workflows.catalogue import procedures
from workflows.matter import Actor, Matter
from workflows.release import withheld_words, without
from workflows.view import MatterView, is_waited_for, see


class Put(msgspec.Struct, frozen=True):
    """What was done: Slack's ts of the message, where there is one, and the digest of what is drawn on a card."""

    ts: str | None = None
    drawn: str = ""


class Place(NamedTuple):
    """A channel, with the client of its workspace."""

    client: WebClient
    channel: str


Task = Callable[[], Put]
"""A call of Slack, drawn and ready; it needs no transaction."""


class Sender:
    """Draws rows and sends them to the workspace that their lane's channel is in."""

    def __init__(self, house: House, workspaces: Workspaces) -> None:
        self.house = house
        self.workspaces = workspaces
        self._made_as_sent = {"export": self._upload, "quote": self._quote}
        """By kind of row: what is made only as it is sent."""

    def prepare(self, connection: Transaction, row: outbox.Row) -> Task | None:
        """What is to be sent; None where there is nothing to tell any more. Raises NoChannelError."""
        if row.lane.startswith("@"):
            return self._direct(connection, row)
        address = channels(connection).get(row.lane)
        if address is None:
            raise NoChannelError(row.lane)
        place = Place(self.workspaces.of(address[0]).client, address[1])
        if row.kind in self._made_as_sent:
            return partial(self._made_as_sent[row.kind], row, place)
        if row.kind in BY_CLOCK:
            message = BY_CLOCK[row.kind](row, connection, self.house, reader_at(self.house, connection, row.lane))
            return (lambda: self._post(row, place, message, None)) if message else None
        if row.kind in ALONE:
            return self._alone(connection, row, place)
        if row.kind in ABOUT_MATTERS:
            return self._about_matters(connection, row, place)
        return self._about_matter(connection, row, place)

    def _alone(self, connection: Transaction, row: outbox.Row, place: Place) -> Task:
        message = ALONE[row.kind](row.facts, None, reader_at(self.house, connection, row.lane))
        if row.kind == "answer":
            return lambda: self._whisper(row, place, message)
        return lambda: self._post(row, place, message, None)

    def _about_matters(self, connection: Transaction, row: outbox.Row, place: Place) -> Task | None:
        """What is still waited for by now; None where nothing is."""
        reader = reader_at(self.house, connection, row.lane)
        rows, asleep = [], []
        for facts in row.facts["rows"]:
            found = matter_by(connection, facts["matter"])
            view = self._view(found[0], reader, row.lane) if found else None
            if view and is_waited_for(facts["body"], view):
                rows.append((facts, view))
                asleep.append(self._asleep(connection, view.id, reader))
        if not rows:
            return None
        # Who is asleep for some of them is called for the others.
        reader = msgspec.structs.replace(reader, asleep=frozenset.intersection(*asleep))
        message = ABOUT_MATTERS[row.kind](rows, reader)
        return lambda: self._post(row, place, message, None)

    def _asleep(self, connection: Transaction, matter_id: str, reader: Reader) -> frozenset[Actor]:
        """Whom its reminders don't call. Where other nations read along all are called: these would see who is not."""
        return who_sleeps(connection, matter_id, self.house.clock()) if len(reader.audience) == 1 else frozenset()

    def _view(self, matter: Matter, reader: Reader, desk: str) -> MatterView | None:
        return see(matter, procedures()[matter.procedure], self.house.registry, reader.audience, desk)

    def _about_matter(self, connection: Transaction, row: outbox.Row, place: Place) -> Task | None:
        found = matter_by(connection, row.matter_id) if row.matter_id else None
        if found is None:
            return None
        reader = reader_at(self.house, connection, row.lane)
        view = self._view(found[0], reader, row.lane)
        if view is None or (row.kind == "reminder" and not is_waited_for(row.facts["body"], view)):
            return None
        card = outbox.card_of(connection, found[0].id, row.lane)
        if row.kind in ("card", "matrix"):
            view = with_kin(view, found[0], connection, self.house.registry, (reader.audience, row.lane))
            if row.kind == "matrix":
                return self._matrix(row, place, view, reader)
            return self._card(row, place, draw_card(view, reader), card)
        if row.kind == "reminder":
            reader = msgspec.structs.replace(reader, asleep=self._asleep(connection, found[0].id, reader))
        facts = without(row.facts, withheld_words(found[0], reader.audience))
        message = ABOUT_MATTER[row.kind](facts, view, reader)
        return lambda: self._post(row, place, message, card[0] if card else None)

    def _card(self, row: outbox.Row, place: Place, message: Message, card: tuple[str, str] | None) -> Task | None:
        """A new card is posted; one that is there is edited only where this channel's own drawing has changed."""
        drawn = hashlib.sha256(msgspec.json.encode(message)).hexdigest()

        def post() -> Put:
            return self._post(row, place, message, None, drawn)

        if card is None:
            return post
        ts, drawn_there = card
        if drawn_there == drawn:
            return None

        def edit() -> Put:
            try:
                place.client.chat_update(channel=place.channel, ts=ts, **self._shown(message))
            except SlackApiError as error:
                if code_of(error) == "message_not_found":  # somebody has deleted the card: another takes its place
                    return post()
                raise
            return Put(ts, drawn)

        return edit

    def _direct(self, connection: Transaction, row: outbox.Row) -> Task:
        team, _, user = row.lane[1:].partition("/")
        reader = reader_alone(self.house, connection, Actor(team, user))
        message = ALONE[row.kind](row.facts, None, reader)

        client = self.workspaces.of(team).client

        def post() -> Put:
            opened = client.conversations_open(users=[user])
            return self._post(row, Place(client, opened["channel"]["id"]), message, None)

        return post

    def _post(self, row: outbox.Row, place: Place, message: Message, thread: str | None, drawn: str = "") -> Put:
        if row.state == "sending" and (left := find_message(place.client, row, place.channel, thread)):
            return Put(*left)
        answer = place.client.chat_postMessage(
            channel=place.channel,
            **self._shown(message),
            thread_ts=thread,
            metadata=metadata_of(row, drawn),
            unfurl_links=False,
            unfurl_media=False,
        )
        return Put(str(answer["ts"]), drawn)

    def _shown(self, message: Message) -> dict[str, Any]:
        """As everything that is sent here goes to Slack."""
        shown = marked(message, self.house)
        return {"text": shown.text, "blocks": shown.blocks}

    def _whisper(self, row: outbox.Row, place: Place, message: Message) -> Put:
        user = str((row.facts.get("to") or {}).get("user", ""))
        place.client.chat_postEphemeral(channel=place.channel, user=user, **self._shown(message))
        return Put()

    def _quote(self, row: outbox.Row, place: Place) -> Put:
        quote(self.house, row, *place)
        return Put()

    def _matrix(self, row: outbox.Row, place: Place, view: MatterView, reader: Reader) -> Task:
        """Drawn here for this channel's readers, of what is so now; made a file of only as it is sent."""
        drawing = draw_matrix(view, reader, self.house.clock(), opening_of(self.house))
        title = marked_title(f"matrix-{view.serial}", self.house)

        def upload() -> Put:
            if row.state == "sending" and find_file(place.client, row, place.channel):
                return Put()
            content, form = as_shown(drawing)
            name = f"{title}-{file_mark(row)}.{form}"
            place.client.files_upload_v2(channel=place.channel, content=content, filename=name, title=title)
            return Put()

        return upload

    def _upload(self, row: outbox.Row, place: Place) -> Put:
        if row.state == "sending" and find_file(place.client, row, place.channel):
            return Put()
        try:
            with export_file(self.house, row.facts) as (path, title):
                name = f"{title}-{file_mark(row)}{path.suffix}"
                place.client.files_upload_v2(channel=place.channel, file=str(path), filename=name, title=title)
        except NoneThereError:
            return self._no_file(row, place, N_("The log has no entries of that time: there is no file."), {})
        except PartError:
            said = N_(
                "The log is not as its last checkpoint has it, so no part of it can be proved: there is no file. Tell "
                "who runs this installation: `kakehashi log verify` says what is wrong."
            )
            return self._no_file(row, place, said, {})
        except TooLongError as error:
            said = N_(
                "There are {count} entries, and a {form} that comes here has room for {most}: there is no file. Ask "
                "for a part (`from:` and `to:`), or for another form."
            )
            return self._no_file(row, place, said, {"count": error.count, "form": error.form, "most": error.most})
        return Put()

    def _no_file(self, row: outbox.Row, place: Place, said: str, facts: Mapping[str, Any]) -> Put:
        with self.house.database.reading() as connection:
            reader = reader_at(self.house, connection, row.lane)
        return self._post(row, place, only_text(reader.say(said, **facts)), None)
