"""Which document a row means that names it by its Ref: by the number that a shop or another program gave it.

A sheet of returns from a shop knows the shop's number of the order and nothing of our numbers. A Ref is not unique, so
it is taken only where one document can be meant, and it is said for which one it was taken.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from salesbook.documents.facts import PostedDocument
from salesbook.documents.goods import GoodsPaper
from salesbook.documents.paper import problem
from salesbook.ledger.cache import LedgerCache
from salesbook.problems import Problem
from salesbook.sheets.reading import ReadDocument


@dataclass
class _Meant:
    """What a name may stand for.

    Attributes:
        papers: Documents that a row may be made from.
        orders: Orders of that name of which there is no such document.
    """

    papers: dict[str, PostedDocument] = field(default_factory=dict)
    orders: list[PostedDocument] = field(default_factory=list)


def name_sources(
    documents: Sequence[ReadDocument], stored: Mapping[int, PostedDocument], cache: LedgerCache
) -> dict[tuple[str, str], Problem]:
    """Put the number of the one document that is meant in place of its Ref.

    Goods come back from a delivery, so an order stands for its delivery.

    Args:
        documents: Of a sheet; papers about goods are changed, each with what is to be said of it.
        stored: Those that are in the ledger, by ``id``: they mean what they were posted for.
        cache: Of the ledger.

    Returns:
        Why a name could not be replaced, by kind of paper and name, where there is more to say than that it is unknown.
    """
    papers = [(found, paper) for found in documents if isinstance(paper := found.model or found.draft, GoodsPaper)]
    named = {(kind, number) for _, paper in papers for kind in paper.source_kinds for number in _names(paper)}
    known = {number for _, number in cache.documents(named)}
    unknown = {number for _, number in named} - known
    if not unknown:
        return {}
    by_name: dict[str, list[PostedDocument]] = defaultdict(list)
    for head in cache.documents_by_ref(unknown):
        by_name[head.document_ref].append(head)
    for order in cache.documents(("sales_order", number) for number in unknown).values():
        by_name[order.document_no].append(order)
    open_names: dict[tuple[str, str], Problem] = {}
    for document, paper in papers:
        meant = {name: _meant(by_name[name], paper, cache) for name in _names(paper) if name in by_name}
        meant = _as_posted(meant, stored.get(id(document)), cache)
        _name(document, paper, {name: next(iter(f.papers)) for name, f in meant.items() if len(f.papers) == 1})
        refusals = {(paper.kind, name): _refusal(name, found) for name, found in meant.items()}
        open_names |= {key: refusal for key, refusal in refusals.items() if refusal}
    return open_names


def _names(paper: GoodsPaper) -> set[str]:
    return {line.source_no for line in paper.lines if line.source_no}


def _meant(heads: Iterable[PostedDocument], paper: GoodsPaper, cache: LedgerCache) -> _Meant:
    standing = [head for head in heads if not head.reversed_by]
    direct = {head.document_no: head for head in standing if head.kind in paper.source_kinds}
    if direct or "delivery_note" not in paper.source_kinds:
        return _Meant(direct)
    orders = [head for head in standing if head.kind == "sales_order"]
    made = (head for order in orders for head in cache.made_from(order.document_no))
    notes = {head.document_no: head for head in made if head.kind == "delivery_note" and not head.reversed_by}
    return _Meant(notes, orders)


def _as_posted(meant: dict[str, _Meant], stored: PostedDocument | None, cache: LedgerCache) -> dict[str, _Meant]:
    """Of a document that is in the ledger, what it was made from, although more may go by that name since."""
    if stored is None or not meant:
        return meant
    lines = cache.lines_of([(stored.kind, stored.document_no)]).values()
    used = {line.posting.source_no for line in lines}
    return {name: _Meant({n: head for n, head in found.papers.items() if n in used}) for name, found in meant.items()}


def _name(document: ReadDocument, paper: GoodsPaper, numbers: Mapping[str, str]) -> None:
    for place, line in enumerate(paper.lines):
        if number := numbers.get(line.source_no):
            said = problem("source-by-ref", "source_no", line, warning=True, name=line.source_no, code=number)
            document.problems.append(said)
            if place < len(document.entered):
                document.entered[place]["source_no"] = number
    lines = (line.model_copy(update={"source_no": numbers.get(line.source_no, line.source_no)}) for line in paper.lines)
    changed = paper.with_lines(lines)
    if document.model is not None:
        document.model = changed
    else:
        document.draft = changed


def _refusal(name: str, meant: _Meant) -> Problem | None:
    if len(meant.papers) > 1:
        return problem("source-open", "source_no", name=name, found=", ".join(sorted(meant.papers)))
    if meant.orders and not meant.papers:
        orders = ", ".join(order.document_no for order in meant.orders)
        return problem("source-not-delivered", "source_no", name=name, order=orders)
    return None
