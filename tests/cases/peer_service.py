"""Steps after the sale: complaints and reminders."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from salesbook.actions.dunning import reminders, send
from salesbook.documents.dunning import DunningItem, DunningNotice, DunningState, dunning_state
from salesbook.documents.posting import Posting
from tests.cases.peer_desk import Answer, Row, amount
from tests.cases.peer_papers import Bill, Given, Order, order_lines
from tests.cases.peer_stage import Stage

DOUBTS = {"similar-complaint-exists"}
"""Warnings at which a person stops and looks, unless somebody with the right goes on."""


@dataclass
class Complaint:
    """What came of a complaint.

    Attributes:
        postings: What the rules make of the return or credit note that it asks for.
    """

    status: str = "draft"
    postings: Sequence[Posting] = ()


class ServiceSteps(Stage):
    """Complaint, reminder."""

    complaints: dict[str, Complaint]
    reminders: list[dict[str, object]]

    def do_complaint(self, step: Given) -> None:
        """Check the complaint, make what it asks for, and post it with the action that was decided.

        What it makes is a draft, so nothing of it is posted; the complaint stays open until that is.
        """
        what, about, line_no = about_of(step)
        is_credit = step["action"] == "credit_note"
        found = Complaint()
        self.complaints[step["id"]] = found
        row = self._complaint_row(step, what, about, line_no)
        answer = self.desk.check_record("complaint", row)
        doubts = [code for code in answer.warnings if code in DOUBTS]
        if doubts and not step.get("accept_warning"):
            answer = Answer("refused", code=doubts[0])
        is_good = self.note(answer)
        if is_credit:
            bill = Bill(f"CN-{step['id']}", step["customer"], given=step)
            bill.rows["credit_note"] = self._credited_rows(step, what, about, line_no)
            found.postings = self.reckoned(bill)
        else:
            order = self._return_order(step, what, about, line_no)
            found.postings = self.desk.check("return_request", self.order_rows(order, "return_request")).postings
        if not is_good:
            return
        self.desk.records(complaint=[row])
        found.status = "done"
        if is_credit:
            self.bills[bill.id] = bill
        else:
            self.draft(order)
            self.orders[order.id] = order

    def _complaint_row(self, step: Given, what: str, about: str, line_no: int | None) -> Row:
        number = self.orders[about].number("sales_order") if what.startswith("order") else self._invoice_no(about)
        row: Row = {
            "complaint_no": step["id"], "customer_no": step["customer"], "about_no": number,
            "opened_on": self.desk.today, "action": step["action"].replace("_", " "),
        }  # fmt: skip
        if line_no:
            row["about_line"] = line_no
            if "qty" in step:
                row["quantity_in_question"] = amount(step["qty"])
        return row

    def _invoice_no(self, name: str) -> str:
        return next(number for kind, number in self.bill(name).papers if kind == "sales_invoice")

    def _return_order(self, step: Given, what: str, about: str, line_no: int | None) -> Order:
        """An order that takes back what was ordered, or the lines named, at the prices they were sold for."""
        of = self.orders[about.partition("#")[0]]
        lines = []
        for number, quantity, price in wanted(step, line_no, len(of.lines)):
            line = of.lines[number - 1]
            sold = self.desk.lines(line.paper, of.number(line.paper))[line.line_no - 1].posting
            given = {**line.given, "qty": -abs(quantity if quantity is not None else amount(line.given["qty"]))}
            lines.append({**given, "price": price if price is not None else sold.unit_price})
        given = {**of.given, "id": f"RET-{step['id']}", "lines": lines, "until": "draft"}
        return Order(given["id"], of.customer, given, order_lines(given, self.products))

    def _credited_rows(self, step: Given, what: str, about: str, line_no: int | None) -> list[Row]:
        """What Make offers for the credit note of an invoice, or of the invoices of an order, by the lines named."""
        bills = self.orders[about].bills if what.startswith("order") else [self.bill(about)]
        numbers = [number for bill in bills for kind, number in bill.papers if kind == "sales_invoice"]
        rows = {int(row["source_line_no"]): row for row in self.desk.offered("credit_note", numbers)}
        found = []
        for number, quantity, price in wanted(step, line_no, len(rows)):
            row = {**rows[number], "reason": "complaint"}
            if quantity is not None:
                row["quantity"] = quantity
            if price is not None:
                row |= {"credit_for": "price", "amount": price * amount(row["quantity"])}
            found.append(row)
        return found

    def do_dun(self, step: Given) -> None:
        """The dunning list of a day; nothing is stored by looking at it."""
        self._see_reminders(step, "created")

    def do_send_reminders(self, step: Given) -> None:
        self.note(self.desk.click(lambda: send(self.desk.company)))
        self._see_reminders(step, "sent")

    def do_block_reminders(self, step: Given) -> None:
        """One invoice is left alone from now on, or all that are on the list."""
        if "invoice" in step:
            numbers = [self._invoice_no(step["invoice"])]
        else:
            numbers = [item.invoice for item in reminders(self.desk.company).items]
        self.desk.records(dunning_hold=[{"invoice": number, "on_hold": "yes"} for number in numbers])

    def _see_reminders(self, step: Given, after: str) -> None:
        found = []
        for item in reminders(self.desk.company).items:
            level, state = self._but_for_a_hold(item)
            # An invoice that is late, and not late enough for any level, is no reminder yet.
            if level:
                found.append({"level": level, "status": SHOWN_AS[state], "amount": item.overdue})
        self.reminders.append({"day": int(step["day"]), "after": after, "list": found})

    def _but_for_a_hold(self, item: DunningItem) -> tuple[int, DunningState]:
        """A reminder that is held back stays with the peer the draft that it would be otherwise."""
        if item.state != "on_hold":
            return item.level, item.state
        day, levels = self.desk.today, self.desk.company.settings.rules.dunning_levels_days
        sent = None
        if item.sent_on:
            sent = DunningNotice(invoice=item.invoice, level=item.level, sent_on=item.sent_on, amount=item.overdue)
        return dunning_state(item.overdue_days, levels, sent, day)


SHOWN_AS = {"due": "draft", "sent": "sent", "waiting": "sent", "final": "final"}
"""The peer's word for each state of a reminder."""


def about_of(step: Given) -> tuple[str, str, int | None]:
    """What a complaint is about: ``order_line S1:1`` is line 1 of order S1."""
    what, _, about = step["about"].partition(" ")
    name, _, line_no = about.partition(":")
    return what, name, int(line_no) if line_no else None


def wanted(step: Given, line_no: int | None, lines: int) -> list[tuple[int, Decimal | None, Decimal | None]]:
    """Line, quantity and price that a complaint asks for; ``None`` as it was sold."""
    if "lines" in step:
        named = [(int(line["line"]), line.get("qty"), line.get("price")) for line in step["lines"]]
    elif line_no:
        named = [(line_no, step.get("qty"), step.get("price"))]
    else:
        named = [(number, None, None) for number in range(1, lines + 1)]
    return [
        (number, None if quantity is None else amount(quantity), None if price is None else amount(price))
        for number, quantity, price in named
    ]
