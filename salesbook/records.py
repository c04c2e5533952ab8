"""Every kind of record, by the name of its kind: master data and the registers of the appraisal."""

from salesbook.appraisal.register_records import REGISTER_KINDS
from salesbook.documents.master_data import MASTER_KINDS
from salesbook.documents.record import Record

RECORD_MODELS: dict[str, type[Record]] = {model.kind: model for model in (*MASTER_KINDS, *REGISTER_KINDS)}
