#!/usr/bin/python3
"""Leaving an interview: Ctrl-C, the end of input, a terminal that goes away, being told to stop. The result is
written every time, and the terminal is left as it was found."""
import os, signal, sys, termios, time
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from pseudo import Folder, equal, holds, run_all

SCRIPT = '''interview
  ask a "First?" whole number 0 to 9
    warn when a > 5 "That much?"
  ask b "Second?" text
  say "Goodbye."
'''
ECHO, ICANON = termios.ECHO, termios.ICANON


def begin(*options, **environment):
    folder = Folder(SCRIPT)
    t = folder.run("--result", "result.json", *options, **environment)
    t.wait_for("First?")
    t.prompt()
    t.type("3\r" if "--plain" not in options else "3\n")
    t.wait_for("Second?")
    t.prompt()
    return folder, t


def check_left(folder, t):
    equal(t.ended(), 3)
    result = folder.result()
    equal(result["status"], "left")
    equal([(a["name"], a["value"]) for a in result["answers"]], [("a", 3)])
    equal([f for f in os.listdir(folder.path) if f not in ("case.ipt", "result.json")], [])


def check_terminal(t):
    flags = termios.tcgetattr(t.fd)[3]
    holds(flags & ECHO and flags & ICANON, "the terminal is not as it was found")


def test_interrupt_and_stay():
    """Ctrl-C asks; no goes on with the same question."""
    folder, t = begin()
    t.type("half a li\x03")
    t.wait_for("Leave the interview now?")
    t.type("no\r")
    t.prompt()
    t.type("whole\r")
    t.wait_for("Goodbye.")
    equal(t.ended(), 0)
    equal(folder.result()["answers"][1]["value"], "whole")
    t.close()


def test_interrupt_and_leave():
    """Ctrl-C asks; yes leaves."""
    folder, t = begin()
    t.type("\x03")
    t.wait_for("Leave the interview now?")
    t.type("yes\r")
    check_left(folder, t)
    check_terminal(t)
    holds("left before its end" in t.text, "it is not said that the interview was left")
    t.close()


def test_interrupt_twice():
    """Ctrl-C at the question whether to leave leaves: whoever is in a hurry gets out."""
    folder, t = begin()
    t.type("\x03")
    t.wait_for("Leave the interview now?")
    t.type("\x03")
    check_left(folder, t)
    check_terminal(t)
    t.close()


def test_interrupt_plain():
    """The same without cursor tricks."""
    folder, t = begin("--plain")
    t.type("\x03")
    t.wait_for("Leave the interview now?")
    t.type("yes\n")
    check_left(folder, t)
    check_terminal(t)
    t.close()


def test_end_of_input():
    """Ctrl-D leaves."""
    for options in ((), ("--plain",)):
        folder, t = begin(*options)
        t.type("\x04")
        check_left(folder, t)
        check_terminal(t)
        t.close()


def test_hang_up():
    """The window is closed: no question, no loop, the result is there."""
    for options in ((), ("--plain",)):
        folder, t = begin(*options)
        t.hang_up()
        check_left(folder, t)
        t.close()


def test_told_to_stop():
    """SIGTERM leaves at once."""
    for options in ((), ("--plain",)):
        folder, t = begin(*options)
        os.kill(t.pid, signal.SIGTERM)
        check_left(folder, t)
        check_terminal(t)
        t.close()


def test_told_to_stop_in_a_line():
    """SIGTERM in the middle of a line that is being typed."""
    folder, t = begin()
    t.type("half a line")
    t.wait_for("half a line")
    os.kill(t.pid, signal.SIGTERM)
    check_left(folder, t)
    check_terminal(t)
    t.close()


def test_quit():
    """/quit asks first; /pause too."""
    folder, t = begin()
    t.type("/quit\r")
    t.wait_for("Leave the interview now?")
    t.type("no\r")
    t.prompt()
    t.type("/pause\r")
    t.wait_for("Leave the interview now?")
    t.type("yes\r")
    check_left(folder, t)
    check_terminal(t)
    t.close()


def test_end_in_a_confirmation():
    """The end of input where an answer is to be confirmed leaves without it."""
    folder = Folder(SCRIPT)
    t = folder.run("--result", "result.json")
    t.prompt()
    t.type("8\r")
    t.wait_for("Keep this answer?")
    t.type("\x04")
    t.read(0.3)
    if t.status is None:
        t.type("\x04")  # the question is put again, and the end of input is still the end
    equal(t.ended(), 3)
    equal(folder.result()["answers"], [])
    t.close()


def test_stopped_and_continued():
    """A program that was stopped goes on where it was."""
    folder, t = begin()
    os.kill(t.pid, signal.SIGSTOP)
    time.sleep(0.1)
    os.kill(t.pid, signal.SIGCONT)
    t.type("Ann\r")
    t.wait_for("Goodbye.")
    equal(t.ended(), 0)
    check_terminal(t)
    t.close()


def test_nothing_left_over():
    """After a complete interview the terminal is as it was."""
    folder, t = begin()
    t.type("Ann\r")
    t.wait_for("Goodbye.")
    equal(t.ended(), 0)
    check_terminal(t)
    t.close()


if __name__ == "__main__":
    sys.exit(run_all(globals()))
