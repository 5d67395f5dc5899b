#!/usr/bin/python3
"""Two programs on one store: tests/store/two.py IPT"""
import json, os, shutil, subprocess, sys, tempfile

IPT = os.path.abspath(sys.argv[1])
SCRIPT = "interview\n" + "".join(f'  ask q{i} "Question {i}?" rating 0 to 10\n' for i in range(6))


class Lines:
    def __init__(self, folder, client, *options):
        self.p = subprocess.Popen([IPT, "run", os.path.join(folder, "t.ipt"), "--json", "--store", os.path.join(folder, "p.db"), "--client", client,
                                   *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ, IPT_SETTINGS=""))
        self.next()

    def next(self):
        for line in self.p.stdout:
            event = json.loads(line)
            if event["event"] in ("ask", "end", "error", "refused"):
                return event

    def give(self, answer):
        self.p.stdin.write((json.dumps({"answer": answer}) + "\n").encode())
        self.p.stdin.flush()
        return self.next()

    def close(self):
        return self.p.communicate()[1].decode(), self.p.returncode


def main():
    folder = tempfile.mkdtemp(prefix="ipt-two-")
    try:
        open(os.path.join(folder, "t.ipt"), "w").write(SCRIPT)
        # beside each other, on two sessions: neither is in the other's way
        one, two = Lines(folder, "A"), Lines(folder, "B")
        for i in range(6):
            for lines in (one, two):
                event = lines.give(i)
                assert event["event"] == ("end" if i == 5 else "ask"), event
        assert one.close()[1] == 0 and two.close()[1] == 0
        # on one session: who comes second is told, and what the other has kept stays
        one = Lines(folder, "C")
        one.give(1)
        two = Lines(folder, "C", "--resume")
        two.give(2)
        event = one.give(3)
        assert event["event"] == "refused" and "another window" in event["why"], event
        err, code = one.close()
        assert code == 2 and "another window" in err, (code, err)
        assert two.give(4)["event"] == "ask"
        two.close()
        out = subprocess.run([IPT, "sessions", "export", "3", "--store", os.path.join(folder, "p.db")], stdout=subprocess.PIPE).stdout.decode()
        assert [line.split(",")[2:4] for line in out.splitlines()[1:]] == [["q0", "1"], ["q1", "2"], ["q2", "4"]], out
        assert subprocess.run([IPT, "sessions", "verify", "--store", os.path.join(folder, "p.db")], stdout=subprocess.PIPE).returncode == 0
    finally:
        shutil.rmtree(folder)


main()
