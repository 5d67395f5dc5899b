#!/usr/bin/python3
"""A store of the first version is brought up, and nothing in it is lost: tests/store/migrate.py IPT

The first version had no courses, no outcomes and no lock. What is not there is worked out again from the journal.
"""
import os, shutil, sqlite3, subprocess, sys, tempfile

IPT = os.path.abspath(sys.argv[1])
SCRIPT = """protocol "Weekly" version "1"
keep lowest = min(past(c.mood))
course c
  sessions 3 every 1 week
  each session
    ask mood "Mood?" rating 0 to 10
    note "Before: {previous(c.mood) else "nothing"}, lowest {lowest else "nothing"}"
interview
  ask word "A word?" text
  ask more "More?" text
"""


class Practice:
    def __init__(self, folder):
        self.folder = folder
        self.file = os.path.join(folder, "p.db")
        open(os.path.join(folder, "case.ipt"), "w").write(SCRIPT)

    def ipt(self, *args, typed="", code=0):
        r = subprocess.run([IPT, *args, "--store", "p.db"], input=typed.encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           cwd=self.folder, env=dict(os.environ, IPT_SETTINGS="", LC_ALL="C.UTF-8", IPT_STRESS=""))
        assert r.returncode == code, f"{args}: code {r.returncode}, {r.stdout.decode()[-600:]}"
        return r.stdout.decode()

    def run(self, entry, typed, *options, code=0):
        return self.ipt("run", "case.ipt", entry, "--plain", "--client", "C1", *options, typed=typed, code=code)

    def make_old(self):
        """As the first version left it: an `outcome` is an entry of the second."""
        db = sqlite3.connect(self.file)
        kinds = [k for k, in db.execute("select kind from entry order by session, number")]
        assert kinds.count("outcome") == 2, kinds
        db.execute("delete from entry where kind='outcome'")
        for column in ("course", "number", "outcome"):
            db.execute(f"alter table session drop column {column}")
        db.execute("drop table lock")
        for session, in db.execute("select id from session").fetchall():
            last, digest = db.execute("select number, digest from entry where session=? order by number desc limit 1", (session,)).fetchone()
            db.execute("update session set last=?, digest=? where id=?", (last, digest, session))
        db.execute("pragma user_version=1")
        db.commit()
        db.close()

    def version(self):
        db = sqlite3.connect(self.file)
        found = db.execute("pragma user_version").fetchone()[0]
        columns = [c[1] for c in db.execute("pragma table_info(session)")]
        tables = [t for t, in db.execute("select name from sqlite_master where type='table'")]
        db.close()
        return found, set(columns) >= {"course", "number", "outcome"} and "lock" in tables


def main():
    folder = tempfile.mkdtemp(prefix="ipt-migrate-")
    try:
        practice = Practice(folder)
        practice.run("c", "5\n", "--today", "2026-03-02")
        practice.run("interview", "first\n/quit\nyes\n", "--today", "2026-03-03", code=3)
        before = practice.ipt("sessions", "show", "1")
        practice.make_old()
        assert practice.version() == (1, False)
        assert practice.ipt("sessions", "show", "1") == before
        assert practice.version() == (2, True)
        assert "2 sessions are as they were written" in practice.ipt("sessions", "verify")
        page = practice.ipt("client", "show", "C1")
        assert "2026-03-02" in page and "2026-03-03" in page, page
        out = practice.run("interview", "yes\nsecond\n")
        assert "Going on with session 2" in out and "A word?" not in out, out
        out = practice.run("c", "7\n", "--today", "2026-03-09")
        assert "Before: 5, lowest 5" in out, out
        open(os.path.join(folder, "key"), "w").write("correct horse battery staple\n")
        practice.ipt("sessions", "lock", "--new-passphrase-file", "key")
        assert "3 sessions are as they were written" in practice.ipt("sessions", "verify", "--passphrase-file", "key")
        print("a store of the first version: shown, verified, gone on with, looked back at, locked")
        return 0
    finally:
        shutil.rmtree(folder)


sys.exit(main())
