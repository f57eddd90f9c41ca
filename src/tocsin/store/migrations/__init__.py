"""The database's past and present shape: numbered steps, each applied once, never changed, never undone.

Comes in: nothing. Goes out: the ordered steps; step n brings a database from version n-1 to n. Knows
nothing about how they are applied.
"""

from tocsin.store.migrations.m0001_first_tables import STATEMENTS as FIRST_TABLES
from tocsin.store.migrations.m0002_growing_stories import STATEMENTS as GROWING_STORIES
from tocsin.store.migrations.m0003_channels import STATEMENTS as CHANNELS
from tocsin.store.migrations.m0005_desk import STATEMENTS as DESK
from tocsin.store.migrations.m0008_pages import STATEMENTS as PAGES
from tocsin.store.migrations.m0009_alerts import STATEMENTS as ALERTS
from tocsin.store.migrations.m0010_track_record import STATEMENTS as TRACK_RECORD
from tocsin.store.migrations.m0011_plan_orders import STATEMENTS as PLAN_ORDERS
from tocsin.store.migrations.m0012_craft import STATEMENTS as CRAFT
from tocsin.store.migrations.m0013_uncounted import STATEMENTS as UNCOUNTED
from tocsin.store.migrations.m0014_coded_events import STATEMENTS as CODED_EVENTS
from tocsin.store.migrations.m0016_people import STATEMENTS as PEOPLE
from tocsin.store.migrations.m0017_triage import STATEMENTS as TRIAGE
from tocsin.store.migrations.m0018_suggestions import STATEMENTS as SUGGESTIONS

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    FIRST_TABLES,
    GROWING_STORIES,
    CHANNELS,
    DESK,
    PAGES,
    ALERTS,
    TRACK_RECORD,
    CRAFT,
    PLAN_ORDERS,  # came in after step 12
    UNCOUNTED,
    CODED_EVENTS,
    PEOPLE,
    TRIAGE,
    SUGGESTIONS,
)
VERSION = len(MIGRATIONS)
