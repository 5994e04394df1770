"""What the bot asks of Slack: each scope with the calls that need it. deploy/manifest.yaml grants just these."""

from collections.abc import Mapping

_CHANNELS = ("conversations_list", "conversations_info", "conversations_members")
_SETUP = ("conversations_create", "conversations_rename", "conversations_invite")
_HISTORY = ("conversations_history", "conversations_replies")

SCOPES: Mapping[str, tuple[str, ...]] = {
    "commands": (),  # the slash command itself
    "chat:write": ("chat_postMessage", "chat_update", "chat_postEphemeral"),
    # Who is in a channel is looked at before anything is said there, and what kind of account each of them has.
    "channels:read": _CHANNELS,
    "groups:read": _CHANNELS,
    "users:read": ("users_info", "users_list"),
    # To look for a message whose posting was never answered, before it is posted again.
    "channels:history": _HISTORY,
    "groups:history": _HISTORY,
    "im:history": _HISTORY,
    "im:write": ("conversations_open",),
    "files:write": ("files_upload_v2",),
    # To hear of a message that is marked or pinned for the log; which message it is history tells.
    "reactions:read": (),
    "pins:read": (),
}
"""By scope: the methods of slack_sdk's WebClient that need it."""

SETUP: Mapping[str, tuple[str, ...]] = {
    "channels:read": ("conversations_list", "conversations_members"),
    "groups:read": ("conversations_list", "conversations_members"),
    "channels:write": _SETUP,
    "groups:write": _SETUP,
}
"""What `kakehashi channels apply` needs beside, of an administrator's own token; deploy/manifest-setup.yaml."""
