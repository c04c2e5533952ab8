"""Orders on hold (暫緩): nothing is picked or delivered until somebody releases them."""

from typing import ClassVar

from salesbook.documents.record import Record


class OrderHold(Record):
    """Whether an order is on hold, and why; each change is a new version."""

    kind: ClassVar[str] = "order_hold"
    key_fields: ClassVar[tuple[str, ...]] = ("order_no",)
    order_no: str
    on_hold: bool = True
    reason: str = ""
    decided_by: str = ""
