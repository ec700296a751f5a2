"""SQL of the triggers that increase the stamp in the transaction of every write, whatever program makes it."""

# A transaction increases one share once; after that it counts its own writes in a setting that ends with it. A share increased
# by each write would have a dead version per write to skip on each read: 20,000 writes in one transaction took 13 s more.
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION pagecache_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    writes bigint := COALESCE(NULLIF(current_setting('vikno.writes', true), ''), '0')::bigint;
BEGIN
    IF writes = 0 THEN
        UPDATE pagecache_stamp SET number = number + 1
        WHERE id = (SELECT id FROM pagecache_stamp ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1);
        IF NOT FOUND THEN
            INSERT INTO pagecache_stamp (number) VALUES (1);
        END IF;
    END IF;
    PERFORM set_config('vikno.writes', (writes + 1)::text, true);
    RETURN NULL;
END $$
"""
SQLITE_MOVE = (
    "INSERT INTO pagecache_stamp (id, number) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET number = number + 1"
)

# Queries for the installed triggers; on PostgreSQL all have one name, so their tables identify them.
INSTALLED_TRIGGERS = {
    "postgresql": "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'pagecache_moves'",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'pagecache_moves_%'",
}
# Inside a transaction that writes, each uncommitted state has a stamp of its own.
READ_STAMP = {
    "postgresql": "SELECT COALESCE(SUM(number), 0) * 1000000"
    " + COALESCE(NULLIF(current_setting('vikno.writes', true), ''), '0')::bigint FROM pagecache_stamp",
    "sqlite": "SELECT COALESCE(SUM(number), 0) FROM pagecache_stamp",
}


def postgresql_triggers(table: str) -> dict[str, str]:
    """Return the trigger of a table by its name; it runs once per statement, however many rows are written."""
    events = "INSERT OR UPDATE OR DELETE OR TRUNCATE"
    action = "FOR EACH STATEMENT EXECUTE FUNCTION pagecache_moves()"
    return {table: f'CREATE OR REPLACE TRIGGER pagecache_moves AFTER {events} ON "{table}" {action}'}


def sqlite_triggers(table: str) -> dict[str, str]:
    """Return the triggers of a table by name: on SQLite each runs per row and for one kind of write."""
    return {
        name: f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" BEGIN {SQLITE_MOVE}; END'
        for event in ("INSERT", "UPDATE", "DELETE")
        for name in [f"pagecache_moves_{table}_{event.lower()}"]
    }


def drop_trigger_sql(vendor: str, name: str) -> str:
    return f"DROP TRIGGER pagecache_moves ON {name}" if vendor == "postgresql" else f'DROP TRIGGER "{name}"'
