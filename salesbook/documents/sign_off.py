"""Sign-off (簽收單): what the customer accepted at the door, and what he refused (拒收, DOMAIN 6)."""

from collections import defaultdict
from decimal import Decimal
from typing import Any, ClassVar, Literal

from salesbook.documents.balances import LineBalance, LineKey
from salesbook.documents.facts import Facts
from salesbook.documents.goods import GoodsLine, GoodsPaper, check_sources, paper_postings, source_line, take_over
from salesbook.documents.paper import Paper, PaperLine, check_head, fill_head, problem
from salesbook.documents.posting import PaperKind, Posting
from salesbook.documents.returning import from_blocked_customers_too, into_stock, said_of, value_of
from salesbook.documents.stock import back_in_stock
from salesbook.money import ZERO, round_half_up
from salesbook.problems import Problem
from salesbook.units import fits_unit


class SignOffLine(GoodsLine):
    """One line of a delivery as it was handed over.

    Attributes:
        signed_quantity: As typed; blank is everything that was not refused. The ledger has it as ``quantity``.
        cause: On whose side the reason lies.
        stock_quantity: Computed: what the stock gains, as refused goods come back to it.
        cost_amount: Computed: what the value of the stock gains, at the cost of the delivery.
    """

    signed_quantity: Decimal | None = None
    refused_quantity: Decimal = ZERO
    cause: Literal["", "ours", "customer", "carrier"] = ""
    reason: str = ""
    warehouse_code: str = ""
    stock_quantity: Decimal = ZERO
    cost_amount: Decimal = ZERO


class SignOff(GoodsPaper):
    """The customer's signature under a delivery note. Every line names its delivery."""

    kind: ClassVar[PaperKind] = "sign_off"
    source_kinds: ClassVar[tuple[PaperKind, ...]] = ("delivery_note",)
    needs_source: ClassVar[bool] = True
    line_model: ClassVar[type[PaperLine]] = SignOffLine
    lines: tuple[SignOffLine, ...] = ()

    def details(self, line: GoodsLine) -> dict[str, object]:
        """Cause and reason besides the rest."""
        return super().details(line) | said_of(line, ("cause", "reason"))


def complete(signed: SignOff, facts: Facts) -> SignOff:
    """Fill customer, product and unit from the delivery, and what is signed for where it was left blank."""
    sources = [source_line(signed, line, facts) for line in signed.lines]
    signed = fill_head(signed, facts)
    lines = []
    earlier: dict[LineKey, Decimal] = defaultdict(lambda: ZERO)
    for line, source in zip(signed.lines, sources, strict=True):
        if source is None:
            lines.append(line)
            continue
        quantity = line.signed_quantity
        if quantity is None:
            quantity = max(ZERO, source.posting.quantity - line.refused_quantity)
        net, tax = value_of(source.posting, line.refused_quantity)
        decimals, key = facts.rules.decimals, _key(source.posting)
        before = source.balance.refused + source.balance.come_back + earlier[key]
        earlier[key] += line.refused_quantity
        back, cost = back_in_stock(source.posting, line.refused_quantity, before=before, decimals=decimals)
        filled = {
            "warehouse_code": source.posting.warehouse_code if back else "",
            "stock_quantity": back,
            "cost_amount": cost,
            "quantity": quantity,
            "purpose": _purpose(line, facts.lines[_key(source.posting)].posting, facts),
            "due_date": None,
            "net_amount": -round_half_up(net, decimals),
            "tax_amount": -round_half_up(tax, decimals),
        }
        lines.append(take_over(line, source, facts).model_copy(update=filled))
    return signed.with_lines(lines)


def _key(posting: Posting) -> LineKey:
    return LineKey(posting.kind, posting.document_no, posting.line_no)


def _purpose(line: SignOffLine, delivered: Posting, facts: Facts) -> str:
    """Goods refused of an order line that was closed are not sent again, so they are given up with the rest."""
    order = facts.lines.get(LineKey("sales_order", delivered.order_no, delivered.order_line_no or 0))
    is_closed = order is not None and order.balance.closed > 0 and not order.balance.open_to_deliver
    return "closed" if line.refused_quantity and is_closed else ""


def check(signed: SignOff, facts: Facts) -> list[Problem]:
    """What stops the sign-off, in one pass."""
    return [
        *from_blocked_customers_too(check_head(signed, facts)),
        *check_sources(signed, facts, required=True),
        *(found for line in signed.lines for found in _check_line(line, facts)),
        *_check_deliveries(signed, facts),
    ]


def postings(signed: SignOff) -> list[Posting]:
    """The ledger lines of a completed sign-off. Their amounts are what the refused goods take off the delivery."""
    return [
        posting.model_copy(update={"refused_quantity": line.refused_quantity} | into_stock(line))
        for posting, line in zip(paper_postings(signed), signed.lines, strict=True)
    ]


def _check_line(line: SignOffLine, facts: Facts) -> list[Problem]:
    problems = []
    product = facts.products.get(line.product_no)
    for field, quantity in (("signed_quantity", line.quantity), ("refused_quantity", line.refused_quantity)):
        if quantity < 0:
            problems.append(problem("quantity-negative", field, line, quantity=quantity))
        elif product and not fits_unit(quantity, product.unit_decimals):
            problems.append(
                problem(
                    "quantity-too-fine", field, line, quantity=quantity, unit=product.unit or line.unit,
                    product=product.product_no, decimals=product.unit_decimals,
                )
            )  # fmt: skip
    if line.refused_quantity > 0:
        problems += [problem("missing", name, line) for name in ("cause", "reason") if not getattr(line, name)]
    return problems


def _check_deliveries(signed: SignOff, facts: Facts) -> list[Problem]:
    """Rows of one delivery line are added up first; a delivery line is signed for once."""
    rows: dict[LineKey, list[SignOffLine]] = defaultdict(list)
    for line in signed.lines:
        if source := source_line(signed, line, facts):
            rows[_key(source.posting)].append(line)
    problems = []
    for key, lines in rows.items():
        balance, last = facts.lines[key].balance, lines[-1]
        accepted = sum((line.quantity for line in lines), ZERO)
        refused = sum((line.refused_quantity for line in lines), ZERO)
        values: dict[str, Any] = {
            "delivery": key.document_no, "line": key.line_no, "product": last.product_no,
            "delivered": balance.quantity, "signed": accepted, "refused": refused,
        }  # fmt: skip
        if is_signed(balance):
            earlier = {"signed": balance.signed, "refused": balance.refused}
            problems.append(problem("delivery-signed-already", "source_no", last, **values | earlier))
        elif accepted + refused > balance.quantity or refused > balance.returnable:
            values["returned"] = balance.come_back or ""
            problems.append(problem("sign-off-exceeds-delivery", "signed_quantity", last, **values))
        elif accepted + refused < balance.quantity:
            values["rest"] = balance.quantity - accepted - refused
            problems.append(problem("sign-off-incomplete", "signed_quantity", last, warning=True, **values))
        over = min(refused, balance.invoiced - balance.credited - (balance.quantity - balance.come_back - refused))
        if refused and over > 0:
            problems.append(
                problem("refused-after-invoice", "refused_quantity", last, warning=True, over=over, **values)
            )
    return problems


def is_signed(balance: LineBalance) -> bool:
    """Whether a delivery line was signed for, or refused."""
    return bool(balance.signed or balance.refused)


def check_signed(paper: Paper, facts: Facts) -> list[Problem]:
    """Of an invoice: where house policy says so, nothing is invoiced that nobody has signed for."""
    if facts.rules.invoice_from != "signed" or not isinstance(paper, GoodsPaper):
        return []
    rows: dict[LineKey, list[GoodsLine]] = defaultdict(list)
    for line in paper.lines:
        source = source_line(paper, line, facts)
        if source and source.posting.kind == "delivery_note":
            rows[_key(source.posting)].append(line)
    problems = []
    for key, lines in rows.items():
        balance = facts.lines[key].balance
        entered = sum((line.quantity for line in lines), ZERO)
        most = max(ZERO, balance.signed - balance.sent_again - balance.returned - balance.billed)
        if entered > most:
            code = "invoice-exceeds-signed" if is_signed(balance) else "delivery-not-signed"
            problems.append(
                problem(
                    code, "quantity", lines[-1], quantity=entered, delivery=key.document_no, line=key.line_no,
                    product=lines[0].product_no, delivered=balance.quantity, signed=balance.signed, open=most,
                )
            )  # fmt: skip
    return problems
