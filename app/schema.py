"""Every table there is: each module that defines one is named here, for migrations and for tests."""

from __future__ import annotations

import importlib

from trace.store import Record

# A module that defines a table is added here by whoever adds the table.
MODULES = (
    "trace.tables",
    "trace.parties",
    "trace.imports.known",
    "app.access.accounts",
    "app.access.attempts",
    "app.consumer.openings",
    "app.access.tokens",
    "app.turns",
    "app.webhooks",
    "app.retention",
    "app.outbox",
    "trace.losses",
    "trace.cards",
    "trace.products",
    "trace.photos",
    "trace.papers",
    "trace.links",
    "trace.reveals",
    "trace.jobs",
    "trace.production",
    "trace.codes",
    "trace.listings",
    "couriers.parcels",
    "couriers.claims",
    "couriers.barred",
    "couriers.firms",
    "couriers.containers",
    "couriers.orders",
    "couriers.staged",
    "couriers.recalls",
    "credit.cases",
    "credit.contacts",
    "credit.routing",
    "credit.decisions",
    "credit.deputies",
    "credit.documents",
    "credit.transfers",
    "credit.measures",
    "credit.pledges",
    "credit.fund",
    "credit.compensation",
    "credit.confirmed",
    "credit.extract",
    "credit.replies",
    "credit.holidays",
    "credit.rulebook",
    "couriers.unread",
    "couriers.roster",
    "couriers.devices",
    "couriers.divisions",
    "couriers.scanned",
    "couriers.release",
    "couriers.held",
    "couriers.shelf",
    "couriers.rated",
    "couriers.excuses",
    "couriers.contests",
    "app.api.feeds",
    "app.api.keeping",
    "app.hooks.endpoints",
    "app.hooks.news",
    "app.hooks.following",
    "trace.epcis.jobs",
    "trace.epcis.tables",
    "trace.epcis.named",
    "trace.epcis.subscriptions",
    "app.epcis.deliveries",
)

for _name in MODULES:
    importlib.import_module(_name)

metadata = Record.metadata
