#!/usr/bin/python3
"""The store while the machine fails: tests/store/torture.py IPT [--all]

An interview is led over JSON lines. It is killed at a write or a sync, or the disk is full or broken from there on;
then it is gone on with. Whatever was acknowledged, by the next question, must be there, nothing may be corrupt, and at
its end everything must be as if nothing had happened. --all: at every write and sync; otherwise at some 200 of them.
"""
import json, os, shutil, sqlite3, subprocess, sys, tempfile, time

IPT = os.path.abspath(sys.argv[1])
# Leaks are looked for everywhere else; under strace the search for them does not work.
ENV = dict(os.environ, IPT_SETTINGS="", LC_ALL="C.UTF-8", ASAN_OPTIONS="detect_leaks=0")
SCRIPT = """protocol "Torture" version "1"
use phq9
use safety
record person "Person"
  label alias "Name"
  ask near "Near?" rating 0 to 10
keep people of person
interview
  ask mood "How was your day?" rating 0 to 10
  if mood < 3
    alert attention "A hard day."
  do phq9
  collect people of person "Who?"
  ask word "A word?" text
  repeat 2 times
    ask again "Again?" yes or no
"""
ANSWERS = [2, 1, 1, 0, 0, 0, 0, 0, 0, 2, False, False, False, False, "none", "Tom", "", 4, "So so.", True, False]


class Lines:
    """An interview over JSON lines, perhaps with a fault injected."""

    def __init__(self, folder, *options, fault=None):
        command = [IPT, "run", os.path.join(folder, "t.ipt"), "--json", "--store", os.path.join(folder, "p.db"),
                   "--client", "K", "--today", "2026-11-24", *options]
        if fault:
            command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + fault.split(":")[0], "-e", "inject=" + fault] + command
        self.p = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)

    def event(self):
        """The next question or the end; None when it died."""
        for line in self.p.stdout:
            event = json.loads(line)
            if event["event"] in ("ask", "end", "error", "refused"):
                return event
        return None

    def send(self, answer):
        try:
            self.p.stdin.write((json.dumps({"answer": answer}) + "\n").encode())
            self.p.stdin.flush()
        except BrokenPipeError:
            pass

    def close(self):
        out, err = self.p.communicate()
        return self.p.returncode, err.decode()


def lead(lines, answers):
    """Gives the answers; how many were acknowledged by what came next, and whether it came to its end."""
    acknowledged, event = 0, lines.event()
    while event and event["event"] == "ask" and acknowledged < len(answers):
        lines.send(answers[acknowledged])
        event = lines.event()
        if event is None or event["event"] == "refused" or (event["event"] == "end" and event.get("status") == "left"):
            return acknowledged, False
        acknowledged += 1
    return acknowledged, bool(event) and event["event"] == "end"


def ipt(folder, *args):
    r = subprocess.run([IPT, *args, "--store", os.path.join(folder, "p.db")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=ENV)
    return r.returncode, r.stdout.decode()


def outcome(folder):
    code, out = ipt(folder, "sessions", "export", "--to", "json", "--private", "--people")
    assert code == 0, out
    sessions = json.loads(out)
    assert len(sessions) == 1, f"{len(sessions)} sessions"
    return [{k: v for k, v in a.items() if k != "time"} for a in sessions[0]["answers"]]


def play(fault, expected=None):
    folder = tempfile.mkdtemp(prefix="ipt-torture-")
    try:
        open(os.path.join(folder, "t.ipt"), "w").write(SCRIPT)
        lines = Lines(folder, fault=fault)
        acknowledged, ended = lead(lines, ANSWERS)
        code, err = lines.close()
        assert fault or (ended and code == 0), f"it does not run as it should: {acknowledged} answers, code {code}, {err}"
        if fault and ended and code == 0:
            return None, acknowledged  # the fault came after all was done, or never
        if fault and "signal" not in fault:
            assert code == 2 and err.strip(), f"code {code}, {err!r}"
        if fault:
            go_on(folder, acknowledged)
        found = outcome(folder)
        assert expected is None or found == expected, f"something else came out: {found}"
        return found, acknowledged
    finally:
        shutil.rmtree(folder)


def go_on(folder, acknowledged):
    """What was acknowledged is there; the rest is given now."""
    kept = 0
    if os.path.exists(os.path.join(folder, "p.db")):
        db = sqlite3.connect(os.path.join(folder, "p.db"))
        assert db.execute("pragma integrity_check").fetchone()[0] == "ok"
        if db.execute("select count(*) from sqlite_master where name='entry'").fetchone()[0]:
            kept = db.execute("select count(*) from entry where kind='answer'").fetchone()[0]
        db.close()
    assert acknowledged <= kept <= acknowledged + 1, f"{acknowledged} acknowledged, {kept} kept"
    listed = ipt(folder, "sessions")[1]
    if "completed" in listed:
        assert kept == len(ANSWERS)
        return
    begun = "running" in listed or "left" in listed
    lines = Lines(folder, *(["--resume"] if begun else ["--new"]))
    given, ended = lead(lines, ANSWERS[kept:])
    code, err = lines.close()
    assert code == 0 and ended, f"it does not go on: code {code}, {err}, {kept} kept, {given} given"
    code, out = ipt(folder, "sessions", "verify")
    assert code == 0, out


def main():
    if not shutil.which("strace") or subprocess.run(["strace", "-o", "/dev/null", "true"], stderr=subprocess.DEVNULL).returncode:
        print("strace cannot be used here")
        return 0
    began = time.monotonic()
    expected, count = play(None)
    assert count == len(ANSWERS)
    slow = time.monotonic() - began > 0.3  # a build with sanitizers: fewer points
    step = 1 if "--all" in sys.argv else 24 if slow else 2
    points = 0
    for call, most, every in (("pwrite64", 1000, step), ("fdatasync", 1000, max(1, step // 4))):
        for n in range(1, most, every):
            if play(f"{call}:signal=SIGKILL:when={n}", expected)[0] is None:
                break
            points += 1
    for fault in ("pwrite64:error=ENOSPC", "pwrite64:error=EIO", "fdatasync:error=EIO"):
        for n in range(1, 1000, 1 if "--all" in sys.argv else 60 if slow else 12):
            if play(f"{fault}:when={n}+", expected)[0] is None:
                break
            points += 1
    print(f"{points} faults, nothing lost")
    return 0


sys.exit(main())
