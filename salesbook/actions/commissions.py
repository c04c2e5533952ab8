"""Show the commission of salespeople, invoice by invoice, and what of it is due."""

from salesbook.actions.company import Company
from salesbook.documents.balances import AS_A_WHOLE, LineBalance, LineKey
from salesbook.documents.commission import Commission, commission_on
from salesbook.documents.master_data import Salesperson, close_codes
from salesbook.documents.posting import Posting
from salesbook.ledger.history import load, valid_on
from salesbook.problems import SalesbookError

PAPERS = ("sales_invoice", "credit_note")


def show_commissions(company: Company, salesperson_no: str = "") -> list[Commission]:
    """The commission of one person, or of all, by person and then in the order of the papers.

    Raises:
        SalesbookError: There is no such salesperson.
    """
    with company.cache() as cache:
        people = load(cache, Salesperson)
        if salesperson_no and salesperson_no not in people:
            if similar := close_codes(salesperson_no, people):
                raise SalesbookError("unknown-salesperson-similar", code=salesperson_no, similar=", ".join(similar))
            raise SalesbookError("unknown-salesperson", code=salesperson_no)
        wanted = {salesperson_no} if salesperson_no else people.keys()
        papers: dict[tuple[str, str], list[Posting]] = {}
        for kind in PAPERS:
            standing = {paper.document_no for paper in cache.documents_of(kind) if not paper.reversed_by}
            for key, line in cache.all_lines(kind):
                if key.document_no in standing and line.posting.salesperson_no in wanted:
                    papers.setdefault((kind, key.document_no), []).append(line.posting)
        numbers = {postings[0].invoice_no or number for (_, number), postings in papers.items()}
        invoices = cache.invoices(numbers)
    found = []
    for postings in papers.values():
        first = postings[0]
        whole = invoices.get(LineKey("sales_invoice", first.invoice_no or first.document_no, AS_A_WHOLE))
        person = valid_on({"": people[first.salesperson_no]}, first.document_date).get("")
        if person and (
            commission := commission_on(
                postings, whole.balance if whole else LineBalance(), person, company.settings.rules.decimals
            )
        ):
            found.append(commission)
    return sorted(found, key=lambda commission: (commission.salesperson_no, commission.document_date))
