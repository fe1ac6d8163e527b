"""Frameworks in the journal: packs as they were checked, and the sets of them under which entries were written."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rcpjournal.core.digest import digest_of_texts
from rcpjournal.core.framework import OWN_PACK, Framework, Pack
from rcpjournal.core.framework_data import pack_from, plain
from rcpjournal.core.records import StoredPack
from rcpjournal.errors import FrameworkRefused, UnknownPack
from rcpjournal.store.connection import Connection
from rcpjournal.store.state import State

if TYPE_CHECKING:
    from rcpjournal.core.entry import Entry


class Frameworks:
    """The frameworks that this journal knows."""

    def __init__(self, connection: Connection, state: State, now: Callable[[], datetime]) -> None:
        self._connection, self._state, self._now = connection, state, now
        self._loaded: dict[int, Framework] = {}

    def current(self) -> Framework:
        """The framework in use."""
        return self.load(int(self._state.get("framework") or 0))

    def has(self, key: int) -> bool:
        """Whether this journal holds a framework of that number."""
        return bool(self._connection.sql.execute("SELECT 1 FROM frameworks WHERE pk = ?", (key,)).fetchone())

    def load(self, key: int) -> Framework:
        """A framework as it was stored; needs neither YAML nor pydantic."""
        if key not in self._loaded:
            rows = self._connection.sql.execute(
                "SELECT p.document FROM frameworks f, json_each(f.packs) j JOIN packs p ON p.pk = j.value"
                " WHERE f.pk = ? ORDER BY j.key",
                (key,),
            )
            self._loaded[key] = Framework([pack_from(json.loads(row[0])) for row in rows], key)
        return self._loaded[key]

    def use(self, packs: Sequence[Pack], origin: str = "shipped") -> Framework:
        """Stores what is new of `packs` and puts exactly them into use. Raises FrameworkRefused."""
        with self._connection.saving():
            key = self.keep(packs, origin)
            self._state.put("framework", str(key))
        return self.load(key)

    def keep(self, packs: Sequence[Pack], origin: str = "shipped") -> int:
        """Stores a set of packs without putting it into use; the number of the set."""
        with self._connection.saving() as sql:
            wanted = json.dumps([self._pack_key(pack, origin) for pack in packs])
            found = sql.execute("SELECT pk FROM frameworks WHERE packs = ?", (wanted,)).fetchone()
            if found:
                return int(found[0])
            made = sql.execute("INSERT INTO frameworks(packs, made) VALUES (?, ?)", (wanted, self._stamp()))
            key = made.lastrowid or 0
            self._keep_wordings(key, packs)
        return key

    def _pack_key(self, pack: Pack, origin: str) -> int:
        sql = self._connection.sql
        document = json.dumps(plain(pack), ensure_ascii=False, sort_keys=True)
        if (found := self._found(pack, document)) is not None:
            return found
        row = (pack.id, pack.version, pack.title, origin, document, self._stamp(), digest_of_texts(document))
        made = sql.execute(
            "INSERT INTO packs(id, version, title, origin, document, added, digest) VALUES (?, ?, ?, ?, ?, ?, ?)", row
        )
        return made.lastrowid or 0

    def expect_same(self, packs: Sequence[Pack]) -> None:
        """Raises FrameworkRefused where one of the packs is here with other words, as `keep` does; stores nothing."""
        for pack in packs:
            self._found(pack, json.dumps(plain(pack), ensure_ascii=False, sort_keys=True))

    def _found(self, pack: Pack, document: str) -> int | None:
        """The number of a pack that is here. Raises FrameworkRefused where it has other words."""
        found = self._connection.sql.execute(
            "SELECT pk, document FROM packs WHERE id = ? AND version = ?", (pack.id, pack.version)
        ).fetchone()
        if found and found[1] != document:
            raise FrameworkRefused(
                [f"The pack {pack.id} {pack.version} is here already with other words: give the new one a new version."]
            )
        return int(found[0]) if found else None

    def _keep_wordings(self, key: int, packs: Sequence[Pack]) -> None:
        sql = self._connection.sql
        items = [item for pack in packs for item in pack.items]
        sql.executemany(
            "INSERT OR IGNORE INTO items(id, layer, label, definition) VALUES (?, ?, ?, ?)",
            [(item.id, item.layer, item.label, item.definition) for item in items],
        )
        sql.executemany(
            "INSERT INTO framework_items(framework, item, active) SELECT ?, pk, ? FROM items"
            " WHERE id = ? AND layer = ? AND label = ? AND definition = ?",
            [(key, int(item.status == "active"), item.id, item.layer, item.label, item.definition) for item in items],
        )
        sql.executemany(
            "INSERT OR IGNORE INTO prompts(id, text) VALUES (?, ?)",
            [(prompt.id, prompt.text) for pack in packs for prompt in pack.prompts],
        )

    def packs(self) -> list[StoredPack]:
        """Every pack in the journal, those in use first."""
        used = self.current().versions
        rows = self._connection.sql.execute("SELECT id, version, title, origin FROM packs ORDER BY id, pk DESC")
        packs = [StoredPack(row[0], row[1], row[2], row[3], used.get(row[0]) == row[1]) for row in rows]
        return sorted(packs, key=lambda pack: not pack.in_use)

    def pack(self, name: str) -> tuple[Pack, str]:
        """The pack named `rcp` (its latest) or `rcp@2026.1`, with its origin. Raises UnknownPack."""
        wanted, _, version = name.partition("@")
        row = self._connection.sql.execute(
            "SELECT document, origin FROM packs WHERE id = ? AND (? = '' OR version = ?) ORDER BY pk DESC",
            (wanted, version, version),
        ).fetchone()
        if row is None:
            raise UnknownPack(name, [f"{pack.id}@{pack.version}" for pack in self.packs()])
        return pack_from(json.loads(row[0])), row[1]

    def own(self) -> Pack | None:
        """The pack that holds the person's own single items, if there is one."""
        rows = self._connection.sql.execute(
            "SELECT document FROM packs WHERE id = ? ORDER BY pk DESC LIMIT 1", (OWN_PACK,)
        )
        return next((pack_from(json.loads(row[0])) for row in rows), None)

    def written_under(self) -> Iterator[Framework]:
        """The frameworks that entries were written under, oldest first, then the one in use."""
        rows = self._connection.sql.execute("SELECT DISTINCT framework FROM entries ORDER BY framework").fetchall()
        for key in dict.fromkeys([*(row[0] for row in rows), self.current().key]):
            yield self.load(key)

    def ever(self) -> Framework:
        """All that entries were written under, the newest wording of each item."""
        packs = [pack for framework in self.written_under() for pack in framework.packs]
        return Framework(list({(pack.id, pack.version): pack for pack in packs}.values()))

    def with_versions(self, versions: dict[str, str]) -> Framework | None:
        """The stored framework that holds exactly these pack versions, or None."""
        keys = [row[0] for row in self._connection.sql.execute("SELECT pk FROM frameworks ORDER BY pk DESC")]
        return next((found for key in keys if (found := self.load(key)).versions == versions), None)

    def known_to(self, entry: "Entry") -> Framework:
        """What an edit of `entry` may refer to: the framework it was written under, and what came since."""
        under = self.with_versions(entry.framework or {})
        return Framework([*self.current().packs, *(under.packs if under else ())])

    def _stamp(self) -> str:
        return self._now().isoformat(timespec="seconds")
