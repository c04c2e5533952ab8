"""A whole ledger counted at once, for a computer that sees it for the first time.

DuckDB reads the data files and adds up by ``EFFECT_RULES``; SQLite takes the result. What comes out is what
counting commit by commit gives, only sooner: a test compares the two. The links of the chain are proved;
whether each posting still fits its own hash is for ``verify``.
"""

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from salesbook.documents.balances import EFFECT_RULES, EffectRule
from salesbook.documents.posting import PAPER_KINDS
from salesbook.ledger.line_texts import DEFAULTS, SHORT_NAMES
from salesbook.ledger.schema import GENESIS_HASH, QUANTITY_DECIMALS, ledger_schema
from salesbook.ledger.snapshot import Snapshot
from salesbook.ledger.store import LedgerStore
from salesbook.problems import LedgerError

if TYPE_CHECKING:
    import duckdb

_PAPERS = ", ".join(f"'{kind}'" for kind in PAPER_KINDS)


def count_snapshot(connection: sqlite3.Connection, store: LedgerStore, snapshot: Snapshot) -> dict[str, str]:
    """Fill the empty tables of a cache.

    Returns:
        What the cache has to remember of the snapshot.

    Raises:
        LedgerError: A data file is missing or damaged, or the chain has a wrong link.
    """
    import duckdb

    for file in snapshot.ordered:
        store.content(file)
    with duckdb.connect() as engine:
        _open_table(engine, store, snapshot)
        head = _check_links(engine)
        connection.executemany(f"insert into documents values ({_marks(14)})", _rows(engine, _DOCUMENTS))
        connection.executemany("insert into numbers values (?, ?, ?)", _rows(engine, _NUMBERS))
        connection.executemany("insert into records values (?, ?, ?, ?, ?)", _rows(engine, _RECORDS))
        counters: list[str] = sorted({rule.counter for rules in EFFECT_RULES.values() for rule in rules})
        columns = ["kind", "document_no", "line_no", "source_no", "text", *counters]
        connection.executemany(
            f"insert into lines ({', '.join(columns)}) values ({_marks(len(columns))})",
            _rows(engine, _lines(counters)),
        )
    return head | {
        "version": str(snapshot.version), "entry": snapshot.fingerprint, "ledger_format": str(snapshot.format),
    }  # fmt: skip


def _open_table(engine: "duckdb.DuckDBPyConnection", store: LedgerStore, snapshot: Snapshot) -> None:
    """The ledger's lines as ``postings``, with the columns of this program even where older files lack them."""
    engine.register("no_lines", ledger_schema().empty_table())
    # Moments without a time zone: the zone of this computer has no say in them.
    engine.execute("set timezone = 'UTC'")
    files = [str(store.storage.local_path(file.name)) for file in snapshot.ordered]
    stored = f"union all by name select * from read_parquet({_list(files)}, union_by_name = true)" if files else ""
    engine.execute(f"create temp view all_lines as select * from no_lines {stored}")
    texts = [field.name for field in ledger_schema() if str(field.type) == "string"]
    engine.execute(
        "create temp view postings as select * replace ("
        + ", ".join(f"coalesce({name}, '') as {name}" for name in texts)
        + ") from all_lines"
    )


def _list(files: list[str]) -> str:
    return "[" + ", ".join("'" + file.replace("'", "''") + "'" for file in files) + "]"


def _check_links(engine: "duckdb.DuckDBPyConnection") -> dict[str, str]:
    """Sequence, hash and moment of the last posting.

    Raises:
        LedgerError: A posting does not name the one before it; the first such one is named.
    """
    engine.execute(
        "create temp table links as select seq, any_value(prev_hash) as prev_hash, any_value(hash) as hash,"
        " any_value(document_no) as document_no, any_value(posted_at) as posted_at,"
        " count(distinct hash) as hashes from postings group by seq"
    )
    broken = engine.execute(
        "select seq, document_no from (select *, row_number() over (order by seq) as place,"
        f" lag(hash, 1, '{GENESIS_HASH}') over (order by seq) as before from links)"
        " where seq <> place or prev_hash <> before or hashes <> 1 order by seq limit 1"
    ).fetchone()
    if broken is not None:
        raise LedgerError("ledger-chain-broken", seq=broken[0], version="–", document=broken[1])
    last = engine.execute(
        f"select cast(seq as varchar), hash, {_moment('posted_at')} from links order by seq desc limit 1"
    ).fetchone()
    return dict(zip(("seq", "hash", "posted_at"), last, strict=True)) if last else {}


def _moment(column: str) -> str:
    """A moment as Python writes it: microseconds only where there are some."""
    whole = f"strftime({column}, '%Y-%m-%dT%H:%M:%S')"
    parts = f"strftime({column}, '.%f')"
    return f"{whole} || case when {parts} = '.000000' then '' else {parts} end || '+00:00'"


_DOCUMENTS = f"""
    with heads as (
        select seq, any_value(kind) as kind, any_value(document_no) as document_no, any_value(document_ref) as ref,
            any_value(document_date) as day, any_value(customer_no) as customer_no,
            any_value(customer_reference) as reference, any_value(posting_id) as posting_id,
            any_value(batch_id) as batch_id, any_value(posted_at) as posted_at, any_value(posted_by) as posted_by,
            any_value(workbook) as workbook, any_value(reverses_no) as reverses_no
        from postings where kind in ({_PAPERS}) or number > 0 group by seq)
    select h.kind, h.document_no, h.ref, strftime(h.day, '%Y-%m-%d'), h.customer_no,
        case when h.reverses_no = '' then h.reference else '' end, h.posting_id, h.batch_id,
        {_moment("h.posted_at")}, h.posted_by, h.workbook, h.seq, h.reverses_no, coalesce(r.document_no, '')
    from heads h left join heads r on r.kind = h.kind and r.reverses_no = h.document_no
    order by h.kind, h.document_no
"""

_NUMBERS = f"""
    select case when reverses_no <> '' then 'reversal' else kind end, number_year, max(number)
    from postings where kind in ({_PAPERS}) or number > 0 group by 1, 2 order by 1, 2
"""

_RECORDS = f"""
    select kind, document_no, strftime(document_date, '%Y-%m-%d'), seq, details
    from postings where kind not in ({_PAPERS}) and number = 0 order by kind, document_no, seq
"""


def _lines(counters: list[str]) -> str:
    """Every line of a paper, with what the postings that name it add up to."""
    effects = " union all ".join(
        f"select '{rule.kind}' as kind, {document_no} as document_no, {line_no} as line_no,"
        f" '{rule.counter}' as counter, {_millionths('quantity')} as amount from postings"
        f" where kind = '{kind}' and {document_no} <> ''"
        for kind, rules in EFFECT_RULES.items()
        for rule in rules
        for document_no, line_no in [_names(rule)]
    )
    sums = ", ".join(f"sum(amount) filter (counter = '{counter}') as {counter}" for counter in counters)
    shown = ", ".join(f"cast(coalesce(b.{counter}, 0) as bigint)" for counter in counters)
    return (
        f"with effects as ({effects}), sums as (select kind, document_no, line_no, {sums} from effects"
        f" group by all) select l.kind, l.document_no, l.line_no, l.source_no, {_text('l')}, {shown}"
        " from postings l left join sums b on"
        " b.kind = l.kind and b.document_no = l.document_no and b.line_no = l.line_no"
        f" where l.kind in ({_PAPERS}) and l.reverses_no = '' order by l.kind, l.document_no, l.line_no"
    )


def _names(rule: EffectRule) -> tuple[str, str]:
    """The columns that name the line on which a rule counts."""
    match rule.names:
        case "own":
            return "case when reverses_no <> '' then reverses_no else document_no end", "line_no"
        case "source":
            return "source_no", "coalesce(source_line_no, 0)"
        case "order":
            return "order_no", "coalesce(order_line_no, 0)"


def _millionths(column: str) -> str:
    return f"cast({column} * {10**QUANTITY_DECIMALS} as bigint)"


def _text(table: str) -> str:
    """A line as ``line_text`` writes it."""
    fields = ", ".join(
        f"'{key}', {_said(f'{table}.{name}', DEFAULTS.get(name), str(ledger_schema().field(name).type))}"
        for name, key in SHORT_NAMES.items()
    )
    # Merging with nothing takes the fields out that say nothing.
    return f"cast(json_merge_patch('{{}}', json_object({fields})) as varchar)"


def _said(column: str, default: object, type_name: str) -> str:
    if type_name.startswith("decimal"):
        digits = f"rtrim(rtrim(cast({column} as varchar), '0'), '.')"
        return f"case when {column} <> 0 then {digits} end"
    if type_name.startswith("date"):
        return f"strftime({column}, '%Y-%m-%d')"
    if type_name == "string":
        return f"nullif({column}, '')"
    return f"nullif({column}, {'null' if default is None else default})"


def _marks(columns: int) -> str:
    return ", ".join("?" * columns)


def _rows(engine: "duckdb.DuckDBPyConnection", query: str) -> Iterator[tuple[Any, ...]]:
    result = engine.execute(query)
    while found := result.fetchmany(10_000):
        yield from found
