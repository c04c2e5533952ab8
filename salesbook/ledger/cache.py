"""What the ledger adds up to, kept in a local SQLite file so that a posting reads only what is new.

The file is disposable: it carries the ledger's id and the version it stands for, is caught up from the
commits in between before each use, and can be deleted at any time. Several programs on a computer share
it. Quantities are whole millionths and money whole ten-thousandths, so that SQLite adds them exactly.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from salesbook.documents.balances import (
    ACCOUNT_COUNTERS,
    AS_A_WHOLE,
    LINE_COUNTERS,
    REVISED_BY,
    Counter,
    Effect,
    LineBalance,
    LineKey,
    effects,
    redefined,
)
from salesbook.documents.facts import PostedDocument, PostedLine
from salesbook.documents.posting import PAPER_KINDS
from salesbook.ledger.counting import count_snapshot
from salesbook.ledger.line_texts import COLUMNS, LAYOUT, SHORT_NAMES, line_of, line_text
from salesbook.ledger.schema import (
    GENESIS_HASH,
    StoredPosting,
    decimals_of,
    posting_hash,
    postings_of,
)
from salesbook.ledger.snapshot import take_snapshot
from salesbook.ledger.store import Commit, LedgerStore, LogCleanedError
from salesbook.problems import LedgerError

CACHE_FORMAT = f"16 {LAYOUT}"

FOLLOWED = 2000
"""A ledger of no more lines is counted commit by commit; for a longer one the query engine is started."""

_OPEN = {
    "quotation": "ordered < quantity - closed",
    "sales_order": "delivered < quantity - closed - short + refused + sent_again and purpose <> 'service'",
    "delivery_note": "invoiced < quantity - refused - sent_again - returned + credited - waived and purpose = ''",
    "pick_list": "delivered = 0 and quantity > 0",
    "return_request": "returned < quantity",
    "sales_return": "credited < quantity and purpose = ''",
}
"""Which lines of a kind the next document can still be made from. A column stands alone on the left side: SQLite
turns other comparisons round, and then does not see that the index of open lines answers them."""

_OPEN_AHEAD = "invoiced < quantity - closed - returned + credited - waived and purpose in ('ahead', 'service')"
"""Which order lines an invoice can still be made from straight away."""

_CLAIMED_AHEAD = (
    "invoiced > quantity - refused - sent_again - returned + credited - waived and purpose = '' and sent_again > 0"
)
"""Which delivery lines may have been invoiced and come back to be sent again."""

_PRODUCT = f"text ->> '{SHORT_NAMES['product_no']}'"
_DATE = f"text ->> '{SHORT_NAMES['document_date']}'"
_ORDER = f"text ->> '{SHORT_NAMES['order_no']}'"
"""Fields of a line that stand in its text."""

_SOLD = f"kind = 'sales_invoice' and quantity > 0 and {_PRODUCT} is not null"
"""Invoice lines of products that stand: the prices that were paid."""

_UNPAID = "paid < amount - credited_amount"

_LINKED = "kind = 'customer' and (details ->> 'parent_no' is not null or details ->> 'merged_into' is not null)"
"""The customer files that name another one with which they count together."""

_TABLES = f"""
create table meta (name text primary key, value text not null) without rowid;
create table documents (
    kind text, document_no text, document_ref text, document_date text, customer_no text, customer_reference text,
    posting_id text, batch_id text, posted_at text, posted_by text, workbook text, seq integer,
    reverses_no text, reversed_by text default '',
    primary key (kind, document_no)) without rowid;
create unique index documents_by_posting on documents (posting_id);
create index documents_of_ref on documents (document_ref) where document_ref <> '';
create index documents_by_reference on documents (customer_no, customer_reference) where customer_reference <> '';
create table lines (
    kind text, document_no text, line_no integer, source_no text, customer_no text, purpose text, text text,
    {", ".join(f"{counter} integer default 0" for counter in LINE_COUNTERS)},
    primary key (kind, document_no, line_no)) without rowid;
create index lines_by_source on lines (source_no, kind) where source_no <> '';
create index open_orders_of on lines (customer_no)
    where kind = 'sales_order' and {_OPEN["sales_order"]};
create index open_orders_for on lines ({_PRODUCT})
    where kind = 'sales_order' and {_OPEN["sales_order"]};
create index picks_of on lines ({_ORDER}) where kind = 'pick_list' and {_OPEN["pick_list"]};
create index ahead_of on lines (customer_no) where kind = 'sales_order' and {_OPEN_AHEAD};
create index open_deliveries_of on lines (customer_no)
    where kind = 'delivery_note' and {_OPEN["delivery_note"]};
create index open_quotations_of on lines (customer_no) where kind = 'quotation' and {_OPEN["quotation"]};
create index claimed_ahead_of on lines (customer_no) where kind = 'delivery_note' and {_CLAIMED_AHEAD};
create index money_on_account_of on lines (customer_no) where kind = 'payment' and source_no = '';
create table accounts (
    kind text, document_no text, customer_no text,
    {", ".join(f"{counter} integer default 0" for counter in ACCOUNT_COUNTERS)},
    primary key (kind, document_no)) without rowid;
create index open_invoices_of on accounts (customer_no) where kind = 'sales_invoice' and {_UNPAID};
create index unapplied_of on accounts (customer_no) where kind in ('sales_order', 'credit_note');
create table records (
    kind text, key text, valid_from text, seq integer, details text,
    primary key (kind, key, seq)) without rowid;
create index prices_by_product on records (details ->> 'product_no') where kind = 'price';
create index approvals_by_posting on records (details ->> 'posting_key') where kind = 'approval';
create index records_of on records (kind, details ->> 'customer_no') where kind in ('visit', 'complaint');
create index linked_customers on records (key) where {_LINKED};
create table numbers (kind text, year integer, last integer, primary key (kind, year)) without rowid;
"""

_SOLD_INDEXES = f"""
create index sold_to on lines (customer_no, {_PRODUCT}, {_DATE}) where {_SOLD};
create index sold_of on lines ({_PRODUCT}, {_DATE}) where {_SOLD}
"""
"""Of all invoice lines, not of a few open ones: made after a long ledger was counted, in a sixth of the time."""


class LedgerCache:
    """The balances of one ledger at one version. Use it through ``CacheFile``, which keeps it at that version."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @property
    def version(self) -> int:
        """The version of the ledger that the cache stands for."""
        return int(self._meta("version"))

    @property
    def head(self) -> tuple[int, str]:
        """Sequence number and hash of the last posting."""
        return int(self._meta("seq")), self._meta("hash")

    @property
    def known_head(self) -> str:
        """Hash of the last posting that this computer knew before it had to count anew; empty when it never had to.

        It is in the chain, unless the ledger was restored, or what came before it was taken away.
        """
        return self._meta("known_hash")

    def forget_known_head(self) -> None:
        """The ledger was restored on purpose; what came after is not asked for any more."""
        self._connection.execute("commit")
        self._set_meta(known_seq="0", known_hash="")

    @property
    def ledger_format(self) -> int:
        """The format that the ledger is written in so far."""
        return int(self._meta("ledger_format"))

    @property
    def last_moment(self) -> datetime:
        """When the last posting was stored; the beginning of time before the first."""
        return datetime.fromisoformat(self._meta("posted_at"))

    def last_number(self, kind: str, year: int) -> int:
        """The last running number of a kind and year; 0 before the first."""
        row = self._connection.execute("select last from numbers where kind = ? and year = ?", (kind, year)).fetchone()
        return row[0] if row else 0

    def documents(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], PostedDocument]:
        """The heads of these documents, as far as they exist."""
        rows = self._connection.execute(
            f"select {_DOCUMENT_COLUMNS} from json_each(?) j join documents d"  # noqa: S608 - constant column list
            " on d.kind = j.value ->> 0 and d.document_no = j.value ->> 1",
            (json.dumps(sorted(set(keys))),),
        )
        return {(found.kind, found.document_no): found for found in map(_document, rows)}

    def documents_by_posting(self, posting_ids: Iterable[str]) -> dict[str, PostedDocument]:
        """The documents that were stored under these posting ids."""
        rows = self._connection.execute(
            f"select {_DOCUMENT_COLUMNS} from json_each(?) j join documents d on d.posting_id = j.value",  # noqa: S608
            (json.dumps(sorted(set(posting_ids))),),
        )
        return {found.posting_id: found for found in map(_document, rows)}

    def find_documents(self, document_no: str) -> list[PostedDocument]:
        """All documents of a number, whatever their kind."""
        rows = self._connection.execute(
            # The few kinds that have numbers first: documents are found by kind and number.
            f"select {_DOCUMENT_COLUMNS} from (select kind from numbers union select value from json_each(?)) n"  # noqa: S608
            " cross join documents d on d.kind = n.kind and d.document_no = ?",
            (json.dumps(list(REVISED_BY)), document_no),
        )
        return [_document(row) for row in rows]

    def documents_by_ref(self, references: Iterable[str]) -> list[PostedDocument]:
        """All documents that were typed or imported under one of these Refs, in the order of posting."""
        rows = self._connection.execute(
            f"select {_DOCUMENT_COLUMNS} from documents d"  # noqa: S608 - constant column list
            " where document_ref in (select value from json_each(?)) and document_ref <> '' order by seq",
            (json.dumps(sorted(set(references))),),
        )
        return [_document(row) for row in rows]

    def documents_of(self, kind: str) -> list[PostedDocument]:
        """All documents of a kind, in the order of posting."""
        rows = self._connection.execute(
            f"select {_DOCUMENT_COLUMNS} from documents d where kind = ? order by seq",  # noqa: S608
            (kind,),
        )
        return [_document(row) for row in rows]

    def counts(self) -> dict[str, tuple[int, int]]:
        """How many documents of each kind there are, and how many of them are reversed."""
        rows = self._connection.execute("select kind, count(*), sum(reversed_by <> '') from documents group by kind")
        return {kind: (count, reversed_count) for kind, count, reversed_count in rows}

    def customer_references(self, keys: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], str]:
        """Documents that carry these (kind, customer, customer's order number)."""
        rows = self._connection.execute(
            "select d.kind, d.customer_no, d.customer_reference, d.document_no from json_each(?) j join documents d"
            " on d.customer_no = j.value ->> 1 and d.customer_reference = j.value ->> 2 and d.kind = j.value ->> 0"
            " where d.customer_reference <> '' and d.reversed_by = '' order by d.seq",
            (json.dumps(sorted(set(keys))),),
        )
        return {(kind, customer, reference): document_no for kind, customer, reference, document_no in rows}

    def lines_of(self, documents: Iterable[tuple[str, str]]) -> dict[LineKey, PostedLine]:
        """The lines of these documents with their balances."""
        rows = self._connection.execute(
            "select l.* from json_each(?) j join lines l on l.kind = j.value ->> 0 and l.document_no = j.value ->> 1",
            (json.dumps(sorted(set(documents))),),
        )
        return dict(map(_line, rows))

    def all_lines(self, kind: str) -> Iterator[tuple[LineKey, PostedLine]]:
        """Every line of a kind in the order of its number."""
        rows = self._connection.execute("select * from lines where kind = ? order by document_no, line_no", (kind,))
        return map(_line, rows)

    def open_lines(self, kind: str) -> dict[LineKey, PostedLine]:
        """The lines of a kind from which the next document can still be made."""
        rows = self._connection.execute(
            f"select * from lines where kind = ? and {_OPEN[kind]} order by document_no, line_no",  # noqa: S608
            (kind,),
        )
        return dict(map(_line, rows))

    def waiting_lines(self, customers: Iterable[str]) -> list[PostedLine]:
        """The order lines not delivered, or not invoiced, and the delivery lines not invoiced of these customers.

        Also the delivery lines whose goods are sent again although they were invoiced.

        What is done already is not read, so that this takes the same time in a large ledger.
        """
        asked = json.dumps(sorted(set(customers)))
        found = {
            key: line
            for kind, condition in (
                ("sales_order", _OPEN["sales_order"]), ("sales_order", _OPEN_AHEAD),
                ("delivery_note", _OPEN["delivery_note"]), ("delivery_note", _CLAIMED_AHEAD),
            )
            # "cross" keeps the order: without statistics SQLite would rather begin with all lines of the kind.
            for key, line in map(_line, self._connection.execute(
                "select l.* from json_each(?) j cross join lines l"  # noqa: S608
                " on l.customer_no = j.value"
                f" where l.kind = '{kind}' and {condition} order by l.document_no, l.line_no",
                (asked,),
            ))
        }  # fmt: skip
        return [found[key] for key in sorted(found, key=lambda key: (key.kind == "delivery_note", key))]

    def ahead_lines(self) -> dict[LineKey, PostedLine]:
        """The order lines from which an invoice can still be made straight away."""
        rows = self._connection.execute(
            f"select * from lines where kind = 'sales_order' and {_OPEN_AHEAD} order by document_no, line_no"  # noqa: S608
        )
        return dict(map(_line, rows))

    def money_unapplied(self, customers: Iterable[str]) -> list[tuple[PostedLine, Decimal]]:
        """What makes up the money on account of customers: receipts that name no invoice, deposits, credit notes.

        Of an order what is left of its deposits, of a credit note what is not used yet, each with its first line.
        """
        asked = (json.dumps(sorted(set(customers))),)
        receipts = self._connection.execute(
            "select l.* from json_each(?) j cross join lines l on l.customer_no = j.value"
            " join documents d on d.kind = l.kind and d.document_no = l.document_no"
            " where l.kind = 'payment' and l.source_no = '' and d.reversed_by = '' order by d.seq, l.line_no",
            asked,
        )
        found = [(line, line.posting.net_amount) for _, line in map(_line, receipts)]
        accounts = self._connection.execute(
            "select a.* from json_each(?) j cross join accounts a on a.customer_no = j.value"
            " where a.kind in ('sales_order', 'credit_note') order by a.kind desc, a.document_no",
            asked,
        )
        papers = dict(map(_account, accounts))
        lines = self.lines_of((key.kind, key.document_no) for key in papers)
        for key, balance in papers.items():
            left = balance.deposit if key.kind == "sales_order" else balance.open_amount
            first = lines.get(key._replace(line_no=1))
            if left and first is not None:
                found.append((first, left))
        return found

    def invoices(self, numbers: Iterable[str]) -> dict[LineKey, PostedLine]:
        """These invoices as a whole: the first line, and what was claimed and paid."""
        rows = self._connection.execute(
            f"select {_INVOICE_COLUMNS} from json_each(?) j cross join accounts a on a.document_no = j.value"  # noqa: S608
            f" {_FIRST_LINE} where a.kind = 'sales_invoice'",
            (json.dumps(sorted(set(numbers))),),
        )
        return dict(map(_invoice, rows))

    def wholes(self, documents: Iterable[tuple[str, str]]) -> dict[LineKey, PostedLine]:
        """These documents as a whole: the first line, and the counters of their money."""
        rows = self._connection.execute(
            f"select {_LINE_COLUMNS}, l.text, {_ACCOUNT_COLUMNS} from json_each(?) j cross join lines l"  # noqa: S608
            " on l.kind = j.value ->> 0 and l.document_no = j.value ->> 1 and l.line_no = 1"
            " left join accounts a on a.kind = l.kind and a.document_no = l.document_no",
            (json.dumps(sorted(set(documents))),),
        )
        return dict(map(_whole, rows))

    def open_invoices(self, customers: Iterable[str] | None = None) -> dict[LineKey, PostedLine]:
        """The invoices that are not paid in full, as a whole, in the order of their numbers; ``None`` asks for all."""
        start, asked = "from accounts a", tuple[str, ...]()
        if customers is not None:
            start = "from json_each(?) j cross join accounts a on a.customer_no = j.value"
            asked = (json.dumps(sorted(set(customers))),)
        rows = self._connection.execute(
            f"select {_INVOICE_COLUMNS} {start} {_FIRST_LINE}"
            f" where a.kind = 'sales_invoice' and {_UNPAID} order by a.document_no",
            asked,
        )
        return dict(map(_invoice, rows))

    def accounts_of(self, customers: Iterable[str]) -> dict[str, LineBalance]:
        """The money of these customers as a whole, as far as there is any."""
        rows = self._connection.execute(
            "select a.* from json_each(?) j cross join accounts a on a.kind = 'customer' and a.document_no = j.value",
            (json.dumps(sorted(set(customers))),),
        )
        return {key.document_no: balance for key, balance in map(_account, rows)}

    def stocks_of(self, products: Iterable[str]) -> dict[LineKey, LineBalance]:
        """What is on hand of these products, as a whole and in each warehouse; nothing where no stock is kept."""
        rows = self._connection.execute(
            "select a.* from json_each(?) j cross join accounts a where a.kind = 'stock' and a.document_no = j.value"
            " union all select a.* from json_each(?) j cross join accounts a where a.kind = 'warehouse'"
            # Names of products in warehouses are divided by an @, which is followed by A.
            " and a.document_no >= j.value || '@' and a.document_no < j.value || 'A'",
            (asked := json.dumps(sorted(set(products))), asked),
        )
        return dict(map(_account, rows))

    def all_stocks(self) -> dict[LineKey, LineBalance]:
        """What is on hand of every product whose stock is kept."""
        rows = self._connection.execute(
            "select * from accounts where kind in ('stock', 'warehouse') order by kind, document_no"
        )
        return dict(map(_account, rows))

    def open_orders_for(self, products: Iterable[str]) -> list[PostedLine]:
        """The order lines of these products that are not delivered."""
        rows = self._connection.execute(
            f"select l.* from json_each(?) j cross join lines l on l.{_PRODUCT} = j.value"  # noqa: S608 - our own words
            f" where l.kind = 'sales_order' and {_OPEN['sales_order']} order by l.document_no, l.line_no",
            (json.dumps(sorted(set(products))),),
        )
        return [_line(row)[1] for row in rows]

    def open_quotations_of(self, customers: Iterable[str]) -> list[PostedLine]:
        """The quotation lines of these customers that may still be ordered from."""
        rows = self._connection.execute(
            "select l.* from json_each(?) j cross join lines l on l.customer_no = j.value"  # noqa: S608 - our own words
            f" where l.kind = 'quotation' and {_OPEN['quotation']} order by l.document_no, l.line_no",
            (json.dumps(sorted(set(customers))),),
        )
        return [_line(row)[1] for row in rows]

    def last_sold_to(self, customer_no: str, limit: int) -> list[PostedLine]:
        """The products that a customer was invoiced last, each with its newest line; reversed invoices do not count.

        SQLite hops from product to product, so that this takes as many looks as the customer has products.
        """
        # SQLite is told which index to take: it would rather begin with all lines of the kind.
        own = f"from lines l indexed by sold_to where customer_no = :customer and {_SOLD}"
        products = self._connection.execute(
            "with recursive sold(product) as ("  # noqa: S608 - our own words
            f"select * from (select {_PRODUCT} {own} order by {_PRODUCT} limit 1) union all select ("
            f"select {_PRODUCT} {own} and {_PRODUCT} > sold.product order by {_PRODUCT} limit 1"
            ") from sold where sold.product is not null)"
            f" select product, (select {_DATE} {own} and {_PRODUCT} = product order by {_DATE} desc limit 1) as day"
            " from sold where product is not null order by day desc, product limit :limit",
            {"customer": customer_no, "limit": limit},
        ).fetchall()
        newest = (
            f"select * {own} and {_PRODUCT} = :product order by {_DATE} desc, document_no desc, line_no desc limit 1"
        )
        found = (
            self._connection.execute(newest, {"customer": customer_no, "product": product}).fetchone()
            for product, _ in products
        )
        return [_line(row)[1] for row in found]

    def last_sales_of(self, product_no: str, limit: int) -> list[PostedLine]:
        """The invoice lines of a product, the newest first; reversed invoices do not count."""
        rows = self._connection.execute(
            f"select * from lines l indexed by sold_of where {_SOLD} and {_PRODUCT} = ?"  # noqa: S608 - our own words
            f" order by {_DATE} desc, document_no desc, line_no desc limit ?",
            (product_no, limit),
        )
        return [_line(row)[1] for row in rows]

    def open_picks_of(self, orders: Iterable[str]) -> dict[LineKey, PostedLine]:
        """The pick lines of these orders from which nothing was delivered."""
        rows = self._connection.execute(
            f"select l.* from json_each(?) j cross join lines l on l.{_ORDER} = j.value"  # noqa: S608 - our own words
            f" where l.kind = 'pick_list' and {_OPEN['pick_list']} order by l.document_no, l.line_no",
            (json.dumps(sorted(set(orders))),),
        )
        return dict(map(_line, rows))

    def payments_of(self, transfers: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Kind and number of the receipts with these (customer, bank reference); reversed ones are left out."""
        rows = self._connection.execute(
            "select d.kind, d.document_no from json_each(?) j cross join documents d"
            " on d.customer_no = j.value ->> 0 and d.customer_reference = j.value ->> 1"
            " where d.customer_reference <> '' and d.kind = 'payment' and d.reversed_by = ''",
            (json.dumps(sorted(set(transfers))),),
        )
        return set(rows)

    def made_from(self, document_no: str) -> list[PostedDocument]:
        """The documents that have a line made from this one, oldest first."""
        rows = self._connection.execute(
            # Said twice, so that SQLite sees that the index of lines with a source answers it.
            f"select distinct {_DOCUMENT_COLUMNS}, d.seq from lines l cross join documents d"  # noqa: S608
            " on d.kind = l.kind and d.document_no = l.document_no where l.source_no = ? and l.source_no <> ''"
            " order by d.seq",
            (document_no,),
        )
        return [_document(row[:-1]) for row in rows]

    def balances(self) -> dict[LineKey, LineBalance]:
        """All balances, for comparing them with a count from scratch."""
        lines = {key: line.balance for key, line in map(_line, self._connection.execute("select * from lines"))}
        return lines | dict(map(_account, self._connection.execute("select * from accounts")))

    def record_versions(self, kind: str, keys: Iterable[str] | None = None) -> list[tuple[str, date, int, str]]:
        """Versions of records: key, valid from, seq, details; oldest first. ``None`` asks for all keys."""
        if keys is None:
            rows = self._connection.execute(
                "select key, valid_from, seq, details from records where kind = ? order by valid_from, seq", (kind,)
            )
        else:
            rows = self._connection.execute(
                "select r.key, r.valid_from, r.seq, r.details from json_each(?) j join records r"
                " on r.kind = ? and r.key = j.value order by r.valid_from, r.seq",
                (json.dumps(sorted(set(keys))), kind),
            )
        return [(key, date.fromisoformat(valid_from), seq, details) for key, valid_from, seq, details in rows]

    def records_of(self, kind: Literal["visit", "complaint"], customers: Iterable[str]) -> list[tuple[str, date, str]]:
        """Versions of the visits to these customers, or of their complaints: key, valid from, details; oldest first."""
        rows = self._connection.execute(
            "select r.key, r.valid_from, r.details from json_each(?) j cross join records r indexed by records_of"
            " on r.kind = ? and r.details ->> 'customer_no' = j.value where r.kind in ('visit', 'complaint')"
            " order by r.seq",
            (json.dumps(sorted(set(customers))), kind),
        )
        return [(key, date.fromisoformat(valid_from), details) for key, valid_from, details in rows]

    def units_of(self, product_no: str) -> list[tuple[str, date, int, str]]:
        """Versions of the units of a product, whose keys begin with its code: key, valid from, seq, details."""
        rows = self._connection.execute(
            "select key, valid_from, seq, details from records where kind = 'product_unit'"
            # The code and the unit are divided by a bar, which is followed by a brace.
            " and key >= ? || '|' and key < ? || '}' order by valid_from, seq",
            (product_no, product_no),
        )
        return [(key, date.fromisoformat(valid_from), seq, details) for key, valid_from, seq, details in rows]

    def record_names(self, kind: str) -> list[tuple[str, str]]:
        """Key and name of every version of a kind of record."""
        return self._connection.execute(
            "select key, details ->> 'name' from records where kind = ? and details ->> 'name' is not null", (kind,)
        ).fetchall()

    def linked_customers(self) -> list[str]:
        """Codes of the customers that belong to another one, or were merged into one, in any version of their file."""
        rows = self._connection.execute(f"select distinct key from records where {_LINKED} order by key")  # noqa: S608
        return [row[0] for row in rows]

    def prices_of(self, products: Iterable[str]) -> list[tuple[str, date, int, str]]:
        """Versions of all price rows of these products: key, valid from, seq, details."""
        rows = self._connection.execute(
            "select r.key, r.valid_from, r.seq, r.details from json_each(?) j join records r"
            " on r.kind = 'price' and r.details ->> 'product_no' = j.value order by r.seq",
            (json.dumps(sorted(set(products))),),
        )
        return [(key, date.fromisoformat(valid_from), seq, details) for key, valid_from, seq, details in rows]

    def revisions_of(self, numbers: Iterable[str]) -> dict[str, int]:
        """The newest revision of each of these quotations and orders that was changed."""
        rows = self._connection.execute(
            "select j.value, count(*) + 1 from json_each(?) j cross join json_each(?) k cross join documents d"
            " on d.kind = k.value and d.document_no > j.value || '-R' and d.document_no < j.value || '-S'"
            " group by j.value",
            (json.dumps(sorted(set(numbers))), json.dumps(list(REVISED_BY))),
        )
        return dict(rows)

    def closings_of(self, document_no: str) -> list[str]:
        """Numbers of the closings of a document that stand, oldest first."""
        rows = self._connection.execute(
            "select distinct d.document_no, d.seq from lines l cross join documents d"  # noqa: S608 - letters
            " on d.kind = l.kind and d.document_no = l.document_no"
            f" where l.kind = 'closing' and d.reversed_by = '' and (l.source_no = ?"
            f" or l.text ->> '{SHORT_NAMES['order_no']}' = ? or l.text ->> '{SHORT_NAMES['delivery_no']}' = ?)"
            " order by d.seq",
            (document_no, document_no, document_no),
        )
        return [number for number, _ in rows]

    def approvals_of(self, posting_keys: Iterable[str]) -> list[tuple[str, date, int, str]]:
        """Versions of the requests for approval of these documents: key, valid from, seq, details; oldest first."""
        rows = self._connection.execute(
            "select r.key, r.valid_from, r.seq, r.details from json_each(?) j join records r"
            " on r.kind = 'approval' and r.details ->> 'posting_key' = j.value order by r.seq",
            (json.dumps(sorted(set(posting_keys))),),
        )
        return [(key, date.fromisoformat(valid_from), seq, details) for key, valid_from, seq, details in rows]

    def record_keys(self, kind: str) -> list[str]:
        """All keys of a kind of record."""
        return [row[0] for row in self._connection.execute("select distinct key from records where kind = ?", (kind,))]

    def apply(self, commit: Commit, stored: Sequence[StoredPosting]) -> None:
        """Count the postings of one commit.

        Raises:
            LedgerError: They do not continue the chain; the cache is left as it was.
        """
        seq, head = self.head
        for posting in stored:
            stamp = posting.stamp
            if stamp.seq != seq + 1 or stamp.prev_hash != head or stamp.hash != posting_hash(stamp, posting.lines):
                document = posting.lines[0].document_no
                raise LedgerError("ledger-chain-broken", seq=stamp.seq, version=commit.version, document=document)
            seq, head = stamp.seq, stamp.hash
            if posting.lines[0].kind in PAPER_KINDS or stamp.number:
                self._add_document(posting)
            else:
                self._add_record(posting)
            self._set_meta(posted_at=stamp.posted_at.isoformat())
        self._set_meta(version=str(commit.version), entry=commit.fingerprint, seq=str(seq), hash=head)
        if commit.format is not None:
            self._set_meta(ledger_format=str(commit.format))

    def add_own(self, commit: Commit, stored: Sequence[StoredPosting]) -> None:
        """Count a commit that was decided on this very version and has just been stored.

        Whatever goes wrong here is made good by the next catching up: the posting is in the ledger.
        """
        # Nobody may be told now that it was not posted.
        with suppress(Exception):
            self._connection.execute("commit")
            _apply_next(self._connection, self, commit, stored)

    def _add_document(self, stored: StoredPosting) -> None:
        stamp, first = stored.stamp, stored.lines[0]
        self._connection.execute(
            "insert into documents values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
            (
                first.kind, first.document_no, first.document_ref, first.document_date.isoformat(), first.customer_no,
                first.customer_reference if not first.reverses_no else "", stamp.posting_id, stamp.batch_id,
                stamp.posted_at.isoformat(), stamp.posted_by, stamp.workbook, stamp.seq, first.reverses_no,
            ),
        )  # fmt: skip
        if first.reverses_no:
            self._connection.execute(
                "update documents set reversed_by = ? where kind = ? and document_no = ?",
                (first.document_no, first.kind, first.reverses_no),
            )
        if stamp.number:
            self._connection.execute(
                "insert into numbers values (?, ?, ?) on conflict do update set last = max(last, excluded.last)",
                ("reversal" if first.reverses_no else first.kind, stamp.number_year, stamp.number),
            )
        if first.kind not in PAPER_KINDS:
            return
        defined = [line for line in stored.lines if not first.reverses_no]
        defined += [line for line in map(redefined, stored.lines) if line is not None]
        self._connection.executemany(
            f"insert into lines ({', '.join(COLUMNS)}, text) values (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - literals
            " on conflict do update set source_no = excluded.source_no, customer_no = excluded.customer_no,"
            " purpose = excluded.purpose, text = excluded.text",
            [(*(getattr(line, name) for name in COLUMNS), line_text(line)) for line in defined],
        )
        for line in stored.lines:
            for effect in effects(line):
                if effect.counter in ACCOUNT_COUNTERS:
                    self._add_to_account(effect, line.customer_no)
                    continue
                self._connection.execute(
                    f"update lines set {effect.counter} = {effect.counter} + ?"  # noqa: S608 - a literal of the code
                    " where kind = ? and document_no = ? and line_no = ?",
                    (_parts(effect), *effect.line),
                )

    def _add_to_account(self, effect: Effect, customer_no: str) -> None:
        counter = effect.counter
        self._connection.execute(
            f"insert into accounts (kind, document_no, customer_no, {counter}) values (?, ?, ?, ?)"  # noqa: S608
            f" on conflict do update set {counter} = {counter} + excluded.{counter}",
            (effect.line.kind, effect.line.document_no, customer_no, _parts(effect)),
        )

    def _add_record(self, stored: StoredPosting) -> None:
        for line in stored.lines:
            self._connection.execute(
                "insert into records values (?, ?, ?, ?, ?)",
                (line.kind, line.document_no, line.document_date.isoformat(), stored.stamp.seq, line.details),
            )

    def _meta(self, name: str) -> str:
        value: str = self._connection.execute("select value from meta where name = ?", (name,)).fetchone()[0]
        return value

    def _set_meta(self, **values: str) -> None:
        self._connection.executemany("insert or replace into meta values (?, ?)", values.items())


class CacheFile:
    """The file with the balances of one ledger, kept open from one use to the next."""

    def __init__(self, store: LedgerStore, path: Path) -> None:
        self._store = store
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._file = (0, 0)
        self._lock = Lock()

    @contextmanager
    def use(self) -> Iterator[LedgerCache]:
        """The balances, brought up to the ledger's newest version and kept at it until the end of the block.

        A file of another ledger or another format, one that is ahead of the ledger or has another past,
        and a damaged one are made anew. A use within a use, or from another thread, gets a connection of its own.

        Raises:
            LedgerError: The ledger's newest entries cannot be read, do not continue the chain or hold a posting twice,
                or the balances cannot be kept on this computer.
        """
        if not self._lock.acquire(blocking=False):
            with caught_up(self._store, self._path) as cache:
                yield cache
            return
        try:
            connection = self._caught_up()
            yield LedgerCache(connection)
            if connection.in_transaction:
                connection.execute("rollback")
        except sqlite3.Error as error:
            self.close()
            if isinstance(error, sqlite3.IntegrityError):
                raise LedgerError("ledger-posting-twice") from error
            if _is_damage(error):
                discard(self._path)
            raise LedgerError("ledger-cache-failed", file=self._path, reason=error) from error
        except BaseException:
            self.close()
            raise
        finally:
            self._lock.release()

    def close(self) -> None:
        """Let the file go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __del__(self) -> None:
        self.close()

    def _caught_up(self) -> sqlite3.Connection:
        try:
            return self._open()
        except sqlite3.Error as error:
            self.close()
            if not _is_damage(error):
                raise
            discard(self._path)
            return self._open()

    def _open(self) -> sqlite3.Connection:
        """The connection, in a transaction that reads the newest version."""
        if self._connection is not None and _identity(self._path) != self._file:
            self.close()  # Somebody has thrown the file away.
        if self._connection is None:
            self._connection = _connect(self._path)
            self._file = _identity(self._path)
        connection = self._connection
        while True:
            if not _belongs(connection, self._store):
                _start(connection, self._store)
            try:
                _catch_up(connection, LedgerCache(connection), self._store)
            except LogCleanedError:
                _start(connection, self._store, from_snapshot=True)
                continue
            # From here to the end all answers are of one version, whatever others add to the file meanwhile:
            # what is decided on one version must not be stored as if it had been decided on a later one.
            connection.execute("begin")
            if _belongs(connection, self._store):
                # A newer program on this computer may have counted what this one cannot read.
                self._store.check_known(str(LedgerCache(connection).ledger_format))
                return connection
            connection.execute("rollback")


@contextmanager
def caught_up(store: LedgerStore, path: Path) -> Iterator[LedgerCache]:
    """A single use of a cache file; see ``CacheFile.use``."""
    with closing(CacheFile(store, path)) as file, file.use() as cache:
        yield cache


def rebuild(store: LedgerStore, path: Path) -> None:
    """Count everything again, in the file itself: another program may have it open, and Windows would not let it go."""
    try:
        with closing(_connect(path)) as connection, _writing(connection):
            connection.execute("update meta set value = '' where name = 'format'")
    except sqlite3.Error:
        discard(path)
    with caught_up(store, path):
        pass


def _connect(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerError("ledger-cache-failed", file=path, reason=error.strerror or error) from None
    # Counting a large ledger from nothing may take a minute, and the others wait for it. Threads take turns by
    # the lock of ``CacheFile``.
    connection = sqlite3.connect(path, timeout=120, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("pragma journal_mode = wal")
        # Losing the newest changes in a power cut costs nothing; a half-written file would give wrong balances.
        connection.execute("pragma synchronous = normal")
    except BaseException:
        connection.close()
        raise
    return connection


def _identity(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_dev, status.st_ino


def _is_damage(error: sqlite3.Error) -> bool:
    """Whether the file is at fault, and not a full disk or a lock."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT)


def discard(path: Path) -> None:
    """Throw a cache file away, as far as no other program has it open."""
    for suffix in ("-wal", "-shm", ""):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def _catch_up(connection: sqlite3.Connection, cache: LedgerCache, store: LedgerStore) -> None:
    while (commit := store.commit_after(cache.version)) is not None:
        _apply_next(connection, cache, commit, _stored(store, commit))


def _stored(store: LedgerStore, commit: Commit) -> list[StoredPosting]:
    """The postings of a commit.

    Raises:
        LogCleanedError: Its rows have been merged into another file, and its own one was taken away.
        LedgerError: A data file is missing or damaged.
    """
    try:
        return list(postings_of(store.read(commit)))
    except LedgerError:
        table = take_snapshot(store).files
        if any(file.name in table for file in commit.files):
            raise
        raise LogCleanedError from None


def _apply_next(
    connection: sqlite3.Connection, cache: LedgerCache, commit: Commit, stored: Sequence[StoredPosting]
) -> None:
    with _writing(connection):
        # Another process may have counted this commit while we waited for the lock.
        if cache.version == commit.version - 1:
            cache.apply(commit, stored)


@contextmanager
def _writing(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("begin immediate")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise


def _belongs(connection: sqlite3.Connection, store: LedgerStore) -> bool:
    try:
        meta = dict(connection.execute("select name, value from meta"))
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:  # A new file has no tables.
            return False
        raise
    if (meta.get("format"), meta.get("ledger")) != (CACHE_FORMAT, store.ledger_id):
        return False
    version = int(meta["version"])
    # After a restore the version may be there again with other postings behind it.
    return version < 0 or store.fingerprint(version) == meta["entry"]


def _known_head(connection: sqlite3.Connection, store: LedgerStore) -> tuple[int, str]:
    """Number and hash of the last posting of this ledger that the file has ever known; nothing when it knew none."""
    heads = [(0, "")]
    with suppress(sqlite3.Error, ValueError):
        meta = dict(connection.execute("select name, value from meta"))
        if meta.get("ledger") == store.ledger_id:
            heads += [(int(meta.get(f"{when}seq", "0")), meta.get(f"{when}hash", "")) for when in ("", "known_")]
    return max(head for head in heads if head[0] or not head[1])


def _start(connection: sqlite3.Connection, store: LedgerStore, *, from_snapshot: bool = False) -> None:
    """Begin anew: a short ledger is then followed from its first commit, a long one is counted as a whole."""
    with _writing(connection):
        if _belongs(connection, store) and not from_snapshot:
            return
        known_seq, known_hash = _known_head(connection, store)
        for (name,) in connection.execute("select name from sqlite_master where type = 'table'").fetchall():
            connection.execute(f"drop table {name}")
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        cache = LedgerCache(connection)
        cache._set_meta(
            format=CACHE_FORMAT, ledger=store.ledger_id, version="-1", entry="", seq="0", hash=GENESIS_HASH,
            ledger_format="0", posted_at=datetime.min.replace(tzinfo=UTC).isoformat(), known_seq=str(known_seq),
            known_hash=known_hash,
        )  # fmt: skip
        snapshot = take_snapshot(store)
        if snapshot.rows > FOLLOWED or from_snapshot:
            cache._set_meta(**count_snapshot(connection, store, snapshot))
        for statement in _SOLD_INDEXES.split(";"):
            connection.execute(statement)


_DOCUMENT_COLUMNS = (
    "d.kind, d.document_no, d.document_ref, d.document_date, d.customer_no, d.posting_id, d.batch_id, d.posted_at,"
    " d.posted_by, d.workbook, d.reverses_no, d.reversed_by"
)


_LINE_COLUMNS = ", ".join(f"l.{name}" for name in COLUMNS)
_ACCOUNT_COLUMNS = ", ".join(f"a.{counter}" for counter in ACCOUNT_COUNTERS)
_INVOICE_COLUMNS = f"{_LINE_COLUMNS}, l.text, a.amount, a.paid, a.credited_amount"
_FIRST_LINE = "join lines l on l.kind = a.kind and l.document_no = a.document_no and l.line_no = 1"


def _document(row: tuple[str, ...]) -> PostedDocument:
    kind, document_no, document_ref, day, customer_no, posting_id, batch_id, posted_at, *rest = row
    moment = datetime.fromisoformat(posted_at)
    return PostedDocument(
        kind, document_no, document_ref, date.fromisoformat(day), customer_no, posting_id, batch_id, moment, *rest
    )


def _line(row: Sequence[Any]) -> tuple[LineKey, PostedLine]:
    width = len(COLUMNS)
    columns, text, counters = row[:width], row[width], row[width + 1 :]
    balance = LineBalance()
    for counter, parts in zip(LINE_COUNTERS, counters, strict=True):
        if parts:
            setattr(balance, counter, _amount(counter, parts))
    return LineKey(*columns[:3]), PostedLine(line_of(columns, text), balance)


def _invoice(row: Sequence[Any]) -> tuple[LineKey, PostedLine]:
    width = len(COLUMNS)
    columns, text, (amount, paid, credited) = row[:width], row[width], row[width + 1 :]
    balance = LineBalance(
        amount=_amount("amount", amount), paid=_amount("paid", paid),
        credited_amount=_amount("credited_amount", credited),
    )  # fmt: skip
    return LineKey(columns[0], columns[1], AS_A_WHOLE), PostedLine(line_of(columns, text), balance)


def _whole(row: Sequence[Any]) -> tuple[LineKey, PostedLine]:
    width = len(COLUMNS)
    columns, text, counters = row[:width], row[width], row[width + 1 :]
    _, balance = _account((*columns[:2], "", *counters))
    return LineKey(columns[0], columns[1], AS_A_WHOLE), PostedLine(line_of(columns, text), balance)


def _account(row: Sequence[Any]) -> tuple[LineKey, LineBalance]:
    kind, document_no, _, *counters = row
    balance = LineBalance()
    for counter, parts in zip(ACCOUNT_COUNTERS, counters, strict=True):
        if parts:
            setattr(balance, counter, _amount(counter, parts))
    return LineKey(kind, document_no, AS_A_WHOLE), balance


def _parts(effect: Effect) -> int:
    """What is counted, in the smallest parts that are kept."""
    return int(effect.amount.scaleb(decimals_of(effect.counter)))


def _amount(counter: Counter, parts: int) -> Decimal:
    return Decimal(parts).scaleb(-decimals_of(counter)).normalize() + 0
