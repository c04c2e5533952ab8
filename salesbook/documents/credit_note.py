"""Credit note (折讓單): what is taken off an invoice, for goods that came back or for their price alone (DOMAIN 6).

What is left of an invoice line, in quantity and in money, decides what can be credited: after a credit of the
price, goods come back at what they cost then, and a line that is credited in full leaves nothing, tax included.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Literal

from salesbook.documents.balances import AS_A_WHOLE, LineKey
from salesbook.documents.deposit import ADVANCE, DEPOSIT
from salesbook.documents.exchange import home_share, with_home_amounts
from salesbook.documents.facts import Facts, PostedLine, lines_in_order
from salesbook.documents.goods import (
    GoodsLine,
    GoodsPaper,
    check_paper,
    check_source_dates,
    check_sources,
    paper_postings,
    papers_behind,
    source_line,
    take_over,
)
from salesbook.documents.paper import PaperLine, fill_head, problem
from salesbook.documents.posting import PaperKind, Posting, details_of
from salesbook.documents.returning import from_blocked_customers_too, named_kind, said_of, value_of
from salesbook.money import UNIT_PRICE_DECIMALS, ZERO, line_net, round_half_up, split, unit_of
from salesbook.problems import Problem
from salesbook.units import fits_unit


class CreditNoteLine(GoodsLine):
    """One line of an invoice that is credited, in whole or in part.

    Attributes:
        credit_for: Goods, or their price alone; blank is the price where a new price or an amount is given.
        new_price: Of a price credit: what the goods should have cost, before the discount of the invoice.
        amount: Of a price credit: what is taken off, without tax.
        unit_price: Taken off per unit.
        applied_amount: Set against what the invoice has open, with tax; the rest stays with the customer.
    """

    credit_for: Literal["", "goods", "price"] = ""
    new_price: Decimal | None = None
    amount: Decimal | None = None
    reason: str = ""

    @property
    def is_for_price(self) -> bool:
        """Whether quantities stay as they are."""
        return self.credit_for == "price"


class CreditNote(GoodsPaper):
    """What we owe back. Every line names an invoice, or a return, whose invoice is then found."""

    kind: ClassVar[PaperKind] = "credit_note"
    source_kinds: ClassVar[tuple[PaperKind, ...]] = ("sales_invoice", "sales_return")
    needs_source: ClassVar[bool] = True
    line_model: ClassVar[type[PaperLine]] = CreditNoteLine
    lines: tuple[CreditNoteLine, ...] = ()

    def details(self, line: GoodsLine) -> dict[str, object]:
        """What is credited and why, besides the rest."""
        return super().details(line) | said_of(line, ("credit_for", "new_price", "reason"))


@dataclass
class Left:
    """What is left of an invoice line, while the lines of a credit note take from it."""

    posting: Posting
    quantity: Decimal
    net_amount: Decimal

    def worth(self, quantity: Decimal) -> Decimal:
        """Net amount of so much of the goods, not rounded; of all that is left, all."""
        if quantity == self.quantity or not self.quantity:
            return self.net_amount
        return self.net_amount * quantity / self.quantity

    def tax(self, decimals: int) -> Decimal:
        """The tax that belongs to the net amount that is left, so that parts of it add up to the tax invoiced."""
        whole = self.posting.net_amount
        if not whole:
            return ZERO
        return round_half_up(Fraction(self.posting.tax_amount) * Fraction(self.net_amount) / Fraction(whole), decimals)


def left_of(invoice: PostedLine) -> Left:
    """What is left of an invoice line."""
    balance, posting = invoice.balance, invoice.posting
    return Left(posting, balance.open_to_credit, posting.net_amount - balance.reduced)


def complete(note: CreditNote, facts: Facts) -> CreditNote:
    """Find the invoice of each line, and fill product, price, amount and tax from what is left of it."""
    sources = [source_line(note, line, facts) for line in note.lines]
    note = fill_head(note, facts)
    left: dict[LineKey, Left] = {}
    lines = []
    for line, source in zip(note.lines, sources, strict=True):
        wanted = line.credit_for or ("goods" if line.new_price is None and line.amount is None else "price")
        typed = line.model_copy(update={"credit_for": wanted, "source_kind": named_kind(note, line, facts)})
        if source is None:
            lines.append(typed)
            continue
        filled = take_over(typed, source, facts).model_copy(update={"due_date": None, "reason": _reason(line, source)})
        invoice = invoice_of(line, source, facts)
        if invoice is None:
            filled = filled.model_copy(update={"invoice_no": line.invoice_no})
            lines.append(_valued_by_return(filled, source.posting, facts.rules.decimals))
            continue
        key = LineKey("sales_invoice", invoice.posting.document_no, invoice.posting.line_no)
        lines.append(_valued(filled, left.setdefault(key, left_of(invoice)), facts.rules.decimals))
    return _at_home(_applied(note.with_lines(lines), facts), facts)


def _at_home(note: CreditNote, facts: Facts) -> CreditNote:
    """What is set against an invoice in another currency is worth what the invoice was; the rest, what it is today."""
    if note.currency in ("", facts.rules.currency):
        return note
    worth: dict[int, Decimal] = {}
    for invoice_no in dict.fromkeys(line.invoice_no for line in note.lines if line.applied_amount):
        own = [line for line in note.lines if line.invoice_no == invoice_no and line.applied_amount]
        whole = facts.lines[LineKey("sales_invoice", invoice_no, AS_A_WHOLE)]
        settled = sum((line.applied_amount for line in own), ZERO)
        home = home_share(facts.lines_of("sales_invoice", invoice_no), whole.balance, settled, facts)
        weights = {line.line_no: line.applied_amount for line in own}
        worth |= split(home, weights, unit_of(facts.home_decimals))
    lines = [line.model_copy(update={"applied_home_amount": worth.get(line.line_no, ZERO)}) for line in note.lines]
    return with_home_amounts(note.with_lines(lines), facts)


def _reason(line: CreditNoteLine, source: PostedLine) -> str:
    """A return has told the reason already."""
    return line.reason or details_of(source.posting).get("reason", "")


def invoice_of(line: CreditNoteLine, source: PostedLine, facts: Facts) -> PostedLine | None:
    """The invoice line that a line credits: the one it names, or that of the goods that came back.

    Of several, the one that was typed, else the first that has room for the quantity, else the one with most.
    """
    if source.posting.kind == "sales_invoice":
        return source
    found = [
        invoice
        for invoice in invoices_of_return(source.posting, facts.lines, facts.invoices)
        if line.invoice_no in ("", invoice.posting.document_no)
    ]
    roomy = (invoice for invoice in found if invoice.balance.open_to_credit >= line.quantity)
    most = max(found, key=lambda invoice: invoice.balance.open_to_credit, default=None)
    return next(roomy, most)


def invoices_of_return(
    returned: Posting, lines: Mapping[LineKey, PostedLine], invoices: Mapping[str, Sequence[str]]
) -> list[PostedLine]:
    """The invoice lines of the delivery line that goods came back from, or of an order that was invoiced ahead.

    Args:
        returned: The line of the return.
        lines: Among them the delivery behind it, and its invoices.
        invoices: Numbers of the invoices made from a delivery or order.
    """
    note = lines.get(LineKey("delivery_note", returned.delivery_no, returned.delivery_line_no or 0))
    ahead = note is not None and note.posting.purpose == "ahead"
    paper = "order" if ahead else "delivery"
    number, line_no = getattr(returned, f"{paper}_no"), getattr(returned, f"{paper}_line_no")
    found = []
    for line in (line for no in invoices.get(number, []) for line in lines_in_order(lines, "sales_invoice", no)):
        behind = papers_behind(line.posting)
        if (behind[f"{paper}_no"], behind[f"{paper}_line_no"]) == (number, line_no) and line.balance.quantity > 0:
            found.append(line)
    return found


def _valued(filled: CreditNoteLine, left: Left, decimals: int) -> CreditNoteLine:
    """A line with its amounts, which are taken from what is left of the invoice line."""
    invoice = left.posting
    quantity = filled.quantity or (left.quantity if filled.is_for_price else ZERO)
    net = round_half_up(left.worth(quantity), decimals)
    if filled.is_for_price:
        net = _price_credit(filled, quantity, net, invoice, decimals)
    tax_before = left.tax(decimals)
    left.net_amount -= net
    if not filled.is_for_price:
        left.quantity -= quantity
    price = round_half_up(net / quantity, UNIT_PRICE_DECIMALS) if quantity > 0 else ZERO
    amounts = {
        **papers_behind(invoice),
        "purpose": _purpose(filled, invoice),
        "quantity": quantity,
        "unit_price": price,
        "discount_percent": ZERO,
        "tax_code": invoice.tax_code,
        "tax_percent": invoice.tax_percent,
        "price_reason": f"invoice {invoice.document_no}",
        "net_amount": net,
        "tax_amount": tax_before - left.tax(decimals),
    }
    return filled.model_copy(update=amounts)


def _purpose(line: CreditNoteLine, invoice: Posting) -> str:
    """What is credited of a deposit cannot be taken off an invoice any more, for whatever reason it is credited."""
    return invoice.purpose if invoice.purpose in (DEPOSIT, ADVANCE) else "price" if line.is_for_price else ""


def _price_credit(line: CreditNoteLine, quantity: Decimal, worth: Decimal, invoice: Posting, decimals: int) -> Decimal:
    """What a price credit takes off: the amount that was typed, or what the goods cost too much."""
    if line.amount is not None:
        return line.amount
    if line.new_price is None:
        return ZERO
    return worth - line_net(quantity, line.new_price, invoice.discount_percent, decimals)


def _valued_by_return(filled: CreditNoteLine, returned: Posting, decimals: int) -> CreditNoteLine:
    """Of goods whose invoice nobody knows, the value is that of the return."""
    net, tax = value_of(returned, filled.quantity)
    amounts = {"net_amount": round_half_up(net, decimals), "tax_amount": round_half_up(tax, decimals)}
    return filled.model_copy(update=amounts)


def _applied(note: CreditNote, facts: Facts) -> CreditNote:
    """Set the note against what its invoices have open, spread over its lines; the rest stays with the customer."""
    unit = unit_of(facts.rules.decimals)
    of_invoice: dict[str, list[CreditNoteLine]] = defaultdict(list)
    for line in note.lines:
        if line.invoice_no and line.net_amount is not None and line.net_amount + line.tax_amount > 0:
            of_invoice[line.invoice_no].append(line)
    shares: dict[int, Decimal] = {}
    for invoice_no, lines in of_invoice.items():
        whole = facts.lines.get(LineKey("sales_invoice", invoice_no, AS_A_WHOLE))
        weights = {line.line_no: (line.net_amount or ZERO) + line.tax_amount for line in lines}
        still_open = max(ZERO, whole.balance.open_amount) if whole else ZERO
        # What an invoice took off for a deposit is taken off its credit, too.
        own = [line for line in note.lines if line.invoice_no == invoice_no]
        credited = sum(((line.net_amount or ZERO) + line.tax_amount for line in own), ZERO)
        shares |= split(max(ZERO, min(still_open, credited)), weights, unit)
    return note.with_lines(
        line.model_copy(update={"applied_amount": shares.get(line.line_no, ZERO)}) for line in note.lines
    )


def check(note: CreditNote, facts: Facts) -> list[Problem]:
    """What stops the credit note, in one pass, and whether somebody else has to agree."""
    of_returns = _check_returns(note, facts)
    told = {found.place.line_no for found in of_returns}
    return [
        *from_blocked_customers_too([*check_paper(note, facts), *check_sources(note, facts, required=True)]),
        *check_source_dates(note, facts),
        *of_returns,
        # What is too much for the return is mostly too much for its invoice, and that is said already.
        *(found for found in _check_invoices(note, facts) if found.place.line_no not in told),
        *_check_deposits_left(note, facts),
        *_check_prices(note, facts),
        *_check_agreed(note, facts),
    ]


def postings(note: CreditNote) -> list[Posting]:
    """The ledger lines of a completed credit note."""
    return paper_postings(note)


def creditable(returned: PostedLine, lines: Mapping[LineKey, PostedLine]) -> Decimal:
    """What a line of a return leaves to credit: not credited, and invoiced without the customer having the goods.

    Args:
        returned: The line.
        lines: Among them the delivery and order behind it.
    """
    posting, balance = returned.posting, returned.balance
    if posting.purpose:
        return ZERO
    note = lines.get(LineKey("delivery_note", posting.delivery_no, posting.delivery_line_no or 0))
    if note is None:
        return balance.open_to_credit
    over_billed = note.balance.over_billed
    if note.posting.purpose == "ahead":
        order = lines.get(LineKey("sales_order", posting.order_no, posting.order_line_no or 0))
        over_billed = max(ZERO, -order.balance.ahead_to_invoice) if order else ZERO
    return min(balance.open_to_credit, over_billed)


def _check_returns(note: CreditNote, facts: Facts) -> list[Problem]:
    """Rows of one line of a return are added up first; what is credited is not credited again (FC-return-04)."""
    rows: dict[LineKey, list[CreditNoteLine]] = defaultdict(list)
    for line in note.lines:
        source = source_line(note, line, facts)
        if source and source.posting.kind == "sales_return":
            rows[LineKey("sales_return", line.source_no, source.posting.line_no)].append(line)
    problems = []
    for key, lines in rows.items():
        returned, last = facts.lines[key], lines[-1]
        balance, most = returned.balance, creditable(returned, facts.lines)
        entered = sum((line.quantity for line in lines), ZERO)
        values: dict[str, Any] = {
            "quantity": entered, "document": key.document_no, "line": key.line_no, "product": last.product_no,
            "returned": balance.quantity, "credited": balance.credited, "open": most,
        }  # fmt: skip
        if any(line.is_for_price for line in lines):
            problems.append(problem("price-credit-of-return", "credit_for", last, document=key.document_no))
        elif returned.posting.purpose:
            values["settlement"] = returned.posting.purpose
            problems.append(problem("return-not-for-credit", "source_no", last, **values))
        elif balance.credited and not balance.open_to_credit:
            problems.append(problem("return-fully-credited", "source_no", last, **values))
        elif entered > most:
            problems.append(problem("credit-exceeds-return", "quantity", last, **values))
    return problems


def _check_invoices(note: CreditNote, facts: Facts) -> list[Problem]:
    """No more is credited of an invoice line than it has left, in quantity and in money; its rows are added up."""
    rows: dict[LineKey, list[CreditNoteLine]] = defaultdict(list)
    problems = []
    for line in note.lines:
        key = LineKey("sales_invoice", line.invoice_no, line.invoice_line_no or 0)
        if key in facts.lines and line.invoice_line_no is not None:
            rows[key].append(line)
        elif line.invoice_no and source_line(note, line, facts):
            found = problem("invoice-not-of-return", "invoice_no", line, code=line.invoice_no, document=line.source_no)
            problems.append(found)
    for key, lines in rows.items():
        left, balance, last = left_of(facts.lines[key]), facts.lines[key].balance, lines[-1]
        entered = sum((line.quantity for line in lines if not line.is_for_price), ZERO)
        net = sum((line.net_amount or ZERO for line in lines), ZERO)
        values: dict[str, Any] = {
            "invoice": key.document_no, "line": key.line_no, "product": last.product_no,
            "invoiced": left.posting.quantity, "credited": balance.credited, "open": left.quantity,
        }  # fmt: skip
        if entered > left.quantity:
            problems.append(problem("credit-exceeds-invoice", "quantity", last, quantity=entered, **values))
        elif net > left.net_amount:
            money = {"amount": net, "net": left.posting.net_amount, "left": left.net_amount}
            problems.append(problem("credit-exceeds-amount", "amount", last, **values | money))
    return problems


def _check_deposits_left(note: CreditNote, facts: Facts) -> list[Problem]:
    """A deposit is credited as far as no invoice has taken it off; its rows are added up."""
    rows: dict[tuple[str, str], list[CreditNoteLine]] = defaultdict(list)
    for line in note.lines:
        if line.purpose in (DEPOSIT, ADVANCE):
            rows[line.purpose, line.order_no].append(line)
    problems = [
        problem("quantity-not-positive", "quantity", line, quantity=line.quantity)
        for lines in rows.values()
        for line in lines
        if line.quantity <= 0 and not _takes_off(line, facts)
    ]
    for (purpose, order_no), lines in rows.items():
        whole = facts.lines.get(LineKey("sales_order", order_no, AS_A_WHOLE))
        is_for_order = purpose == DEPOSIT and whole is not None
        left = whole.balance.prepaid if is_for_order and whole else facts.advances.get(note.customer_no, ZERO)
        credited, left = sum((_gross(line) for line in lines), ZERO), max(left, ZERO)
        if credited > left or not all(_gross(line) for line in lines):
            last = lines[-1]
            problems.append(
                problem(
                    "credit-exceeds-deposit", "quantity", last, amount=credited, invoice=last.invoice_no, left=left,
                    order=order_no,
                )
            )  # fmt: skip
    return problems


def _takes_off(line: CreditNoteLine, facts: Facts) -> bool:
    """Whether the invoice line that is credited took a deposit off, which then is there again."""
    invoice = facts.lines.get(LineKey("sales_invoice", line.invoice_no, line.invoice_line_no or 0))
    return invoice is not None and invoice.posting.quantity < 0


def _gross(line: CreditNoteLine) -> Decimal:
    return (line.net_amount or ZERO) + line.tax_amount


def _check_prices(note: CreditNote, facts: Facts) -> list[Problem]:
    """A price credit gives a lower price, or an amount, and not both."""
    problems = []
    for line in note.lines:
        given = [name for name in ("new_price", "amount") if getattr(line, name) is not None]
        if not line.is_for_price:
            problems += [problem("goods-credit-has-price", name, line) for name in given]
        elif len(given) != 1:
            problems.append(problem("price-credit-unclear", "amount", line))
        elif (line.net_amount or ZERO) <= 0:
            price = line.new_price if line.new_price is not None else line.amount
            problems.append(problem("price-credit-not-positive", given[0], line, price=price))
        elif not fits_unit(line.net_amount or ZERO, facts.rules.decimals):
            problems.append(
                problem("payment-too-fine", given[0], line, amount=line.net_amount, decimals=facts.rules.decimals)
            )
    return problems


def _check_agreed(note: CreditNote, facts: Facts) -> list[Problem]:
    """Nobody gives money back alone (DOMAIN 2)."""
    strength = facts.rules.credit_note_check
    if strength == "none" or not note.lines:
        return []
    total = sum(((line.net_amount or ZERO) + line.tax_amount for line in note.lines), ZERO)
    invoices = ", ".join(sorted({line.invoice_no for line in note.lines if line.invoice_no}))
    warning = strength == "warn"
    return [
        problem(
            "credit-note-gives-money", "source_no", note.lines[0], warning=warning, approval=not warning,
            customer=note.customer_no, amount=total, invoices=invoices,
        )
    ]  # fmt: skip
