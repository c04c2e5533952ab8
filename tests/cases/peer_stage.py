"""The stage on which a case is played: the desk, the orders and invoices so far, and the drafts that Make offers."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from salesbook.documents.posting import Posting
from tests.cases.peer_company import tax_code
from tests.cases.peer_desk import Answer, PeerDesk, Row, amount
from tests.cases.peer_errors import stopped_by
from tests.cases.peer_papers import Bill, Claim, Given, Order, Source

ZERO = Decimal(0)


class Stage:
    """What all steps share.

    Attributes:
        errors: Number of the step, and the codes of what was refused.
        checkpoints: What was seen at each ``check``.
        agreements: Our frame quotation for each agreement of the case.
    """

    def __init__(self, desk: PeerDesk, case: Given) -> None:
        self.given: Given = case["given"]
        self.expect: Given = case["expect"]
        self.products: Mapping[str, Given] = self.given.get("products", {})
        self.desk = desk
        self.orders: dict[str, Order] = {}
        self.bills: dict[str, Bill] = {}
        self.errors: list[tuple[int, list[str]]] = []
        self.checkpoints: dict[str, Any] = {}
        self.agreements: dict[str, str] = {}
        self.closed_agreements: set[str] = set()
        self.step_no = 0
        self._refs = 0

    def note(self, answer: Answer) -> bool:
        """Whether it was done; a refusal is an error of this step."""
        if codes := stopped_by(answer):
            self.errors.append((self.step_no, codes))
        return not answer.is_refused

    def post(self, kind: str, rows: Sequence[Row], step: Given) -> Answer:
        """Post a document. One that waits is released at once where the step says that somebody has the right to."""
        answer = self.desk.post(kind, rows)
        if answer.outcome == "waiting" and step.get("accept_warning"):
            return self.desk.approve(answer.document_no)
        return answer

    def ref(self) -> str:
        """A Ref that nobody used yet."""
        self._refs += 1
        return f"R{self._refs}"

    def head(self, customer: str) -> Row:
        """What every row of a new document begins with."""
        return {"document_ref": self.ref(), "document_date": self.desk.today, "customer_no": customer}

    def draft(self, order: Order) -> bool:
        """A draft is typed and checked; it is no paper of ours yet."""
        for kind in order.kinds():
            rows = self.order_rows(order, kind)
            typed_on = "quotation" if kind == "sales_order" and not order.agreements else kind
            answer = self.desk.check(typed_on, rows)
            order.answers[kind] = answer
            if not self.note(answer):
                return False
        return True

    def order_rows(self, order: Order, kind: str) -> list[Row]:
        """The rows of an order as typed, on the quotation, the order or the return request."""
        head = self.head(order.customer)
        back: Row = {} if kind == "sales_order" else {"reason": "as the case says", "settlement": "credit"}
        rows = []
        for line in order.lines:
            if line.paper != kind:
                continue
            row = {**head, **self.goods_row(line.given, line.sign), **back}
            if agreement := line.given.get("agreement"):
                row |= {"source_no": self.agreements[agreement], "source_line_no": 1}
            if back and "unit_price" not in row:
                row["unit_price"] = self.usual_price(order.customer, line.given)
            rows.append(row)
        return rows

    def usual_price(self, customer: str, line: Given) -> object:
        """What the price lists say; on a return whose delivery nobody names, it has to be typed."""
        row = {**self.head(customer), **self.goods_row({**line, "qty": abs(amount(line["qty"]))})}
        return self.desk.check("quotation", [row]).postings[0].unit_price

    def goods_row(self, line: Given, sign: int = 1) -> Row:
        """Product or free text, quantity, price, discount and tax, as typed."""
        row: Row = {"quantity": sign * amount(line["qty"])}
        if line.get("deposit"):
            row["deposit_percent"] = amount(100)
        if line.get("product"):
            row["product_no"] = line["product"]
        else:
            row["description"] = "Text"
        if "price" in line:
            row["unit_price"] = amount(line["price"])
        if "discount_rate" in line:
            row["discount_percent"] = amount(line["discount_rate"]) * 100
        if line.get("taxes"):
            row["tax_code"] = tax_code(line["taxes"])
        return row

    def bill(self, name: str) -> Bill:
        """An invoice of a case: I1, S1#2 or S1#D1."""
        if name in self.bills:
            return self.bills[name]
        order = self.orders[name.partition("#")[0]]
        return next(bill for bill in order.bills if bill.id == name)

    def all_bills(self) -> list[Bill]:
        """Those of orders and the others."""
        return [*self.bills.values(), *(bill for order in self.orders.values() for bill in order.bills)]

    def reckoned(self, bill: Bill) -> Sequence[Posting]:
        """What the rules make of a draft now; of one that was cancelled, what they made of it then."""
        if bill.state == "draft":
            before = [b for b in bill.order.bills if b.is_open_draft] if bill.order else []
            before = before[: before.index(bill)] if bill in before else []
            postings: list[Posting] = []
            for kind, rows in bill_rows(bill, self.ref).items():
                # What older drafts claim is not left for this one, so they stand in the same list.
                earlier = [row for other in before for row in bill_rows(other, self.ref).get(kind, [])]
                if rows:
                    postings += self.desk.check(kind, [*earlier, *rows]).postings
            bill.last_postings = postings
        return bill.last_postings

    def open_delivery(self, order: Order) -> list[Row]:
        """The rows that Make offers for the delivery of an order."""
        number = order.number("sales_order")
        if not number or order.status != "confirmed" or order.is_undelivered or not order.may_deliver:
            return []
        rows = self.desk.offered("delivery_note", [number])
        waits = rows and order.given.get("deposit_block") == "supply"
        return [] if waits and "deposit-missing" in self.desk.check("delivery_note", rows).codes else rows

    def open_return(self, order: Order) -> list[Row]:
        """The rows that Make offers for the return of an order's goods, and those that are credited already."""
        number = order.number("return_request")
        if not number or order.status != "confirmed" or not order.may_deliver:
            return []
        return [*order.credited_ahead.values(), *self.desk.offered("sales_return", [number])]

    def open_invoice(self, order: Order) -> dict[Source, Claim]:
        """What Make offers for the invoices of an order, by the line it is made from."""
        if not order.may_invoice or self.deposit_is_open(order):
            return {}
        offers: dict[Source, Claim] = {}
        for kind, source_kinds in INVOICED_FROM.items():
            kind_of = {number: source for source in source_kinds for number in order.papers.get(source, [])}
            for row in self.desk.offered(kind, list(kind_of)) if kind_of else []:
                source = Source(kind_of[row["source_no"]], row["source_no"], int(row["source_line_no"]))
                offers[source] = Claim(row, amount(row["quantity"]), self._in_the_end(source))
        if order.invoice_on != "delivery":
            # The peer has a draft for goods that are still to come back; ours can be posted once they are there.
            credited = order.credited_ahead.values()
            for row in [row for row in self.open_return(order) if row not in credited]:
                source = Source("return_request", row["source_no"], int(row["source_line_no"]))
                offers[source] = Claim(row, amount(row["quantity"]), source)
        return offers

    def deposit_is_open(self, order: Order) -> bool:
        """The peer writes no other invoice before the deposit is paid, or nobody asks for it any more."""
        if "deposit_share" not in order.given:
            return False
        deposits = [bill for bill in order.bills if bill.is_deposit and not bill.is_written_again]
        return not deposits or any(not bill.is_ignored and not self.is_paid(bill) for bill in deposits)

    def deposit_left(self, order: Order) -> Decimal:
        """Claimed by deposit invoices of an order and not taken off yet."""
        number = order.number("sales_order")
        return self.desk.whole("sales_order", number).prepaid if number else ZERO

    def is_paid(self, bill: Bill) -> bool:
        """Whether nothing of a posted invoice is open."""
        return bill.state == "posted" and not any(self.desk.whole(*paper).open_amount for paper in bill.papers)

    def _draft_deposit(self, order: Order) -> None:
        """The invoice of a deposit: a share of the order, with tax, and once more when it was thrown away."""
        if "deposit_share" not in order.given:
            return
        if all(bill.is_written_again for bill in order.bills if bill.is_deposit):
            bill = order.new_bill(is_deposit=True)
            percent = amount(order.given["deposit_share"]) * 100
            row = {"source_no": order.number("sales_order"), "quantity": amount(1), "deposit_percent": percent}
            bill.rows["sales_invoice"] = [{**self.head(order.customer), **row}]

    def _in_the_end(self, source: Source) -> Source:
        """The line of the order or the return request that a line was made for."""
        posting = self.desk.lines(source.kind, source.document_no)[source.line_no - 1].posting
        if source.kind == "delivery_note":
            return Source("sales_order", posting.order_no, posting.order_line_no or 0)
        if source.kind == "sales_return" and posting.source_kind == "return_request":
            return Source("return_request", posting.source_no, posting.source_line_no or 0)
        return source

    def look_at_drafts(self) -> None:
        """Bring the drafts of all confirmed orders to what Make offers now."""
        for order in self.orders.values():
            if order.status == "confirmed":
                self._draft_deposit(order)
                self._look_at_drafts_of(order)

    def _look_at_drafts_of(self, order: Order) -> None:
        offered = self.open_invoice(order)
        drafts = [bill for bill in order.bills if bill.is_open_draft and not bill.is_deposit]
        unsettled = [bill for bill in order.bills if bill.is_exception]
        for source, offer in offered.items():
            claimed = sum((b.claims[source].quantity for b in [*drafts, *unsettled] if source in b.claims), ZERO)
            for bill in drafts:
                if source in bill.claims:
                    bill.claims[source].row = offer.row
            left = offer.quantity - claimed
            for bill in reversed(drafts):
                if left < 0 and source in bill.claims:
                    cut = min(-left, bill.claims[source].quantity)
                    bill.claims[source].quantity -= cut
                    left += cut
            if left > 0:
                self._put_on_draft(order, source, Claim(offer.row, left, offer.line))
        for bill in drafts:
            bill.claims = {s: claim for s, claim in bill.claims.items() if s in offered and claim.quantity}
            if not bill.claims and not bill.rows:
                order.bills.remove(bill)

    def _put_on_draft(self, order: Order, source: Source, claim: Claim) -> None:
        """On the newest draft for the same paper, else on a new one."""
        for bill in reversed(order.bills):
            if bill.is_open_draft and not bill.is_deposit and goes_with(source, bill):
                break
        else:
            bill = order.new_bill()
        if source in bill.claims:
            claim.quantity += bill.claims[source].quantity
        bill.claims[source] = claim


BILLED_BY = {
    "sales_order": "sales_invoice", "delivery_note": "sales_invoice", "sales_return": "credit_note",
    "return_request": "sales_return",
}  # fmt: skip
"""What is posted, or only checked, for a line on a draft invoice."""

INVOICED_FROM = {"sales_invoice": ("sales_order", "delivery_note"), "credit_note": ("sales_return",)}


def goes_with(source: Source, bill: Bill) -> bool:
    """Whether a line belongs on a draft: one of the same paper; what is taken back beside what is sold ahead."""
    papers = {(other.kind, other.document_no) for other in bill.claims}
    kinds = {kind for kind, _ in papers}
    together = {source.kind, *kinds} <= {"sales_order", "sales_return", "return_request"} and len(kinds) > 0
    return (source.kind, source.document_no) in papers or together


def bill_rows(bill: Bill, ref: Callable[[], str]) -> dict[str, list[Row]]:
    """The rows of a draft, by our kind of paper."""
    rows = {kind: list(typed) for kind, typed in bill.rows.items()}
    reference = ref()
    for source, claim in bill.claims.items():
        kind = BILLED_BY[source.kind]
        row = {**claim.row, "document_ref": reference, "quantity": claim.quantity}
        rows.setdefault(kind, []).append(row | ({"reason": "returned"} if kind == "credit_note" else {}))
    return rows


def picked(rows: Sequence[Row], quantities: Mapping[str, Any]) -> list[Row]:
    """Rows with what was picked of each product; products not named are taken in full."""
    left = {product: amount(quantity) for product, quantity in quantities.items()}
    last = {row.get("product_no"): number for number, row in enumerate(rows)}
    found = []
    for number, row in enumerate(rows):
        product = row.get("product_no")
        if product in left:
            taken = left[product] if last[product] == number else min(left[product], amount(row["quantity"]))
            left[product] -= taken
            row = {**row, "quantity": taken}
        if row["quantity"]:
            found.append(row)
    return found
