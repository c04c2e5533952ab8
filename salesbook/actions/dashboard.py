"""The dashboard: how the month stands, gathered once, and written as a workbook that shows any part of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from salesbook.actions.approving import waiting
from salesbook.actions.company import Company
from salesbook.actions.margins import margins_by, refuse_without_costs
from salesbook.actions.progress import progress_of, sold_in, working_days_of
from salesbook.actions.receivables import claims_of_files
from salesbook.actions.targets import active_plan, territory_tree
from salesbook.actions.workbooks import look_of, write_anew
from salesbook.documents.approval import Approval
from salesbook.documents.costs import Margin
from salesbook.documents.customer_groups import successor
from salesbook.documents.facts import PostedLine
from salesbook.documents.master_data import Customer, Product, Salesperson
from salesbook.documents.month_end import open_line
from salesbook.documents.posting import Posting
from salesbook.documents.receivables import Ageing, age
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.cutoff import Cutoff
from salesbook.ledger.history import disputed_on, linked_customers, load, valid_on
from salesbook.money import ZERO, round_half_up
from salesbook.periods import days_after, month_of
from salesbook.planning.pace import seasonal_pace
from salesbook.planning.standing import (
    Alert,
    AlertKind,
    GroupMargin,
    Place,
    Seat,
    SeatMonth,
    SeatYear,
    SoldOf,
    Standing,
    leaders,
    places_of,
)
from salesbook.planning.targets import TargetLine
from salesbook.queries import LedgerQueries, SoldMonth, SoldPart
from salesbook.settings import Language
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.dashboard import TITLE, TITLE_WITH_MARGINS, build_dashboard

_STAGES = {
    "quotation": "quoted", "sales_order": "ordered", "delivery_note": "delivered", "sales_invoice": "invoiced",
}  # fmt: skip
"""The papers on the way from an offer to a claim, each with the figure that it comes to."""

_DAYS_AHEAD = 6
"""A quotation whose last day is today or one of the next six expires this week."""

Amounts = dict[tuple[str, Seat], Decimal]


def dashboard_path(company: Company, *, with_margins: bool = False) -> Path:
    """Where the dashboard lies, named in the company's language; one with margins has a name of its own."""
    title = (TITLE_WITH_MARGINS if with_margins else TITLE).get(company.settings.language)
    return company.folder / f"{title}.xlsx"


def write_dashboard(company: Company, found: Standing, target: Path, language: Language | None = None) -> None:
    """Write the dashboard as a workbook; an earlier one that says something else is kept under a number."""
    info = BookInfo(look_of(company.settings, language), company.settings.name)
    write_anew(target, lambda path: build_dashboard(path, info, found))


def standing(company: Company, day: date | None = None, *, with_margins: bool = False) -> Standing:
    """How the company stands on a day, today by default; what is dated later does not count.

    Records, targets and what waits for an approval are those of now.

    Raises:
        SalesbookError: Margins are asked for by somebody who may not see costs.
    """
    if with_margins:
        refuse_without_costs(company)
    company = replace(company, today=day or company.today)
    day, rules, calendar = company.today, company.settings.rules, company.settings.calendar
    year = calendar.fiscal_year(day)
    with company.cache() as cache:
        version, (seq, _) = cache.version, cache.head
        tree, plan_no = territory_tree(cache), active_plan(cache, year, "amount")
        files = valid_on(linked_customers(cache), day)
        disputed = disputed_on(cache, day)
        staff = {code: found.name for code, found in valid_on(load(cache, Salesperson), date.max).items()}
    queries = LedgerQueries(company.store, Cutoff(day, until_seq=seq))
    lines = queries.target_lines(plan_no, "amount") if plan_no else []
    sold = sold_in(queries, company, year)
    parts = queries.sold_parts(list(_STAGES), rules.actuals_from, calendar.first_day(year), day)
    # By invoice; what customers have on account belongs to none, and need not be asked for.
    ageing = age(claims_of_files(queries, files), {}, day, rules.ageing_days, rules.decimals, disputed)
    orders, quotations = (_open_lines(kind, queries, company) for kind in ("sales_order", "quotation"))

    seats: dict[Seat, SeatYear] = defaultdict(SeatYear)
    months = calendar.months(year)
    seat_months = _seat_months(lines, sold, months)
    _add_progress(seats, seat_months, months, company)
    _add_papers(seats, parts, month_of(day))
    for line in orders:
        seats[_seat(line.posting)].open_orders += _open_at_home(line, rules.decimals)
    for money in queries.received(calendar.first_day(year), day):
        seats[Seat(money.territory_code, money.salesperson_no)].received += money.amount
    _add_receivables(seats, ageing)

    rows = progress_of(lines, sold, tree, company, year, "amount")
    territories = places_of(tree, (row.code for row in rows if row.level == "territory"))
    with_pace = {row.code for row in rows if row.level == "person"}
    people = _people({seat.salesperson_no for seat in seats}, with_pace, staff)
    to_customers, of_products = _sums_of_parts(parts, rules.actuals_from, files)
    requests = waiting(company)
    first_customers, first_products = leaders(to_customers, tree), leaders(of_products, tree)
    with company.cache() as cache:
        customers = _customers_of(cache, day, first_customers, ageing, [*orders, *quotations], requests)
        products = valid_on(load(cache, Product, first_products), day)
    names = {code: found.name for code, found in customers.items()}
    product_names = {code: found.name for code, found in products.items()}
    return Standing(
        day=day,
        version=version,
        actuals_from=rules.actuals_from,
        fiscal_year=year,
        months=months,
        month=month_of(day),
        has_plan=bool(plan_no),
        territories=territories,
        people=people,
        seat_months=seat_months,
        seats=dict(sorted(seats.items())),
        ageing_days=rules.ageing_days,
        customers=_sold_of(to_customers, first_customers, names),
        products=_sold_of(of_products, first_products, product_names),
        alerts=[
            *_overdue(ageing, customers),
            *_late_orders(orders, names, day, rules.decimals),
            *_ending_quotations(quotations, names, day, rules.decimals),
            *_waiting(requests, customers),
        ],
        margins=_margins(company, year) if with_margins else None,
        territory_places={place.code: place.first for place in territories},
        person_places={place.code: place.first for place in people},
    )


def _seat(posting: Posting) -> Seat:
    return Seat(posting.territory_code, posting.salesperson_no)


def _seat_months(lines: Sequence[TargetLine], sold: Sequence[SoldMonth], months: Sequence[str]) -> list[SeatMonth]:
    """The months of each seat in which anything was sold, or was to be."""
    actual: dict[tuple[Seat, str], Decimal] = defaultdict(lambda: ZERO)
    target: dict[tuple[Seat, str], Decimal] = defaultdict(lambda: ZERO)
    for row in sold:
        actual[Seat(row.territory_code, row.salesperson_no), row.month] += row.net_amount
    for line in lines:
        target[Seat(line.territory_code, line.salesperson_no), line.month] += line.target
    return [
        SeatMonth(seat, months.index(month) + 1, actual[seat, month], target[seat, month])
        for seat, month in sorted(actual.keys() | target.keys())
    ]


def _add_progress(
    seats: dict[Seat, SeatYear], seat_months: Sequence[SeatMonth], months: Sequence[str], company: Company
) -> None:
    """What each seat sold and was to sell up to the day; the sums of seats are those of ``progress``."""
    days = working_days_of(company)
    targets: dict[Seat, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(months, ZERO))
    for row in seat_months:
        seats[row.seat].actual += row.sold
        targets[row.seat][months[row.number - 1]] = row.target
    for seat, by_month in targets.items():
        gone = (target for month, target in by_month.items() if month <= month_of(company.today))
        seats[seat].target_to_date = sum(gone, ZERO)
        seats[seat].expected = seasonal_pace(seats[seat].actual, by_month, company.today, days).expected


def _add_papers(seats: dict[Seat, SeatYear], parts: Iterable[SoldPart], month: str) -> None:
    """What each seat offered, took orders for, sent and claimed since the year began."""
    for part in parts:
        year = seats[Seat(part.territory_code, part.salesperson_no)]
        stage = _STAGES[part.kind]
        setattr(year, stage, getattr(year, stage) + part.net_amount)
        if part.kind == "sales_order" and part.month == month:
            year.intake += part.net_amount


def _add_receivables(seats: dict[Seat, SeatYear], ageing: Ageing) -> None:
    """The open invoices at the seat that each one names."""
    for invoice in ageing.invoices:
        year = seats[Seat(invoice.territory_code, invoice.salesperson_no)]
        before = year.buckets or (ZERO,) * len(invoice.buckets)
        year.buckets = tuple(one + other for one, other in zip(before, invoice.buckets, strict=True))
        year.disputed += invoice.disputed


def _open_lines(kind: str, queries: LedgerQueries, company: Company) -> list[PostedLine]:
    """The open lines of a kind on the day; the balances that are kept say the same unless a paper is dated later."""
    if not queries.holds_every_paper():
        return queries.open_lines(kind)
    with company.cache() as cache:
        return list(cache.open_lines(kind).values())


def _open_at_home(line: PostedLine, decimals: int) -> Decimal:
    """What is open of a line, as the month-end report prices it, at the rate of its paper."""
    amount, rate = open_line(line, decimals).net_amount, line.posting.exchange_rate
    return round_half_up(Fraction(amount) * Fraction(rate), decimals) if rate else amount


def _people(codes: Iterable[str], with_pace: set[str], names: Mapping[str, str]) -> list[Place]:
    """Everybody with a figure; what nobody is credited with counts for the company alone."""
    found = enumerate(sorted(code for code in codes if code), start=1)
    return [Place(code, names.get(code, ""), number, number, code in with_pace) for number, code in found]


def _sums_of_parts(parts: Iterable[SoldPart], kind: str, files: Mapping[str, Customer]) -> tuple[Amounts, Amounts]:
    """What was sold to each customer and of each product, by seat; merged files count with the one they became."""
    customers: Amounts = defaultdict(lambda: ZERO)
    products: Amounts = defaultdict(lambda: ZERO)
    for part in parts:
        if part.kind != kind:
            continue
        seat = Seat(part.territory_code, part.salesperson_no)
        customers[successor(part.customer_no, files), seat] += part.net_amount
        # A service or charge that was typed without a code is no product.
        if part.product_no:
            products[part.product_no, seat] += part.net_amount
    return customers, products


def _sold_of(sums: Amounts, codes: set[str], names: Mapping[str, str]) -> list[SoldOf]:
    return [
        SoldOf(code, names.get(code, ""), seat, amount)
        for (code, seat), amount in sorted(sums.items())
        if code in codes and amount
    ]


def _customers_of(
    cache: LedgerCache,
    day: date,
    codes: set[str],
    ageing: Ageing,
    lines: Iterable[PostedLine],
    requests: Iterable[Approval],
) -> dict[str, Customer]:
    """The files of the customers that are named anywhere."""
    codes = codes | {invoice.customer_no for invoice in ageing.invoices}
    codes |= {line.posting.customer_no for line in lines} | {request.customer_no for request in requests}
    versions = load(cache, Customer, codes)
    return {code: versions[code][-1] for code in versions} | valid_on(versions, day)


def _overdue(ageing: Ageing, customers: Mapping[str, Customer]) -> list[Alert]:
    """Invoices that are late by more than the credit days of their customer, the largest first."""
    found = []
    for invoice in ageing.invoices:
        customer = customers.get(invoice.customer_no)
        allowed = customer.credit_days if customer and customer.credit_days is not None else 0
        if invoice.overdue > 0 and invoice.overdue_days > allowed:
            name = customer.name if customer else invoice.customer_no
            seat = Seat(invoice.territory_code, invoice.salesperson_no)
            found.append(Alert("overdue", invoice.document_no, name, seat, invoice.overdue, days=invoice.overdue_days))
    return sorted(found, key=lambda alert: (-alert.amount, alert.code))


def _late_orders(lines: Iterable[PostedLine], names: Mapping[str, str], day: date, decimals: int) -> list[Alert]:
    """Orders with something open that was due before the day."""
    late = ((due, line) for line in lines if (due := line.posting.due_date) is not None and due < day)
    return _by_document("order_late", late, names, decimals)


def _ending_quotations(lines: Iterable[PostedLine], names: Mapping[str, str], day: date, decimals: int) -> list[Alert]:
    """Quotations with something open whose last day is near."""
    ending = (
        (last, line)
        for line in lines
        if line.posting.is_in_total
        and (last := line.posting.due_date) is not None
        and day <= last <= days_after(day, _DAYS_AHEAD)
    )
    return _by_document("quotation_ends", ending, names, decimals)


def _by_document(
    kind: AlertKind, dated: Iterable[tuple[date, PostedLine]], names: Mapping[str, str], decimals: int
) -> list[Alert]:
    """One alert for each document, with its earliest day; the most urgent first."""
    found: dict[str, Alert] = {}
    for day, line in dated:
        posting = line.posting
        if open_line(line, decimals).quantity <= 0:
            continue
        name = names.get(posting.customer_no, "") or posting.customer_no
        before = found.get(posting.document_no, Alert(kind, posting.document_no, name, _seat(posting), ZERO, day))
        amount = before.amount + _open_at_home(line, decimals)
        found[posting.document_no] = replace(before, amount=amount, day=min(before.day or day, day))
    return sorted(found.values(), key=lambda alert: (alert.day or date.max, alert.code))


def _waiting(requests: Iterable[Approval], customers: Mapping[str, Customer]) -> Iterator[Alert]:
    """What waits for an approval, at the seat of its customer."""
    for request in requests:
        customer = customers.get(request.customer_no)
        seat = Seat(customer.territory_code, customer.salesperson_no) if customer else Seat("", "")
        yield Alert(
            "approval", request.request_no, customer.name if customer else request.customer_no, seat,
            request.net_amount, document_kind=request.document_kind, reference=request.document_ref,
            person=request.made_by,
        )  # fmt: skip


def _margins(company: Company, fiscal_year: int) -> list[GroupMargin]:
    """What was earned since the year began, by group of products and seat."""

    def by_product(line: Posting) -> tuple[str, Seat]:
        return line.product_no, _seat(line)

    found = margins_by(company.settings.calendar.first_day(fiscal_year), company.today, by_product, company)
    with company.cache() as cache:
        products = valid_on(load(cache, Product, {code for code, _ in found}), company.today)
    groups = {code: product.product_group for code, product in products.items()}
    sums: dict[tuple[str, Seat], Margin] = defaultdict(Margin)
    for (code, seat), margin in found.items():
        key = groups.get(code, ""), seat
        sums[key] = sums[key].plus(margin)
    return [GroupMargin(group, seat, margin) for (group, seat), margin in sorted(sums.items())]
