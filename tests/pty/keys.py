#!/usr/bin/python3
"""Typing at a terminal: answers, editing, completion, history, what was typed ahead."""
import sys, os
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from pseudo import Folder, equal, holds, run_all

SCRIPT = '''protocol "A small one" version "1.0"
interview
  say "Hello."
  ask focus "What is it?" choose
    help "Take what weighs most."
    - grief "A loss"
    - dispute "A conflict"
  ask who "Who is it?" text
  ask sure "Sure?" yes or no
  note "{focus}; {who}; {sure}"
'''


def test_answers():
    """An interview from its first line to its last, and its result."""
    folder = Folder(SCRIPT)
    t = folder.run("--result", "result.json")
    for shown, keys in (("Hello.", ""), ("1  A loss", ""), ("\n> ", "2\r"), ("Who is it?", ""), ("\n> ", "Ann\r"),
                        ("Sure?", ""), ("\n> ", "y\r"), ("Note: A conflict; Ann; yes", ""), ("complete", "")):
        t.wait_for(shown)
        t.type(keys)
    equal(t.ended(), 0)
    result = folder.result()
    equal(result["status"], "completed")
    equal([a["value"] for a in result["answers"]], ["dispute", "Ann", True])
    holds("started" in result and "ended" in result, "the result has its times")
    t.close()


def test_opening():
    """The first lines: what script, that nothing is kept, how to get help, what it is not."""
    t = Folder(SCRIPT).run()
    t.wait_for("A small one, version 1.0")
    t.wait_for("Not a diagnosis")
    t.wait_for("not kept")
    t.wait_for("Type ? for help")
    t.prompt()
    t.type("?\r")
    t.wait_for("Take what weighs most.")
    t.wait_for("/decline")
    t.prompt()
    t.close()


def test_editing():
    """Backspace over a composed letter, the cursor keys, a line begun anew."""
    t = Folder(SCRIPT).run()
    t.prompt()
    t.type("1\r")
    t.wait_for("Who is it?")
    t.prompt()
    t.type("Zoé\x7fë\x1b[D\x1b[D\x1b[DA\r")  # é is taken back, ë comes, three to the left, an A before
    t.prompt()
    t.type("nonsense\x15y\r")  # Ctrl-U clears the line
    t.wait_for("Note: A loss; AZoë; yes")
    equal(t.ended(), 0)
    t.close()


def test_completion():
    """Tab completes the codes of the question and the commands."""
    t = Folder(SCRIPT).run()
    t.prompt()
    t.type("dis\t")
    t.wait_for("dispute")
    t.type("\r")
    t.wait_for("Who is it?")
    t.prompt()
    t.type("/dec\t")
    t.wait_for("/decline")
    t.type("\r")
    t.wait_for("Sure?")
    t.prompt()
    t.type("ye\t\r")
    t.wait_for("Note: A conflict; (declined); yes")
    equal(t.ended(), 0)
    t.close()


def test_completion_of_words():
    """In a text answer Tab invents nothing: no codes, no names of files."""
    t = Folder(SCRIPT, readme="x").run()
    t.prompt()
    t.type("1\r")
    t.wait_for("Who is it?")
    t.prompt()
    t.type("rea\tx\r")
    t.wait_for("Sure?")
    t.prompt()
    t.type("y\r")
    t.wait_for("Note: A loss; reax; yes")
    equal(t.ended(), 0)
    t.close()


def test_history():
    """The arrow up brings back what was typed before."""
    t = Folder(SCRIPT).run()
    t.prompt()
    t.type("grief\r")
    t.wait_for("Who is it?")
    t.prompt()
    t.type("\x1b[A\r")
    t.wait_for("Sure?")
    t.prompt()
    t.type("n\r")
    t.wait_for("Note: A loss; grief; no")
    equal(t.ended(), 0)
    t.close()


def test_typed_ahead():
    """What is typed or pasted faster than it is asked is taken line by line, none of it is lost."""
    t = Folder(SCRIPT).run()
    t.type("2\rBen\ry\r")
    t.wait_for("Note: A conflict; Ben; yes")
    equal(t.ended(), 0)
    t.close()


def test_typed_ahead_plain():
    """The same without cursor tricks."""
    t = Folder(SCRIPT).run("--plain")
    t.type("2\nBen\ny\n")
    t.wait_for("Note: A conflict; Ben; yes")
    equal(t.ended(), 0)
    t.close()


def test_empty_and_wrong():
    """An empty line and one that cannot be read are asked again."""
    t = Folder(SCRIPT).run()
    t.prompt()
    t.type("\r")
    t.wait_for("Please type an answer")
    t.prompt()
    t.type("9\r")
    t.wait_for("! Please")
    t.prompt()
    t.type("/bakc\r")
    t.wait_for("Did you mean /back?")
    t.prompt()
    t.close()


def test_back_and_change():
    """Going back and changing an answer by hand."""
    t = Folder(SCRIPT).run()
    t.prompt()
    t.type("1\r")
    t.wait_for("Who is it?")
    t.prompt()
    t.type("/back\r")
    t.wait_for("Enter keeps: A loss")
    t.prompt()
    t.type("\r")
    t.wait_for("Who is it?")
    t.prompt()
    t.type("Ann\r")
    t.wait_for("Sure?")
    t.prompt()
    t.type("/change who\r")
    t.wait_for("Enter keeps: Ann")
    t.prompt()
    t.type("Ben\r")
    t.wait_for("Make this change?")
    t.type("yes\r")
    t.wait_for("Sure?")
    t.prompt()
    t.type("y\r")
    t.wait_for("Note: A loss; Ben; yes")
    equal(t.ended(), 0)
    t.close()


def test_file_then_person():
    """When the written answers end, the person goes on."""
    folder = Folder(SCRIPT, answers="focus = grief\n")
    t = folder.run("--answers", "answers")
    t.wait_for("> grief")
    t.wait_for("Who is it?")
    t.prompt()
    t.type("Ann\r")
    t.wait_for("Sure?")
    t.prompt()
    t.type("n\r")
    t.wait_for("Note: A loss; Ann; no")
    equal(t.ended(), 0)
    t.close()


def test_long_line():
    """A very long answer is taken as it is."""
    words = "word " * 400
    t = Folder(SCRIPT).run("--result", "result.json")
    t.prompt()
    t.type("1\r")
    t.wait_for("Who is it?")
    t.prompt()
    t.type(words + "end\r")
    t.wait_for("Sure?")
    t.prompt()
    t.type("y\r")
    equal(t.ended(), 0)
    t.close()


def test_control_characters():
    """What is typed cannot steer the terminal: an escape is refused, and never sent back."""
    t = Folder(SCRIPT).run("--plain")
    t.prompt()
    t.type("1\n")
    t.wait_for("Who is it?")
    t.prompt()
    t.type("a\x1b]2;title\x07b\n")
    t.wait_for("! There is a character in it that cannot be kept.")
    t.prompt()
    t.type("ab\ny\n")
    t.wait_for("Note: A loss; ab; yes")
    equal(t.ended(), 0)
    holds(b"\x1b]2;" not in t.raw, "the escape came back")
    t.close()


if __name__ == "__main__":
    sys.exit(run_all(globals()))
