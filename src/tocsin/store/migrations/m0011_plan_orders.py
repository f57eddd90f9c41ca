"""Step 11: what people decide about plans, which only grows; and what a plan says of its timing.

Comes in: nothing. Goes out: SQL statements, frozen once released. Knows nothing about the records' Python
shape (a test holds the two together).
"""

STATEMENTS = (
    "ALTER TABLE plans ADD COLUMN timing TEXT",
    'ALTER TABLE plans ADD COLUMN "order" TEXT',
    "ALTER TABLE plans ADD COLUMN found TEXT",
    """
    CREATE TABLE plan_orders (
        number INTEGER PRIMARY KEY,
        watch TEXT NOT NULL,
        plan TEXT NOT NULL,
        state TEXT NOT NULL,
        "by" TEXT NOT NULL,
        because TEXT NOT NULL,
        at TEXT NOT NULL
    )
    """,
    """
    CREATE TRIGGER plan_orders_are_frozen BEFORE UPDATE ON plan_orders
    BEGIN SELECT RAISE (ABORT, 'what was decided about a plan is never changed'); END
    """,
    """
    CREATE TRIGGER plan_orders_are_kept BEFORE DELETE ON plan_orders
    BEGIN SELECT RAISE (ABORT, 'what was decided about a plan is never taken out'); END
    """,
    """
    CREATE VIEW v_plan_orders AS
    SELECT watch, plan, state, "by", because, at FROM plan_orders
    """,
)
