"""What the other seats type in an operation: it is released; what belongs to it is for people to say."""

from bot.demo.scripts import Line
from workflows.who import Who

SCRIPT = (Line("release-check", Who.DISCLOSURE, "disclose"),)
