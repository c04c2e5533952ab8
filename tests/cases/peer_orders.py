"""Steps of orders and deliveries, from the draft to the last back order."""

from collections.abc import Sequence
from functools import partial

from salesbook.actions.ending import close
from salesbook.actions.stocking import show_stock
from salesbook.documents.closing import Purpose
from tests.cases.peer_company import promotion_row
from tests.cases.peer_desk import Answer, Row, amount
from tests.cases.peer_papers import Given, Order, order_lines
from tests.cases.peer_stage import Stage, picked

REASON = "as the case says"


class OrderSteps(Stage):
    """Order, quotation, return order; deliveries and what comes back."""

    def do_order(self, step: Given) -> None:
        order = Order(step["id"], step["customer"], step, order_lines(step, self.products))
        order.may_deliver = order.deliver_on != "manual"
        order.may_invoice = order.invoice_on != "manual"
        self.orders[order.id] = order
        until = step.get("until", "confirmed")
        is_good = self.draft(order)
        if until == "draft":
            return
        if is_good and self._quote(order) and until == "confirmed":
            self._confirm(order, step)

    def do_quote(self, step: Given) -> None:
        self._quote(self.orders[step["order"]])

    def do_confirm(self, step: Given) -> None:
        self._confirm(self.orders[step["order"]], step)

    def do_redraft(self, step: Given) -> None:
        order = self.orders[step["order"]]
        if not order.number("quotation") or self.note(self.desk.reverse(order.number("quotation"))):
            order.papers.pop("quotation", None)
            order.status = "draft"
            self.draft(order)

    def do_cancel_order(self, step: Given) -> None:
        order = self.orders[step["order"]]
        kinds = ("sales_order", "return_request") if order.status == "confirmed" else ("quotation",)
        if all(self.note(self.desk.reverse(number)) for kind in kinds if (number := order.number(kind))):
            order.status = "cancelled"

    def do_expire_quotations(self, step: Given) -> None:
        """Nobody has to cancel a quotation of ours: Make offers an expired one no more."""
        order = self.orders[step["order"]]
        self.desk.set_day(int(step["days_later"]))
        if order.status == "quotation" and not self.desk.offered("sales_order", [order.number("quotation")]):
            order.status = "cancelled"

    def do_return_order(self, step: Given) -> None:
        of = self.orders[step["order"]]
        lines = [{**line.given, "qty": -amount(line.given["qty"])} for line in of.lines]
        self.do_order({**of.given, "id": step["id"], "lines": lines, "until": "draft"})

    def _quote(self, order: Order) -> bool:
        """Post the quotation, with the promotions of the day.

        What comes back, or is called off from an agreement, is only checked.
        """
        self.begin_promotions()
        for kind in order.kinds():
            rows = self.order_rows(order, kind)
            is_offer = kind == "sales_order" and not order.agreements
            answer = self.desk.post("quotation", rows) if is_offer else self.desk.check(kind, rows)
            order.answers[kind] = answer
            if not self.note(answer):
                return False
            if is_offer:
                order.papers["quotation"] = [answer.document_no]
        order.status = "quotation"
        return True

    def begin_promotions(self) -> None:
        """The peer reckons promotions when it quotes; a draft has the usual prices. So they are entered only now."""
        if promotions := self.given.get("promotions"):
            self.desk.records(promotion=[promotion_row(code, promotion) for code, promotion in promotions.items()])

    def _confirm(self, order: Order, step: Given) -> bool:
        for kind in order.kinds():
            if order.number(kind):
                continue
            answer = self.post(kind, self._rows_to_confirm(order, kind), step)
            if not self.note(answer):
                return False
            order.answers[kind] = answer
            order.papers[kind] = [answer.document_no]
        order.status = "confirmed"
        return True

    def _rows_to_confirm(self, order: Order, kind: str) -> Sequence[Row]:
        if kind == "sales_order" and order.number("quotation"):
            offered = self.desk.offered("sales_order", [order.number("quotation")])
            return [{**row, **self._order_head(order)} for row in offered]
        return [{**row, **(self._order_head(order) if kind == "sales_order" else {})}
                for row in self.order_rows(order, kind)]  # fmt: skip

    def _order_head(self, order: Order) -> Row:
        """How an order is invoiced and delivered."""
        head: Row = {"invoice_from": "delivery" if order.invoice_on == "delivery" else "order"}
        if order.deliver_on == "payment":
            head["pay_first"] = "yes"
        if order.demands_deposit:
            head["deposit_percent"] = amount(order.given["deposit_share"]) * 100
        return head

    # Deliveries

    def do_deliver(self, step: Given) -> None:
        order = self.orders[step["order"]]
        rows = picked(self.open_delivery(order), step.get("qty", {}))
        if not rows:
            return
        if step.get("stock_check"):
            self.reserve(order)
        elif step.get("until") == "packed":
            self.note(self.desk.check("delivery_note", rows))
        else:
            self._ship(order, self.post("delivery_note", rows, step))

    def do_deliver_available(self, step: Given) -> None:
        order = self.orders[step["order"]]
        rows = self.in_stock(self.open_delivery(order))
        if rows:
            self._ship(order, self.post("delivery_note", rows, step))

    def _ship(self, order: Order, answer: Answer) -> None:
        if self.note(answer):
            order.papers.setdefault("delivery_note", []).append(answer.document_no)

    def reserve(self, order: Order) -> None:
        """A pick list over what lies there."""
        offered = self.desk.offered("pick_list", [order.number("sales_order")])
        rows = self.in_stock(offered)
        if rows and self.note(answer := self.desk.post("pick_list", rows)):
            order.papers.setdefault("pick_list", []).append(answer.document_no)

    def in_stock(self, rows: Sequence[Row]) -> list[Row]:
        """What a person finds who goes and looks: as much of each row as lies there."""
        there = {row.product_no: row.on_hand for row in show_stock(self.desk.company)}
        found = []
        for row in rows:
            taken = min(amount(row["quantity"]), there.get(row["product_no"], amount(0)))
            there[row["product_no"]] = there.get(row["product_no"], amount(0)) - taken
            if taken > 0:
                found.append({**row, "quantity": taken})
        return found

    def do_receive_return(self, step: Given) -> None:
        order = self.orders[step["order"]]
        chosen = picked(self.open_return(order), step.get("qty", {}))
        known = order.credited_ahead.values()
        rows = [row for row in chosen if not any(row | {"quantity": 0} == ahead | {"quantity": 0} for ahead in known)]
        self._receive_credited(order, [row for row in chosen if row not in rows])
        if rows and self.note(answer := self.post("sales_return", rows, step)):
            order.papers.setdefault("sales_return", []).append(answer.document_no)

    def _receive_credited(self, order: Order, rows: Sequence[Row]) -> None:
        """What was credited ahead comes back: its credit stands, the stock is adjusted."""
        if not rows:
            return
        head = {"document_ref": self.ref(), "document_date": self.desk.today, "movement": "adjustment"}
        moved = [{**head, "product_no": row["product_no"], "quantity": row["quantity"]} for row in rows]
        answer = self.desk.post("stock_movement", moved)
        if not self.note(answer):
            return
        order.papers.setdefault("received_late", []).append(answer.document_no)
        for row in rows:
            line_no = int(row["source_line_no"])
            left = order.credited_ahead[line_no]["quantity"] - row["quantity"]
            order.credited_ahead[line_no]["quantity"] = left
            if not left:
                del order.credited_ahead[line_no]

    def do_cancel_delivery(self, step: Given) -> None:
        """What was planned is thrown away; a plan is nothing of ours, so that only what comes of it is posted."""
        order = self.orders[step["order"]]
        if self.open_delivery(order):
            order.cancelled += 1
            order.is_undelivered = True

    def do_resolve_delivery_exception(self, step: Given) -> None:
        order = self.orders[step["order"]]
        order.is_undelivered = False
        if step["choice"] == "ignore":
            self.close_remainder(order)

    def do_create_delivery(self, step: Given) -> None:
        self.orders[step["order"]].may_deliver = True

    def close_remainder(self, order: Order) -> None:
        """What was planned and is not delivered will never be; the peer invoices an order all the same."""
        purpose: Purpose = "" if order.invoice_on == "delivery" else "keep_claim"
        for row in self.open_delivery(order):
            line_no, quantity = int(row["source_line_no"]), amount(row["quantity"])
            number, company = row["source_no"], self.desk.company
            self.note(self.desk.click(partial(close, number, company, REASON, [line_no], quantity, purpose)))

    def do_amend(self, step: Given) -> None:
        """The next revision of the order: all its rows, one of them with what is to change."""
        order = self.orders[step["order"]]
        wanted = order.lines[int(step["line"]) - 1]
        number = order.number(wanted.paper)
        lines = self.desk.lines(wanted.paper, number)
        order.revision += 1
        rows = []
        for line in lines:
            posting = line.posting
            row: Row = {
                "document_ref": posting.document_ref, "document_date": posting.document_date,
                "customer_no": posting.customer_no, "document_no": number, "revision": order.revision,
                "product_no": posting.product_no or None, "quantity": posting.quantity,
                "source_no": posting.source_no or None, "source_line_no": posting.source_line_no,
                "description": posting.description, "unit_price": posting.unit_price,
            }  # fmt: skip
            if posting.line_no == wanted.line_no:
                row |= {"quantity": amount(step["qty"])} if "qty" in step else {}
                row |= {"unit_price": amount(step["price"])} if "price" in step else {}
            rows.append(row)
        if not self.note(self.post(wanted.paper, rows, step)):
            order.revision -= 1

    # Agreements

    def do_agreement(self, step: Given) -> None:
        """A frame agreement is a quotation that says so."""
        line = {"product": step["product"], "qty": step["qty"], "price": step["price"]}
        row = {**self.head(step["customer"]), **self.goods_row(line), "frame": "yes"}
        answer = self.post("quotation", [row], step)
        if self.note(answer):
            self.agreements[step["id"]] = answer.document_no

    def do_close_agreement(self, step: Given) -> None:
        """One that is used up has nothing left that would have to be closed."""
        number = self.agreements[step["id"]]
        if any(line.balance.open_to_order for line in self.desk.lines("quotation", number)):
            answer = self.close_quotation(number)
            if not self.note(answer):
                return
        self.closed_agreements.add(step["id"])

    def close_quotation(self, number: str) -> Answer:
        """Give up what an agreement has left."""
        return self.desk.click(lambda: close(number, self.desk.company, REASON))
