"""Deposits (訂金, DOMAIN 7): money for an order before its invoices, and deposit invoices that claim it.

Money that came for an order is used by its invoices (``applied_amount`` of their lines); what a deposit invoice
(預收發票) claimed is taken off the order's other invoices by lines of their own. Neither ever makes an invoice
negative, and the deposit of one order is never used for another one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from salesbook.documents.balances import AS_A_WHOLE, LineBalance, LineKey
from salesbook.documents.exchange import share_of, with_home_amounts
from salesbook.documents.facts import Facts, PostedLine
from salesbook.documents.goods import AnyGoodsPaper, GoodsLine, GoodsPaper, gross_amount
from salesbook.documents.paper import problem
from salesbook.documents.posting import Posting, details_of
from salesbook.money import HUNDRED, ZERO, net_of_gross, round_half_up, split, unit_of
from salesbook.problems import Problem

DEPOSIT = "deposit"
"""Purpose of the invoice lines that claim a deposit (positive) or take a claimed one off (negative)."""

ADVANCE = "advance"
"""Purpose of the invoice lines that claim, or take off, a deposit that is for no order yet: the customer's own."""

DepositState = Literal["none", "received", "part_applied", "applied", "refunded"]


@dataclass(frozen=True)
class OrderDeposit:
    """What is known of the deposit of one order.

    Attributes:
        received: By receipts for the order.
        received_home: The same in home currency.
        refunded: Paid back, or released to the customer's account.
        left: Not used by invoices yet.
        claimed: By deposit invoices, with tax.
        claimed_left: Not taken off other invoices yet.
        claimed_paid: Received for the deposit invoices.
        demanded: What the order demands before it is delivered.
    """

    received: Decimal = ZERO
    received_home: Decimal = ZERO
    refunded: Decimal = ZERO
    left: Decimal = ZERO
    claimed: Decimal = ZERO
    claimed_left: Decimal = ZERO
    claimed_paid: Decimal = ZERO
    demanded: Decimal = ZERO

    @property
    def used(self) -> Decimal:
        """Of what was received, by invoices."""
        return self.received - self.refunded - self.left

    def worth(self, start: Decimal, end: Decimal, facts: Facts) -> Decimal:
        """What the part of the receipts between two sums is worth at home; all parts together are the whole."""
        until_end = share_of(self.received_home, self.received, end, facts)
        return until_end - share_of(self.received_home, self.received, start, facts)

    @property
    def missing(self) -> Decimal:
        """Of what is demanded."""
        return max(ZERO, self.demanded - (self.received - self.refunded) - self.claimed_paid)

    @property
    def state(self) -> DepositState:
        """Computed from the amounts (DOMAIN 2)."""
        if not self.received:
            return "none"
        if self.left:
            return "part_applied" if self.used else "received"
        return "applied" if self.used else "refunded"


@dataclass(frozen=True)
class LedToMoney:
    """What was made from an order and is about money.

    Attributes:
        lines: Of receipts and of deposit invoices that still count, as far as they name the order.
        claiming: The deposit invoices among them, as a whole.
    """

    lines: Sequence[Posting] = ()
    claiming: Sequence[LineBalance] = ()

    @property
    def claims(self) -> list[Posting]:
        """The lines that claim a deposit, or take a claimed one off."""
        return [line for line in self.lines if line.purpose == DEPOSIT]


def order_deposit(lines: Sequence[PostedLine], whole: LineBalance, led_to: "LedToMoney", decimals: int) -> OrderDeposit:
    """The deposit of an order.

    Args:
        lines: Of the order.
        whole: Counters of the order as a whole.
        led_to: What was made from the order.
        decimals: Of amounts.
    """
    receipts = [line for line in led_to.lines if line.kind == "payment"]
    money = [line.net_amount for line in receipts]
    claims = led_to.claims
    claimed = sum((line.gross_amount for line in claims if line.gross_amount > 0), ZERO)
    paid = sum((invoice.paid for invoice in led_to.claiming), ZERO)
    applied = sum((line.applied_amount for line in claims), ZERO)
    return OrderDeposit(
        received=sum((amount for amount in money if amount > 0), ZERO),
        received_home=sum((line.gross_at_home for line in receipts if line.net_amount > 0), ZERO),
        refunded=-sum((amount for amount in money if amount < 0), ZERO),
        left=whole.deposit,
        claimed=claimed,
        claimed_left=whole.prepaid,
        claimed_paid=max(ZERO, min(claimed, paid - applied)),
        demanded=demanded_by(lines, decimals),
    )


def demanded_by(lines: Sequence[PostedLine], decimals: int) -> Decimal:
    """What an order demands before it is delivered, with tax."""
    percent = Decimal(details_of(lines[0].posting).get("deposit_percent", 0)) if lines else ZERO
    return round_half_up(order_total(lines) * percent / HUNDRED, decimals)


def order_total(lines: Sequence[PostedLine]) -> Decimal:
    """What an order comes to, with tax."""
    return sum((line.posting.gross_amount for line in lines), ZERO)


def with_demand(order: AnyGoodsPaper, percent: Decimal | None) -> AnyGoodsPaper:
    """Let an order keep which share it demands before anything is delivered."""
    if not percent or not order.lines:
        return order
    first, *others = order.lines
    return order.with_lines(
        [first.model_copy(update={"details": {**first.details, "deposit_percent": percent}}), *others]
    )


def with_deposits(invoice: AnyGoodsPaper, facts: Facts, typed: Decimal | None = None) -> AnyGoodsPaper:
    """Complete the deposit lines of an invoice, take claimed deposits off, and use the money that came.

    Args:
        invoice: Completed otherwise.
        facts: With the orders behind the invoice as a whole.
        typed: How much of the money to use, where a person decided that.
    """
    if not invoice.lines:
        return invoice
    invoice = invoice.with_lines(_claimed_amounts(line, facts) for line in invoice.lines)
    invoice = _with_claims_taken_off(invoice, facts)
    invoice = _with_money_used(invoice, facts, typed)
    if typed is None:
        return invoice
    first, *others = invoice.lines
    return invoice.with_lines([first.model_copy(update={"details": {**first.details, "deposit_used": typed}}), *others])


def is_claim(line: GoodsLine) -> bool:
    """Whether a typed line claims a deposit."""
    return line.deposit_percent is not None


def is_advance(line: GoodsLine) -> bool:
    """Whether a typed line is a deposit as a whole, and names no order that it is for."""
    return line.deposit_percent == HUNDRED and not line.source_no


def _claimed_amounts(line: GoodsLine, facts: Facts) -> GoodsLine:
    """The share of the order that a line claims as its deposit, with the tax of the order as a whole."""
    if not is_claim(line):
        return line
    if is_advance(line):
        untaxed = {"tax_code": "", "tax_percent": ZERO, "tax_amount": ZERO, "taxes": ()}
        return line.model_copy(
            update={"purpose": ADVANCE, "details": {**line.details, "deposit_percent": HUNDRED}}
            | (untaxed if facts.rules.deposit_invoice_tax == "untaxed" else {})
        )
    lines = facts.lines_of("sales_order", line.source_no)
    decimals, percent = facts.rules.decimals, line.deposit_percent or ZERO
    gross = round_half_up(order_total(lines) * percent / HUNDRED, decimals)
    first = lines[0].posting if lines else None
    code, rate = (first.tax_code, first.tax_percent) if first and _has_one_rate(lines) else ("", ZERO)
    if facts.rules.deposit_invoice_tax == "untaxed":
        code, rate = "", ZERO
    net, tax = net_of_gross(gross, rate, decimals)
    return line.model_copy(
        update={
            "purpose": DEPOSIT, "source_kind": "sales_order", "source_line_no": None, "order_no": line.source_no,
            "order_line_no": None, "quantity": Decimal(1), "unit_price": net, "net_amount": net,
            "discount_percent": ZERO, "tax_code": code, "tax_percent": rate, "tax_amount": tax,
            "amount_off": ZERO, "head_share": ZERO, "details": {**line.details, "deposit_percent": percent},
        }
    )  # fmt: skip


def _has_one_rate(lines: Sequence[PostedLine]) -> bool:
    return len({(line.posting.tax_code, line.posting.tax_percent) for line in lines}) == 1


def _with_claims_taken_off(invoice: AnyGoodsPaper, facts: Facts) -> AnyGoodsPaper:
    """A negative line for each rate of tax that a deposit invoice of an order behind the lines claimed."""
    lines = list(invoice.lines)
    for order_no, own in _goods_by_order(invoice).items():
        claimed = facts.deposit_claims.get(order_no, [])
        whole = facts.lines.get(LineKey("sales_order", order_no, AS_A_WHOLE))
        gross = sum((_gross(line) for line in own), ZERO)
        taken = min(gross, whole.balance.prepaid if whole else ZERO)
        if taken <= 0 or not claimed:
            continue
        by_rate: dict[tuple[str, Decimal], Decimal] = {}
        for posting in claimed:
            rate = posting.tax_code, posting.tax_percent
            by_rate[rate] = by_rate.get(rate, ZERO) + posting.gross_amount
        weights = {rate: max(ZERO, amount) for rate, amount in by_rate.items()}
        for (code, percent), share in split(taken, weights, unit_of(facts.rules.decimals)).items():
            if share:
                net, tax = _claim_left(claimed, code, percent, share, facts.rules.decimals)
                lines.append(_taken_off(own[0], order_no, code, percent, net, tax, len(lines) + 1))
    return invoice.with_lines(lines)


def _claim_left(
    claimed: Sequence[Posting], code: str, percent: Decimal, gross: Decimal, decimals: int
) -> tuple[Decimal, Decimal]:
    """Net and tax of what is taken off; of all that is left exactly what was claimed, to the cent."""
    same = [line for line in claimed if (line.tax_code, line.tax_percent) == (code, percent)]
    net, tax = sum((line.net_amount for line in same), ZERO), sum((line.tax_amount for line in same), ZERO)
    return (net, tax) if net + tax == gross else net_of_gross(gross, percent, decimals)


def _taken_off(
    beside: GoodsLine, order_no: str, code: str, percent: Decimal, net: Decimal, tax: Decimal, line_no: int
) -> GoodsLine:
    return GoodsLine(
        line_no=line_no, purpose=DEPOSIT, source_no=order_no, source_kind="sales_order", order_no=order_no,
        quantity=Decimal(-1), unit_price=net, net_amount=-net, tax_code=code, tax_percent=percent, tax_amount=-tax,
        due_date=beside.due_date, details={"beside": beside.line_no}, sheet=beside.sheet, row_number=beside.row_number,
    )  # fmt: skip


def _with_money_used(invoice: AnyGoodsPaper, facts: Facts, typed: Decimal | None) -> AnyGoodsPaper:
    """Spread the money used over the lines of each order by what they claim."""
    used: dict[int, Decimal] = {}
    wanted = typed
    for order_no, own in _lines_by_order(invoice).items():
        gross = sum((_gross(line) for line in own), ZERO)
        most = max(ZERO, min(gross, _money_left(order_no, facts)))
        amount = min(most, _usual_use(order_no, gross, most, facts)) if wanted is None else min(most, wanted)
        wanted = None if wanted is None else wanted - amount
        if amount > 0:
            weights = {line.line_no: max(ZERO, _gross(line)) for line in own}
            used |= split(amount, weights, unit_of(facts.rules.decimals))
    lines = [line.model_copy(update={"applied_amount": used.get(line.line_no, ZERO)}) for line in invoice.lines]
    return with_home_amounts(invoice.with_lines(_worth_of_deposits(invoice.currency, lines, facts)), facts)


def _worth_of_deposits(currency: str, lines: Sequence[GoodsLine], facts: Facts) -> list[GoodsLine]:
    """In another currency, what was used is worth what the receipts of the deposit were worth when they came."""
    if currency in ("", facts.rules.currency):
        return list(lines)
    worth, used_of = [], dict[str, Decimal]()
    for line in lines:
        deposit = facts.deposits.get(line.order_no)
        if deposit is None or not line.applied_amount or not deposit.received:
            worth.append(line)
            continue
        before = deposit.received - _money_left(line.order_no, facts) + used_of.get(line.order_no, ZERO)
        used_of[line.order_no] = used_of.get(line.order_no, ZERO) + line.applied_amount
        home = deposit.worth(before, before + line.applied_amount, facts)
        worth.append(line.model_copy(update={"applied_home_amount": home}))
    return worth


def _money_left(order_no: str, facts: Facts) -> Decimal:
    whole = facts.lines.get(LineKey("sales_order", order_no, AS_A_WHOLE))
    return max(ZERO, whole.balance.deposit) if whole else ZERO


def _usual_use(order_no: str, gross: Decimal, most: Decimal, facts: Facts) -> Decimal:
    """By house policy: all of it as soon as possible, or the same share of every invoice."""
    match facts.rules.deposit_use:
        case "none":
            return ZERO
        case "pro_rata":
            to_invoice = sum((_to_invoice(line) for line in facts.lines_of("sales_order", order_no)), Fraction(0))
            if to_invoice <= 0:
                return most
            share = Fraction(_money_left(order_no, facts)) * Fraction(gross) / to_invoice
            return round_half_up(share, facts.rules.decimals)
        case _:
            return most


def _to_invoice(line: PostedLine) -> Fraction:
    """Of an order line: the amount with tax that its invoices have still to claim."""
    balance, posting = line.balance, line.posting
    quantity = max(ZERO, balance.quantity - balance.given_up - balance.returned - balance.billed)
    return Fraction(posting.gross_amount) * Fraction(quantity) / Fraction(posting.quantity or 1)


def _gross(line: GoodsLine) -> Decimal:
    return (line.net_amount or ZERO) + line.tax_amount


def _lines_by_order(invoice: GoodsPaper) -> dict[str, list[GoodsLine]]:
    found: dict[str, list[GoodsLine]] = {}
    for line in invoice.lines:
        if line.order_no:
            found.setdefault(line.order_no, []).append(line)
    return found


def _goods_by_order(invoice: GoodsPaper) -> dict[str, list[GoodsLine]]:
    """The lines that claims are taken off: those for the goods themselves."""
    orders = _lines_by_order(invoice)
    goods = {order_no: [line for line in lines if line.purpose != DEPOSIT] for order_no, lines in orders.items()}
    return {order_no: lines for order_no, lines in goods.items() if lines}


def check_deposits(invoice: GoodsPaper, facts: Facts, typed: Decimal | None = None) -> list[Problem]:
    """What a typed use of money may not exceed, and what a deposit line must name."""
    claims = [line for line in invoice.lines if is_claim(line) and not is_advance(line)]
    problems = [found for line in claims for found in _check_claim(line, facts)]
    problems += _check_advances(invoice, facts)
    if typed is not None:
        used = sum((line.applied_amount for line in invoice.lines), ZERO)
        there = sum((_money_left(order_no, facts) for order_no in _lines_by_order(invoice)), ZERO)
        if typed < 0 or typed != used:
            total = gross_amount(invoice)
            problems.append(problem("deposit-use-too-much", "deposit_used", amount=typed, there=there, total=total))
    return problems


def _check_advances(invoice: GoodsPaper, facts: Facts) -> list[Problem]:
    """No more is taken off than the customer has claimed from him and not got off yet; rows are added up."""
    lines = [line for line in invoice.lines if line.purpose == ADVANCE]
    taken, there = -sum((_gross(line) for line in lines), ZERO), facts.advances.get(invoice.customer_no, ZERO)
    if taken <= max(ZERO, there):
        return []
    return [
        problem(
            "deposit-exceeded", "quantity", lines[-1], customer=invoice.customer_no, amount=taken, there=there,
        )
    ]  # fmt: skip


def _check_claim(line: GoodsLine, facts: Facts) -> list[Problem]:
    lines = facts.lines_of("sales_order", line.source_no)
    if not lines:
        return [problem("deposit-without-order", "deposit_percent", line)]
    percent = line.deposit_percent or ZERO
    whole = facts.lines.get(LineKey("sales_order", line.source_no, AS_A_WHOLE))
    before, total = (whole.balance.prepaid if whole else ZERO), order_total(lines)
    if not ZERO < percent <= HUNDRED or _gross(line) + before > total:
        return [
            problem("deposit-claim-too-much", "deposit_percent", line, percent=percent, total=total, claimed=before)
        ]
    if facts.rules.deposit_invoice_tax == "taxed" and not _has_one_rate(lines):
        return [problem("deposit-several-rates", "deposit_percent", line, order=line.source_no)]
    return []


def check_demand(paper: GoodsPaper, facts: Facts) -> list[Problem]:
    """Goods of an order that demands a deposit stay where they are until it has come."""
    blocked_from = {"pick": ("pick_list", "delivery_note"), "delivery": ("delivery_note",), "none": ()}
    if paper.kind not in blocked_from[facts.rules.deposit_block]:
        return []
    first: dict[str, GoodsLine] = {}
    for line in paper.lines:
        first.setdefault(line.order_no, line)
    return [
        problem(
            "deposit-missing", "source_no", line, order=order_no, demanded=deposit.demanded,
            received=deposit.demanded - deposit.missing, missing=deposit.missing,
        )
        for order_no, line in first.items()
        if (deposit := facts.deposits.get(order_no)) is not None and deposit.missing
    ]  # fmt: skip
