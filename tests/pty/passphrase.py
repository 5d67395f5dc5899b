#!/usr/bin/python3
"""A passphrase is asked for where it was not given in a file: never shown, given twice when it is new, and not guessed at."""
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from pseudo import Folder, Terminal, equal, holds, run_all

SCRIPT = '''interview
  ask word "A word?" text
'''
KEY, OTHER = "correct horse battery", "another five words"


def practice():
    folder = Folder(SCRIPT)
    t = folder.run("--store", "p.db", "--client", "C1")
    t.prompt()
    t.type("quiet\r")
    equal(t.ended(), 0)
    return folder


def ipt(folder, *args, typed):
    t = Terminal(*args, "--store", "p.db", cwd=folder.path)
    for prompt, keys in typed:
        t.wait_for(prompt)
        t.type(keys + "\r")
    code = t.ended()
    for _, keys in typed:
        holds(keys not in t.text, f"{keys!r} was shown: {t.text!r}")
    t.close()
    return code, t.text


def lock(folder, *typed):
    prompts = ["New passphrase: ", "Once more: "] if len(typed) < 3 else ["Passphrase of the practice: ", "New passphrase: ", "Once more: "]
    return ipt(folder, "sessions", "lock", typed=list(zip(prompts, typed)))


def test_locked_and_opened():
    """It is given twice, then once for each command; another passphrase takes its place."""
    folder = practice()
    code, text = lock(folder, KEY, KEY)
    equal(code, 0)
    holds("nobody can open it without" in text, text)
    code, text = ipt(folder, "sessions", "show", "1", typed=[("Passphrase of the practice: ", KEY)])
    equal(code, 0)
    holds("word: quiet" in text, text)
    code, text = lock(folder, KEY, OTHER, OTHER)
    equal(code, 0)
    code, text = ipt(folder, "sessions", typed=[("Passphrase of the practice: ", KEY)])
    equal(code, 2)
    holds("this is not its passphrase" in text, text)
    code, text = ipt(folder, "sessions", typed=[("Passphrase of the practice: ", OTHER)])
    equal(code, 0)


def test_not_the_same():
    """Two that are not the same, or one that is short, lock nothing."""
    folder = practice()
    code, text = lock(folder, KEY, OTHER)
    equal(code, 2)
    holds("the two are not the same; nothing has changed" in text, text)
    code, text = lock(folder, "too short", "too short")
    equal(code, 2)
    holds("at least 12 characters" in text, text)
    code, text = ipt(folder, "sessions", typed=[])
    equal(code, 0)
    holds("1 answer" in text, text)


if __name__ == "__main__":
    sys.exit(run_all(globals()))
