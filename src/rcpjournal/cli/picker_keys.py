"""Which key does what in the picker."""

from typing import TYPE_CHECKING, Any

from rcpjournal.cli.asking import Reply
from rcpjournal.cli.picker import ROWS, Picker
from rcpjournal.core.words import one_line

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyBindings


def keys_for(picker: Picker) -> "KeyBindings":
    """The picker's keys: to move, to leave, to type and take."""
    from prompt_toolkit.key_binding import KeyBindings

    keys = KeyBindings()
    _moving_keys(keys, picker)
    _leaving_keys(keys)
    _typing_keys(keys, picker)
    return keys


def _moving_keys(keys: "KeyBindings", picker: Picker) -> None:
    @keys.add("up")
    def _(event: Any) -> None:
        picker.at -= 1

    @keys.add("down")
    def _(event: Any) -> None:
        picker.at += 1

    @keys.add("pageup")
    def _(event: Any) -> None:
        picker.at -= ROWS

    @keys.add("pagedown")
    def _(event: Any) -> None:
        picker.at += ROWS


def _leaving_keys(keys: "KeyBindings") -> None:
    @keys.add("c-c")
    @keys.add("<sigint>")
    def _(event: Any) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    @keys.add("c-d")
    def _(event: Any) -> None:
        event.app.exit(exception=EOFError)


def _typing_keys(keys: "KeyBindings", picker: Picker) -> None:
    from prompt_toolkit.keys import Keys

    def answer(event: Any, reply: Reply | None) -> None:
        if reply is not None:
            event.app.exit(result=reply)

    @keys.add("enter")
    def _(event: Any) -> None:
        answer(event, picker.enter())

    @keys.add("tab")
    @keys.add(" ")
    def _(event: Any) -> None:
        picker.note = ""
        picker.space()

    @keys.add("backspace")
    def _(event: Any) -> None:
        picker.filter = picker.filter[:-1]

    @keys.add("c-u")
    def _(event: Any) -> None:
        picker.filter = ""

    @keys.add(Keys.BracketedPaste)
    def _(event: Any) -> None:
        picker.filter += one_line(event.data)

    @keys.add(Keys.Any)
    def _(event: Any) -> None:
        if event.data.isprintable():
            picker.note = ""
            answer(event, picker.typed(event.data))
