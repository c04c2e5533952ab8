"""Every kind of record, by the name of its kind: master data, registers, complaints, closed months, approvals."""

from salesbook.appraisal.register_records import REGISTER_KINDS
from salesbook.documents.approval import Approval
from salesbook.documents.complaint import Complaint
from salesbook.documents.dispute import Dispute
from salesbook.documents.dunning import DunningHold, DunningNotice
from salesbook.documents.exchange import ExchangeRate
from salesbook.documents.master_data import MASTER_KINDS
from salesbook.documents.order_hold import OrderHold
from salesbook.documents.payment_terms import PaymentTerms
from salesbook.documents.period import Period
from salesbook.documents.record import Record

_MODELS: tuple[type[Record], ...] = (
    ExchangeRate,
    PaymentTerms,
    *MASTER_KINDS,
    *REGISTER_KINDS,
    Complaint,
    Dispute,
    DunningHold,
    DunningNotice,
    Period,
    Approval,
    OrderHold,
)

RECORD_MODELS: dict[str, type[Record]] = {model.kind: model for model in _MODELS}
