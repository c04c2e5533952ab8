"""A whole ledger counted at once, for a computer that sees it for the first time.

DuckDB reads the data files and adds up by ``EFFECT_RULES``; SQLite takes the result. What comes out is what
counting commit by commit gives, only sooner: a test compares the two. The links of the chain are proved;
whether each posting still fits its own hash is for ``verify``.
"""

import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from salesbook.documents.balances import (
    ACCOUNT_COUNTERS,
    AS_A_WHOLE,
    EFFECT_RULES,
    LINE_COUNTERS,
    NAMINGS,
    REVISED_BY,
    VALUES,
    Counter,
    EffectRule,
)
from salesbook.documents.posting import PAPER_KINDS
from salesbook.ledger.line_texts import COLUMNS, DEFAULTS, SHORT_NAMES
from salesbook.ledger.schema import GENESIS_HASH, QUANTITY_DECIMALS, decimals_of, ledger_schema
from salesbook.ledger.snapshot import Snapshot, rows_of
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
    with _proved_table(store, snapshot) as engine:
        head = _check_links(engine)
        connection.executemany(f"insert into documents values ({_marks(14)})", _rows(engine, _DOCUMENTS))
        connection.executemany("insert into numbers values (?, ?, ?)", _rows(engine, _NUMBERS))
        connection.executemany("insert into records values (?, ?, ?, ?, ?)", _rows(engine, _RECORDS))
        columns = ["kind", "document_no", "line_no", *COLUMNS[3:], "text", *LINE_COUNTERS]
        connection.executemany(
            f"insert into lines ({', '.join(columns)}) values ({_marks(len(columns))})", _rows(engine, _lines())
        )
        columns = ["kind", "document_no", "customer_no", *ACCOUNT_COUNTERS]
        connection.executemany(
            f"insert into accounts ({', '.join(columns)}) values ({_marks(len(columns))})", _rows(engine, _accounts())
        )
    return head | {
        "version": str(snapshot.version), "entry": snapshot.fingerprint, "ledger_format": str(snapshot.format),
    }  # fmt: skip


@dataclass(frozen=True)
class ChainEnd:
    """The last posting of a ledger.

    Attributes:
        seq: 0 when there is none.
        posted_at: ``None`` when there is none.
    """

    seq: int = 0
    hash: str = GENESIS_HASH
    posted_at: datetime | None = None
    posted_by: str = ""


def chain_end(store: LedgerStore, snapshot: Snapshot) -> ChainEnd:
    """The last posting, after every file was compared with its hash and every link of the chain was proved.

    Raises:
        LedgerError: A data file is missing or damaged, or the chain has a wrong link.
    """
    with _proved_table(store, snapshot) as engine:
        last = _check_links(engine)
        if not last:
            return ChainEnd()
        found = engine.execute("select posted_by from postings where seq = ? limit 1", [int(last["seq"])]).fetchone()
    posted_by = "" if found is None else str(found[0])
    return ChainEnd(int(last["seq"]), last["hash"], datetime.fromisoformat(last["posted_at"]), posted_by)


def count_missing(store: LedgerStore, snapshot: Snapshot, other: LedgerStore, other_snapshot: Snapshot) -> int:
    """How many postings of a ledger are not in another one; both were proved before."""
    import duckdb

    with duckdb.connect() as engine:
        query = f"select count(*) from ({_hashes(store, snapshot)} except {_hashes(other, other_snapshot)})"
        found = engine.execute(query).fetchone()
    return int(found[0]) if found else 0


@contextmanager
def _proved_table(store: LedgerStore, snapshot: Snapshot) -> Iterator["duckdb.DuckDBPyConnection"]:
    """The engine with the ledger's lines, from files that are as they were written."""
    import duckdb

    _prove_files(store, snapshot)
    with duckdb.connect() as engine:
        _open_table(engine, store, snapshot)
        yield engine


def _prove_files(store: LedgerStore, snapshot: Snapshot) -> None:
    for file in snapshot.ordered:
        if file.sha256:
            store.content(file)
        else:
            # Another program has merged files; nothing but their rows tells whether it is whole.
            deque(rows_of(store, file), maxlen=0)


def _hashes(store: LedgerStore, snapshot: Snapshot) -> str:
    files = _paths(store, snapshot)
    return f"select hash from read_parquet({_list(files)})" if files else "select '' as hash where false"


def _open_table(engine: "duckdb.DuckDBPyConnection", store: LedgerStore, snapshot: Snapshot) -> None:
    """The ledger's lines as ``postings``, with the columns of this program even where older files lack them."""
    engine.register("no_lines", ledger_schema().empty_table())
    # Moments without a time zone: the zone of this computer has no say in them.
    engine.execute("set timezone = 'UTC'")
    files = _paths(store, snapshot)
    stored = f"union all by name select * from read_parquet({_list(files)}, union_by_name = true)" if files else ""
    engine.execute(f"create temp view all_lines as select * from no_lines {stored}")
    texts = [field.name for field in ledger_schema() if str(field.type) == "string"]
    engine.execute(
        "create temp view postings as select * replace ("
        + ", ".join(f"coalesce({name}, '') as {name}" for name in texts)
        + ") from all_lines"
    )


def _paths(store: LedgerStore, snapshot: Snapshot) -> list[str]:
    return [str(store.local_path(file)) for file in snapshot.ordered]


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
            any_value(document_date) as day, arg_min(customer_no, line_no) as customer_no,
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

_NUMBERS = """
    select case when reverses_no <> '' then 'reversal' else kind end, number_year, max(number)
    from postings where number > 0 group by 1, 2 order by 1, 2
"""

_RECORDS = f"""
    select kind, document_no, strftime(document_date, '%Y-%m-%d'), seq, details
    from postings where kind not in ({_PAPERS}) and number = 0 order by kind, document_no, seq
"""


def _lines() -> str:
    """Every line of a paper as it stands now, with what the postings that name it add up to."""
    shown = ", ".join(f"coalesce(b.{counter}, 0)" for counter in LINE_COUNTERS)
    defined = " union all ".join(
        [f"select * from postings where kind in ({_PAPERS}) and reverses_no = ''", *map(_redefined, REVISED_BY)]
    )
    columns = ", ".join(f"l.{name}" for name in COLUMNS)
    return (
        f"with sums as ({_sums(LINE_COUNTERS)}), defined as ({defined}),"
        " newest as (select * from defined"
        " qualify row_number() over (partition by kind, document_no, line_no order by seq desc) = 1)"
        f" select {columns}, {_text('l')}, {shown}"
        " from newest l left join sums b on"
        " b.kind = l.kind and b.document_no = l.document_no and b.line_no = l.line_no"
        " order by l.kind, l.document_no, l.line_no"
    )


def _accounts() -> str:
    """Every paper, customer and stock with what is counted for it as a whole."""
    shown = ", ".join(f"coalesce({counter}, 0)" for counter in ACCOUNT_COUNTERS)
    return (
        f"with sums as ({_sums(ACCOUNT_COUNTERS)})"
        f" select kind, document_no, customer_no, {shown} from sums order by kind, document_no"
    )


def _sums(counters: Sequence[Counter]) -> str:
    """What the postings add up to, by the lines they name."""
    effects = " union all ".join(
        _effects(kind, rule) for kind, rules in EFFECT_RULES.items() for rule in rules if rule.counter in counters
    )
    sums = ", ".join(f"cast(sum(amount) filter (counter = '{counter}') as bigint) as {counter}" for counter in counters)
    return (
        f"select kind, document_no, line_no, arg_min(customer_no, seq) as customer_no, {sums}"
        f" from ({effects}) group by kind, document_no, line_no"
    )


def _effects(kind: str, rule: EffectRule) -> str:
    """What the postings of a kind add by one rule: to which line, to which counter, how many parts of a whole."""
    naming, value = NAMINGS[rule.names], VALUES[rule.value]
    filled = [f"nullif({number}, '')" for number in naming.numbers]
    # With || a blank part makes the whole name blank.
    document_no = " || '@' || ".join(filled) if naming.joined else f"coalesce({', '.join(filled)})"
    line_no = f"coalesce({naming.line}, {AS_A_WHOLE})" if naming.line else f"{AS_A_WHOLE}"
    conditions = [f"kind = '{kind}'", f"{document_no} is not null"]
    if rule.source != "any":
        conditions.append("source_no <> ''" if rule.source == "given" else "source_no = ''")
    if rule.when:
        column, texts = rule.when
        conditions.append(f"{column} in ({', '.join(repr(text) for text in texts)})")
    if value.sparse:
        conditions.append(" or ".join(f"coalesce({column}, 0) <> 0" for column in value.columns))
    parts = rule.sign * 10 ** decimals_of(rule.counter)
    # Of a column of eighteen digits, times a million, DuckDB makes eighteen digits again: a million pieces overflow.
    summed = " + ".join(
        f"cast(cast(coalesce({column}, 0) as decimal(38, {QUANTITY_DECIMALS})) * {parts} as bigint)"
        for column in value.columns
    )
    if value.instead:
        other = f"cast(cast({value.instead} as decimal(38, {QUANTITY_DECIMALS})) * {parts} as bigint)"
        is_abroad = f"coalesce(exchange_rate, 0) <> 0 or coalesce({value.instead}, 0) <> 0"
        summed = f"case when {is_abroad} then {other} else {summed} end"
    return (
        f"select '{rule.kind}' as kind, {document_no} as document_no, {line_no} as line_no, customer_no, seq,"
        f" '{rule.counter}' as counter, {summed} as amount from postings where {' and '.join(conditions)}"
    )


def _redefined(kind: str) -> str:
    """The lines of a kind of revision as lines of the paper they revise."""
    target = REVISED_BY[kind]
    naming = NAMINGS[target.names]
    said = {"kind": f"'{target.kind}'", "document_no": naming.numbers[0], "line_no": naming.line, "reverses_no": "''"}
    said |= {naming.numbers[0]: "''", naming.line: "null"}
    changes = ", ".join(f"{value} as {name}" for name, value in said.items())
    return f"select * replace ({changes}) from postings where kind = '{kind}' and revision > 0"


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
