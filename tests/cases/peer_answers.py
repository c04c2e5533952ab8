"""What a case expects, computed from the ledger: one honest mapping for each word of the schema.

Amounts come from postings and balances. The peer's states of an order are told from the quantities that the
ledger has delivered and invoiced, and from what Make still offers.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from salesbook.actions.commissions import show_commissions
from salesbook.documents.balances import LineKey
from salesbook.documents.cash_rounding import ROUNDING
from salesbook.documents.deposit import ADVANCE
from salesbook.documents.facts import PostedLine
from salesbook.documents.payment_terms import instalments_of
from salesbook.documents.posting import Posting
from salesbook.documents.taxes import tax_summary
from salesbook.money import HUNDRED, UNIT_PRICE_DECIMALS, discounted_price, round_to_step
from tests.cases.peer_desk import amount
from tests.cases.peer_errors import named
from tests.cases.peer_papers import Bill, Given, Order, OrderLine
from tests.cases.peer_play import Play
from tests.cases.peer_service import Complaint

ZERO = Decimal(0)
Answers = dict[str, Any]


def answer(play: Play, expect: Given) -> Answers:
    """Everything that is expected, as the product has it."""
    unknown = set(expect) - set(SECTIONS)
    assert not unknown, f"the schema expects no {sorted(unknown)}"
    return {name: SECTIONS[name](play, expect[name]) for name in expect}


def orders(play: Play, expected: Given) -> Answers:
    """Each order with its states, amounts and lines."""
    return {order.id: order_answer(play, order) for order in play.orders.values()}


def order_answer(play: Play, order: Order) -> Answers:
    delivery_status = delivery_status_of(play, order)
    invoice_status = invoice_status_of(play, order)
    lines = [line_answer(play, order, line) for line in order.lines]
    postings = [posting_of(play, order, line) for line in order.lines]
    untaxed = sum((signed(line, p.net_amount) for line, p in zip(order.lines, postings, strict=True)), ZERO)
    tax = sum((signed(line, p.tax_amount) for line, p in zip(order.lines, postings, strict=True)), ZERO)
    found: Answers = {
        "delivery_status": delivery_status,
        "invoice_status": invoice_status,
        "untaxed": untaxed,
        "tax": tax,
        "total": payable_total(play, untaxed + tax),
        "lines": lines,
    }
    found["status"] = status_of(order, found)
    done = {"done": len(order.papers.get("delivery_note", [])), "cancelled": order.cancelled}
    found["deliveries"] = counted(done | {"open": bool(play.open_delivery(order))})
    received = {"done": sum(len(order.papers.get(kind, [])) for kind in ("sales_return", "received_late"))}
    found["returns"] = counted(received | {"open": bool(play.open_return(order))})
    return found


def status_of(order: Order, found: Answers) -> str:
    """Done once everything is delivered and invoiced, or given up, and every invoice is paid."""
    if order.status != "confirmed":
        return order.status
    is_delivered = found["delivery_status"] in ("none", "complete")
    is_paid = found["invoice_status"] in ("none", "paid")
    nothing_open = not any(line["open_quantity"] for line in found["lines"])
    return "done" if is_delivered and is_paid and nothing_open else "processing"


def delivery_status_of(play: Play, order: Order) -> str:
    """Told from the quantities of the lines that are delivered, and from what Make offers."""
    if order.status != "confirmed":
        return "none"
    if order.is_undelivered:
        return "exception"
    lines = [ledger_line(play, order, line) for line in order.lines if not line.is_service]
    is_open = any(open_to_move(order, line) for line in lines)
    if any(moved(order, line) for line in lines):
        return "partial" if is_open else "complete"
    return "waiting" if play.open_delivery(order) or play.open_return(order) else "none"


def moved(order: Order, line: PostedLine) -> Decimal:
    """Sent and not come back, or come back; what is credited ahead is still on its way."""
    if line.posting.kind == "return_request":
        return line.balance.returned - ahead(order, line)
    return line.balance.net_sent


def ahead(order: Order, line: PostedLine) -> Decimal:
    """Of a return request: credited and not back yet."""
    return amount(order.credited_ahead.get(line.posting.line_no, {}).get("quantity", ZERO))


def open_to_move(order: Order, line: PostedLine) -> Decimal:
    """Still to be sent, or to come back; services are neither."""
    balance = line.balance
    if line.posting.purpose == "service":
        return ZERO
    if line.posting.kind == "return_request":
        return balance.quantity - balance.returned + ahead(order, line)
    return balance.open_to_deliver


def invoice_status_of(play: Play, order: Order) -> str:
    """Paid when all invoices are, partially when some are; drafts count only where nothing is posted."""
    bills = [bill for bill in order.bills if not bill.is_ignored and not bill.is_written_again]
    if any(bill.is_exception for bill in bills):
        return "exception"
    paid = [bill for bill in bills if bill.is_settled_by_credit or bill_status(play, bill) == "paid"]
    if not bills:
        return "none"
    if len(paid) == len(bills):
        return "paid"
    if paid:
        return "partially_paid"
    return "awaiting_payment" if any(bill.state == "posted" for bill in bills) else "draft_invoice"


def posting_of(play: Play, order: Order, line: OrderLine) -> Posting:
    """What the rules made of a line; of a confirmed order what the ledger says of it now."""
    if order.status == "confirmed":
        return ledger_line(play, order, line).posting
    return order.answers[line.paper].postings[line.line_no - 1]


def ledger_line(play: Play, order: Order, line: OrderLine) -> PostedLine:
    return play.desk.lines(line.paper, order.number(line.paper))[line.line_no - 1]


def line_answer(play: Play, order: Order, line: OrderLine) -> Answers:
    posting = posting_of(play, order, line)
    found: Answers = {
        "product": line.product,
        "ordered": signed(line, posting.quantity),
        "price": shown_price(play, posting),
        "amount": signed(line, posting.net_amount),
        "discount_rate": posting.discount_percent / HUNDRED,
        "discount_amount": posting.unit_price - shown_price(play, posting),
        "open_quantity": ZERO,
    }
    if order.status == "confirmed":
        in_ledger = ledger_line(play, order, line)
        balance = in_ledger.balance
        found["ordered"] = signed(line, balance.quantity)
        found["delivered"] = signed(line, moved(order, in_ledger))
        found["invoiced"] = signed(line, invoiced(play, order, in_ledger))
        found["open_on_delivery"] = signed(line, open_on_delivery(play, order, line))
        found["on_draft_invoice"] = signed(line, on_draft_invoice(order, in_ledger))
        found["open_quantity"] = open_to_move(order, in_ledger) or found["on_draft_invoice"]
    return found


def invoiced(play: Play, order: Order, line: PostedLine) -> Decimal:
    """On invoices and not credited; of goods that came back on a request, what is credited."""
    if line.posting.kind == "sales_order":
        return line.balance.invoiced - line.balance.credited
    numbers = [*order.papers.get("sales_return", []), *order.papers.get("credited_ahead", [])]
    back = [found for number in numbers for found in play.desk.lines("sales_return", number)]
    own = (line.posting.document_no, line.posting.line_no)
    return sum(
        (found.balance.credited for found in back if (found.posting.source_no, found.posting.source_line_no) == own),
        ZERO,
    )


def open_on_delivery(play: Play, order: Order, line: OrderLine) -> Decimal:
    rows = play.open_delivery(order) if line.paper == "sales_order" else play.open_return(order)
    return sum((amount(row["quantity"]) for row in rows if row["source_line_no"] == line.line_no), ZERO)


def on_draft_invoice(order: Order, line: PostedLine) -> Decimal:
    """On drafts that were not thrown away."""
    own = (line.posting.kind, line.posting.document_no, line.posting.line_no)
    return sum(
        (
            claim.quantity
            for bill in order.bills
            if bill.is_open_draft
            for claim in bill.claims.values()
            if claim.line == own
        ),
        ZERO,
    )


def payable_total(play: Play, total: Decimal) -> Decimal:
    """What the sheet shows as the total of a quotation or an order."""
    rules = play.desk.company.settings.rules
    return round_to_step(total, rules.cash_rounding, rules.rounding)


def signed(line: OrderLine, number: Decimal) -> Decimal:
    return line.sign * number


def shown_price(play: Play, posting: Posting) -> Decimal:
    """The peer shows the unit price after the discount of the line."""
    rules = play.desk.company.settings.rules
    return discounted_price(posting.unit_price, posting.discount_percent, UNIT_PRICE_DECIMALS, rules.rounding)


def counted(numbers: Mapping[str, int]) -> dict[str, int]:
    return {name: int(number) for name, number in numbers.items() if number}


def invoices(play: Play, expected: Given) -> Answers:
    """Each invoice and draft, with its amounts and lines."""
    return {bill.id: bill_answer(play, bill) for bill in play.all_bills()}


def bill_answer(play: Play, bill: Bill) -> Answers:
    found_lines = list(bill_postings(play, bill))
    postings = [(sign, posting) for sign, posting in found_lines if posting.purpose != ROUNDING]
    untaxed = sum((sign * posting.net_amount for sign, posting in postings), ZERO)
    tax = sum((sign * posting.tax_amount for sign, posting in postings), ZERO)
    found: Answers = {
        "status": bill_status(play, bill),
        "untaxed": untaxed,
        "tax": tax,
        "total": sum((sign * posting.gross_amount for sign, posting in found_lines), ZERO),
        "lines": [bill_line(play, sign, posting) for sign, posting in postings],
    }
    found["taxes"] = [
        {"base": sign * row.base, "tax": sign * row.tax}
        for kind, sign in SIGNS.items()
        for row in tax_summary([posting for _, posting in postings if posting.kind == kind])
    ]
    found["due"] = [
        {"days": (part.due - first.document_date).days, "amount": part.amount}
        for first in [posting for _, posting in postings[:1]]
        for part in instalments_of(first)
    ]
    if bill.state == "posted":
        found["open"] = open_of(play, bill)
    return found


def bill_line(play: Play, sign: int, posting: Posting) -> Answers:
    """A recalled deposit is one piece at a negative price with the peer; here it is taken back at a price."""
    turn = -1 if posting.purpose == ADVANCE and posting.quantity < 0 else 1
    return {
        "product": posting.product_no or None, "qty": sign * turn * posting.quantity,
        "price": turn * shown_price(play, posting), "amount": sign * posting.net_amount,
    }  # fmt: skip


def bill_postings(play: Play, bill: Bill) -> list[tuple[int, Posting]]:
    """The lines of its papers; a credit note counts below zero."""
    if not bill.papers:
        return [(SIGNS[posting.kind], posting) for posting in play.reckoned(bill)]
    lines = [line.posting for kind, number in bill.papers for line in play.desk.lines(kind, number)]
    return [(SIGNS[posting.kind], posting) for posting in lines]


SIGNS = {"sales_invoice": 1, "credit_note": -1, "sales_return": -1}


def bill_status(play: Play, bill: Bill) -> str:
    if bill.state != "posted":
        return bill.state
    if bill.is_settled_by_credit:
        return "cancelled"
    return "paid" if all(not play.desk.whole(*paper).open_amount for paper in bill.papers) else "posted"


def open_of(play: Play, bill: Bill) -> Decimal:
    """Left to pay; what was paid for this invoice and taken back to the account counts as paid."""
    left = sum((SIGNS[kind] * play.desk.whole(kind, number).open_amount for kind, number in bill.papers), ZERO)
    return left - bill.undone


def customers(play: Play, expected: Given) -> Answers:
    """What customers owe, what their credit is used for, and what they have paid ahead."""
    return {code: customer_answer(play, code) for code in play.given["customers"]}


def customer_answer(play: Play, code: str) -> Answers:
    account = play.desk.account(code)
    standing = play.desk.standing(code)
    return {
        "receivable": account.receivable - account.unapplied,
        "credit_used": standing.exposure,
        "deposit": account.prepaid + sum((play.deposit_left(order) for order in play.orders.values()), ZERO),
    }


def commissions(play: Play, expected: Given) -> Answers:
    """Of each agent, invoice by invoice."""
    found: Answers = {code: [] for code in expected}
    for commission in show_commissions(play.desk.company):
        row = {"base": commission.base, "amount": commission.amount, "due": commission.is_due}
        found.setdefault(commission.salesperson_no, []).append(row)
    return found


def complaints(play: Play, expected: Given) -> Answers:
    """What each complaint is worth, without tax, and what it has led to."""
    return {code: complaint_answer(found) for code, found in play.complaints.items()}


def complaint_answer(found: Complaint) -> Answers:
    net = sum((posting.net_amount for posting in found.postings), ZERO)
    answer: Answers = {"amount": net, "status": found.status}
    if found.status == "done":
        answer["result_total"] = -net - sum((posting.tax_amount for posting in found.postings), ZERO)
        answer["result_net_qty"] = -sum((posting.quantity for posting in found.postings), ZERO)
        answer["result_lines"] = len(found.postings)
    return answer


def reminders(play: Play, expected: Sequence[Given]) -> Sequence[Given]:
    """The dunning lists in the order in which they were looked at."""
    return play.reminders


def agreements(play: Play, expected: Given) -> Answers:
    """What each frame agreement has left."""
    found: Answers = {}
    for code, number in play.agreements.items():
        left = sum((line.balance.open_to_order for line in play.desk.lines("quotation", number)), ZERO)
        found[code] = {"remaining": left, "status": "closed" if code in play.closed_agreements else "running"}
    return found


def stock(play: Play, expected: Given) -> Answers:
    """On hand."""
    balances = play.desk.balances()
    return {code: balances[LineKey("stock", code, 0)].on_hand for code in expected}


def reserved(play: Play, expected: Given) -> Answers:
    """What stands on pick lists, and what of the orders does not."""
    found: Answers = {}
    for order in play.orders.values():
        for number in order.papers.get("pick_list", []):
            for line in play.desk.lines("pick_list", number):
                row = found.setdefault(line.posting.product_no, {"reserved": ZERO, "short": ZERO})
                row["reserved"] += line.balance.quantity - line.balance.delivered
    for order in play.orders.values():
        for line in order.lines:
            if order.status == "confirmed" and line.product in found and line.paper == "sales_order":
                found[line.product]["short"] += open_to_move(order, ledger_line(play, order, line))
    for row in found.values():
        row["short"] -= row["reserved"]
    return found


def errors(play: Play, expected: Sequence[Given]) -> list[Answers]:
    """What was refused, in the order of the steps."""
    names = {error["step"]: error["error"] for error in expected}
    return [{"step": step, "error": named(codes, names.get(step))} for step, codes in play.errors]


def checkpoints(play: Play, expected: Given) -> Answers:
    """What was seen on the way."""
    return play.checkpoints


SECTIONS: dict[str, Callable[[Play, Any], Any]] = {
    "orders": orders,
    "invoices": invoices,
    "customers": customers,
    "commissions": commissions,
    "complaints": complaints,
    "agreements": agreements,
    "reminders": reminders,
    "stock": stock,
    "reserved": reserved,
    "errors": errors,
    "checkpoints": checkpoints,
}


def differences(expected: Any, found: Any, place: str = "") -> list[str]:
    """Where what was found is not what was expected; every key that is expected must be there."""
    if isinstance(expected, Mapping):
        whole = place in WHOLE or place.rpartition(".")[2] in WHOLE
        more = [f"{place}: also {sorted(set(found) - set(expected))}"] if whole and set(found) - set(expected) else []
        return more + [
            difference
            for key, value in expected.items()
            for difference in (
                differences(value, found[key], f"{place}.{key}" if place else str(key))
                if key in found
                else [f"{place}.{key}: expected {value}, nothing found"]
            )
        ]
    if isinstance(expected, list):
        if len(expected) != len(found):
            return [f"{place}: expected {expected}, found {found}"]
        return [
            difference
            for number, (one, other) in enumerate(zip(expected, found, strict=True), start=1)
            for difference in differences(one, other, f"{place}[{number}]")
        ]
    same = amount(expected) == found if isinstance(found, Decimal) else expected == found
    return [] if same else [f"{place}: expected {expected}, found {found}"]


WHOLE = {"orders", "invoices", "deliveries", "returns", "agreements", "complaints"}
"""Where nothing may be found beyond what is expected."""
