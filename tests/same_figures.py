"""Whether a dashboard shows what the questions say that define its figures."""

from salesbook.actions.company import Company
from salesbook.actions.month_end import report
from salesbook.actions.progress import progress
from salesbook.actions.receivables import receivables
from salesbook.planning.standing import Standing
from salesbook.queries import LedgerQueries


def assert_same_as_the_questions(company: Company, found: Standing) -> None:
    """Every figure is the one that progress, receivables, month-end and the queries give."""
    calendar, rules = company.settings.calendar, company.settings.rules
    first = calendar.first_day(found.fiscal_year)
    queries = LedgerQueries(company.store)
    stages = {
        "quoted": "quotation", "ordered": "sales_order", "delivered": "delivery_note", "invoiced": "sales_invoice",
    }  # fmt: skip
    for name, kind in stages.items():
        rows = queries.sold_by_month(kind, first, company.today)
        assert found.sum_of(name) == sum(row.net_amount for row in rows), name
    orders = queries.sold_by_month("sales_order", company.today.replace(day=1), company.today)
    assert found.sum_of("intake") == sum(row.net_amount for row in orders)
    documents = queries.sold_documents(rules.actuals_from, first, company.today)
    assert found.sum_of("actual") == sum(row.net_amount for row in documents)

    money = [row for row in queries.totals_by_kind(first, company.today) if row.kind == "payment"]
    if {row.currency for row in money} <= {rules.currency}:
        assert found.sum_of("received") == sum(row.net_amount for row in money)

    owed = receivables(company).ageing.whole
    buckets = [sum(year.buckets[place] for year in found.seats.values() if year.buckets) for place in range(5)]
    assert tuple(buckets) == owed.buckets
    assert found.overdue == owed.overdue
    assert found.sum_of("disputed") == owed.disputed
    month_end = report(company, found.month)
    assert found.sum_of("open_orders") == sum(line.net_amount for line in month_end.open_orders)

    for row in progress(company, found.fiscal_year, "amount") if found.has_plan else []:
        if row.level == "company":
            assert found.pace_index == row.pace.pace_index
            assert found.sum_of("target_to_date") == row.to_date.target
            continue
        places = found.territories if row.level == "territory" else found.people
        (place,) = [place for place in places if place.code == row.code]
        sums = found.sums_of(place, row.level)
        assert place.is_shown
        assert (sums["actual"], sums["target_to_date"], sums["expected"]) == (
            row.to_date.actual, row.to_date.target, row.pace.expected,
        )  # fmt: skip
