"""What the terminal shows: reports, documents, progress and cards as small tables, or as JSON for a script."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from salesbook.documents.costs import Margin
from salesbook.documents.opening_balance import CARRIED_KINDS, OPENING_BALANCE, CarriedOver
from salesbook.documents.record import FROM_THE_BEGINNING
from salesbook.messages import FIELD_WORDS, sentence, text
from salesbook.money import ZERO, round_half_up
from salesbook.settings import Language
from salesbook.sheets.columns import CHOICES, KIND_WORDS
from salesbook.units import plain

if TYPE_CHECKING:
    from salesbook.actions.company import Company
    from salesbook.actions.complaining import OpenComplaint
    from salesbook.actions.document_history import DocumentEvent
    from salesbook.actions.dunning import Reminders
    from salesbook.actions.margins import MarginRow
    from salesbook.actions.preparing import PreparationReport
    from salesbook.actions.price_list import Preview
    from salesbook.actions.progress import ProgressRow
    from salesbook.actions.proving import ProofLine
    from salesbook.actions.receivables import Receivables
    from salesbook.actions.record_history import FieldChange, RecordVersion
    from salesbook.actions.refreshing import Refreshed
    from salesbook.actions.showing import ShownDocument, Status
    from salesbook.actions.stocking import StockRow
    from salesbook.actions.storing import Report
    from salesbook.actions.verifying import Verification
    from salesbook.documents.approval import Approval
    from salesbook.documents.commission import Commission
    from salesbook.documents.credit_sheet import CreditSheet, ShownLevel, TermPart
    from salesbook.documents.dispute import Dispute
    from salesbook.documents.master_data import Customer
    from salesbook.documents.month_end import MonthEnd, OpenLine
    from salesbook.documents.period import Period
    from salesbook.documents.receivables import AgedCustomer, Statement
    from salesbook.workbooks.scorecards import Card

SHOWN_PROBLEMS = 20
"""More problems than this are counted; all of them stand on the Problems sheet."""


FILE_WIDTH = 300
"""Characters of a line that goes to a file or another program; nothing is broken there."""


def console() -> Console:
    """Where to print; made anew so that it follows a redirected output."""
    is_screen = sys.stdout.isatty()
    return Console(
        file=sys.stdout, highlight=False, markup=False, soft_wrap=not is_screen, width=None if is_screen else FILE_WIDTH
    )


def kind_word(kind: str, language: Language) -> str:
    """The name of a kind of paper or record."""
    return KIND_WORDS[kind].get(language) if kind in KIND_WORDS else kind


def refreshed_json(found: "Refreshed") -> dict[str, Any]:
    """What became of look-up lists, for a script."""
    return {
        "workbook": found.workbook, "as_of": str(found.as_of), "version": found.version,
        "before": found.before and str(found.before), "before_version": found.before_version,
        "lists": [vars(of_kind) for of_kind in found.lists], "rows": [vars(of_kind) for of_kind in found.rows],
        "plan": found.plan,
    }  # fmt: skip


def refreshed_words(found: "Refreshed", language: Language) -> list[str]:
    """Each look-up list that says something else than before, and how old all of them are."""
    lines = [
        text(
            "refreshed-list", language, kind=kind_word(of_kind.kind, language), rows=str(of_kind.rows),
            added=str(of_kind.added), changed=str(of_kind.changed), gone=str(of_kind.gone),
        )
        for of_kind in found.lists
        if of_kind.kind in KIND_WORDS and (of_kind.added or of_kind.changed or of_kind.gone)
    ]  # fmt: skip
    lines += [
        text(
            "refreshed-rows", language, kind=kind_word(of_kind.kind, language), renewed=str(of_kind.renewed),
            kept=str(of_kind.kept),
        )
        for of_kind in found.rows
    ]  # fmt: skip
    lines += [text("status-plan-shown", language, document=found.plan)] if found.plan else []
    values = {"workbook": found.workbook, "day": str(found.as_of), "version": str(found.version)}
    before = {"before": str(found.before)} if found.before else {}
    return [*lines, text("refreshed", language, **values, **before)]


def print_refreshed(found: "Refreshed", language: Language) -> None:
    """What became of look-up lists."""
    for line in refreshed_words(found, language):
        console().print(line)


def report_json(report: "Report", language: Language) -> dict[str, Any]:
    """A report for a script."""
    return {
        "workbook": report.workbook,
        "version": report.version,
        "held": report.held,
        "documents": [
            {
                "kind": decision.document.kind,
                "ref": decision.document.document_ref,
                "document_no": decision.document_no,
                "outcome": decision.outcome,
                "problems": [
                    {
                        "code": problem.code,
                        "severity": problem.severity,
                        "sheet": problem.place.sheet,
                        "cell": problem.place.cell,
                        "sentence": sentence(problem, language),
                    }
                    for problem in decision.problems
                ],
            }
            for decision in report.decisions
        ],
    }


def print_report(report: "Report", language: Language) -> None:
    """Counts by outcome, then the problems with their cells."""
    out = console()
    table = Table(box=None, pad_edge=False)
    table.add_column(text("word-kind", language))
    outcomes = [
        name for name in ("posted", "ready", "already", "waiting", "refused", "held", "hidden") if report.count(name)
    ]
    for name in outcomes:
        table.add_column(text(f"outcome-{name}", language), justify="right")
    for kind in dict.fromkeys(decision.document.kind for decision in report.decisions):
        of_kind = [decision for decision in report.decisions if decision.document.kind == kind]
        counts = [str(sum(decision.outcome == name for decision in of_kind)) for name in outcomes]
        table.add_row(kind_word(kind, language), *counts)
    if report.decisions:
        out.print(table)
    else:
        out.print(text("nothing-to-post", language, workbook=report.workbook))
    for problem in report.problems[:SHOWN_PROBLEMS]:
        place = f"{problem.place.sheet}!{problem.place.cell}" if problem.place.cell else ""
        out.print(f"{place}  {CHOICES[problem.severity].get(language)}: {sentence(problem, language)}", markup=False)
    if len(report.problems) > SHOWN_PROBLEMS:
        out.print(text("more-problems", language, count=str(len(report.problems) - SHOWN_PROBLEMS)))


def print_approvals(approvals: "Sequence[Approval]", language: Language) -> None:
    """The documents that wait, each with the reasons."""
    out = console()
    if not approvals:
        out.print(text("approvals-none", language))
    for approval in approvals:
        out.print(
            text(
                "approval-line", language, request=approval.request_no,
                kind=kind_word(approval.document_kind, language), ref=approval.document_ref or "–",
                customer=approval.customer_no, amount=plain(approval.net_amount), by=approval.made_by,
            )
        )  # fmt: skip
        for ground in approval.grounds:
            out.print(f"  {sentence(ground.problem, language)}")


def document_json(shown: "ShownDocument") -> dict[str, Any]:
    """A document for a script."""
    document = shown.document
    return {
        "kind": document.kind, "document_no": document.document_no, "ref": document.document_ref, "state": shown.state,
        "date": document.document_date, "customer_no": document.customer_no, "posted_at": document.posted_at,
        "posted_by": document.posted_by, "batch": document.batch_id, "workbook": document.workbook,
        "reverses": document.reverses_no, "reversed_by": document.reversed_by, "made_from": shown.sources,
        "led_to": [found.document_no for found in shown.led_to],
        "complaints": [found.complaint_no for found in shown.complaints], "net_amount": shown.net_amount,
        "tax_amount": shown.tax_amount,
        "paid_amount": shown.whole.paid if shown.whole else None,
        "open_amount": shown.whole.open_amount if shown.whole else None,
        "deposit": asdict(shown.deposit)
        | {"used": shown.deposit.used, "missing": shown.deposit.missing, "state": shown.deposit.state}
        if shown.deposit
        else None,
        "instalments": [
            {"due": part.due, "amount": part.amount, "paid": part.amount - left}
            for part, left in shown.instalments
        ],
        "disputes": disputes_json([(case, None) for case in shown.disputes]),
        "lines": [
            {
                "line": line.posting.line_no, "product_no": line.posting.product_no, "quantity": line.posting.quantity,
                "unit_price": line.posting.unit_price, "discount_percent": line.posting.discount_percent,
                "net_amount": line.posting.net_amount, "price_reason": line.posting.price_reason,
                "source_no": line.posting.source_no,
                "ordered": line.balance.ordered, "delivered": line.balance.delivered, "invoiced": line.balance.invoiced,
                "sheet": line.posting.sheet, "row": line.posting.row_number,
            }
            for line in shown.lines
        ],
        "carried_over": [
            {
                "customer_no": key.customer_no, "kind": key.kind, "currency": key.currency, "amount": amount,
                "with_tax": key.kind not in CARRIED_KINDS,
            }
            for key, amount in shown.carried.items()
        ],
    }  # fmt: skip


def print_document(shown: "ShownDocument", company: "Company") -> None:
    """A document as one reads it: head, lines with what is open, history."""
    language, document = company.settings.language, shown.document
    out = console()
    first = shown.lines[0].posting if shown.lines else None
    state = text(f"state-{shown.state}", language)
    out.print(f"{kind_word(document.kind, language)} {document.document_no} · {state}", style="bold")
    head = [
        str(document.document_date),
        document.customer_no,
        first.salesperson_no if first else "",
        document.document_ref,
    ]
    out.print(" · ".join(part for part in head if part))
    if document.kind == "payment":
        _print_receipt_lines(shown, company, out)
    elif document.kind == OPENING_BALANCE:
        out.print(_carried_table(shown, company))
    else:
        _print_goods_lines(shown, company, out)
    if shown.whole and not document.reversed_by:
        paid, left = (money_words(amount, company) for amount in (shown.whole.paid, shown.whole.open_amount))
        out.print(text("document-paid", language, paid=paid, open=left))
    if shown.deposit and not document.reversed_by:
        amounts = {
            name: money_words(amount, company)
            for name, amount in asdict(shown.deposit).items()
            if amount or name in ("received", "left", "claimed_left")
        }
        amounts |= {"used": money_words(shown.deposit.used, company)}
        amounts |= {"missing": money_words(shown.deposit.missing, company)} if shown.deposit.missing else {}
        word = text(f"deposit-state-{shown.deposit.state}", language)
        out.print(text("document-deposit", language, state=word, **amounts))
    for part, part_open in shown.instalments:
        amount, left = money_words(part.amount, company), money_words(part_open, company)
        out.print(text("document-instalment", language, due=str(part.due), amount=amount, open=left))
    for case in shown.disputes:
        values = {
            "case": case.case_no, "date": str(case.refused_on), "amount": money_words(case.refused_amount, company),
            "reason": CHOICES[case.refusal_reason].get(language), "case_state": case.case_state,
        }  # fmt: skip
        outcome = f" · {CHOICES[case.outcome].get(language)} {case.outcome_no}".rstrip() if case.outcome else ""
        out.print(text("document-disputed", language, **values) + outcome)
    moment = document.posted_at
    posted = str(company.local_date(moment)) if moment else ""
    out.print(
        text(
            "document-posted",
            language,
            date=posted,
            by=document.posted_by,
            batch=document.batch_id,
            workbook=document.workbook or "–",
        )
    )
    if shown.sources:
        out.print(text("document-from", language, documents=", ".join(shown.sources)))
    for code, number in (("document-reverses", document.reverses_no), ("document-reversed-by", document.reversed_by)):
        if number:
            out.print(text(code, language, document=number))
    for found in shown.led_to:
        out.print(f"→ {kind_word(found.kind, language)} {found.document_no} {found.document_date}")
    if shown.complaints:
        states = ["closed" if found.closed_on else "open" for found in shown.complaints]
        named = [
            f"{found.complaint_no} ({text(f'complaint-state-{state}', language)})"
            for found, state in zip(shown.complaints, states, strict=True)
        ]
        out.print(text("document-complaints", language, complaints=", ".join(named)))


def _print_receipt_lines(shown: "ShownDocument", company: "Company", out: Console) -> None:
    """Which invoice each amount was received for."""
    language = company.settings.language
    table = Table(box=None, pad_edge=False)
    for code in ("line", "invoice", "amount", "where"):
        table.add_column(text(f"word-{code}", language), justify="right" if code in ("line", "amount") else "left")
    for line in shown.lines:
        posting = line.posting
        table.add_row(
            str(posting.line_no), posting.source_no or text("on-account", language),
            money_words(posting.net_amount, company), f"{posting.sheet}!{posting.row_number}" if posting.sheet else "",
        )  # fmt: skip
    out.print(table)
    total, currency = money_words(shown.net_amount, company), company.settings.rules.currency
    out.print(text("document-received", language, amount=total, currency=currency))


def _print_goods_lines(shown: "ShownDocument", company: "Company", out: Console) -> None:
    """Product, quantity and price of each line, and what is open on it."""
    language = company.settings.language
    table = Table(box=None, pad_edge=False)
    for code in ("line", "product", "quantity", "price", "discount", "net", "open", "where"):
        table.add_column(text(f"word-{code}", language), justify="left" if code in ("product", "where") else "right")
    for line in shown.lines:
        posting = line.posting
        table.add_row(
            str(posting.line_no), f"{posting.product_no} {posting.description}", plain(posting.quantity),
            plain(posting.unit_price), plain(posting.discount_percent), money_words(posting.net_amount, company),
            open_words(line, language),
            f"{posting.sheet}!{posting.row_number}" if posting.sheet else "",
        )  # fmt: skip
    out.print(table)
    currency = company.settings.rules.currency
    out.print(
        text(
            "document-total",
            language,
            net=money_words(shown.net_amount, company),
            tax=money_words(shown.tax_amount, company),
            currency=currency,
        )
    )


def _carried_table(shown: "ShownDocument", company: "Company") -> Table:
    """What an opening balance carries over, by customer and term; goods without tax, money with it."""
    language = company.settings.language
    table = Table(box=None, pad_edge=False)
    for code in ("customer", "kind", "net", "gross", "currency"):
        table.add_column(text(f"word-{code}", language), justify="right" if code in ("net", "gross") else "left")
    sums: dict[tuple[str, str], Decimal] = {}
    for key, amount in shown.carried.items():
        table.add_row(key.customer_no, *_carried_cells(key, amount, company))
        sums[key.kind, key.currency] = sums.get((key.kind, key.currency), ZERO) + amount
    for (kind, currency), total in sorted(sums.items()):
        cells = _carried_cells(CarriedOver("", kind, currency), total, company)
        table.add_row(text("word-sum", language), *cells, style="bold")
    return table


def _carried_cells(key: CarriedOver, amount: Decimal, company: "Company") -> tuple[str, str, str, str]:
    """The name of a term, its amount in the column without tax or with it, and the currency."""
    language, shown = company.settings.language, money_words(amount, company)
    if key.kind in CARRIED_KINDS:
        return kind_word(key.kind, language), shown, "", key.currency
    return text(f"credit-{key.kind}", language), "", shown, key.currency


def money_words(amount: Decimal, company: "Company") -> str:
    """An amount with the decimals of the company's currency; more of them if it has more."""
    decimals = company.settings.rules.decimals
    exact = amount.normalize()
    return f"{exact:,.{max(decimals, -int(exact.as_tuple().exponent))}f}"


def open_words(line: Any, language: Language) -> str:
    """What is still open on a line, in the words of its kind of paper."""
    balance = line.balance
    match line.posting.kind:
        case "quotation":
            return text("open-to-order", language, quantity=plain(balance.open_to_order))
        case "sales_order":
            return text(
                "open-to-deliver",
                language,
                quantity=plain(balance.open_to_deliver),
                uninvoiced=plain(balance.open_to_invoice),
            )
        case "delivery_note":
            return text("open-to-invoice", language, quantity=plain(balance.uninvoiced))
    return ""


def print_status(found: "Status", company: "Company") -> None:
    """Counts by kind."""
    language = company.settings.language
    out = console()
    out.print(f"{company.settings.name} · {company.folder}", style="bold")
    out.print(
        text("status-ledger", language, version=str(found.version), postings=str(found.postings), head=found.head)
    )
    if found.as_of or found.known_at:
        moment = company.local_time(found.known_at) if found.known_at else None
        known = f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""
        out.print(text("status-as-of", language, date=str(found.as_of or ""), moment=known))
    for kind, (count, reversed_count) in found.counts.items():
        parts = [f"{kind_word(kind, language)}: {count}"]
        if reversed_count:
            parts.append(text("status-reversed", language, count=str(reversed_count)))
        if found.open_lines.get(kind):
            parts.append(text("status-open-lines", language, count=str(found.open_lines[kind])))
        if kind == "sales_invoice" and found.open_invoices:
            amount = money_words(found.receivable, company)
            parts.append(text("status-open-invoices", language, count=str(found.open_invoices), amount=amount))
        out.print(" · ".join(parts))


def print_periods(decisions: "Sequence[Period]", language: Language) -> None:
    """What was decided about months, the newest last."""
    out = console()
    if not decisions:
        out.print(text("period-none", language))
        return
    table = Table(box=None, pad_edge=False)
    for code in ("month", "state", "date", "by", "reason"):
        table.add_column(text(f"word-{code}", language))
    for decision in decisions:
        state = text(f"period-state-{decision.state}", language)
        table.add_row(decision.month, state, str(decision.decided_on), decision.decided_by, decision.reason)
    out.print(table)


def history_json(versions: "Sequence[RecordVersion | DocumentEvent]") -> list[dict[str, Any]]:
    """The versions of records, or the postings of a document, for a script."""
    from dataclasses import asdict

    return [asdict(version) for version in versions]


def print_history(versions: "Sequence[RecordVersion]", language: Language) -> None:
    """One block for each version: since when, by whom and why, and below it each field from what to what."""
    out = console()
    for version in versions:
        day = str(version.valid_from)
        if version.valid_from == FROM_THE_BEGINNING:
            day = text("history-from-beginning", language)
        said = text(
            "history-version", language, day=day, moment=f"{version.posted_at:%Y-%m-%d %H:%M}", by=version.posted_by,
            workbook=_row_words(version.workbook, version.sheet, version.row_number), reason=version.reason,
        )  # fmt: skip
        out.print(f"{kind_word(version.kind, language)} {version.key}: {said}", style="bold")
        out.print(_change_table(version.changes, language))


def _change_table(changes: "Sequence[FieldChange]", language: Language) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for change in changes:
        field = FIELD_WORDS[change.field].get(language) if change.field in FIELD_WORDS else change.field
        before, after = (_field_words(value, language) for value in (change.before, change.after))
        table.add_row(f"  {field}", before, "→", after)
    return table


def _row_words(workbook: str, sheet: str, row_number: int | None) -> str:
    """From which row something was posted, as far as it was a row."""
    place = f"{sheet}!{row_number}" if sheet and row_number else sheet
    return ", ".join(part for part in (workbook, place) if part)


def print_document_history(events: "Sequence[DocumentEvent]", language: Language) -> None:
    """One block for each posting: when, by whom and why; below it each line with its row, field by field."""
    out = console()
    for event in events:
        said = text(
            "history-posting", language, moment=f"{event.posted_at:%Y-%m-%d %H:%M}", by=event.posted_by,
            entry=str(event.entry), reverses=event.reverses_no, reason=event.reason,
        )  # fmt: skip
        out.print(f"{kind_word(event.kind, language)} {event.document_no}: {said}", style="bold")
        for line in event.lines:
            place = _row_words(event.workbook, line.sheet, line.row_number)
            out.print(text("history-line", language, line=str(line.line_no), workbook=place))
            out.print(_change_table(line.changes, language))


def _field_words(value: object, language: Language) -> str:
    """A field's value as its sheet shows it."""
    if isinstance(value, bool):
        return CHOICES["yes" if value else "no"].get(language)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, str) and value in CHOICES:
        return CHOICES[value].get(language)
    return "–" if value in ("", None) else str(value)


def month_end_json(report: "MonthEnd") -> dict[str, Any]:
    """A month-end report for a script."""
    from salesbook.documents.month_end import by_customer

    return {
        "month": report.month, "as_of": report.last_day, "closed_by": report.closed_by, "closed_at": report.closed_at,
        "ledger": asdict(report.head),
        "papers": [
            asdict(totals)
            | {name: None if amount is None else plain(amount) for name, amount in totals.shown_amounts.items()}
            for totals in report.kinds
        ],
        **{
            name: {
                "customers": [asdict(total) for total in by_customer(lines)],
                "lines": [asdict(line) for line in lines],
            }
            for name, lines in (("open_orders", report.open_orders), ("uninvoiced", report.uninvoiced))
        },
        "receivable": {
            "customers": [
                asdict(owed) | {name: plain(getattr(owed, name)) for name in ("receivable", "overdue", "unapplied")}
                for owed in report.receivables
            ],
            "invoices": [
                asdict(invoice)
                | {name: plain(getattr(invoice, name)) for name in ("amount", "paid", "open_amount", "disputed")}
                | {"buckets": [plain(amount) for amount in invoice.buckets]}
                for invoice in report.ageing.invoices
            ],
        },
    }  # fmt: skip


def print_month_end(report: "MonthEnd", company: "Company") -> None:
    """The month-end report as one reads it: papers by kind, what is open and owed by customer, the ledger's head."""
    from salesbook.workbooks.month_end import OPEN_ORDERS, RECEIVABLE, TITLE, UNINVOICED, closed_words

    language = company.settings.language
    out = console()
    out.print(f"{TITLE.get(language)} · {report.month} · {company.settings.name}", style="bold")
    closed = closed_words(report)
    out.print(text("month-end-closed", language, who=closed) if closed else text("month-end-open", language))
    papers = Table(box=None, pad_edge=False)
    for code in ("kind", "first", "last", "papers", "reversals", "net", "tax", "gross", "currency"):
        papers.add_column(
            text(f"word-{code}", language),
            justify="left" if code in ("kind", "first", "last", "currency") else "right",
        )
    for totals in report.kinds:
        reversals = "" if totals.kind == "reversal" else str(totals.reversals)
        amounts = ("" if amount is None else money_words(amount, company) for amount in totals.shown_amounts.values())
        papers.add_row(
            kind_word(totals.kind, language), totals.first_no, totals.last_no, str(totals.documents), reversals,
            *amounts, totals.currency,
        )  # fmt: skip
    out.print(papers)
    for title, lines in ((OPEN_ORDERS, report.open_orders), (UNINVOICED, report.uninvoiced)):
        out.print(f"{title.get(language)} · {report.last_day}", style="bold")
        out.print(_open_table(lines, report, company))
    out.print(f"{RECEIVABLE.get(language)} · {report.last_day}", style="bold")
    out.print(_receivable_table(report, company))
    out.print(
        text(
            "month-end-head", language, version=str(report.head.version), seq=str(report.head.seq),
            hash=report.head.hash,
        ),
        soft_wrap=True,
    )  # fmt: skip


def _open_table(lines: "Sequence[OpenLine]", report: "MonthEnd", company: "Company") -> Table:
    """What is open by customer, and the sum of each currency."""
    from salesbook.documents.month_end import by_customer

    language, totals_by_customer = company.settings.language, by_customer(lines)
    table = Table(box=None, pad_edge=False)
    for code in ("customer", "name", "lines", "net", "currency"):
        table.add_column(text(f"word-{code}", language), justify="right" if code in ("lines", "net") else "left")
    for total in totals_by_customer:
        table.add_row(
            total.customer_no, report.names.get(total.customer_no, ""), str(total.lines),
            money_words(total.net_amount, company), total.currency,
        )  # fmt: skip
    for currency in sorted({total.currency for total in totals_by_customer}):
        of_currency = [total for total in totals_by_customer if total.currency == currency]
        net = sum((total.net_amount for total in of_currency), ZERO)
        count = str(sum(total.lines for total in of_currency))
        table.add_row(text("word-sum", language), "", count, money_words(net, company), currency)
    return table


def _receivable_table(report: "MonthEnd", company: "Company") -> Table:
    """What each customer owes, how much of it is late, and what he has on account; the sums below."""
    language, amounts = company.settings.language, ("receivable", "overdue", "unapplied")
    table = Table(box=None, pad_edge=False)
    for code in ("customer", "name", "invoices", *amounts, "currency"):
        is_number = code in ("invoices", *amounts)
        table.add_column(text(f"word-{code}", language), justify="right" if is_number else "left")
    for owed in report.receivables:
        table.add_row(
            owed.customer_no, report.names.get(owed.customer_no, ""), str(owed.invoices),
            *(money_words(getattr(owed, name), company) for name in amounts), owed.currency,
        )  # fmt: skip
    if report.receivables:
        sums = (sum((getattr(owed, name) for owed in report.receivables), ZERO) for name in amounts)
        table.add_row(
            text("word-sum", language), "", str(sum(owed.invoices for owed in report.receivables)),
            *(money_words(total, company) for total in sums), company.settings.rules.currency,
        )  # fmt: skip
    return table


def credit_json(shown: "CreditSheet") -> dict[str, Any]:
    """A customer's exposure for a script; at the top the level with the least left."""
    return {
        "customer_no": shown.customer.customer_no, "name": shown.customer.name, "counted_until": shown.until,
        **_level_json(shown.deciding), "levels": [_level_json(level) for level in shown.levels],
    }  # fmt: skip


def _level_json(level: "ShownLevel") -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "limit_of": level.owner.customer_no, "members": list(level.members),
        "credit_limit": level.owner.credit_limit, "credit_days": level.owner.credit_days,
        "exposure": level.standing.exposure, "free": level.free,
        "terms": {
            term: {
                "amount": getattr(level.standing, term),
                "documents": [
                    {"document_no": part.document_no, "customer_no": part.customer_no, "date": part.document_date,
                     "due": part.due_date, "amount": part.amount}
                    for part in parts
                ],
            }
            for term, parts in level.parts.items()
        },
        "due_later": [asdict(part) for part in level.later],
    }  # fmt: skip


def print_credit(shown: "CreditSheet", company: "Company") -> None:
    """The terms of the exposure one below the other, each with its documents, and what is left of the limit."""
    language = company.settings.language
    out = console()
    out.print(f"{shown.customer.customer_no} {shown.customer.name} · {company.today}", style="bold")
    if shown.until:
        out.print(text("credit-until", language, date=str(shown.until)))
    for level in shown.levels:
        if level.others or level.owner.customer_no != shown.customer.customer_no:
            owner = f"{level.owner.customer_no} {level.owner.name}"
            out.print(text("credit-together", language, owner=owner, members=level.others), style="bold")
        out.print(_credit_table(level, company))


def _credit_table(level: "ShownLevel", company: "Company") -> Table:
    language, standing = company.settings.language, level.standing
    table = Table(box=None, pad_edge=False, show_header=False)
    for justify in ("left", "left", "left", "right"):
        table.add_column(justify=justify)
    for term, parts in level.parts.items():
        amount = getattr(standing, term)
        if term == "unapplied":
            amount = ZERO - amount  # A minus sign in front of nothing would show as -0.00.
        table.add_row(text(f"credit-{term}", language), "", "", money_words(amount, company), style="bold")
        _add_parts(table, parts, company)
    table.add_row(text("credit-exposure", language), "", "", money_words(standing.exposure, company), style="bold")
    limit = level.owner.credit_limit
    if limit is None or level.free is None:
        table.add_row(text("credit-no-limit", language), "", "", "")
    else:
        table.add_row(text("credit-limit", language), "", "", money_words(limit, company))
        table.add_row(text("credit-free", language), "", "", money_words(level.free, company), style="bold")
    if level.later:
        table.add_row(text("credit-later", language), "", "", "")
        _add_parts(table, level.later, company)
    return table


def _add_parts(table: Table, parts: "Sequence[TermPart]", company: "Company") -> None:
    for part in parts:
        due = text("credit-due", company.settings.language, date=str(part.due_date)) if part.due_date else ""
        table.add_row(f"  {part.document_no}", str(part.document_date), due, money_words(part.amount, company))


def receivables_json(found: "Receivables") -> dict[str, Any]:
    """The receivables by age for a script."""
    from dataclasses import asdict

    ageing, whole, rate = found.ageing, found.ageing.whole, found.collection_rate
    return {
        "day": ageing.day, "limits": ageing.limits, "total": _aged_json(whole),
        "customers": [{"customer_no": owed.customer_no} | _aged_json(owed) for owed in ageing.customers],
        "invoices": [
            {
                "document_no": invoice.document_no, "customer_no": invoice.customer_no, "due_date": invoice.due_date,
                "overdue_days": invoice.overdue_days, "open_amount": plain(invoice.open_amount),
                "buckets": [plain(amount) for amount in invoice.buckets], "disputed": plain(invoice.disputed),
            }
            for invoice in ageing.invoices
        ],
        "credits": [asdict(credit) | {"amount": plain(credit.amount)} for credit in found.credits],
        "days_of_sales": None if found.days_of_sales is None else round(float(found.days_of_sales), 1),
        "collection_percent": None if rate is None else round(float(rate * 100), 1),
    }  # fmt: skip


def _aged_json(owed: "AgedCustomer") -> dict[str, Any]:
    amounts = {name: plain(getattr(owed, name)) for name in ("disputed", "unapplied", "total", "ledger", "difference")}
    return {"invoices": owed.invoices, "buckets": [plain(amount) for amount in owed.buckets]} | amounts


def print_receivables(found: "Receivables", company: "Company") -> None:
    """The ageing by customer, its tie to the ledger, days of sales and collection rate."""
    from salesbook.workbooks.receivables import AGEING, FIGURES, aged_row, customer_table

    language, ageing = company.settings.language, found.ageing
    out = console()
    out.print(f"{AGEING.get(language)} · {ageing.day} · {company.settings.name}", style="bold")
    table, fields = Table(box=None, pad_edge=False), customer_table(ageing.limits)
    for field in fields.fields:
        table.add_column(field.title.get(language), justify="left" if field.type in ("text", "code") else "right")
    for owed in [*ageing.customers, ageing.whole]:
        row = aged_row(owed, fields, found.names)
        if not owed.customer_no:
            row["name"] = text("word-sum", language)
        cells = [
            money_words(row[field.name], company) if field.type == "money" else str(row[field.name])
            for field in fields.fields
        ]
        table.add_row(*cells, style=None if owed.customer_no else "bold")
    out.print(table)
    rate = found.collection_rate
    figures = {"days_of_sales": found.days_of_sales, "collection_rate": None if rate is None else rate * 100}
    for name, title in FIGURES.items():
        value = figures[name]
        out.print(f"{title.get(language)}: {'–' if value is None else plain(round_half_up(value, 1))}")


def preview_json(found: "Preview", language: Language) -> dict[str, Any]:
    """What changed prices do, for a script."""
    from salesbook.actions.price_list import effect_cells

    rows = [
        {
            "row": row.row_number, "customer_no": row.price.customer_no, "price_list": row.price.price_list,
            "product_no": row.price.product_no, "minimum_quantity": row.price.minimum_quantity,
            "new_price": row.effect.new_price, "valid_from": row.price.valid_from,
            **effect_cells(row.effect), "customers": list(row.effect.customers),
        }
        for row in found.rows
    ]  # fmt: skip
    return {"rows": rows, "check": report_json(found.report, language)}


def print_preview(found: "Preview", company: "Company") -> None:
    """The changed rows with their effects; then what is wrong with others."""
    from salesbook.actions.price_list import effect_cells
    from salesbook.sheets.columns import PRICE_CHANGES

    language, out = company.settings.language, console()
    left_out = ("name", "status", "change_reason", "ledger_entry")
    fields = [field for field in PRICE_CHANGES.fields if field.name not in left_out]
    table = Table(box=None, pad_edge=False)
    for field in fields:
        table.add_column(field.title.get(language), justify="left" if field.type in ("text", "code") else "right")
    for row in found.rows:
        values = row.price.model_dump() | effect_cells(row.effect) | {"unit_price": row.effect.new_price}
        cells = [values[field.name] for field in fields]
        table.add_row(*(plain(c) if isinstance(c, Decimal) else "–" if c in ("", None) else str(c) for c in cells))
    if found.rows:
        out.print(table)
    else:
        out.print(text("prices-unchanged", language))
    if found.report.has_errors:
        print_report(found.report, language)


def statement_json(found: "Statement") -> dict[str, Any]:
    """A statement for a script."""
    return {
        "customer_no": found.customer_no, "from": found.first, "to": found.last, "opening": plain(found.opening),
        "entries": [
            {
                "date": entry.day, "kind": entry.kind, "document_no": entry.document_no,
                "reverses": entry.reverses_no, "amount": plain(entry.amount), "balance": plain(balance),
            }
            for entry, balance in found.entries
        ],
        "closing": plain(found.closing), "ledger": plain(found.ledger), "difference": plain(found.difference),
        "open_invoices": [
            {"document_no": invoice.document_no, "due_date": invoice.due_date, "overdue_days": invoice.overdue_days,
             "open_amount": plain(invoice.open_amount), "disputed": plain(invoice.disputed)}
            for invoice in found.invoices
        ],
    }  # fmt: skip


def print_statement(found: "Statement", customer: "Customer", company: "Company") -> None:
    """The account of a customer as one reads it, and what is open at its end."""
    language = company.settings.language
    out = console()
    out.print(f"{customer.customer_no} {customer.name} · {found.first} – {found.last}", style="bold")
    table = Table(box=None, pad_edge=False)
    for code in ("date", "kind", "number", "amount", "balance"):
        table.add_column(text(f"word-{code}", language), justify="right" if code in ("amount", "balance") else "left")
    table.add_row("", text("statement-opening", language), "", "", money_words(found.opening, company))
    for entry, balance in found.entries:
        kind = kind_word("reversal" if entry.reverses_no else entry.kind, language)
        amounts = (money_words(entry.amount, company), money_words(balance, company))
        table.add_row(str(entry.day), kind, entry.document_no, *amounts)
    table.add_row("", text("statement-closing", language), "", "", money_words(found.closing, company), style="bold")
    out.print(table)
    tie = {"ledger": money_words(found.ledger, company), "difference": money_words(found.difference, company)}
    out.print(text("statement-ledger", language, **tie))
    for invoice in found.invoices:
        values = {
            "invoice": invoice.document_no, "due": str(invoice.due_date or ""),
            "open": money_words(invoice.open_amount, company), "days": str(invoice.overdue_days or ""),
            "disputed": money_words(invoice.disputed, company) if invoice.disputed else "",
        }  # fmt: skip
        out.print(text("statement-open", language, **values))


def stock_json(row: "StockRow") -> dict[str, Any]:
    """A stock for a script; without its value where costs may not be seen."""
    value = {} if row.value is None else {"value": plain(row.value)}
    place = {"warehouse": row.warehouse_code} if row.warehouse_code else {}
    return {"product": row.product_no, **place, "on_hand": plain(row.on_hand), **value}


def print_stock(rows: "Sequence[StockRow]", company: "Company") -> None:
    """What is on hand, product by product."""
    language = company.settings.language
    columns = [("product", "left"), ("on_hand", "right")]
    if any(row.value is not None for row in rows):
        columns.append(("value", "right"))
    table = _table(columns, language)
    for row in rows:
        value = [money_words(row.value, company)] if row.value is not None else []
        table.add_row(row.product_no, plain(row.on_hand), *value)
    console().print(table)


def print_promise(rows: "Sequence[tuple[date, Decimal, Decimal]]", company: "Company") -> None:
    """What will be left and what may be promised, on each day on which it changes."""
    table = _table([("date", "left"), ("left", "right"), ("available", "right")], company.settings.language)
    for on, left, free in rows:
        table.add_row(str(on), plain(left), plain(free))
    console().print(table)


def margin_json(row: "MarginRow") -> dict[str, Any]:
    """A margin for a script."""
    margin = row.margin
    return {
        "name": row.name, "revenue": plain(margin.revenue), "cost": plain(margin.cost),
        "gross_profit": plain(margin.gross_profit),
        "percent": None if margin.percent is None else plain(margin.percent),
        "contribution": plain(margin.contribution), "without_cost": plain(margin.uncosted),
    }  # fmt: skip


def print_margins(rows: "Sequence[MarginRow]", company: "Company") -> None:
    """What is earned, row by row and in all."""
    language = company.settings.language
    lacks_costs = any(row.margin.uncosted for row in rows)
    names = ("net", *(("without_cost",) if lacks_costs else ()), "cost", "gross_profit", "percent", "contribution")
    table = _table([("name", "left"), *((name, "right") for name in names)], language)
    total = Margin()
    for row in rows:
        total = total.plus(row.margin)
        table.add_row(row.name, *_margin_cells(row.margin, company, lacks_costs=lacks_costs))
    table.add_section()
    table.add_row(text("word-sum", language), *_margin_cells(total, company, lacks_costs=lacks_costs))
    console().print(table)
    if lacks_costs:
        console().print(text("margin-without-cost", language, amount=money_words(total.uncosted, company)))


def _margin_cells(margin: Margin, company: "Company", *, lacks_costs: bool) -> list[str]:
    before = (margin.revenue, margin.uncosted) if lacks_costs else (margin.revenue,)
    percent = "–" if margin.percent is None else plain(margin.percent)
    amounts = [money_words(amount, company) for amount in (*before, margin.cost, margin.gross_profit)]
    return [*amounts, percent, money_words(margin.contribution, company)]


def _table(columns: "Sequence[tuple[str, str]]", language: Language) -> Table:
    table = Table(box=None, pad_edge=False)
    for code, side in columns:
        table.add_column(text(f"word-{code}", language), justify="right" if side == "right" else "left")
    return table


def print_reminders(found: "Reminders", company: "Company") -> None:
    """The dunning list as one reads it."""
    from salesbook.workbooks.receivables import DUNNING, dunning_row

    language, out = company.settings.language, console()
    if not found.items:
        out.print(text("dunning-none", language, date=str(found.day)))
        return
    out.print(f"{DUNNING.sheet.get(language)} · {found.day}", style="bold")
    table = Table(box=None, pad_edge=False)
    for field in DUNNING.fields:
        is_number = field.type in ("money", "integer")
        table.add_column(field.title.get(language), justify="right" if is_number else "left")
    for item in found.items:
        row = dunning_row(item, found.names, language)
        table.add_row(
            *(
                money_words(row[field.name], company) if field.type == "money" else str(row[field.name] or "")
                for field in DUNNING.fields
            )
        )
    out.print(table)


def disputes_json(found: "Sequence[tuple[Dispute, int | None]]") -> list[dict[str, Any]]:
    """Refused payments for a script."""
    return [
        case.model_dump(mode="json", exclude={"valid_from"})
        | {"refused_amount": plain(case.refused_amount)}
        | ({} if days is None else {"days_left": days})
        for case, days in found
    ]


def print_disputes(found: "Sequence[tuple[Dispute, int | None]]", company: "Company") -> None:
    """Refused payments that wait for an answer."""
    language, out = company.settings.language, console()
    if not found:
        out.print(text("disputes-none", language))
        return
    table = Table(box=None, pad_edge=False)
    for code in ("case", "invoice", "date", "amount", "reason", "state", "owner", "answer"):
        table.add_column(text(f"word-{code}", language), justify="right" if code == "amount" else "left")
    for case, days in found:
        table.add_row(
            case.case_no, case.invoice, str(case.refused_on), money_words(case.refused_amount, company),
            CHOICES[case.refusal_reason].get(language), CHOICES[case.case_state].get(language), case.owner,
            _days_words(days, language),
        )  # fmt: skip
    out.print(table)


def commissions_json(found: Sequence["Commission"]) -> list[dict[str, Any]]:
    """Commissions for a script."""
    return [
        {
            "salesperson_no": commission.salesperson_no, "document_no": commission.document_no,
            "date": commission.document_date, "invoice_no": commission.invoice_no, "base": commission.base,
            "percent": commission.percent, "amount": commission.amount, "is_due": commission.is_due,
        }
        for commission in found
    ]  # fmt: skip


def print_commissions(found: Sequence["Commission"], company: "Company") -> None:
    """Commissions person by person: each paper, and below them what they add up to and what of it is due."""
    language = company.settings.language
    out = console()
    if not found:
        out.print(text("commissions-none", language))
        return
    table = Table(box=None, pad_edge=False)
    table.add_column(text("commissions-document", language))
    for title in (
        "", text("commissions-base", language), "", text("commissions-amount", language),
        text("commissions-due", language),
    ):  # fmt: skip
        table.add_column(title, justify="right")
    for person in dict.fromkeys(commission.salesperson_no for commission in found):
        own = [commission for commission in found if commission.salesperson_no == person]
        for commission in own:
            amount = money_words(commission.amount, company)
            table.add_row(
                f"  {commission.document_no}", str(commission.document_date), money_words(commission.base, company),
                f"{plain(commission.percent)} %", amount, amount if commission.is_due else "",
            )  # fmt: skip
        due = sum((commission.amount for commission in own if commission.is_due), ZERO)
        table.add_row(
            person, "", money_words(sum((commission.base for commission in own), ZERO), company), "",
            money_words(sum((commission.amount for commission in own), ZERO), company), money_words(due, company),
            style="bold",
        )  # fmt: skip
    out.print(table)


def _days_words(days: int | None, language: Language) -> str:
    if days is None:
        return "–"
    return text("dispute-days-late" if days < 0 else "dispute-days-left", language, days=str(abs(days)))


def progress_json(row: "ProgressRow") -> dict[str, Any]:
    """A row of the progress for a script."""
    pace = row.pace
    ratio = row.to_date.attainment_ratio
    return {
        "level": row.level, "code": row.code, "year_target": row.year_target, "target": row.to_date.target,
        "actual": row.to_date.actual, "variance": row.to_date.variance,
        "attainment_ratio": None if ratio is None else round(float(ratio), 6),
        "expected": round(float(pace.expected), 4),
        "pace_index": None if pace.pace_index is None else round(float(pace.pace_index), 4),
        "forecast": None if pace.forecast is None else round(float(pace.forecast), 4), "documents": row.documents,
    }  # fmt: skip


def print_progress(rows: "Sequence[ProgressRow]", company: "Company") -> None:
    """Attainment and pace of everybody."""
    from salesbook.actions.progress import progress_cells
    from salesbook.sheets.columns import PROGRESS

    language = company.settings.language
    table = Table(box=None, pad_edge=False)
    for field in PROGRESS.fields:
        table.add_column(field.title.get(language), justify="left" if field.type in ("text", "code") else "right")
    for row in rows:
        table.add_row(*(_cell(value) for value in progress_cells(row, company)))
    console().print(table)


def print_cards(cards: "Sequence[Card]", company: "Company") -> None:
    """Totals and grades, the best first."""
    language = company.settings.language
    table = Table(box=None, pad_edge=False)
    for code in ("person", "total", "grade"):
        table.add_column(text(f"word-{code}", language), justify="right" if code == "total" else "left")
    for card in sorted(cards, key=lambda card: -(card.total if card.total is not None else Decimal(-1))):
        table.add_row(card.scorecard.salesperson_no, _cell(card.total), card.grade or "–")
    console().print(table)


def print_verification(result: "Verification", language: Language) -> None:
    """One line per check, and the three-quantity totals."""
    out = console()
    for check in result.checks:
        sign = "✓" if not check.found else "✗"
        out.print(f"{sign} {text(check.code, language, **check.facts)}")
        for found in check.found[:SHOWN_PROBLEMS]:
            out.print(f"    {found}", markup=False)
        if check.still_good:
            out.print(f"    {text('verify-still-good', language, postings=check.still_good)}", markup=False)
    out.print(text("verify-totals", language, **{name: f"{plain(total)}" for name, total in result.totals.items()}))
    out.print(text("verify-good" if result.is_good else "verify-bad", language), style="bold")


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:,f}" if isinstance(value, Decimal) else str(value)


def complaints_json(found: "Sequence[OpenComplaint]") -> list[dict[str, Any]]:
    """The open complaints for a script."""
    return [
        row.complaint.model_dump(mode="json", exclude={"valid_from"}) | {"days_left": row.days_left} for row in found
    ]


def print_complaints(found: "Sequence[OpenComplaint]", language: Language) -> None:
    """The open complaints with what is left of their promises."""
    from salesbook.sheets.columns import COMPLAINTS

    out = console()
    if not found:
        out.print(text("complaints-none", language))
        return
    table = Table(box=None, pad_edge=False)
    shown = ("complaint_no", "customer_no", "about_no", "trouble", "owner_no", "opened_on", "promised_on")
    for name in shown:
        table.add_column(COMPLAINTS.field(name).title.get(language))
    table.add_column("", justify="right")
    for row in found:
        values = [getattr(row.complaint, name) for name in shown]
        cells = ("" if value is None else str(value) for value in values)
        table.add_row(
            *(CHOICES[cell].get(language) if name == "trouble" and cell else cell
              for name, cell in zip(shown, cells, strict=True)),
            days_left_words(row.days_left, language),
        )  # fmt: skip
    out.print(table)


def days_left_words(days: int | None, language: Language) -> str:
    """How long a promise still runs."""
    if days is None:
        return text("complaint-unpromised", language)
    if days == 0:
        return text("complaint-today", language)
    return text("complaint-due" if days > 0 else "complaint-late", language, days=str(abs(days)))


def proof_json(lines: "Sequence[ProofLine]") -> list[dict[str, Any]]:
    """The three-quantity proof for a script."""
    from salesbook.workbooks.proof import PROOF, TERMS, row_of

    found = []
    for line in lines:
        row = (line.posting, line.proof)
        values = {**row_of(row, TERMS), **row_of(row, PROOF)}
        shown = {name: plain(value) if isinstance(value, Decimal) else value for name, value in values.items()}
        found.append(shown | {"purpose": line.proof.purpose, "ties": not any(line.proof.differences)})
    return found


def print_proof(lines: "Sequence[ProofLine]", language: Language) -> None:
    """The three equations of each order line, and whether all of them hold."""
    from salesbook.workbooks.proof import PROOF, row_of

    out = console()
    if not lines:
        out.print(text("proof-none", language))
        return
    table = Table(box=None, pad_edge=False)
    for field in PROOF.fields:
        table.add_column(field.title.get(language), justify="right" if field.type == "quantity" else "left")
    for line in lines:
        values = row_of((line.posting, line.proof), PROOF)
        table.add_row(*(plain(value) if isinstance(value, Decimal) else str(value) for value in values.values()))
    out.print(table)
    untied = sum(any(line.proof.differences) for line in lines)
    out.print(text("proof-untied" if untied else "proof-ties", language, lines=str(len(lines)), untied=str(untied)))


def print_preparation(report: "PreparationReport", language: Language) -> None:
    """Documents, minutes and share right at once, by the people who posted and by customer."""
    out = console()
    if not report.by_person:
        out.print(text("preparation-none", language))
        return
    for code, rows in (("preparation-person", report.by_person), ("word-customer", report.by_customer)):
        table = Table(box=None, pad_edge=False)
        table.add_column(text(code, language))
        for head in ("documents", "minutes", "right"):
            table.add_column(text(f"preparation-{head}", language), justify="right")
        for row in rows:
            table.add_row(
                row.name, str(row.documents), f"{row.median_minutes:.1f}", f"{row.first_time_right_percent:.1f}"
            )
        out.print(table)
