"""What an enquiry is about: the customer, product or order that somebody on the phone means.

Taken is only what can mean one thing; it is said how it was found. Otherwise what comes near is named.
"""

import re
from collections.abc import Iterator
from typing import TypeVar
from unicodedata import normalize

from salesbook.actions.company import Company
from salesbook.documents.customer_groups import successor
from salesbook.documents.facts import PostedDocument
from salesbook.documents.master_data import Customer, Product, close_codes
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import linked_customers, load, valid_on
from salesbook.problems import SalesbookError
from salesbook.words import Words
from salesbook.workbooks.enquiry import in_all_languages

LISTED = 10
"""More names than these are counted."""

AnyFile = TypeVar("AnyFile", Customer, Product)


def asked_customer(typed: str, cache: LedgerCache, company: Company) -> tuple[Customer, Words | None]:
    """The customer by code or by part of the name; of a file that was merged, the one it became part of.

    Raises:
        SalesbookError: None is known by it, or several are.
    """
    file, found = _asked_file(typed, Customer, cache, company)
    if not file.merged_into:
        return file, found
    owner = successor(file.customer_no, valid_on(linked_customers(cache), company.today))
    file = valid_on(load(cache, Customer, [owner]), company.today)[owner]
    return file, _taken_for(typed, file.customer_no, file.name)


def asked_product(typed: str, cache: LedgerCache, company: Company) -> tuple[Product, Words | None]:
    """The product by code or by part of the name.

    Raises:
        SalesbookError: None is known by it, or several are.
    """
    return _asked_file(typed, Product, cache, company)


def _asked_file(typed: str, model: type[AnyFile], cache: LedgerCache, company: Company) -> tuple[AnyFile, Words | None]:
    known = valid_on(load(cache, model, [typed]), company.today)
    if typed in known:
        return known[typed], None
    wanted = _folded(typed)
    keys = cache.record_keys(model.kind)
    meant = [key for key in keys if _folded(key) == wanted]
    by_code = valid_on(load(cache, model, meant), company.today)
    named = {key for key, name in cache.record_names(model.kind) if wanted and wanted in _folded(name)}
    files = valid_on(load(cache, model, named), company.today).values()
    by_name = [file for file in files if wanted in _folded(file.name) and not getattr(file, "merged_into", "")]
    candidates = list(by_code.values()) or sorted(by_name, key=lambda file: file.key)
    if len(candidates) == 1:
        return candidates[0], _taken_for(typed, candidates[0].key, candidates[0].name)
    is_customer = model is Customer
    if candidates:
        names = ", ".join(f"{file.key} {file.name}" for file in candidates[:LISTED])
        names += ", …" if len(candidates) > LISTED else ""
        code = "ask-customers-several" if is_customer else "ask-products-several"
        raise SalesbookError(code, typed=typed, count=len(candidates), names=names)
    if similar := close_codes(typed, keys):
        code = "unknown-customer-similar" if is_customer else "unknown-product-similar"
        raise SalesbookError(code, code=typed, similar=", ".join(similar))
    raise SalesbookError("unknown-customer" if is_customer else "unknown-product", code=typed)


def _taken_for(typed: str, code: str, name: str = "") -> Words:
    return in_all_languages("ask-taken-for", typed=typed, code=code, name=name)


def _folded(text: str) -> str:
    """Letters without their case and width."""
    return normalize("NFKC", text).casefold().strip()


def asked_order(typed: str, cache: LedgerCache) -> tuple[str, Words | None]:
    """The number of an order: by itself, by its Ref, or by a paper that belongs to one order.

    Raises:
        SalesbookError: There is none, or it could be several.
    """
    number = normalize("NFKC", typed).strip().upper()
    documents = cache.find_documents(typed) or cache.find_documents(number)
    for document in documents:
        if document.kind == "sales_order" and not document.reverses_no:
            return document.document_no, None if document.document_no == typed else _taken_for(typed, number)
    if documents:
        behind = _orders_behind(documents[0], cache)
        if len(behind) != 1:
            orders = ", ".join(behind[:LISTED]) + (", …" if len(behind) > LISTED else "")
            raise SalesbookError("ask-no-order", document=typed, kind=documents[0].kind, orders=orders)
        return behind[0], _taken_for(typed, behind[0])
    by_ref = [found for found in cache.documents_by_ref([typed]) if found.kind == "sales_order"]
    standing = [found.document_no for found in by_ref if not (found.reversed_by or found.reverses_no)]
    if len(standing) == 1:
        return standing[0], _taken_for(typed, standing[0])
    if standing:
        raise SalesbookError(
            "ask-orders-several", typed=typed, count=len(standing), orders=", ".join(standing[:LISTED])
        )
    near = {found.document_no for found in cache.documents(("sales_order", slip) for slip in slips_of(number)).values()}
    if similar := close_codes(number, sorted(near)):
        raise SalesbookError("document-not-found-similar", document=typed, similar=", ".join(similar))
    raise SalesbookError("document-not-found", document=typed)


def _orders_behind(document: PostedDocument, cache: LedgerCache) -> list[str]:
    """The orders that a paper has to do with."""
    number = document.reverses_no or document.document_no
    if document.kind == "sales_order":
        return [number]
    if document.kind == "quotation":
        return [found.document_no for found in cache.made_from(number) if found.kind == "sales_order"]
    lines = cache.lines_of([(document.kind, number)])
    return sorted({line.posting.order_no for line in lines.values()} - {""})


def slips_of(number: str) -> Iterator[str]:
    """Numbers that somebody may have meant: one sign wrong, missing, too much, or exchanged; the running number
    with fewer or more zeros. Looked up one by one, so that nobody has to read all numbers.

    >>> slips = set(slips_of("SO-2026-0012"))
    >>> "SO-2026-00012" in slips, "SO-2026-0021" in slips, "SO-2026-0013" in slips, "SO-2025-0012" in slips
    (True, True, True, True)
    """
    digits = "0123456789"
    for place, sign in enumerate(number):
        yield number[:place] + number[place + 1 :]
        yield number[:place] + number[place + 1 : place + 2] + sign + number[place + 2 :]
        for digit in digits:
            yield number[:place] + digit + number[place:]
            if sign in digits:
                yield number[:place] + digit + number[place + 1 :]
    if found := re.fullmatch(r"(.*?)0*(\d+)", number):
        for width in range(len(found[2]), len(found[2]) + 8):
            yield found[1] + found[2].zfill(width)
