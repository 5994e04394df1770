"""What the other seats type on logistic support: for an exercise, delivered at once, and paid."""

from bot.demo.scripts import Line
from bot.verbs.typed import quote
from workflows.who import Who

SCRIPT = (
    Line("release-check", Who.DISCLOSURE, "disclose"),
    Line("asked", Who.ADDRESSED_DECIDE, "basis", f"exercise {quote('As the law on exercises says')}"),
    Line("based", Who.ADDRESSED_DECIDE, "grant"),
    Line("approved", Who.STARTER, "order", quote("Order 1")),
    Line("ordered", Who.ADDRESSED_STAFF, "deliver", f"receipt:{quote('Delivery note 1')}"),
    Line("delivered", Who.STARTER, "receive", f"receipt:{quote('Receipt 1')}"),
    Line("to-settle", Who.STARTER, "settle", f"paid {quote('Invoice 1')}"),
    Line("settling", Who.ADDRESSED_STAFF, "close"),
)
