"""Steps of invoices, credit notes and money."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial

from salesbook.actions.ending import close
from salesbook.documents.closing import Purpose
from tests.cases.peer_company import customer_row, price_lists
from tests.cases.peer_desk import Answer, Row, amount
from tests.cases.peer_papers import Bill, Claim, Given, Order, Source, repeated
from tests.cases.peer_stage import Stage, bill_rows

EVERYTHING = Decimal(10) ** 9


class BillSteps(Stage):
    """Invoice, credit note, payment."""

    def do_post_invoice(self, step: Given) -> None:
        order = self.orders[step["order"]]
        bill = oldest_draft(order)
        if bill is None:
            self.note(Answer("refused", code="nothing-open"))
            return
        cut = {product: amount(quantity) for product, quantity in step.get("qty", {}).items()}
        for source, claim in list(bill.claims.items()):
            product = claim.row.get("product_no")
            if product in step.get("drop", []):
                del bill.claims[source]
            elif product in cut:
                wanted = abs(cut[product])
                taken = min(claim.quantity, wanted) if has_later(bill, source) else wanted
                cut[product] = wanted - taken
                claim.quantity = taken
                if not taken:
                    del bill.claims[source]
        if bill.claims or bill.rows:
            self._post_bill(bill, step)
        else:
            order.bills.remove(bill)

    def do_invoice(self, step: Given) -> None:
        bill = Bill(step["id"], step["customer"], given=step)
        self.bills[bill.id] = bill
        if agent := step.get("agent"):
            self.desk.records(salesperson=[agent_row(agent)])
        if "terms" in step:
            self._agree_on_terms(step)
        lines = repeated(step["lines"])
        head = self.head(step["customer"])
        if "agent" in step:
            head["salesperson_no"] = step["agent"]["name"]
        if lines and all(amount(line["qty"]) < 0 for line in lines):
            bill.rows["sales_return"] = [
                {
                    **head, **self.goods_row(line, -1), "reason": "as the case says", "settlement": "credit",
                    "disposition": "scrap",
                }
                for line in lines
            ]  # fmt: skip
        else:
            bill.rows["sales_invoice"] = [{**head, **self.goods_row(line)} for line in lines]
        if step.get("post", True):
            self._post_bill(bill, step)

    def _agree_on_terms(self, step: Given) -> None:
        """Terms stand in the customer's file; each invoice of a case may have others."""
        code = f"T{self.step_no}"
        self.desk.records(payment_terms=[{"terms_code": code, "instalments": instalments(step["terms"])}])
        row = customer_row(step["customer"], self.given["customers"][step["customer"]], price_lists(self.given))
        self.desk.records(customer=[{**row, "payment_terms": code}])

    def do_post(self, step: Given) -> None:
        self._post_bill(self.bill(step["invoice"]), step)

    def _post_bill(self, bill: Bill, step: Given) -> None:
        """Post what the draft consists of; what is given back without an invoice is a return first."""
        ahead = {s: bill.claims.pop(s) for s in list(bill.claims) if s.kind == "return_request"}
        if ahead and bill.order and not self._credit_ahead(bill, bill.order, ahead, step):
            return
        if "sales_return" in bill.rows:
            answer = self.post("sales_return", bill.rows.pop("sales_return"), step)
            if not self.note(answer):
                return
            offered = self.desk.offered("credit_note", [answer.document_no])
            bill.rows["credit_note"] = [{**row, "reason": "as the case says"} for row in offered]
        for kind, rows in bill_rows(bill, self.ref).items():
            if not rows:
                continue
            answer = self.post(kind, rows, step)
            bill.last_postings = answer.postings
            if not self.note(answer):
                return
            bill.papers.append((kind, answer.document_no))
        bill.state = "posted"

    def _credit_ahead(self, bill: Bill, order: Order, claims: dict[Source, Claim], step: Given) -> bool:
        """Goods that are credited before they are back: a return for repair, which leaves the stock as it is.

        When they come, the stock is adjusted.
        """
        head = self.head(order.customer)
        rows = [
            {**claim.row, **head, "quantity": claim.quantity, "reason": "credited ahead", "disposition": "repair"}
            for claim in claims.values()
        ]
        answer = self.post("sales_return", rows, step)
        if not self.note(answer):
            return False
        order.papers.setdefault("credited_ahead", []).append(answer.document_no)
        for source, row in zip(claims, rows, strict=True):
            before = order.credited_ahead.get(source.line_no, {}).get("quantity", Decimal(0))
            order.credited_ahead[source.line_no] = {**row, "quantity": row["quantity"] + before}
        offered = self.desk.offered("credit_note", [answer.document_no])
        bill.rows["credit_note"] = [{**row, "reason": "credited ahead"} for row in offered]
        return True

    def do_cancel_invoice(self, step: Given) -> None:
        bill = oldest_draft(self.orders[step["order"]])
        if bill is None:
            self.note(Answer("refused", code="nothing-open"))
            return
        self.reckoned(bill)
        bill.state = "cancelled"

    def do_resolve_invoice_exception(self, step: Given) -> None:
        order = self.orders[step["order"]]
        for bill in order.bills:
            if bill.is_exception:
                bill.is_ignored = step["choice"] == "ignore"
                bill.is_written_again = not bill.is_ignored
                if bill.is_ignored:
                    self.waive(order, bill)

    def do_create_invoice(self, step: Given) -> None:
        self.orders[step["order"]].may_invoice = True

    def waive(self, order: Order, bill: Bill) -> None:
        """What a draft claimed will never be invoiced; of an order that is paid first it is not delivered either."""
        purpose: Purpose = "" if order.deliver_on == "payment" else "waive"
        for source, claim in bill.claims.items():
            self.note(
                self.desk.click(
                    partial(
                        close, source.document_no, self.desk.company, "as the case says", [source.line_no],
                        claim.quantity, purpose,
                    )
                )
            )  # fmt: skip

    def do_credit_invoice(self, step: Given) -> None:
        """Credit everything; with a refund, nothing of the invoice stays open and nothing is written again."""
        bill = self.bill(step["invoice"])
        numbers = [number for kind, number in bill.papers if kind == "sales_invoice"]
        rows = [{**row, "reason": "as the case says"} for row in self.desk.offered("credit_note", numbers)]
        note = Bill(step["id"], bill.customer, given=step, rows={"credit_note": rows})
        self.bills[note.id] = note
        if not step.get("refund"):
            # Without a refund the peer leaves a draft, to be looked over.
            return
        self._post_bill(note, step)
        if note.state == "posted":
            bill.is_settled_by_credit = True
            self._pay(note, None, "", step)
            if bill.order:
                self.waive(bill.order, bill)

    # Money

    def do_pay(self, step: Given) -> None:
        bill = self.bill(step["invoice"])
        paid = amount(step["amount"]) if "amount" in step else None
        self._pay(bill, paid, step.get("rest", ""), step)

    def _pay(self, bill: Bill, paid: Decimal | None, rest: str, step: Given) -> None:
        """One receipt for all papers of the invoice; money going out has a minus sign."""
        head = self.head(bill.customer)
        rows: list[Row] = []
        left = paid
        for kind, number in bill.papers:
            still_open = self.desk.whole(kind, number).open_amount * (1 if kind == "sales_invoice" else -1)
            taken = still_open if left is None else min(left, still_open, key=abs)
            if left is not None:
                left -= taken
            row = {**head, "source_no": number, "amount": taken}
            if rest == "write_off" and taken != still_open:
                row["write_off"] = still_open - taken
            if taken:
                rows.append(row)
        if left and rows:
            rows[-1]["amount"] += left
        if rows and self.note(answer := self.post("payment", rows, step)):
            bill.receipts.append((answer.document_no, sum((row["amount"] for row in rows), Decimal(0))))

    def do_undo_payment(self, step: Given) -> None:
        """Only the matching is undone: the receipt is reversed, and its money put on the customer's account."""
        bill = self.bill(step["invoice"])
        number, paid = bill.receipts.pop()
        if self.note(self.desk.reverse(number)):
            answer: Answer = self.post("payment", [{**self.head(bill.customer), "amount": paid}], step)
            self.note(answer)
            bill.undone += paid

    def do_recall_deposit(self, step: Given) -> None:
        """Take a deposit that is for no order off a draft; a second recall takes the place of the first."""
        bill = self.bill(step["invoice"])
        rows = [row for row in bill.rows["sales_invoice"] if row["quantity"] > 0 or "deposit_percent" not in row]
        bill.rows["sales_invoice"] = rows
        if "amount" in step:
            taken = amount(step["amount"])
        else:
            total = sum((posting.gross_amount for posting in self.reckoned(bill)), Decimal(0))
            taken = min(total, self.desk.account(bill.customer).prepaid)
        row = {**rows[0], **self.goods_row({"qty": -1, "price": taken, "deposit": True})}
        bill.rows["sales_invoice"] = [*rows, {n: v for n, v in row.items() if n not in ("product_no", "tax_code")}]


def instalments(terms: Sequence[Given]) -> str:
    """The parts as an admin writes them: ``1/3@0; rest@30``."""
    parts = []
    for part in terms:
        share, of = "rest", ""
        if "share_of_total" in part or "share_of_rest" in part:
            given = Fraction(str(part.get("share_of_total", part.get("share_of_rest"))))
            share, of = f"{given.numerator}/{given.denominator}", " of rest" if "share_of_rest" in part else ""
        parts.append(f"{share}{of}@{part.get('days', 0)}")
    return "; ".join(parts)


def agent_row(agent: Given) -> Row:
    """One row of the sheet of salespeople."""
    return {
        "salesperson_no": agent["name"], "name": agent["name"], "commission_percent": amount(agent["rate"]) * 100,
        "commission_due": "payment" if agent.get("due_on") == "payment" else "posting",
    }  # fmt: skip


def oldest_draft(order: Order) -> Bill | None:
    """The deposit invoice comes first; ``None`` when there is no draft."""
    drafts = [bill for bill in order.bills if bill.is_open_draft]
    return next((bill for bill in drafts if bill.is_deposit), drafts[0] if drafts else None)


def has_later(bill: Bill, source: Source) -> bool:
    """Whether a later line of the draft has the same product."""
    sources = list(bill.claims)
    product = bill.claims[source].row.get("product_no")
    return any(bill.claims[other].row.get("product_no") == product for other in sources[sources.index(source) + 1 :])
