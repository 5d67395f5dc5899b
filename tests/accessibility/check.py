#!/usr/bin/python3
"""Holds reports, as pages of HTML, against the rules of axe in headless Chromium.

check.py PAGE.html…: says which rules are broken where, and fails when there are any. Before that it
breaks a page on purpose, so that a check that finds nothing is known to look."""
import html
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CHROMIUM = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--virtual-time-budget=20000", "--dump-dom"]
RUN = """
axe.run(document, {resultTypes: ["violations"]}).then(r => {
  const found = document.createElement("pre");
  found.id = "axe-found";
  found.textContent = JSON.stringify({passes: r.passes.length, violations: r.violations.map(
    v => [v.id, v.help, v.nodes.map(n => n.html.slice(0, 200))])});
  document.body.append(found);
});
"""


def look(page):
    """(rules that passed, [[rule, words, [html, …]], …])"""
    axe = open(os.path.join(HERE, "axe.min.js"), encoding="utf-8").read()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "page.html")
        text = page.replace("</body>", f"<script>{axe}</script><script>{RUN}</script></body>")
        open(path, "w", encoding="utf-8").write(text)
        r = subprocess.run([*CHROMIUM, f"--user-data-dir={folder}/profile", "file://" + path],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=100)
    found = re.search(r'<pre id="axe-found">(.*?)</pre>', r.stdout.decode("utf-8", "replace"), re.S)
    if not found:
        sys.exit("axe did not come to an end:\n" + r.stderr.decode("utf-8", "replace")[-2000:])
    result = json.loads(html.unescape(found[1]))
    return result["passes"], result["violations"]


def spoilt(page):
    page = re.sub(r'<html lang="[^"]*">', "<html>", page)
    return page.replace("<h1>", '<p style="color:#ccc">Pale</p><h4>').replace("</h1>", "</h4>")


def main():
    pages = [open(path, encoding="utf-8").read() for path in sys.argv[1:]]
    passes, violations = look(spoilt(pages[0]))
    missed = {"html-has-lang", "page-has-heading-one", "color-contrast"} - {v[0] for v in violations}
    if missed:
        sys.exit(f"the spoilt page passes {missed}")
    bad = False
    for path, page in zip(sys.argv[1:], pages):
        passes, violations = look(page)
        if passes < 10:
            sys.exit(f"{path}: only {passes} rules looked at anything")
        for rule, words, nodes in violations:
            bad = True
            print(f"{path}: {rule}: {words}", *("    " + n for n in nodes), sep="\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
