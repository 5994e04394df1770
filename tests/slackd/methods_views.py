"""`views.*`, and what an acknowledgement of a submission does to the modal."""

from typing import Any

from tests.slackd.blockkit import check_view
from tests.slackd.methods import Args, method
from tests.slackd.methods_chat import APP_ID
from tests.slackd.model import ApiError, Json, Team, View
from tests.slackd.world import World

MOST_ON_A_SCREEN = 3


@method("views.open")
def views_open(world: World, team: Team, args: Args) -> Json:
    payload = args.raw.get("view")
    check_view(payload)
    user = world.spend_trigger(args.need("trigger_id"))
    view = put_on_screen(world, team, user, payload, root=None)
    return {"view": drawn_view(team, view)}


@method("views.update")
def views_update(world: World, team: Team, args: Args) -> Json:
    view = world.find_view(args.get("view_id") or args.need("external_id"))
    if view is None or view.team != team.id or not view.open:
        raise ApiError("not_found")
    if args.get("hash", view.hash) != view.hash:
        raise ApiError("hash_conflict")
    replace_view(world, view, args.raw.get("view"))
    return {"view": drawn_view(team, view)}


def put_on_screen(world: World, team: Team, user: str, payload: Any, root: View | None) -> View:
    """Shows a checked modal, on top of `root` and what is above it."""
    with world.changed:
        view_id = world.number("V")
        filled = {**payload, "blocks": world.version("", payload["blocks"]).blocks}
        view = View(view_id, team.id, user, filled, root.root_id if root else view_id, world.new_ts())
        world.all_views.append(view)
        world.tell()
    return view


def replace_view(world: World, view: View, payload: Any) -> None:
    check_view(payload)
    with world.changed:
        view.payload = {**payload, "blocks": world.version("", payload["blocks"]).blocks}
        view.hash, view.errors = world.new_ts(), {}
        world.tell()


def apply_submission(world: World, team: Team, view: View, answer: Json) -> None:
    """Does what the acknowledgement says. Raises ApiError for one that Slack would show as trouble.

    Source: docs.slack.dev/surfaces/modals, "Updating views" and "Displaying errors".
    """
    with world.changed:
        match answer.get("response_action"):
            case None:
                view.open = False
            case "clear":
                for other in world.all_views:
                    other.open = other.open and other.root_id != view.root_id
            case "errors":
                view.errors = _field_errors(view, answer.get("errors"))
            case "update":
                replace_view(world, view, answer.get("view"))
            case "push":
                _push(world, team, view, answer.get("view"))
            case other:
                raise ApiError("invalid_arguments", f"unknown response_action: {other}")
        world.tell()


def _push(world: World, team: Team, view: View, payload: Any) -> None:
    stack = [other for other in world.all_views if other.open and other.root_id == view.root_id]
    if len(stack) >= MOST_ON_A_SCREEN:
        raise ApiError("push_limit_reached")
    check_view(payload)
    put_on_screen(world, team, view.user, payload, root=view)


def _field_errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise ApiError("invalid_arguments", f"errors must name input blocks of the view: {errors}")
    return {block: str(text) for block, text in errors.items()}


def drawn_view(team: Team, view: View, state: Json | None = None) -> Json:
    optional = {"private_metadata": "", "callback_id": "", "external_id": "", "submit": None, "close": None}
    return {
        **optional,
        "clear_on_close": False,
        "notify_on_close": False,
        **view.payload,
        "id": view.id,
        "team_id": view.team,
        "state": {"values": state or {}},
        "hash": view.hash,
        "previous_view_id": None if view.root_id == view.id else view.root_id,
        "root_view_id": view.root_id,
        "app_id": APP_ID,
        "app_installed_team_id": view.team,
        "bot_id": team.bot_id,
    }
