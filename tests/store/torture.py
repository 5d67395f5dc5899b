#!/usr/bin/python3
"""The store while the machine fails: tests/store/torture.py IPT [--all]

An interview, and a course of three sessions with kept cards, are led over JSON lines. One session is killed at a write or
a sync, or the disk is full or broken from there on; then it is gone on with, and the sessions after it are held. Whatever
was acknowledged, by the next question, must be there, nothing may be corrupt, and at the end everything must be as if
nothing had happened. --all: at every write and sync; otherwise killed at more than 200 of them.
"""
import json, os, shutil, sqlite3, subprocess, sys, tempfile

IPT = os.path.abspath(sys.argv[1])
# Leaks are looked for everywhere else; under strace the search for them does not work.
ENV = dict(os.environ, IPT_SETTINGS="", LC_ALL="C.UTF-8", ASAN_OPTIONS="detect_leaks=0")
SHM = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # who is killed loses nothing in memory; there it is fast
INTERVIEW = """protocol "Torture" version "1"
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
COURSE = """protocol "Torture, week by week" version "1"
record person "Person"
  label alias "Name"
  ask near "Near?" rating 0 to 10
  field met yes or no
keep people of person
keep best = weeks.mood
course weeks "Three weeks"
  sessions 3 every 1 week
  each session
    ask mood "How was your week?" rating 0 to 10
    if change(mood) < 0
      alert attention "Worse by {change(mood)}; kept: {best else "nothing"}."
    for each p in people
      ask met "Have you met {p.alias}?" yes or no
      set p.met = met
    collect people of person "Who?"
"""
# A script, and the answers of each of its sessions.
STORIES = [
    (INTERVIEW, [[2, 1, 1, 0, 0, 0, 0, 0, 0, 2, False, False, False, False, "none", "Tom", "", 4, "So so.", True, False]]),
    (COURSE, [[6, "Tom", "Ann", "", 4, 7], [3, True, False, "Ben", "", 5], [5, True, True, False, ""]]),
]


class Lines:
    """A session over JSON lines, perhaps with a fault injected."""

    def __init__(self, folder, *options, fault=None):
        command = [IPT, "run", os.path.join(folder, "t.ipt"), "--json", "--store", os.path.join(folder, "p.db"),
                   "--client", "K", "--today", "2026-11-24", *options]
        if fault:
            command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + fault.split(":")[0],
                       "-e", "inject=" + fault] + command
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
    r = subprocess.run([IPT, *args, "--store", os.path.join(folder, "p.db")], stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT, env=ENV)
    return r.returncode, r.stdout.decode()


def rows(folder, sql, *values):
    db = sqlite3.connect(os.path.join(folder, "p.db"))
    try:
        assert db.execute("pragma integrity_check").fetchone()[0] == "ok"
        return db.execute(sql, values).fetchall()
    finally:
        db.close()


def outcome(folder):
    """What is told of the sessions, and what each leaves to the next."""
    code, out = ipt(folder, "sessions", "export", "--to", "json", "--private", "--people")
    assert code == 0, out
    answers = [[{k: v for k, v in a.items() if k != "time"} for a in s["answers"]] for s in json.loads(out)]
    return answers, rows(folder, "select s.status, s.number, e.body from session s join entry e on e.session = s.id and "
                                 "e.number = s.outcome order by s.id")


def verify(folder):
    code, out = ipt(folder, "sessions", "verify")
    assert code == 0, out


class Story:
    def __init__(self, room, script, sessions):
        self.room, self.sessions = room, sessions
        self.folders = []  # as it is before each session
        folder = tempfile.mkdtemp(dir=room)
        open(os.path.join(folder, "t.ipt"), "w").write(script)
        for answers in sessions:
            self.folders.append(self.copy(folder))
            self.hold(folder, answers)
        self.expected = outcome(folder)
        assert len(self.expected[1]) == len(sessions)

    def copy(self, folder):
        return shutil.copytree(folder, tempfile.mkdtemp(dir=self.room), dirs_exist_ok=True)

    @staticmethod
    def hold(folder, answers, *options):
        lines = Lines(folder, *options)
        given, ended = lead(lines, answers)
        code, err = lines.close()
        assert code == 0 and ended and given == len(answers), f"it does not run: code {code}, {err}, {given} given"

    def play(self, at, fault):
        """Everything from session `at` on, with the fault in it. False when all was done before it came."""
        folder = self.copy(self.folders[at])
        try:
            lines = Lines(folder, fault=fault)
            acknowledged, ended = lead(lines, self.sessions[at])
            code, err = lines.close()
            if ended and code == 0:
                return False
            if "signal" not in fault:
                assert code == 2 and err.strip(), f"code {code}, {err!r}"
            self.go_on(folder, at, acknowledged)
            for answers in self.sessions[at + 1:]:
                self.hold(folder, answers)
            verify(folder)
            found = outcome(folder)
            assert found == self.expected, f"something else came out: {found}"
            return True
        except AssertionError as e:
            raise AssertionError(f"session {at + 1}, {fault}: {e}") from None
        finally:
            shutil.rmtree(folder)

    def go_on(self, folder, at, acknowledged):
        """What was acknowledged is there; the rest is given now."""
        begun = kept = 0
        status = ""
        if os.path.exists(os.path.join(folder, "p.db")):
            if rows(folder, "select 1 from sqlite_master where name = 'session'"):
                verify(folder)
                begun = len(rows(folder, "select 1 from session"))
        if begun > at:
            (number, status), = rows(folder, "select id, status from session order by id desc limit 1")
            kept = len(rows(folder, "select 1 from entry where kind = 'answer' and session = ?", number))
        assert at <= begun <= at + 1, f"{begun} sessions"
        assert acknowledged <= kept <= acknowledged + 1, f"{acknowledged} acknowledged, {kept} kept"
        if status == "completed":
            assert kept == len(self.sessions[at])
        else:
            self.hold(folder, self.sessions[at][kept:], *(["--resume"] if begun > at else []))


def strikes(story, at, fault, step, more=""):
    """The fault at every `step`th call, from the first to the last; how many there were."""
    n = 1
    while story.play(at, f"{fault}:when={n}{more}"):
        n += step
    return (n - 1) // step


def main():
    works = ["strace", "-f", "-o", "/dev/null", "true"]
    if not shutil.which("strace") or subprocess.run(works, stderr=subprocess.DEVNULL).returncode:
        print("strace cannot be used here")
        return 0
    with tempfile.TemporaryDirectory(prefix="ipt-torture-", dir=SHM) as room:
        return torture(room, "--all" in sys.argv)


def torture(room, every):
    slow = b"__asan_init" in open(IPT, "rb").read()  # a build with sanitizers: fewer points
    step = 1 if every else 24 if slow else 4
    kills = errors = 0
    for script, sessions in STORIES:
        story = Story(room, script, sessions)
        for at in range(len(sessions)):
            kills += strikes(story, at, "pwrite64:signal=SIGKILL", step)
            kills += strikes(story, at, "fdatasync:signal=SIGKILL", max(1, step // 4))
            for fault in ("pwrite64:error=ENOSPC", "pwrite64:error=EIO", "fdatasync:error=EIO"):
                errors += strikes(story, at, fault, 1 if every else 60 if slow else 12, "+")
    assert slow or kills >= 200, f"killed at {kills} points only"
    print(f"killed {kills} times, {errors} other faults, nothing lost")
    return 0


sys.exit(main())
