"""A command line before typer reads it: options that may stand anywhere, and values that may be left out."""

from rcpjournal.cli.options import BEFORE

ANYWHERE = {"--plain": 0, "--no-pager": 0, "--journal": 1, "--editor": 1, "--key-file": 1}
"""options that may stand anywhere in the line, and how many words belong to each"""
ALONE = {"--compare": BEFORE}
"""options whose value may be left out, and what they mean then"""


def hoisted(words: list[str]) -> tuple[list[str], list[str]]:
    """The options that may stand anywhere, and the other words; what follows `--` is left alone."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if word == "--":
            return front, [*rest, word, *waiting]
        name, equals, _ = word.partition("=")
        if name not in ANYWHERE:
            rest.append(word)
            continue
        value = next(waiting, None) if ANYWHERE[name] and not equals else ""
        if value is None:
            return front, [*rest, word]  # its value is missing: let typer say so
        front += [word, value] if value else [word]
    return front, rest


def completed(words: list[str]) -> list[str]:
    """The words, with its usual value behind an option that stands alone; what follows `--` is left alone."""
    end = words.index("--") if "--" in words else len(words)
    alone = [word in ALONE and (n + 1 >= end or words[n + 1].startswith("-")) for n, word in enumerate(words[:end])]
    return [f"{word}={ALONE[word]}" if so else word for word, so in zip(words, alone, strict=False)] + words[end:]
