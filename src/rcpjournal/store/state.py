"""Small facts the journal remembers about itself: the framework in use, what was said once, what was offered when."""

from rcpjournal.store.connection import Connection


class State:
    """Names and values, kept in the journal."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        """The value, or None."""
        row = self._connection.sql.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def put(self, key: str, value: str) -> None:
        """Keeps a value."""
        with self._connection.saving() as sql:
            sql.execute(
                "INSERT INTO state VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
                (key, value),
            )

    def drop(self, key: str) -> None:
        """Forgets a value."""
        with self._connection.saving() as sql:
            sql.execute("DELETE FROM state WHERE key = ?", (key,))

    def first_time(self, key: str) -> bool:
        """True the first time it is asked of `key`, and never again, whoever else asks at that moment."""
        if self.get(key):
            return False
        with self._connection.saving() as sql:
            return sql.execute("INSERT OR IGNORE INTO state VALUES (?, 'said')", (key,)).rowcount == 1
