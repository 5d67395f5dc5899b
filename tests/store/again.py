#!/usr/bin/python3
"""A session that is shown again says what it said then, byte for byte: tests/store/again.py IPT

`ipt run` prints where the answers are kept; `ipt sessions show N --transcript` has nothing to say there. The rest is the same:
on every script of ours that has recorded answers, and on one with chance, a doubt and a safeguard.
"""
import glob, os, re, shutil, subprocess, sys, tempfile

IPT = os.path.abspath(sys.argv[1])
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCRIPT = """protocol "Again" version "1"
interview
  say one of
    - "Good evening."
    - "Hello."
    - "Welcome."
  ask kind "Which?" choose
    - a "The first"
    - b "The second"
    - c "The third"
    shuffle
  ask mood "Mood?" rating 0 to 10
    warn when mood > 8 "So well?"
  section "The end"
  note "{kind}, {mood}."
  repeat 2 times
    ask word "A word?" text
safeguard low when mood < 2
  alert urgent "Very low."
  ask safe "Are you safe?" yes or no
"""


def ipt(folder, *args, code=0):
    r = subprocess.run([IPT, *args, "--store", os.path.join(folder, "p.db")], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT, cwd=ROOT, env=dict(os.environ, IPT_SETTINGS="", LC_ALL="C.UTF-8", IPT_STRESS=""))
    assert r.returncode == code, f"{args}: code {r.returncode}, {r.stdout.decode()[-600:]}"
    return r.stdout.decode()


def kept_line(out):
    """The paragraph that says where it is kept goes."""
    return re.sub(r"\n(Every answer|Without --client)[^!]*?Type\s\?\sfor\shelp\.\n", "\n", out, count=1)


def same(script, answers, *options):
    folder = tempfile.mkdtemp(prefix="ipt-again-")
    try:
        then = kept_line(ipt(folder, "run", script, "--plain", "--today", "2026-11-24", "--answers", answers, *options))
        now = ipt(folder, "sessions", "show", "1", "--transcript")
        if then != now:
            import difflib
            raise AssertionError("\n".join(list(difflib.unified_diff(then.splitlines(), now.splitlines(), "then", "now", lineterm="", n=1))[:30]))
    finally:
        shutil.rmtree(folder)


def main():
    count = 0
    for answers in sorted(glob.glob(os.path.join(ROOT, "scripts/*.answers"))):
        same(answers.replace(".answers", ".ipt"), answers)
        count += 1
    folder = tempfile.mkdtemp(prefix="ipt-again-")
    try:
        script, answers = os.path.join(folder, "again.ipt"), os.path.join(folder, "again.answers")
        open(script, "w").write(SCRIPT)
        for seed in range(1, 7):
            safe = "low.safe = declined\n" if seed % 2 else ""
            open(answers, "w").write(f'kind = b\nmood = {1 if safe else 9}\n{safe}word = "one", "two"\n')
            same(script, answers, "--seed", str(seed))
            count += 1
    finally:
        shutil.rmtree(folder)
    print(f"{count} sessions say again what they said")
    return 0


sys.exit(main())
