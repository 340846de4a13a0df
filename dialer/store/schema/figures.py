"""Sums that are kept, because adding up a million calls for every look at a page takes too long."""

from sqlalchemy import Boolean, Column, Date, Table, UniqueConstraint, text

from dialer.store.schema.base import json, key, metadata, ref

figures_day = Table(
    "figures_day",
    metadata,
    key(),
    ref("campaign_id", "campaign"),
    Column("day", Date, nullable=False),  # of the business zone; past days only
    json("figures"),  # core.campaign_figures, by heading and group
    # Set with every outcome of the day that is given or corrected later; such a day is summed again.
    Column("stale", Boolean, nullable=False, server_default=text("true")),
    UniqueConstraint("campaign_id", "day"),
)
