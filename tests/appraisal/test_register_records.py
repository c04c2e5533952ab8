"""The rows of the registers as they are kept: what older ledgers hold goes on meaning what it meant."""

from datetime import date
from decimal import Decimal

from salesbook.appraisal.register_records import RatingRecord
from salesbook.documents.record import FROM_THE_BEGINNING


def test_a_rating_of_an_older_ledger_is_conduct_out_of_5_under_the_key_it_had() -> None:
    kept = '{"example":"calm","month":"2026-03","rating":"4","salesperson_no":"P1"}'
    rating = RatingRecord.from_stored(kept, FROM_THE_BEGINNING)
    assert (rating.criterion, rating.out_of, rating.key) == ("", Decimal(5), "P1|2026-03")
    assert rating.content() == kept, "posted again it is the same"
    assert (rating.own_problems(), rating.record_date) == ([], date(2026, 3, 1))


def test_a_rating_of_a_criterion_has_a_key_of_its_own() -> None:
    rating = RatingRecord(
        salesperson_no="P1", month="2026-03", criterion="CALLS", rating=Decimal(0), out_of=Decimal(100)
    )
    assert rating.key == "P1|2026-03|CALLS"
    assert rating.own_problems() == []
    assert RatingRecord.from_stored(rating.content(), FROM_THE_BEGINNING) == rating
