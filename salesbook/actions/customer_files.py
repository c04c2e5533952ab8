"""Block, unblock and merge customer files: new versions of the file, each with its reason in the ledger."""

import hashlib
from typing import Any

from salesbook.actions.company import Company
from salesbook.actions.deciding import Decision
from salesbook.actions.storing import Report, store
from salesbook.documents.customer_groups import successor
from salesbook.documents.master_data import Customer, close_codes
from salesbook.documents.posting import canonical_json
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import load, valid_on
from salesbook.problems import SalesbookError
from salesbook.sheets.reading import ReadDocument


def block(customer_no: str, company: Company, reason: str) -> Report:
    """Stop selling to a customer from today on; he may still pay and send back.

    Raises:
        SalesbookError: No reason is given, the customer is unknown or part of another file; nothing was stored.
        LedgerConflict: Others kept posting first; nothing was stored.
    """
    return _change(customer_no, company, reason, {"blocked": True, "block_reason": reason.strip()})


def unblock(customer_no: str, company: Company, reason: str) -> Report:
    """Sell to a blocked customer again.

    Raises:
        SalesbookError: No reason is given, the customer is unknown, not blocked, or part of another file; nothing
            was stored.
        LedgerConflict: Others kept posting first; nothing was stored.
    """
    return _change(customer_no, company, reason, {"blocked": False, "block_reason": ""})


def merge(customer_no: str, into: str, company: Company, reason: str) -> Report:
    """Make one customer file part of another: it takes no new business, and what both owe counts together.

    What was posted for it stays under its number, and what it was promised is still delivered.

    Args:
        customer_no: Of the file that is given up.
        into: Of the file that stays.
        company: Whose ledger.
        reason: Kept in the ledger.

    Raises:
        SalesbookError: No reason is given, one of the customers is unknown, or one of them is part of another file
            already; nothing was stored.
        LedgerConflict: Others kept posting first; nothing was stored.
    """
    return _change(customer_no, company, reason, {"merged_into": into, "blocked": True, "block_reason": reason.strip()})


def _change(customer_no: str, company: Company, reason: str, change: dict[str, Any]) -> Report:
    if not reason.strip():
        raise SalesbookError("customer-reason-missing", customer=customer_no)

    def decide(cache: LedgerCache) -> list[Decision]:
        file = known_customer(cache, customer_no, company)
        if file.merged_into:
            raise SalesbookError("customer-merged-already", customer=customer_no, into=file.merged_into)
        if change["blocked"] is False and not file.blocked:
            raise SalesbookError("customer-not-blocked", customer=customer_no)
        if "merged_into" in change:
            _check_merge(cache, file, change["merged_into"], company)
        versions = load(cache, Customer, [customer_no])[customer_no]
        later = [version for version in versions if version.valid_from > company.today]
        changed = [version.model_copy(update=change) for version in (_from_today(file, company), *later)]
        return [_decision(version, len(versions) + number, reason) for number, version in enumerate(changed)]

    return store(company, "", "", decide)


def known_customer(cache: LedgerCache, customer_no: str, company: Company) -> Customer:
    """The file of a customer as valid today.

    Raises:
        SalesbookError: There is none.
    """
    file = valid_on(load(cache, Customer, [customer_no]), company.today).get(customer_no)
    if file is not None:
        return file
    if similar := close_codes(customer_no, cache.record_keys(Customer.kind)):
        raise SalesbookError("unknown-customer-similar", code=customer_no, similar=", ".join(similar))
    raise SalesbookError("unknown-customer", code=customer_no)


def _check_merge(cache: LedgerCache, file: Customer, into: str, company: Company) -> None:
    if into == file.customer_no:
        raise SalesbookError("customer-merge-itself", customer=into)
    target = known_customer(cache, into, company)
    if target.merged_into:
        last = successor(into, valid_on(load(cache, Customer), company.today))
        raise SalesbookError("customer-merged", customer=into, into=last)


def _from_today(file: Customer, company: Company) -> Customer:
    return file.model_copy(update={"valid_from": company.today})


def _decision(version: Customer, number: int, reason: str) -> Decision:
    """Earlier versions belong to the id, because a customer may be blocked and unblocked again and again."""
    postings = [posting.model_copy(update={"remark": reason.strip()}) for posting in version.postings()]
    identity = [version.kind, version.key, number, str(version.valid_from), version.content()]
    posting_id = hashlib.sha256(canonical_json(identity).encode()).hexdigest()
    return Decision(ReadDocument(version.kind), "ready", postings=postings, posting_id=posting_id)
