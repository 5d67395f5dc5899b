#!/usr/bin/python3
"""The window: its width, its change of size, colours, and none of all that with --plain."""
import os, re, sys, unicodedata
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from pseudo import Folder, equal, holds, run_all

WORDS = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore"
SCRIPT = f'''protocol "A title that is so long that it does not stand on one line of a narrow window" version "1.0"
interview
  section "{WORDS}"
  say "{WORDS} magna aliqua. 日本語日本語日本語日本語日本語日本語日本語日本語日本語 Äpfel"
  note "{WORDS}"
  alert urgent "{WORDS}"
  ask a "{WORDS}?" choose
    help "{WORDS}"
    - x "{WORDS}"
    - y "Short"
  ask b "{WORDS}?" whole number 0 to 9
'''


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def widest(text):
    return max((width(line) for line in text.split("\n")), default=0)


def play(**options):
    args = options.pop("args", ())
    t = Folder(SCRIPT).run(*args, **options)
    t.prompt()
    t.type("?\r" if not args else "?\n")
    t.wait_for("/quit to")
    t.prompt()
    t.type("2\r" if not args else "2\n")
    t.wait_for("0 to 9")
    t.prompt()
    t.type("/na\r" if not args else "/na\n")
    t.wait_for("complete")
    equal(t.ended(), 0)
    t.close()
    return t


def test_width():
    """No line is wider than the window, and none wider than eighty columns."""
    for columns in (40, 60, 80, 200):
        for args in ((), ("--plain",)):
            t = play(columns=columns, args=args)
            found = widest(t.text)
            holds(found <= min(columns, 80), f"{found} columns in a window of {columns}, {args}")
            holds(found > min(columns, 80) - 12, f"only {found} columns used in a window of {columns}, {args}")


def test_tiny_window():
    """A window in which nothing fits is no reason to fall over."""
    for columns in (1, 5, 19):
        play(columns=columns, args=("--plain",))


def test_unknown_width():
    """A terminal that does not know its size counts as eighty columns."""
    t = play(columns=0)
    holds(60 < widest(t.text) <= 80, f"{widest(t.text)} columns")


def test_resize():
    """A window that changes its size in the middle of a question does no harm, and the next lines fit it."""
    t = Folder(SCRIPT).run(columns=80)
    t.prompt()
    t.resize(40)
    t.type("2\r")
    t.prompt()
    last = t.text.split("> 2")[-1]
    holds(widest(last) <= 40, f"{widest(last)} columns after the window became 40 wide")
    t.type("3\r")
    t.wait_for("complete")
    equal(t.ended(), 0)
    t.close()


def test_colours():
    """Colours on a terminal, not with NO_COLOR, not where the terminal has none."""
    colour = re.compile(rb"\x1b\[[0-9;]*[1-9][0-9;]*m")
    holds(colour.search(play().raw), "no colour at all")
    holds(not colour.search(play(NO_COLOR="1").raw), "colour in spite of NO_COLOR")
    holds(colour.search(play(NO_COLOR="").raw), "an empty NO_COLOR forbids nothing")
    holds(not colour.search(play(TERM="dumb").raw), "colour on a dumb terminal")


def test_plain():
    """With --plain not one escape is sent."""
    t = play(args=("--plain",))
    holds(b"\x1b" not in t.raw, "an escape was sent")


def test_note_and_alert_without_colour():
    """What is for the clinician is told from what is read aloud by its marks, on each of its lines."""
    t = play(args=("--plain",), columns=60)
    holds("| Note: Lorem" in t.text, "the note has no mark")
    holds("!! URGENT: Lorem" in t.text, "the alert has no mark")


def test_options_are_aligned():
    """A label that goes on stands below its beginning."""
    t = play(args=("--plain",), columns=40)
    lines = t.text.split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("  1  Lorem"))
    holds(lines[at + 1].startswith("     ") and not lines[at + 1].startswith("      "), repr(lines[at + 1]))


if __name__ == "__main__":
    sys.exit(run_all(globals()))
