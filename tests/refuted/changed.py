#!/usr/bin/python3
"""A protocol with one line changed, so that risk is not followed up any more: tests/refuted/changed.py IPT

Either `ipt check` refuses the change, or `ipt explore` finds the way that breaks a guarantee, and `ipt test` fails on
that way. As they are, the scripts are proved.
"""
import json, os, shutil, subprocess, sys, tempfile

IPT = os.path.abspath(sys.argv[1])
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

GUARANTEE = """
guarantee "item 9 is followed up"
  whenever phq9.self_harm is not 0 then someone_now before end
guarantee "nobody leaves without having been asked for their sleep"
  at end hours is asked
"""
QUIET = """
branch quiet "A quiet room"
  say "Sometimes a small change helps. Bring it up next time."

guarantee "noise is looked at"
  whenever short_nights.why is noise then quiet before end
"""


class Case:
    """A copy of a script, in a folder with a copy of the library."""

    def __init__(self, script, more=""):
        self.folder = tempfile.mkdtemp(prefix="ipt-changed-")
        self.script = os.path.join(self.folder, os.path.basename(script))
        self.library = os.path.join(self.folder, "stdlib")
        shutil.copytree(os.path.join(ROOT, "stdlib"), self.library)
        shutil.copy(os.path.join(ROOT, script), self.script)
        self.write(self.script, self.read(self.script) + more)

    @staticmethod
    def read(path):
        return open(path, encoding="utf-8").read()

    @staticmethod
    def write(path, text):
        open(path, "w", encoding="utf-8").write(text)

    def change(self, old, new, module=None):
        path = os.path.join(self.library, module) if module else self.script
        text = self.read(path)
        assert text.count(old) == 1, f"{path} has {text.count(old)} times {old!r}"
        self.write(path, text.replace(old, new))
        return self

    def ipt(self, *args):
        env = dict(os.environ, IPT_STDLIB=self.library, IPT_SETTINGS="", IPT_STORE="", NO_COLOR="1", LC_ALL="C.UTF-8")
        r = subprocess.run([IPT, *args], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env, timeout=60)
        return r.returncode, r.stdout.decode("utf-8")

    def done(self):
        shutil.rmtree(self.folder)


def refused(case, code):
    status, out = case.ipt("check", case.script)
    assert status == 1 and f"[{code}]" in out, f"check does not refuse it with {code}:\n{out}"
    case.done()


def verdicts(case):
    status, out = case.ipt("explore", case.script, "--json")
    return status, {g["title"]: g for g in json.loads(out)[0]["guarantees"]}


def proved(case):
    status, found = verdicts(case)
    assert found and all(g["verdict"] == "proved" for g in found.values()), found
    case.done()


def broken(case, title, answers):
    """The way found gives so many answers, none can be shorter; and as a test it fails on this guarantee."""
    assert case.ipt("check", case.script)[0] == 0, case.ipt("check", case.script)[1]
    status, found = verdicts(case)
    assert status == 1 and found[title]["verdict"] == "broken", found
    test = found[title]["test"]
    given = sum(len(line.split("=", 1)[1].split(",")) for line in test.splitlines() if line.strip().startswith("answer "))
    assert answers in (None, given), f"{given} answers, not {answers}:\n{test}"
    case.write(case.script, case.read(case.script) + "\n" + test)
    status, out = case.ipt("test", case.script, "--filter", title)
    assert status == 1 and f"this guarantee is broken: {title}" in out, f"the way does not break it again:\n{test}\n{out}"
    case.done()


FOLLOWED = "item 9 is followed up"
SAFEGUARD = "safeguard item_nine when phq9.self_harm is not 0\n  do someone_now\n"
LIBRARY = "anything but a clear 0 on item 9 is screened"
LIBRARY_SAFEGUARD = 'safeguard item_nine when phq9.self_harm is not 0\n  alert urgent "PHQ-9 item 9: {phq9.self_harm}."\n'


def check_in():
    return Case("scripts/check_in.ipt", GUARANTEE)


def nights():
    return Case("scripts/check_in.ipt", QUIET).change('      say "Sometimes a small change helps. Bring it up next time."', "      do quiet")


def first_session():
    return Case("scripts/first_session.ipt")


def as_they_are():
    proved(check_in())
    proved(nights())
    for case in (first_session(), Case("stdlib/safety.ipt")):
        assert f"proved: {LIBRARY}" in case.ipt("explore", case.script)[1]
        case.done()


def without_the_safeguard():
    refused(check_in().change(SAFEGUARD, "define unused = phq9.self_harm\n"), "E320")
    refused(first_session().change(LIBRARY_SAFEGUARD + "  do screen_for_suicide\n", "", "safety.ipt"), "E320")


def a_higher_bar():
    refused(check_in().change("when phq9.self_harm is not 0", "when phq9.self_harm >= 2"), "E320")
    refused(first_session().change("safeguard item_nine when phq9.self_harm is not 0", "safeguard item_nine when phq9.self_harm >= 2",
                                   "safety.ipt"), "E320")
    # the item is looked after, but not as was promised
    broken(check_in().change(SAFEGUARD, "safeguard item_nine when phq9.self_harm is not 0\n  if phq9.self_harm >= 2\n"
                             "    do someone_now\n  else\n    note \"Look at item 9.\"\n"), FOLLOWED, 19)


def a_safeguard_that_only_notes():
    broken(check_in().change("  do someone_now\n", "  note \"Look at item 9.\"\n").change("  do gad7\n", "  do gad7\n  if mood is 0\n    do someone_now\n"),
           FOLLOWED, 19)
    case = first_session().change(LIBRARY_SAFEGUARD + "  do screen_for_suicide\n", LIBRARY_SAFEGUARD, "safety.ipt")
    broken(case, LIBRARY, None)


def an_end_before_the_screen():
    broken(check_in().change("  do someone_now\n", "  if mood < 3\n    finish \"Enough.\"\n  do someone_now\n"), FOLLOWED, 12)
    broken(check_in().change("  ask hours ", "  if mood is 0\n    finish\n  ask hours "),
           "nobody leaves without having been asked for their sleep", 1)


def an_option_without_its_branch():
    refused(first_session().change("    when isolation\n      do explore_isolation\n", ""), "E312")
    case = nights().change("    when noise\n      do quiet\n", "").change("  do gad7\n", "  do gad7\n  if hours > 9\n    do quiet\n")
    broken(case, "noise is looked at", 20)


def in_an_instrument():
    case = Case("stdlib/safety.ipt").change("  do screen_for_suicide\n\nsafeguard risk", "\nsafeguard risk")
    status, out = case.ipt("explore", case.script)
    assert status == 1 and f"broken: {LIBRARY}" in out and "A shortest way" in out, out
    case.done()


def main():
    for change in (as_they_are, without_the_safeguard, a_higher_bar, a_safeguard_that_only_notes, an_end_before_the_screen,
                   an_option_without_its_branch, in_an_instrument):
        change()


main()
