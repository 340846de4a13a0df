"""An import as the console shows it, by request and live."""

from dialer.core.leadfile import Reason
from dialer.core.leadfile.sources import Source
from dialer.imports.file import Column, Description
from dialer.store.imports import StoredReject
from webui.plain import plain
from webui.shapes.leads import ColumnChoice, ImportCard, RejectCount, RejectLine


def import_card(found: Description) -> ImportCard:
    stored = found.stored
    return ImportCard(
        id=stored.id,
        filename=stored.filename,
        state=plain(stored.state),
        source=_maker(stored.source),
        created_at=plain(stored.created_at),
        finished_at=plain(stored.finished_at),
        rows_total=stored.rows_total,
        rows_done=stored.rows_done,
        counts=dict(stored.counts),
        error=stored.error or " ".join(found.problems),
        columns=[_column(column) for column in found.columns],
        fields=[{"key": key, "label": label} for key, label in found.fields],
        date_order=stored.date_order,
        date_order_needed=found.date_order_needed,
        campaign_id=stored.campaign_id,
        rejects=[_reject(code, rows) for code, rows in found.rejects_by_reason.items()],
    )


def _reject(code: str, rows: int) -> RejectCount:
    reason = Reason(code)
    return RejectCount(code=code, sentence=reason.sentence, whole_row=reason.refuses_row, rows=rows)


def reject_line(line: StoredReject) -> RejectLine:
    reason = Reason(line.code)
    return RejectLine(
        row=line.row_number,
        column=line.column_name,
        value=line.value,
        sentence=reason.sentence,
        whole_row=reason.refuses_row,
    )


def _maker(word: str) -> str:
    """Who made the file, as people call it."""
    return Source(word).sentence if word in frozenset(Source) else word


def _column(column: Column) -> ColumnChoice:
    return ColumnChoice(
        index=column.index,
        header=column.header,
        field=column.field,
        confidence=column.confidence,
        samples=list(column.samples),
    )
