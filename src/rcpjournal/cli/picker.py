"""A list to pick from that filters as one types and shows the definition of what the cursor is on."""

from collections.abc import Callable
from typing import Any, cast

from rcpjournal.cli.asking import LEAVING, Asked, Reply
from rcpjournal.core.framework import Option
from rcpjournal.core.words import one_line, safe
from rcpjournal.views.styled import padded, plain_text, wrapped

ROWS = 8
_DEFINITION_ROWS = 3
_FIGURES = 9


class Picker:
    """One question answered by picking: one option, several, or a passage of one's own words."""

    def __init__(self, asked: Asked, style: Any, width: int, keep_begun: Callable[[Any], None]) -> None:
        self.question = asked.question
        self.many = asked.question.kind == "many"
        passages = [Option(value=words, label=one_line(words)) for words in asked.passages]
        self.options = passages if asked.question.kind == "passage" else list(asked.question.options)
        self.earlier = asked.earlier
        self.chosen: list[str] = list(asked.begun or asked.earlier or []) if self.many else []
        self.filter = asked.begun if asked.question.kind == "passage" else ""
        self.note = ""
        self.explaining = False
        wanted = asked.question.default and (asked.earlier or asked.question.default)
        self.at = next((n for n, option in enumerate(self.options) if option.value == wanted), 0)
        self._style, self._width, self._keep_begun = style, min(width, 88), keep_begun

    # --- what there is to see --------------------------------------------------------------------------

    def matches(self) -> list[Option]:
        """The options that the filter leaves: names that begin with it first."""
        wanted = self.filter.casefold().lstrip()
        if not wanted:
            return self.options
        begin = [o for o in self.options if f"{o.label.casefold()} ".startswith(wanted)]
        words = [o for o in self.options if o not in begin and f" {wanted}" in f" {o.label.casefold()}"]
        rest = [o for o in self.options if o not in begin and o not in words and wanted in o.label.casefold()]
        return begin + words + rest

    def _rows(self) -> list[Option | None]:
        """The rows of the list; None is the row that passes over, first where one option is picked.

        Where Enter has an option of its own there is no passing over, and that option comes first.
        """
        if self.many or self.filter or self.question.default:
            return list(self.matches())
        return [None, *self.matches()]

    def fragments(self) -> list[tuple[str, str]]:
        """The whole picker as styled text."""
        rows = self._rows()
        self.at = max(0, min(self.at, len(rows) - 1))
        top = max(0, min(self.at - ROWS // 2, len(rows) - ROWS))
        out: list[tuple[str, str]] = []
        if self.chosen:
            labels = {option.value: option.label for option in self.options}
            taken = ", ".join(labels.get(value, value) for value in self.chosen)
            out.append(("class:chosen", f"{padded(f'taken: {safe(taken)}', self._width - 2).rstrip()}\n"))
        out += [("class:dim", "find: "), ("", f"{safe(self.filter)}\n")]
        for n, option in enumerate(rows[top : top + ROWS], top):
            out.append(("class:cursor-row" if n == self.at else "", self._row(option, n == self.at)))
            out.append(("", "\n"))
        if not rows:
            out.append(("", f"  {self._nothing()}\n"))
        below = len(rows) - top - ROWS
        out.append(("class:dim", f"  … {below} more below\n" if below > 0 else "\n"))
        out.append(("class:definition", self._definition(rows)))
        out.append(("class:dim", "\n" + (self.note or self._keys())))
        return out

    def _row(self, option: Option | None, here: bool) -> str:
        pointer = ">" if here else " "
        if option is None:
            kept = "keep what you said" if self.earlier else "pass over"
            return f"{pointer} ({kept})"
        box = ("[x] " if option.value in self.chosen else "[ ] ") if self.many else self._number(option)
        group = self._group(option)
        label = f"{pointer} {box}{safe(option.label)}"
        if group and self._width >= 76:
            return f"{padded(label, self._width - 32)}  {padded(group, 28)}"
        return padded(label, self._width - 2)

    def _number(self, option: Option) -> str:
        """The figure that picks this option at once, where there are few."""
        return f"{self.options.index(option) + 1} " if len(self.options) <= _FIGURES else ""

    def _group(self, option: Option) -> str:
        groups = self.question.groups
        return groups[self.question.options.index(option)] if groups else ""

    def _nothing(self) -> str:
        if self.question.kind == "passage":
            return "Enter takes the words you typed"
        return "nothing by that name; Backspace takes a letter back"

    def _definition(self, rows: list[Option | None]) -> str:
        option = rows[self.at] if rows else None
        words = self.question.help if self.explaining or option is None else option.help
        if self.question.kind == "passage" and option and not self.explaining:
            words = option.value
        lines = list(wrapped(safe(words), self._width - 4, "  "))[:_DEFINITION_ROWS]
        return plain_text(lines) + "\n" * (_DEFINITION_ROWS - len(lines))

    def _keys(self) -> str:
        if self.many:
            most = f" (up to {self.question.most})" if self.question.most else ""
            return f"type to find · Space takes{most} · Enter on · < back"
        figures = "a figure or " if len(self.options) <= _FIGURES else ""
        if self.question.kind == "passage":
            figures, words = "", "type to find, or words of your own"
        else:
            words = "type to find"
        whole = f"{words} · {figures}↑↓ Enter picks · < back · ? explain"
        return whole if len(whole) <= self._width else f"{words} · {figures}↑↓ Enter · < · ?"

    # --- what a key does --------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Takes the option under the cursor, or takes it out."""
        rows = self._rows()
        option = rows[self.at] if rows else None
        if option is None:
            return
        if option.value in self.chosen:
            self.chosen.remove(option.value)
            self._keep_begun(self.chosen)
        elif self.question.most and len(self.chosen) >= self.question.most:
            self.note = f"That would be more than {self.question.most}; Space on a taken one takes it out."
        else:
            self.chosen.append(option.value)
            self._keep_begun(self.chosen)

    def take(self) -> None:
        """Takes what was found by its name, and shows the whole list again with the cursor on it."""
        rows = self._rows()
        if not rows:
            self.note = f"Nothing is called “{safe(self.filter)}” here. Backspace takes a letter back."
            return
        found = rows[min(self.at, len(rows) - 1)]
        self.toggle()
        self.filter = ""
        self.at = self.options.index(found) if found else 0

    def space(self) -> None:
        """Takes what the cursor is on, or goes on with a name of several words."""
        longer = f"{self.filter} ".casefold()
        goes_on = self.filter and any(longer in option.label.casefold() for option in self.options)
        if goes_on or not self.many:
            self.filter += " " if self.filter else ""
        elif self.filter and self._begins_so():
            self.take()
        elif self.filter:
            self.note = "Enter takes what the cursor is on."
        else:
            self.toggle()

    def _begins_so(self) -> bool:
        """Whether what the cursor is on begins with what was typed: a Space then surely means it."""
        rows = self._rows()
        option = rows[min(self.at, len(rows) - 1)] if rows else None
        return option is not None and option.label.casefold().startswith(self.filter.casefold())

    def enter(self) -> Reply | None:
        """The reply that Enter gives, or None where it only took what was found."""
        if self.many:
            if self.filter:
                self.take()
                return None
            return Reply("given", self.chosen) if self.chosen or self.earlier else Reply("on")
        rows = self._rows()
        option = rows[self.at] if rows else None
        if option is not None:
            return Reply("given", option.value)
        if self.question.kind == "passage" and self.filter.strip():
            return Reply("given", self.filter.strip())
        return None if self.filter else Reply("on")

    def typed(self, letter: str) -> Reply | None:
        """What a letter does: signs while nothing is typed, else it narrows the list."""
        if not self.filter:
            signs = {
                "<": Reply("back", self.chosen if self.many and self.chosen else None),
                ".": Reply("stop"),
                "-": Reply("given", None),
            }
            if letter in signs:
                return signs[letter]
            if letter == "?":
                self.explaining = not self.explaining
                return None
        few = not self.many and not self.filter and len(self.options) <= _FIGURES
        if few and letter in "123456789" and int(letter) <= len(self.options):
            return Reply("given", self.options[int(letter) - 1].value)
        self.filter += letter
        self.explaining = False
        self.at = 0
        return None

    def run(self, running: Callable[[Any], None]) -> Reply:
        """Shows the picker until there is a reply; `running` is told of the application once it has begun.

        Words of one's own that were typed for a passage are kept where the terminal goes.
        """
        from prompt_toolkit.application import Application
        from prompt_toolkit.layout import Layout, Window
        from prompt_toolkit.layout.controls import FormattedTextControl

        from rcpjournal.cli.picker_keys import keys_for

        window = Window(
            FormattedTextControl(cast(Any, self.fragments), focusable=True, show_cursor=False), wrap_lines=False
        )
        application: Application[Reply] = Application(
            layout=Layout(window), key_bindings=keys_for(self), style=self._style, erase_when_done=True
        )
        try:
            reply = application.run(pre_run=lambda: running(application))
        except LEAVING:
            if self.question.kind == "passage":
                self._keep_begun(self.filter)
            raise
        self._say_taken(reply)
        return reply

    def _say_taken(self, reply: Reply) -> None:
        from prompt_toolkit import print_formatted_text
        from prompt_toolkit.formatted_text import FormattedText

        if reply.act == "given" and reply.value:
            values = reply.value if isinstance(reply.value, list) else [reply.value]
            labels = {option.value: option.label for option in self.options}
            words = ", ".join(str(labels.get(value, value)) for value in values)
            print_formatted_text(FormattedText([("class:chosen", f"  {safe(words)}")]), style=self._style)
