"""Print a paper for the customer: gather what was posted, and write it as a workbook or a PDF."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from salesbook.actions.approving import request
from salesbook.actions.company import Company
from salesbook.actions.deciding import decide_approved
from salesbook.actions.own_forms import FilledForm, form_for, write_form
from salesbook.actions.paper_files import file_name, letterhead, target_of, write_paper
from salesbook.actions.workbooks import look_of
from salesbook.documents.facts import PostedDocument
from salesbook.documents.master_data import Customer, Salesperson
from salesbook.documents.payment_terms import PaymentTerms
from salesbook.documents.posting import Posting
from salesbook.documents.printed import (
    PRINTED_KINDS,
    PrintedCustomer,
    PrintedDocument,
    Standing,
    distinct,
    printed_document,
)
from salesbook.documents.revision import REVISION_OF
from salesbook.documents.revisions import base_number
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import AnyRecord, history_for, load, valid_on
from salesbook.problems import SalesbookError
from salesbook.settings import Language
from salesbook.sheets.reading import PAPERS, ReadDocument
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.form_values import document_values
from salesbook.workbooks.printed import build_printed


@dataclass(frozen=True)
class PrintedFile:
    """A paper that was printed.

    Attributes:
        reversed_by: The document that undid it; it is then marked as cancelled.
        form: The company's own form that was filled, if one was, and
        filled: what became of it.
    """

    path: Path
    document: PrintedDocument
    reversed_by: str = ""
    form: str = ""
    filled: FilledForm | None = None


def print_document(
    document_no: str,
    company: Company,
    output: Path | None = None,
    *,
    as_pdf: bool = False,
    language: Language | None = None,
    form: str | None = None,
) -> PrintedFile:
    """Write a paper for the customer.

    Args:
        document_no: A posted paper, or a request that waits for approval, which is printed as a draft.
        company: Whose it is.
        output: A file, or a folder; by default a folder in the company's.
        as_pdf: A PDF, not a workbook; also what a file that is named so becomes.
        language: Of the paper; by default the company's.
        form: Name of a form of the company's own; by default what the settings say; blank for none.

    Raises:
        SalesbookError: There is no such document, or it is none that customers get; or a form is not ready, or comes
            to another total than what was posted.
        SettingsError: The logo is not there, or is no picture.
        HostError: The file cannot be written, or there is nothing to make a PDF with.
    """
    language = language or company.settings.language
    found, reversed_by = gather(document_no, company)
    name = file_name(found.document_no, found.customer.name or found.customer.customer_no)
    target = target_of(name, company, output, as_pdf=as_pdf)
    own = form_for(found.kind, company, form)
    if own is not None:
        values = document_values(found, language, company.settings.print)
        return PrintedFile(target, found, reversed_by, own.name, write_form(own, values, target, company))
    head = letterhead(company, language)
    look = replace(look_of(company.settings, language), currency=found.currency, decimals=found.decimals)

    write_paper(
        target, look, lambda path, look: build_printed(path, BookInfo(look), found, head, company.settings.print)
    )
    return PrintedFile(target, found, reversed_by)


def gather(document_no: str, company: Company) -> tuple[PrintedDocument, str]:
    """A paper as it was posted, or would be, and the number of what undid it.

    Raises:
        SalesbookError: There is no such document, or it is none that customers get.
    """
    with company.cache() as cache:
        if _is_request(document_no, cache):
            kind, day, lines = _draft(document_no, company, cache)
            return _with_names(kind, document_no, day, lines, company, cache, "draft"), ""
        document = _printable(document_no, cache)
        by_key = cache.lines_of([(document.kind, document.document_no)])
        lines = [by_key[key].posting for key in sorted(by_key)]
        standing: Standing = "cancelled" if document.reversed_by else ""
        if document.kind == "payment":
            # Who pays for others gets the receipt.
            lines = [line.model_copy(update={"customer_no": document.customer_no}) for line in lines]
        found = _with_names(
            document.kind, document.document_no, document.document_date, lines, company, cache, standing
        )
    return found, document.reversed_by


def _is_request(document_no: str, cache: LedgerCache) -> bool:
    return document_no in cache.record_keys("approval")


def _printable(document_no: str, cache: LedgerCache) -> PostedDocument:
    """The document of a number; the newest revision is the paper itself."""
    documents = cache.find_documents(document_no)
    number, revision = base_number(document_no)
    if documents and documents[0].kind in REVISION_OF.values() and revision == cache.revisions_of([number])[number]:
        documents = cache.find_documents(number)
    if not documents:
        raise SalesbookError("document-not-found", document=document_no)
    document = documents[0]
    if document.reverses_no:
        raise SalesbookError("print-of-reversal", document=document_no, original=document.reverses_no)
    if document.kind in REVISION_OF.values():
        raise SalesbookError("print-of-old-revision", document=document_no, original=number)
    if document.kind not in PRINTED_KINDS:
        raise SalesbookError("print-not-for-customers", document=document_no, kind=document.kind)
    return document


def _draft(request_no: str, company: Company, cache: LedgerCache) -> tuple[str, date, list[Posting]]:
    """The lines that a document would have which waits for an approval."""
    approval = request(cache, request_no)
    if approval.document_kind not in PRINTED_KINDS:
        raise SalesbookError("print-not-for-customers", document=request_no, kind=approval.document_kind)
    paper = PAPERS[approval.document_kind].model_validate_json(approval.typed)
    history = history_for(cache, [paper], company.settings, company.today)
    history.base.user = approval.made_by
    read = ReadDocument(approval.document_kind, approval.document_ref, model=paper, rows=[], entered=[])
    decision = decide_approved(read, history, approval)
    lines = decision.agreed or decision.postings
    if not lines:
        raise SalesbookError("document-not-found", document=request_no)
    return approval.document_kind, paper.document_date, list(lines)


def _with_names(
    kind: str,
    document_no: str,
    day: date,
    lines: Sequence[Posting],
    company: Company,
    cache: LedgerCache,
    standing: Standing,
) -> PrintedDocument:
    """The paper with the names that were known on its date."""
    first = lines[0]
    customer = known_on(day, cache, Customer, first.customer_no)
    salesperson = known_on(day, cache, Salesperson, first.salesperson_no)
    terms = known_on(day, cache, PaymentTerms, customer.payment_terms) if customer else None
    rules = company.settings.rules
    named = printed_document(
        kind, document_no, day, printed_customer(first.customer_no, customer, day, cache), lines, rules
    )
    references = distinct([*(line.customer_reference for line in lines), *_references(named, cache)])
    invoices = cache.documents(("sales_invoice", number) for number in named.behind["invoice"])
    return replace(
        named,
        standing=standing,
        salesperson=salesperson.name if salesperson else "",
        references=references,
        terms=(terms.name or terms.instalments) if terms else "",
        payment_days=customer.payment_days if customer else None,
        invoice_dates=tuple((number, found.document_date) for (_, number), found in invoices.items()),
    )


def _references(document: PrintedDocument, cache: LedgerCache) -> list[str]:
    """The customer's own numbers on the orders behind the lines."""
    orders = document.behind["order"]
    found = cache.lines_of(("sales_order", number) for number in orders)
    return [found[key].posting.customer_reference for key in sorted(found)]


def printed_customer(customer_no: str, file: Customer | None, day: date, cache: LedgerCache) -> PrintedCustomer:
    """Who a paper is for, by his file; by his number alone where there is none."""
    if file is None:
        return PrintedCustomer(customer_no)
    payer = known_on(day, cache, Customer, file.payer_no)
    return PrintedCustomer(
        customer_no, file.name, file.address, file.delivery_address, file.contact, file.phone,
        f"{payer.customer_no} · {payer.name}" if payer else "",
    )  # fmt: skip


def known_on(day: date, cache: LedgerCache, model: type[AnyRecord], key: str) -> AnyRecord | None:
    """A record as valid on a day; one that begins later, as it began."""
    versions = load(cache, model, [key]) if key else {}
    found = versions.get(key, [])
    return valid_on(versions, day).get(key, found[0] if found else None)
