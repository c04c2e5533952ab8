"""The three-quantity proof of order lines (三量對帳), gathered from the ledger; to read, or as a sheet to sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from salesbook.actions.company import Company
from salesbook.actions.workbooks import look_of, write_anew
from salesbook.documents.posting import Posting
from salesbook.documents.tie_out import TieOut, tie_outs
from salesbook.ledger.cutoff import Cutoff
from salesbook.problems import SalesbookError
from salesbook.queries import LedgerQueries
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.proof import build_proof


@dataclass(frozen=True)
class ProofLine:
    """One order line as it was agreed, and its proof."""

    posting: Posting
    proof: TieOut


def prove(company: Company, orders: Sequence[str] = (), *, everything: bool = False) -> list[ProofLine]:
    """The proof of the lines of some orders, or of all lines that are not finished.

    Args:
        company: Whose ledger.
        orders: Their numbers; none means all orders.
        everything: Finished lines, too; with ``orders`` they are always among them.

    Raises:
        SalesbookError: One of the orders is not in the ledger.
    """
    with company.cache() as cache:
        known = cache.documents(("sales_order", number) for number in orders)
        for number in orders:
            if ("sales_order", number) not in known:
                raise SalesbookError("document-not-found", document=number)
        lines = cache.lines_of(known) if orders else dict(cache.all_lines("sales_order"))
        cutoff = Cutoff(until_seq=cache.head[0])
    postings = LedgerQueries(company.store, cutoff).postings_of_orders(orders)
    proofs = tie_outs(postings, {key: line.balance for key, line in lines.items()})
    found = [ProofLine(lines[key].posting, proofs[key]) for key in sorted(proofs)]
    return [line for line in found if orders or everything or not line.proof.is_finished]


def write_proof(company: Company, lines: Sequence[ProofLine], target: Path) -> None:
    """Write the proof as a workbook; an earlier one that says something else is kept under a number."""
    info = BookInfo(look_of(company.settings), company.settings.name)
    rows = [(line.posting, line.proof) for line in lines]
    write_anew(target, lambda path: build_proof(path, info, company.today, rows))
