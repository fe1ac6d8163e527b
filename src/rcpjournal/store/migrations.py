"""The journal's tables, step by step. A step is never edited once released; a new one is added below.

Each is run by sqlite-utils on the journal's one connection, inside the transaction that `connection.migrate` opens.
`PRAGMA user_version` holds how many have been applied, so that an everyday command need not import this module.
"""

# ruff: noqa: TID253 (this module is itself imported late, only when a step is missing)

from sqlite_utils import Database, Migrations

migrations = Migrations("rcpjournal")
FTS_TOKENIZER = "porter unicode61 remove_diacritics 2"


@migrations()
def m001_framework(db: Database) -> None:
    """Packs as they were checked, the sets in which they were used, and every wording of items and prompts."""
    db.table("state").create({"key": str, "value": str}, pk="key", strict=True)
    db.table("packs").create(
        {"pk": int, "id": str, "version": str, "title": str, "origin": str, "document": str, "added": str},
        pk="pk",
        not_null={"id", "version", "title", "origin", "document", "added"},
        strict=True,
    ).create_index(["id", "version"], unique=True)
    db.table("frameworks").create(
        {"pk": int, "packs": str, "made": str}, pk="pk", not_null={"packs", "made"}, strict=True
    ).create_index(["packs"], unique=True)
    db.table("items").create(
        {"pk": int, "id": str, "layer": str, "label": str, "definition": str},
        pk="pk",
        not_null={"id", "layer", "label", "definition"},
        strict=True,
    ).create_index(["id", "layer", "label", "definition"], unique=True)
    db.table("framework_items").create(
        {"framework": int, "item": int, "active": int},
        pk=("framework", "item"),
        foreign_keys=[("framework", "frameworks", "pk"), ("item", "items", "pk")],
        strict=True,
    )
    db.table("prompts").create(
        {"pk": int, "id": str, "text": str}, pk="pk", not_null={"id", "text"}, strict=True
    ).create_index(["id", "text"], unique=True)


@migrations()
def m002_entries(db: Database) -> None:
    """Entries: what stands at their head, and the indexes by which they are listed and counted."""
    db.table("entries").create(
        {
            "pk": int,
            "id": str,
            "created": str,
            "zone": str,
            "happened_on": str,
            "kind": str,
            "with_whom": str,
            "alias": str,
            "flow": str,
            "offered": str,
            "framework": int,
            "visibility": str,
            "starred": int,
            "need": str,
            "got": str,
            "working": str,
            "take_to_supervision": int,
            "supervision_question": str,
            "supervision_function": str,
            "title": str,
            "deleted": str,
        },
        pk="pk",
        not_null={"id", "created", "happened_on", "framework", "visibility", "starred", "title"},
        foreign_keys=[("framework", "frameworks", "pk")],
        strict=True,
    ).create_index(["id"], unique=True)
    db.execute("CREATE INDEX entries_newest ON entries(happened_on, id) WHERE deleted IS NULL")
    db.execute("CREATE INDEX entries_offered ON entries(happened_on, framework, offered) WHERE deleted IS NULL")


@migrations()
def m003_parts(db: Database) -> None:
    """The parts of entries. `marks`: every item an entry touches, in whichever part; `texts`: what is searched."""
    parts: dict[str, dict[str, type]] = {
        "answers": {"prompt": int, "text": str},
        "observations": {"item": int, "stance": str, "quote": str},
        "conditions": {"item": int, "polarity": str, "rule": str, "blocker": str, "response": str, "sphere": str},
        "ratings": {"item": int, "value": str},
        "marks": {"item": int, "value": str},
        "actions": {
            "what": str, "why": str, "how": str, "whose_view": str, "due": str, "state": str, "reason": str,
        },
        "additions": {"on_day": str, "kind": str, "role": str, "text": str},
    }  # fmt: skip
    for name, columns in parts.items():
        targets = [(part, f"{part}s", "pk") for part in ("item", "prompt") if part in columns]
        db.table(name).create(
            {"pk": int, "entry": int, "position": int, **columns},
            pk="pk",
            not_null={
                "entry",
                "position",
                *(name for name in columns if name in ("item", "prompt", "text", "what")),
            },
            foreign_keys=[("entry", "entries", "pk"), *targets],
            strict=True,
        ).create_index(["entry", "position"], unique=True)
    db.table("marks").create_index(["item", "entry"])
    db.table("conditions").create_index(["item"])
    db.table("actions").create_index(["state", "due"])
    db.table("texts").create(
        {"entry": int, "words": str},
        pk="entry",
        not_null={"words"},
        foreign_keys=[("entry", "entries", "pk")],
        strict=True,
    ).enable_fts(["words"], create_triggers=True, tokenize=FTS_TOKENIZER)


@migrations()
def m004_history(db: Database) -> None:
    """What was changed, with the text before it; and reflections that are not finished."""
    db.table("changes").create(
        {
            "pk": int,
            "at": str,
            "what": str,
            "run": str,
            "entry": int,
            "before": str,
            "undone": str,
            "after": str,
        },
        pk="pk",
        not_null={"at", "what", "entry"},
        foreign_keys=[("entry", "entries", "pk")],
        strict=True,
    ).create_index(["entry"])
    db.table("drafts").create(
        {"pk": int, "started": str, "saved": str, "document": str},
        pk="pk",
        not_null={"started", "saved", "document"},
        strict=True,
    )


@migrations()
def m005_supervision(db: Database) -> None:
    """Sessions, what was agreed in them, a page that is being prepared, and what has left the journal."""
    for table, column in (
        ("entries", "session_role"), ("entries", "session_next"),
        ("actions", "owner"), ("actions", "review"), ("actions", "about"),
    ):  # fmt: skip
        db.table(table).add_column(column, str)
    db.table("preparations").create(
        {"pk": int, "started": str, "saved": str, "document": str},
        pk="pk",
        not_null={"started", "saved", "document"},
        strict=True,
    )
    db.table("shared").create(
        {
            "pk": int, "at": str, "whom": str, "format": str, "since": str, "until": str, "digest": str,
            "selection": str, "bytes": bytes,
        },
        pk="pk",
        not_null={"at", "whom", "format", "since", "until", "digest", "selection", "bytes"},
        strict=True,
    )  # fmt: skip


@migrations()
def m006_caseload(db: Database) -> None:
    """The supervisor's side: packs received from others (`person`: whose they are, however the name is written);
    and to which key something that left was sealed."""
    db.table("received").create(
        {
            "pk": int, "person": str, "name": str, "at": str, "since": str, "until": str, "digest": str,
            "document": str,
        },
        pk="pk",
        not_null={"person", "name", "at", "since", "until", "digest", "document"},
        strict=True,
    ).create_index(["digest"], unique=True)  # fmt: skip
    db.table("received").create_index(["person"])
    db.table("shared").add_column("sealed_to", str)


@migrations()
def m007_digests(db: Database) -> None:
    """A SHA-256 of each entry, of each earlier text and of each pack. `digests.fill` writes those that are missing once
    all steps have run, since it reads entries in their latest shape."""
    for table in ("entries", "changes", "packs"):
        db.table(table).add_column("digest", str)


@migrations()
def m008_sessions(db: Database) -> None:
    """The days of supervision: a summary begins at the last of them, however long the journal is."""
    db.execute("CREATE INDEX entries_sessions ON entries(happened_on) WHERE kind = 'supervision' AND deleted IS NULL")
