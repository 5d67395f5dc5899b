#!/usr/bin/python3
"""A big store to measure with: store.py IPT FILL_STORE FOLDER CLIENTS

FOLDER/practice.db holds CLIENTS clients with twenty sessions each, the sixteen of the example and four more. FOLDER/long.db
holds one session that was left after 1,000 answers of long.ipt, FOLDER/cards.db one after 1,000 about a hundred people.
"""
import os, subprocess, sys

IPT, FILL, FOLDER, CLIENTS = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3], sys.argv[4]
SCRIPTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../scripts")
LONG = "\n".join(['protocol "Long" version "1"', "interview"] +
                 [f'  ask q{i} "Question {i}?" rating 0 to 10' for i in range(1001)])
CARDS = """protocol "Cards" version "1"
record person "Person"
  label alias "Name?"
""" + "\n".join(f'  ask f{i} "Question {i}?" rating 0 to 10' for i in range(9)) + """
interview
  collect people of person "Who?"
    at most 200
  ask last "Last?" text
"""


def ipt(store, *args, input="", code=0):
    r = subprocess.run([IPT, *args, "--store", os.path.join(FOLDER, store)], input=input.encode(), stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT, env=dict(os.environ, IPT_SETTINGS="", LC_ALL="C.UTF-8"))
    assert r.returncode == code, r.stdout.decode()[-500:]


def course():
    for n in range(1, 21):
        answers = "sixteen_weeks.answers" if n == 1 else f"sixteen_weeks/{min(n, 16):02}.answers"
        ipt("practice.db", "run", os.path.join(SCRIPTS, "sixteen_weeks.ipt"), "--client", "K", "--plain", "--today",
            "2026-11-24", "--answers", os.path.join(SCRIPTS, answers), *(["--extra"] if n > 16 else []))
    subprocess.run([FILL, os.path.join(FOLDER, "practice.db"), "K", str(int(CLIENTS) - 1)], check=True)


def left(name, script, lines):
    path = os.path.join(FOLDER, name + ".ipt")
    open(path, "w").write(script)
    ipt(name + ".db", "run", path, "--client", "K", "--plain", input="\n".join(lines) + "\n", code=3)


os.makedirs(FOLDER, exist_ok=True)
course()
left("long", LONG, ["7"] * 1000)
left("cards", CARDS, [f"P{i}" for i in range(100)] + [""] + ["7"] * 900)
