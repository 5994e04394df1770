"""One Slack for each test, with a private and a public channel; and a WebClient that never retries by itself."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from tests.slackd import Slackd


@pytest.fixture
def slackd() -> Iterator[Slackd]:
    with Slackd() as slackd:
        slackd.add_user("U1", name="us.watch")
        slackd.add_user("U2", name="jp.watch")
        slackd.add_channel("C1", name="us-ops", members=("U1",), is_private=True)
        slackd.add_channel("C2", name="alliance", members=("U1", "U2"))
        yield slackd


@pytest.fixture
def client(slackd: Slackd) -> WebClient:
    return WebClient(slackd.token(), base_url=slackd.api_url, retry_handlers=[], timeout=5)
