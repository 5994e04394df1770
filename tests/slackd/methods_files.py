"""`files.*`: the three steps of an upload, as slack_sdk's `files_upload_v2` takes them."""

from tests.slackd.methods import Args, joined_channel, method
from tests.slackd.model import ApiError, Json, Message, Team, Upload
from tests.slackd.world import World


@method("files.getUploadURLExternal", "files:write")
def get_upload_url(world: World, team: Team, args: Args) -> Json:
    length = args.number("length", 0)
    if length < 1:
        raise ApiError("invalid_arguments", "must be more than 0 [json-pointer:/length]")
    upload = Upload(world.number("F"), team.id, args.need("filename"), length)
    world.all_uploads.append(upload)
    return {"file_id": upload.id, "upload_url": f"{world.base_url}/upload/{upload.id}"}


@method("files.completeUploadExternal", "files:write")
def complete_upload(world: World, team: Team, args: Args) -> Json:
    """Shares the files: one message in each channel named, or none."""
    listed = args.raw.get("files")
    if not isinstance(listed, list) or not listed:
        raise ApiError("invalid_arguments", "missing required field: files")
    uploads = [_received(world, team, str(item.get("id"))) for item in listed]
    named = args.get("channel_id") or args.get("channels")
    channels = [joined_channel(world, team, name) for name in named.split(",") if name]
    for upload, item in zip(uploads, listed, strict=True):
        upload.title = str(item.get("title") or upload.filename)
        upload.comment, upload.thread_ts = args.get("initial_comment"), args.get("thread_ts") or None
        upload.channels, upload.completed = [channel.id for channel in channels], True
    for channel in channels:
        state = world.version(args.get("initial_comment"), None)
        thread = args.get("thread_ts") or None
        message = Message(channel.id, world.new_ts(), team.bot_user, [state], thread, team.bot_id)
        message.files = [upload.id for upload in uploads]
        world.post(message)
    return {"files": [drawn_file(upload) for upload in uploads]}


@method("files.info", "files:read")
def files_info(world: World, team: Team, args: Args) -> Json:
    upload = _received(world, team, args.need("file"))
    if not upload.completed:
        raise ApiError("file_not_found")
    return {"file": drawn_file(upload)}


def receive(world: World, file_id: str, content: bytes) -> bool:
    """Takes the bytes of an announced file; False when it is unknown or of another length than announced."""
    for upload in world.all_uploads:
        if upload.id == file_id and upload.length == len(content):
            upload.content = content
            return True
    return False


def drawn_file(upload: Upload) -> Json:
    return {
        "id": upload.id,
        "name": upload.filename,
        "title": upload.title,
        "size": upload.length,
        "channels": upload.channels,
    }


def _received(world: World, team: Team, file_id: str) -> Upload:
    for upload in world.all_uploads:
        if (upload.id, upload.team) == (file_id, team.id) and upload.content is not None:
            return upload
    raise ApiError("file_not_found")
