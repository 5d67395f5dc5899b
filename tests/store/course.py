#!/usr/bin/python3
"""Courses, session by session, kept in a store: tests/store/course.py IPT [--update]

Sixteen sessions on the example, with an appointment that is missed before the fifth, a change of focus in the sixth, and a
rise of six points in the ninth. Then what the client's page says, and what cannot be done to the course any more. And four
monthly sessions of maintenance, the last of them late, with signs that show and a score that has risen; and six lessons of
somebody in training, with what was not passed coming again.
"""
import datetime, os, re, shutil, subprocess, sys, tempfile

IPT = os.path.abspath(sys.argv[1])
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCRIPT = "scripts/sixteen_weeks.ipt"
FIRST = datetime.date(2026, 12, 1)


class Course:
    def __init__(self, folder, script=SCRIPT, client="C1"):
        self.folder, self.script, self.client = folder, script, client
        self.day = FIRST

    def ipt(self, *args):
        env = dict(os.environ, IPT_SETTINGS="", LC_ALL="C.UTF-8", IPT_STRESS="")
        r = subprocess.run([IPT, *args, "--store", os.path.join(self.folder, "p.db")], stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env, cwd=ROOT)
        return r.returncode, r.stdout.decode()

    def session(self, number, *options):
        answers = self.script.replace(".ipt", f"/{number:02}.answers" if number > 1 else ".answers")
        code, out = self.ipt("run", self.script, "--client", self.client, "--plain", "--today", str(self.day), "--answers", answers,
                             *options)
        assert code == 0, f"session {number}: code {code}, {out[-600:]}"
        self.day += datetime.timedelta(7)
        return out

    def good(self, *args):
        code, out = self.ipt(*args)
        assert code == 0, f"{args}: {out}"
        return out


    def page(self):
        return re.sub(r"Session +$", "Session", self.good("client", "show", self.client), flags=re.M)


def golden(name, found):
    path = os.path.join(ROOT, "tests/transcripts", name)
    if "--update" in sys.argv:
        open(path, "w").write(found)
    assert found == open(path).read(), f"{name} is another: {found}"


def play(course):
    outs = {}
    for number in range(1, 17):
        if number == 5:
            said = course.good("client", "missed", "C1", "--today", str(course.day), "--reason", "a cold")
            assert "session 5 is still to come" in said, said
            course.day += datetime.timedelta(7)
        outs[number] = course.session(number)
        assert f"Session {number} of 16" in outs[number], outs[number][:400]
    assert "PHQ-9 has risen by 6" in outs[9]
    assert all("has risen" not in outs[n] for n in outs if n != 9)
    assert "We agreed to work on a conflict with someone important" in outs[6]
    assert "We agreed to work on a big change in life" in outs[7]
    assert "We have 6 sessions left" in outs[10]
    assert "Course of treatment" in outs[16], outs[16][-2500:]
    return outs


def main():
    folder = tempfile.mkdtemp(prefix="ipt-course-")
    try:
        course = Course(folder)
        play(course)
        golden("sixteen_weeks_client.txt", course.page())
        code, out = course.ipt("run", SCRIPT, "--client", "C1", "--plain", "--answers", os.devnull)
        assert code == 2 and "all 16 sessions" in out and "--extra" in out, out
        extra = course.session(16, "--extra")
        assert "Session 17 of 16" in extra
        course.good("sessions", "verify")
        html = course.good("client", "show", "C1", "--to", "html", "--for", "client")
        assert "<svg" in html and "has risen" not in html
        early(course)
        maintenance(folder)
        lessons(folder)
        print("sixteen sessions, one missed, one extra; another course, ended early; four months of maintenance; six lessons")
        return 0
    finally:
        shutil.rmtree(folder)


def early(course):
    """Another course begins with what was kept, and ends before its time."""
    code, out = course.ipt("run", SCRIPT, "--client", "C1", "--plain", "--today", str(course.day), "--again", "--answers",
                           "scripts/sixteen_weeks.answers")
    assert code == 2 and "Session 1 of 16" in out and "So far: Tom" in out and "is there already" in out, out[-900:]
    code, out = course.ipt("client", "end", "C1", "--today", str(course.day))
    assert code == 2 and "--reason" in out, out
    course.good("client", "end", "C1", "--reason", "has moved away", "--today", str(course.day))
    code, out = course.ipt("run", SCRIPT, "--client", "C1", "--plain", "--answers", os.devnull)
    assert code == 2 and "--resume goes on with it" in out, out
    code, out = course.ipt("run", SCRIPT, "--client", "C1", "--plain", "--answers", os.devnull, "--new")
    assert code == 2 and "was ended: has moved away" in out, out
    assert "The course was ended" in course.good("client", "show", "C1")


def maintenance(folder):
    """Of another client in the same store; where the file is is left out."""
    course = Course(folder, "scripts/maintenance.ipt", "C2")
    course.day = datetime.date(2027, 4, 1)
    course.session(1)
    course.day += datetime.timedelta(21)
    assert "4 weeks since the last session" in course.session(2)
    course.day += datetime.timedelta(21)
    third = course.session(3)
    assert "Shall we meet sooner" in third and "weekly sessions again" not in third, third[-1500:]
    course.day += datetime.timedelta(42)
    golden("maintenance_04.txt", re.sub(r"Every answer is kept[^?]*[?] for help", "Every answer is kept", course.session(4)))
    golden("maintenance_client.txt", course.page())


def lessons(folder):
    course = Course(folder, "scripts/skills_course.ipt", "T1")
    outs = {number: course.session(number) for number in range(1, 7)}
    assert "still open" not in outs[1] and "still open" in outs[2] and "still open" not in outs[3], outs[2]
    golden("skills_course_06.txt", re.sub(r"Every answer is kept[^?]*[?] for help", "Every answer is kept", outs[6]))


sys.exit(main())
