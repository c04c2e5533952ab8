"""Which customer files count together: those that were merged, and the companies of one group (DOMAIN 8).

A credit limit stands at a level: the customer's own file, and above it each company that it belongs to. What is
owed at a level is summed over its file, the files merged into that and all companies that belong to it; what was
posted for each file stays as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from salesbook.documents.master_data import Customer


@dataclass(frozen=True)
class CreditLevel:
    """Files whose exposure is counted together, and the one at which limit and days stand.

    Attributes:
        owner: Code of the file that has the limit.
        members: Codes of all files, the owner among them, in order.
    """

    owner: str
    members: tuple[str, ...]


def successor(code: str, customers: Mapping[str, Customer]) -> str:
    """The file that a customer's documents belong to now, over however many merges."""
    seen: set[str] = set()
    while code in customers and customers[code].merged_into and code not in seen:
        seen.add(code)
        code = customers[code].merged_into
    return code


def files_of(code: str, customers: Mapping[str, Customer]) -> tuple[str, ...]:
    """A file and all that were merged into it, in order."""
    merged = (other for other in customers if successor(other, customers) == code)
    return tuple(sorted({code, *merged}))


def credit_levels(code: str, customers: Mapping[str, Customer]) -> tuple[CreditLevel, ...]:
    """The levels at which a customer's credit is looked at, the customer's own file first.

    Args:
        code: Of the customer.
        customers: All files that may count together; ``related`` finds them.

    >>> files = [Customer(customer_no="HQ", name="HQ"), Customer(customer_no="A", name="A", parent_no="HQ"),
    ...          Customer(customer_no="A-old", name="A", merged_into="A")]
    >>> for level in credit_levels("A-old", {file.customer_no: file for file in files}):
    ...     print(level.owner, level.members)
    A ('A', 'A-old')
    HQ ('A', 'A-old', 'HQ')
    """
    lineages = {other: _lineage(other, customers) for other in customers}
    return tuple(
        CreditLevel(owner, tuple(sorted({owner, *(other for other, line in lineages.items() if owner in line)})))
        for owner in _lineage(code, customers)
    )


def related(codes: Iterable[str], linked: Mapping[str, Customer]) -> set[str]:
    """The codes themselves and all files that count together with any of them.

    Args:
        codes: Of the customers asked for.
        linked: All files that name another one as parent or successor, and those that are named.
    """
    found: set[str] = set()
    for code in codes:
        found |= {code, *(member for level in credit_levels(code, linked) for member in level.members)}
    return found


def _lineage(code: str, customers: Mapping[str, Customer]) -> list[str]:
    """The file a customer's documents belong to, then the companies above it; the files of these, too."""
    line = [successor(code, customers)]
    while line[-1] in customers:
        above = successor(customers[line[-1]].parent_no, customers)
        if not above or above in line:
            break
        line.append(above)
    return line
