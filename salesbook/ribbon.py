"""One short function per ribbon button. VBA calls it through xlwings' RunPython and waits.

Each picks the workbook that called, does one action on it and says in a message box what came of it.
Everything heavy is imported inside, so that pressing a button starts fast.
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from salesbook.actions.company import Company
    from salesbook.hosts.excel import ExcelWorkbook
    from salesbook.settings import Language


def run(action: str) -> None:
    """Do what a button's tag says; the tag is the name of one of the functions below."""
    BUTTONS[action]()


def check() -> None:
    """Check every sheet of the workbook and mark what is wrong."""
    _on_workbook(_check)


def post() -> None:
    """Post every sheet of the workbook."""
    _on_workbook(_post)


def make_order() -> None:
    """Fill the list of orders from the open quotations."""
    _on_workbook(lambda workbook, company: _make("sales_order", workbook, company))


def make_delivery() -> None:
    """Fill the list of deliveries from the open orders."""
    _on_workbook(lambda workbook, company: _make("delivery_note", workbook, company))


def make_invoice() -> None:
    """Fill the list of invoices from the open deliveries."""
    _on_workbook(lambda workbook, company: _make("sales_invoice", workbook, company))


def make_receipt() -> None:
    """Fill the list of receipts from the invoices that are not paid."""
    _on_workbook(lambda workbook, company: _make("payment", workbook, company))


def split_targets() -> None:
    """Split the plan of the planning workbook and store it."""
    _on_workbook(_split)


def recalc_targets() -> None:
    """Fill the Progress sheet of the planning workbook."""
    _on_workbook(_recalc)


def appraise_month() -> None:
    """Fill the scorecards of the month before this one."""
    _on_workbook(_appraise_month)


def refresh() -> None:
    """Renew the look-up lists of the workbook."""
    _on_workbook(_refresh)


def self_check() -> None:
    """Rebuild what the workbook says from the ledger, and list what differs."""
    _on_workbook(_self_check)


def dashboard() -> None:
    """Write the dashboard of today beside the other workbooks."""
    _on_workbook(_dashboard)


BUTTONS: dict[str, Callable[[], None]] = {
    button.__name__: button
    for button in (
        check, post, make_order, make_delivery, make_invoice, make_receipt, split_targets, recalc_targets,
        appraise_month, refresh, self_check, dashboard,
    )
}  # fmt: skip
"""What the tags of ``macros/ribbon.xml`` may say."""


def _on_workbook(act: "Callable[[ExcelWorkbook, Company], str]") -> None:
    """Find workbook and company, act, and tell the outcome or what went wrong."""
    from salesbook.actions.company import find_company, open_company
    from salesbook.actions.failing import failure_words
    from salesbook.hosts.excel import ExcelWorkbook

    language: Language = "en"
    try:
        workbook = ExcelWorkbook.caller()
    except Exception as error:  # noqa: BLE001 - as below
        # There is no workbook to say it in; xlwings shows what Python writes as it ends.
        sys.exit(failure_words(error, language))
    try:
        company = open_company(find_company(workbook.path))
        language = company.settings.language
        words = act(workbook, company)
    except Exception as error:  # noqa: BLE001 - no traceback reaches a person; it is kept in the log
        words = failure_words(error, language)
    workbook.tell(words)


def _check(workbook: "ExcelWorkbook", company: "Company") -> str:
    from salesbook.actions.posting import check

    return report_words(check(workbook, company), company)


def _post(workbook: "ExcelWorkbook", company: "Company") -> str:
    from salesbook.actions.posting import post

    return report_words(post(workbook, company), company)


def _refresh(workbook: "ExcelWorkbook", company: "Company") -> str:
    from salesbook.actions.refreshing import refresh as run
    from salesbook.printing import refreshed_words

    return "\n".join(refreshed_words(run(workbook, company), company.settings.language))


def _self_check(workbook: "ExcelWorkbook", company: "Company") -> str:
    from salesbook.actions.self_checking import self_check as run
    from salesbook.printing_self_check import self_check_words

    return self_check_words(run(workbook, company), company.settings.language)


def report_words(report: Any, company: "Company") -> str:
    """A report in a line per outcome, and the first problem with its cell."""
    from salesbook.messages import sentence, text

    language = company.settings.language
    outcomes = ("posted", "ready", "already", "waiting", "refused", "held", "hidden")
    lines = [f"{text(f'outcome-{name}', language)}: {report.count(name)}" for name in outcomes if report.count(name)]
    lines = lines or [text("nothing-to-post", language, workbook=report.workbook)]
    errors = [problem for problem in report.problems if problem.severity == "error"]
    if errors:
        lines.append(f"{errors[0].place.sheet}!{errors[0].place.cell}: {sentence(errors[0], language)}")
    return "\n".join(lines)


def _make(kind: str, workbook: "ExcelWorkbook", company: "Company") -> str:
    from salesbook.actions.making import make
    from salesbook.messages import text

    made = make(kind, workbook, company)
    return text(
        "make-done",
        company.settings.language,
        documents=str(len(made.references)),
        rows=str(made.rows),
        workbook=workbook.label,
    )


def _split(workbook: "ExcelWorkbook", company: "Company") -> str:
    from salesbook.actions.targets import split
    from salesbook.messages import sentence, text

    result = split(workbook, company)
    if result.plan is None:
        return sentence(result.problems[0], company.settings.language)
    code = "status-plan-stored" if result.is_new else "status-plan-unchanged"
    return text(code, company.settings.language, document=result.document_no)


def _recalc(workbook: "ExcelWorkbook", company: "Company") -> str:
    from salesbook.actions.progress import recalc
    from salesbook.messages import text

    return text("recalc-done", company.settings.language, rows=str(len(recalc(workbook, company))))


def _appraise_month(workbook: "ExcelWorkbook", company: "Company") -> str:
    from salesbook.actions.appraising import appraise, scorecard_path
    from salesbook.messages import text
    from salesbook.periods import month_before

    period = month_before(company.today)
    path = scorecard_path(company, period)
    cards = appraise(company, period, path)
    return text("appraise-done", company.settings.language, cards=str(len(cards)), workbook=path.name)


def _dashboard(_: "ExcelWorkbook", company: "Company") -> str:
    from salesbook.actions.dashboard import dashboard_path, standing, write_dashboard
    from salesbook.printing_dashboard import dashboard_words

    found, path = standing(company), dashboard_path(company)
    write_dashboard(company, found, path)
    return dashboard_words(found, path, company)
