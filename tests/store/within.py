#!/usr/bin/python3
"""Whatever is typed at a prompt inside a safeguard, and however the program ends there: that the safeguard ran is in the
record, and as long as it is not through it stays open, also for the next run: tests/store/within.py IPT
"""
import os, shutil, signal, sqlite3, subprocess, sys, tempfile, time

IPT = os.path.abspath(sys.argv[1])
SCRIPT = """protocol "Within" version "1"
use phq9
use safety
interview
  ask mood "Mood?" rating 0 to 10
  do phq9
  ask word "A word?" text
"""
TO_IT = ["5"] + ["0"] * 8 + ["2"]
TYPED = ["", "?", "/", "/help", "/back", "/back\n/back\n/back", "/change", "/change mood\n3\nyes", "/change phq9.self_harm\n0\nyes",
         "/remove", "/remove Tom", "/decline", "/unknown", "/na", "/note I know", "/note", "/why", "/pause\nno", "/pause\nyes", "/quit\nno",
         "/quit\nyes", "/quit\n", "/quit\nperhaps\nyes", "/nothing", "yes", "no", "perhaps", "\\", "\x00", "\x03", "\x04", "\x1b", "é" * 4000,
         "no\nno\n/quit\nyes", "yes\n/back\n/back\n/back", "/decline\n/decline\n/decline", "/exit", "exit", ":q", "finish", "return"]


def record(folder):
    db = sqlite3.connect(os.path.join(folder, "p.db"))
    fired = db.execute("select count(*) from entry where kind='safeguard' and name='item_nine'").fetchone()[0]
    status, left_open = db.execute("select status, open from session").fetchone()
    answers = [n for n, in db.execute("select name from entry where kind='answer' order by number")]
    db.close()
    return fired, status, left_open, answers


def run(folder, text=None, kill=None):
    p = subprocess.Popen([IPT, "run", os.path.join(folder, "w.ipt"), "--plain", "--store", os.path.join(folder, "p.db"), "--client", "K"],
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         env=dict(os.environ, IPT_SETTINGS="", LC_ALL="C.UTF-8"))
    if not kill:
        return p.communicate(text.encode("utf-8", "surrogateescape"), timeout=60)[0].decode("utf-8", "replace"), p.returncode
    p.stdin.write(text.encode())
    p.stdin.flush()
    for _ in range(500):
        time.sleep(0.01)
        if os.path.exists(os.path.join(folder, "p.db")) and os.path.getsize(os.path.join(folder, "p.db")) and fired_by_now(folder):
            break
    p.send_signal(kill)
    return p.communicate(timeout=60)[0].decode("utf-8", "replace"), p.returncode


def fired_by_now(folder):
    try:
        return record(folder)[0] > 0
    except (sqlite3.OperationalError, TypeError):
        return False


def try_it(text, kill=None):
    folder = tempfile.mkdtemp(prefix="ipt-within-")
    try:
        open(os.path.join(folder, "w.ipt"), "w").write(SCRIPT)
        out, code = run(folder, "\n".join(TO_IT) + "\n" + (text + "\n" if text is not None else ""), kill)
        assert code in (0, 3) or kill, f"code {code}: {out}"
        fired, status, left_open, answers = record(folder)
        assert fired >= 1, "it is not on record that the safeguard ran"
        assert left_open == "item_nine" and status != "completed", f"it is not open: {status}, {left_open!r}"
        assert "word" not in answers and "phq9.difficulty" not in answers, f"it was passed by: {answers}"
        out, code = run(folder, "yes\n" + "/decline\n" * 2)
        assert "Questions about safety were left open." in out, out
        first = out.split("Type ? for help.", 1)[1]
        assert "Question " in first and "difficult have these problems" not in first.split("Question ")[1], out
    finally:
        shutil.rmtree(folder)


for typed in TYPED:
    try:
        try_it(typed)
    except AssertionError as e:
        sys.exit(f"typed {typed!r}: {e}")
for kill in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGQUIT):
    try:
        try_it(None, kill)
    except AssertionError as e:
        sys.exit(f"{kill!r}: {e}")
print(f"{len(TYPED)} things typed, 5 signals")
