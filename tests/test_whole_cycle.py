"""Whatever is quoted, changed, sent, sent back, claimed, credited, paid and undone: everything ties after every step.

The documents are typed into workbooks in memory and go through the very code of a click; whatever the rules refuse
is no step. All sums by hand are over the rows of each kind alone, without the rules of balances.
"""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesbook.actions.company import Company, create_company, open_company
from salesbook.actions.ending import close, reopen
from salesbook.actions.posting import post
from salesbook.actions.reversing import reverse
from salesbook.actions.storing import Report
from salesbook.actions.verifying import verify
from salesbook.documents.balances import AS_A_WHOLE, LineBalance, LineKey, fold, redefined
from salesbook.documents.exposure import CreditStanding
from salesbook.documents.posting import Posting
from salesbook.documents.tie_out import tie_outs
from salesbook.hosts.memory import MemoryWorkbook
from salesbook.ledger import cache as cache_module
from salesbook.ledger.cache import rebuild
from salesbook.ledger.history import credit_of
from salesbook.problems import LedgerError, SalesbookError
from salesbook.queries import LedgerQueries
from salesbook.settings import CompanySettings, PeriodSettings, RuleSettings
from salesbook.sheets.columns import LISTS, RECORD_TABLES

FIRST_DAY = date(2026, 3, 2)
CUSTOMERS = ("C-1", "C-2")
PRICE = Decimal("3.335")
"""A part of a line is a part of its rounded amount, which shows only when there is something to round."""

RULES = RuleSettings(
    return_check="none", credit_note_check="none", write_off_limit=Decimal(1000), deposit_block="none",
    invoice_without_source="none", under_delivery_percent=Decimal(10), over_delivery_percent=Decimal(10),
    promise_check="none",
)  # fmt: skip

MASTER_DATA: dict[str, list[dict[str, Any]]] = {
    "tax_code": [{"tax_code": "T5", "tax_percent": 5}],
    "exchange_rate": [
        {"currency": "EUR", "rate": Decimal("1.0937"), "valid_from": date(2026, 1, 1)},
        {"currency": "EUR", "rate": Decimal("1.2"), "valid_from": FIRST_DAY + timedelta(3)},
        {"currency": "VND", "rate": Decimal("0.00004"), "valid_from": date(2026, 1, 1)},
    ],
    "customer": [{"customer_no": code, "name": code} for code in CUSTOMERS],
    "product": [
        {"product_no": code, "name": code, "unit": "pcs", "base_price": PRICE, "tax_code": "T5"}
        for code in ("BOLT-8", "NUT-8")
    ],
}


@dataclass(frozen=True)
class Step:
    """One thing that is tried: of which kind, with which earlier document, how much, and in which way."""

    kind: str
    pick: int
    quantity: int
    way: int


@dataclass
class Business:
    """A company, and everything that its ledger holds by now.

    Attributes:
        typed: Rows of documents that may be changed, by number, with their newest revision.
    """

    folder: Path
    today: date = FIRST_DAY
    written: list[Posting] = field(default_factory=list)
    typed: dict[str, tuple[list[dict[str, Any]], int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.company = open_company(self.folder, self.today)

    def go_on(self, days: int) -> None:
        """Days pass."""
        self.today += timedelta(days)
        self.company = open_company(self.folder, self.today)

    def numbers(self, *kinds: str) -> list[str]:
        """Of documents of these kinds that were not undone, the newest first."""
        undone = {line.reverses_no for line in self.written}
        found = [line.document_no for line in self.written if line.kind in kinds and not line.reverses_no]
        return [number for number in dict.fromkeys(reversed(found)) if number not in undone]

    def lines(self, number: str) -> list[Posting]:
        """Of a document."""
        return [line for line in self.written if line.document_no == number]

    def take(self, number: int, step: Step) -> bool:
        """Try a step; whether anything was stored."""
        try:
            report = STEPS[step.kind](self, number, step)
        except LedgerError:
            raise
        except SalesbookError:
            return False
        before = len(self.written)
        for decision in report.decisions if report else ():
            assert decision.outcome in ("posted", "already", "refused"), (step, decision.outcome, decision.problems)
            if decision.outcome == "posted":
                self.written += decision.postings
        return len(self.written) > before

    def enter(self, kind: str, number: int, rows: Sequence[dict[str, Any]], **head: Any) -> Report:
        """Type a document and press Post."""
        days = {"document_ref": f"{kind}-{number}", "document_date": self.today}
        return self._post(kind, [days | head | row for row in rows])

    def change(self, kind: str, step: Step, quantities: Sequence[int]) -> Report | None:
        """Type the next revision of a document with other quantities."""
        if not (numbers := self.numbers(kind)):
            return None
        number = numbers[step.pick % len(numbers)]
        rows, revision = self.typed[number]
        changed = [row | {"quantity": quantity} for row, quantity in zip(rows, quantities, strict=False)]
        changed = [row | {"revision": revision + 1, "document_no": number} for row in [*changed, *rows[len(changed) :]]]
        report = self._post(kind, changed)
        if report.count("posted"):
            self.typed[number] = (changed, revision + 1)
        return report

    def _post(self, kind: str, rows: list[dict[str, Any]]) -> Report:
        report = post(workbook(kind, rows), self.company)
        for decision in report.decisions:
            if decision.outcome == "posted" and kind in ("quotation", "sales_order"):
                self.typed.setdefault(decision.document_no, (rows, 1))
        return report


def workbook(kind: str, rows: Sequence[dict[str, Any]]) -> MemoryWorkbook:
    """A workbook with these rows in the list of a kind."""
    table = (LISTS | RECORD_TABLES)[kind]
    cells = [[row.get(found.name) for found in table.fields] for row in rows]
    return MemoryWorkbook("March.xlsx", {table.name: ([found.title.en for found in table.fields], cells)})


def from_one_of(kind: str, *source_kinds: str, **more: Callable[[Step, Posting], Any]) -> Callable[..., Report | None]:
    """A document made from a line of an earlier one, with further cells."""

    def enter(business: Business, number: int, step: Step) -> Report | None:
        if not (numbers := business.numbers(*source_kinds)):
            return None
        lines = business.lines(numbers[step.pick % len(numbers)])
        line = lines[step.way % len(lines)]
        row = {"source_no": line.document_no, "source_line_no": line.line_no, "quantity": step.quantity}
        row |= {name: fill(step, line) for name, fill in more.items()}
        return business.enter(kind, number, [{name: value for name, value in row.items() if value is not None}])

    return enter


def quote(business: Business, number: int, step: Step) -> Report:
    lines: list[dict[str, Any]] = [{"product_no": "BOLT-8", "quantity": step.quantity}]
    lines.append(
        {"product_no": "NUT-8", "quantity": step.quantity + 1, "optional": "yes" if step.way % 3 == 2 else None}
    )
    return business.enter("quotation", number, lines, customer_no=CUSTOMERS[step.way % 2])


def order(business: Business, number: int, step: Step) -> Report:
    quotations = business.numbers("quotation")
    head: dict[str, Any] = {"customer_no": CUSTOMERS[step.pick % 2]}
    head["invoice_from"] = "order" if step.way == 1 else None
    head["head_discount_percent"] = 7 if step.way == 2 else None
    head["currency"] = ("EUR", "VND")[step.pick % 2] if step.way == 3 else None
    head["deposit_percent"] = 30 if step.way == 4 else None
    if step.way == 5 and quotations:
        quotation = quotations[step.pick % len(quotations)]
        lines = [{"source_no": quotation, "source_line_no": line, "quantity": step.quantity} for line in (1, 2)]
        return business.enter("sales_order", number, lines)
    rows = [
        {"product_no": product, "quantity": step.quantity + 4, "unit_price": PRICE} for product in ("BOLT-8", "NUT-8")
    ]
    return business.enter("sales_order", number, rows, **head)


def give_up(business: Business, number: int, step: Step) -> Report | None:
    waived = step.way == 3
    numbers = business.numbers("delivery_note") if waived else business.numbers("sales_order", "quotation")
    if not numbers:
        return None
    document_no = numbers[step.pick % len(numbers)]
    if step.way == 4:
        for report in reopen(document_no, business.company, "not enough"):
            business.written += [line for decision in report.decisions for line in decision.postings]
        return None
    part = Decimal(step.quantity) if step.way == 1 else None
    return close(document_no, business.company, "enough", [1] if part else [], part, "waive" if waived else "")


def claim(business: Business, number: int, step: Step) -> Report | None:
    """An invoice of a delivery, of an order that is invoiced straight away, of a share of an order, of nothing."""
    if step.way == 4:
        row = {"product_no": "NUT-8", "quantity": step.quantity, "unit_price": PRICE}
        return business.enter("sales_invoice", number, [row], customer_no=CUSTOMERS[step.pick % 2])
    if step.way == 5 and (orders := business.numbers("sales_order")):
        row = {"source_no": orders[step.pick % len(orders)], "quantity": 1, "deposit_percent": 10 * step.quantity}
        return business.enter("sales_invoice", number, [row])
    return from_one_of("sales_invoice", "sales_order" if step.way == 3 else "delivery_note")(business, number, step)


def pay(business: Business, number: int, step: Step) -> Report | None:
    """Money for an invoice, some of it not in money; for an order; on account; moved from there; paid out again."""
    customer, amount = CUSTOMERS[step.pick % 2], step.quantity * Decimal("4.17")
    invoices, orders = business.numbers("sales_invoice"), business.numbers("sales_order")
    notes = business.numbers("credit_note")
    rows: list[dict[str, Any]] = [{"amount": amount, "customer_no": customer}]
    if step.way <= 1 and invoices:
        rows = [{"source_no": invoices[step.pick % len(invoices)], "amount": amount}]
        if step.way == 1:
            rows[0] |= {"write_off": Decimal("0.5"), "bank_charge": Decimal("0.25")}
    elif step.way == 2 and orders:
        rows = [{"source_no": orders[step.pick % len(orders)], "amount": amount}]
    elif step.way == 3 and notes:
        rows = [{"source_no": notes[step.pick % len(notes)], "amount": -amount}]
    elif step.way == 4 and invoices:
        invoice = invoices[step.pick % len(invoices)]
        first = business.lines(invoice)[0]
        rows = [{"amount": -amount}, {"source_no": invoice, "amount": amount}]
        rows = [row | {"customer_no": first.customer_no, "currency": first.currency} for row in rows]
    elif step.way == 5 and orders:
        rows = [{"source_no": orders[step.pick % len(orders)], "amount": -amount}, {"amount": amount}]
    return business.enter("payment", number, rows)


def move_stock(business: Business, number: int, step: Step) -> Report:
    signed = -step.quantity if step.way == 1 else step.quantity * 3
    cost = None if step.way == 1 else Decimal("1.237") * step.quantity
    movement = "adjustment" if step.way in (1, 2) else "receipt"
    row = {"product_no": "BOLT-8", "quantity": signed, "unit_cost": cost}
    return business.enter("stock_movement", number, [row], movement=movement)


def undo(business: Business, number: int, step: Step) -> Report | None:
    kinds = sorted({line.kind for line in business.written})
    numbers = business.numbers(*kinds)
    return reverse(numbers[step.pick % len(numbers)], business.company, "slip") if numbers else None


SETTLEMENTS = ("credit", "replace", "no_credit", None, None, "credit")
RETURNED: dict[str, Callable[[Step, Posting], Any]] = {
    "reason": lambda step, line: "bent",
    "settlement": lambda step, line: SETTLEMENTS[step.way],
    "disposition": lambda step, line: "restock" if step.quantity % 2 else "scrap",
}

STEPS: dict[str, Callable[[Business, int, Step], Report | None]] = {
    "quotation": quote,
    "quotation_revision": lambda business, number, step: business.change("quotation", step, [step.quantity + 2]),
    "sales_order": order,
    "order_change": lambda business, number, step: business.change(
        "sales_order", step, [step.quantity + 3, step.quantity + 5][: 1 + step.way % 2]
    ),
    "closing": give_up,
    "pick_list": from_one_of("pick_list", "sales_order"),
    "delivery_note": from_one_of("delivery_note", "sales_order", "sales_order", "pick_list"),
    "sign_off": from_one_of(
        "sign_off", "delivery_note",
        refused_quantity=lambda step, line: min(step.quantity, step.way), cause=lambda step, line: "ours",
        reason=lambda step, line: "wet",
    ),
    "return_request": from_one_of("return_request", "delivery_note", **RETURNED),
    "sales_return": from_one_of("sales_return", "delivery_note", "return_request", **RETURNED),
    "sales_invoice": claim,
    "credit_note": from_one_of(
        "credit_note", "sales_return", "sales_invoice", reason=lambda step, line: "agreed",
        credit_for=lambda step, line: "price" if step.way == 3 else None,
        amount=lambda step, line: step.quantity * Decimal("0.35") if step.way == 3 else None,
        quantity=lambda step, line: None if step.way == 3 else step.quantity,
    ),
    "payment": pay,
    "stock_movement": move_stock,
    "reversal": undo,
}  # fmt: skip

CHAIN = [
    ("stock_movement", 0), ("quotation", 0), ("sales_order", 0), ("sales_order", 0), ("delivery_note", 0),
    ("delivery_note", 1), ("sales_invoice", 0), ("payment", 0), ("sales_return", 0), ("credit_note", 0),
]  # fmt: skip
"""A way from the stock to the money and back, so that whatever follows has something to be made from."""

OFTEN = ("delivery_note", "sales_invoice", "credit_note", "payment", "sales_return", "order_change", "reversal")

WAY = st.integers(0, 5)
AMOUNT = st.integers(1, 6)
steps = st.builds(
    lambda chain, rest: [*chain, *rest],
    st.tuples(*(st.builds(Step, st.just(kind), st.just(pick), AMOUNT, WAY) for kind, pick in CHAIN)),
    st.lists(
        st.builds(Step, st.sampled_from([*STEPS, *OFTEN, "days"]), st.integers(0, 7), AMOUNT, WAY),
        min_size=8, max_size=20,
    ),
)  # fmt: skip


def home(line: Posting) -> Decimal:
    return line.gross_amount if line.currency in ("", "USD") else line.home_amount


def applied(line: Posting) -> Decimal:
    return line.applied_amount if line.currency in ("", "USD") else line.applied_home_amount


def owed_by_hand(written: Sequence[Posting]) -> dict[str, tuple[Decimal, Decimal]]:
    """Receivable and on account of each customer."""
    sums: dict[str, list[Decimal]] = {customer: [Decimal(0), Decimal(0)] for customer in CUSTOMERS}
    for line in written:
        receivable, unapplied = Decimal(0), Decimal(0)
        if line.kind == "sales_invoice":
            receivable, unapplied = home(line) - applied(line), -applied(line)
        elif line.kind == "credit_note":
            receivable, unapplied = -applied(line), home(line) - applied(line)
        elif line.kind == "payment" and line.source_no and not line.source_kind:
            receivable = -home(line)
        elif line.kind == "payment":
            unapplied = home(line)
        if line.customer_no in sums:
            sums[line.customer_no][0] += receivable
            sums[line.customer_no][1] += unapplied
    return {customer: (found[0], found[1]) for customer, found in sums.items()}


TERMS = {
    ("sign_off", ""): "back", ("sign_off", "closed"): "back", ("sales_return", "replace"): "back",
    ("sales_return", ""): "returned", ("sales_invoice", ""): "billed", ("credit_note", ""): "credited",
    ("closing", ""): "closed", ("closing", "waive"): "waived", ("closing", "keep_claim"): "short",
}  # fmt: skip
"""What the quantity of a paper does to the order line and to the delivery line behind it."""


def exposure_by_hand(written: Sequence[Posting]) -> dict[str, CreditStanding]:
    """The terms of each customer's exposure."""
    sums: defaultdict[tuple[str, str, int], defaultdict[str, Decimal]]
    sums = defaultdict(lambda: defaultdict(Decimal))
    said: dict[tuple[str, str, int], Posting] = {}
    for line in written:
        own = (line.kind, line.reverses_no or line.document_no, line.line_no)
        an_order = ("sales_order", line.order_no, line.order_line_no or 0)
        by_source = line.kind == "sales_invoice" and not line.source_kind
        named = (line.source_no, line.source_line_no) if by_source else (line.delivery_no, line.delivery_line_no)
        a_delivery = ("delivery_note", named[0], named[1] or 0)
        if line.kind in ("sales_order", "delivery_note"):
            sums[own]["quantity"] += line.quantity
            if not line.reverses_no:
                said[own] = line
        if line.kind == "order_change":
            sums[an_order]["quantity"] += line.quantity
            if redefined(line) and not line.reverses_no:
                said[an_order] = line
        if line.kind == "delivery_note":
            sums[an_order]["sent"] += line.quantity + line.short_quantity
        if term := TERMS.get((line.kind, line.purpose)):
            quantity = line.refused_quantity if line.kind == "sign_off" else line.quantity
            sums[an_order][term] += quantity
            sums[a_delivery][term] += quantity
        if (line.kind, line.purpose) == ("sales_return", "replace"):
            sums[a_delivery]["replaced"] += line.quantity
        if line.kind == "sign_off" and line.purpose == "closed":
            sums[an_order]["closed"] += line.refused_quantity
    left = {customer: {"sales_order": Decimal(0), "delivery_note": Decimal(0)} for customer in CUSTOMERS}
    for key, line in said.items():
        found = sums[key]
        billed = found["billed"] - found["credited"] + found["waived"]
        if key[0] == "delivery_note":
            quantity = Decimal(0) if line.purpose else found["quantity"] - found["back"] - found["returned"] - billed
            if quantity < 0:
                # Claimed already, and sent again; what waits for a credit note is claimed until then.
                to_credit = max(Decimal(0), min(found["returned"] - found["credited"], -quantity))
                quantity = -min(found["replaced"], -quantity - to_credit)
        elif line.purpose:
            quantity = found["quantity"] - found["closed"] - found["returned"] - billed
        else:
            quantity = found["quantity"] - found["closed"] - found["short"] - found["sent"] + found["back"]
        if quantity > 0 or (quantity < 0 and key[0] == "delivery_note"):
            share = home(line) * quantity / line.quantity
            left[line.customer_no][key[0]] += share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return {
        customer: CreditStanding(owed, left[customer]["delivery_note"], left[customer]["sales_order"], kept)
        for customer, (owed, kept) in owed_by_hand(written).items()
    }


def assert_everything_ties(business: Business, balances: dict[LineKey, LineBalance]) -> None:
    """The three-quantity proof, the signs, the money of papers against that of customers, the stock."""
    for key, proof in tie_outs(business.written, balances).items():
        assert proof.differences == (0, 0, 0), key
        assert not proof.is_over_billed, key
    open_amounts = dict.fromkeys(CUSTOMERS, Decimal(0))
    on_account = dict.fromkeys(CUSTOMERS, Decimal(0))
    owner = {line.document_no: line for line in business.written if not line.reverses_no}
    for key, found in balances.items():
        assert_signs(key, found)
        if key.kind in ("sales_invoice", "credit_note", "sales_order") and key.line_no == AS_A_WHOLE:
            line = owner[key.document_no]
            if line.currency != "USD":
                continue
            if key.kind == "sales_invoice":
                open_amounts[line.customer_no] += found.open_amount
            else:
                on_account[line.customer_no] += found.open_amount if key.kind == "credit_note" else found.deposit
    euros = {line.customer_no for line in business.written if line.currency not in ("", "USD")}
    for line in business.written:
        if line.kind == "payment" and not line.source_no:
            on_account[line.customer_no] += line.net_amount
    for customer in set(CUSTOMERS) - euros:
        account = balances.get(LineKey("customer", customer, AS_A_WHOLE), LineBalance())
        assert account.receivable == open_amounts[customer]
        assert account.unapplied == on_account[customer]


def assert_signs(key: LineKey, found: LineBalance) -> None:
    match key.kind:
        case "sales_order" | "quotation" | "delivery_note" if key.line_no != AS_A_WHOLE:
            least = min(
                found.quantity, found.ordered, found.delivered, found.invoiced, found.closed, found.refused,
                found.come_back, found.credited, found.waived,
            )  # fmt: skip
            assert least >= 0, (key, found)
            if key.kind == "sales_order":
                assert min(found.net_sent, found.accepted) >= 0, (key, found)
            if key.kind == "delivery_note":
                assert min(found.returnable, found.quantity - found.billed) >= 0, (key, found)
        case "sales_order":
            assert min(found.deposit, found.prepaid) >= 0, (key, found)
        case "sales_invoice" | "credit_note" if key.line_no == AS_A_WHOLE:
            assert min(found.open_amount, found.paid, found.credited_amount) >= 0, (key, found)
        case "sales_invoice" | "sales_return" if found.quantity >= 0:
            assert found.open_to_credit >= 0, (key, found)
        case "customer":
            assert min(found.receivable, found.unapplied) >= 0, (key, found)
        case "stock":
            assert found.on_hand or not found.stock_value, (key, found)


def used(balances: dict[LineKey, LineBalance]) -> dict[LineKey, LineBalance]:
    """Lines on which nothing counts, such as those of a sign-off, are kept in one place and not in another."""
    return {key: found for key, found in balances.items() if found != LineBalance()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company before anything is sold."""
    folder = tmp_path_factory.mktemp("built") / "Acme"
    create_company(folder, CompanySettings(name="Acme", rules=RULES, periods=PeriodSettings(open_from="2026-01-01")))
    company = open_company(folder, FIRST_DAY)
    for kind, rows in MASTER_DATA.items():
        assert not post(workbook(kind, rows), company).has_errors
    return folder


def counted(company: Company) -> dict[LineKey, LineBalance]:
    with company.cache() as cache:
        return used(cache.balances())


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(steps=steps)
def test_everything_ties_after_every_step(built: Path, steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALESBOOK_CACHE", f"{name}/cache")
        shutil.copytree(built, Path(name) / "Acme")
        business = Business(Path(name) / "Acme")
        for number, step in enumerate(steps):
            if step.kind == "days":
                business.go_on(step.way)
            elif business.take(number, step):
                balances = fold(business.written)
                assert_everything_ties(business, balances)
                assert counted(business.company) == used(balances)
                with business.company.cache() as cache:
                    told = credit_of(cache, CUSTOMERS, business.company.settings, business.today)
                assert told == exposure_by_hand(business.written)
        proof = verify(business.company)
        assert proof.is_good, [(check.code, check.found) for check in proof.checks if check.found]
        followed = counted(business.company)
        assert used(LedgerQueries(business.company.store).balances()) == followed
        patch.setattr(cache_module, "FOLLOWED", 0)
        rebuild(business.company.store, business.company.cache_path)
        assert counted(business.company) == followed
