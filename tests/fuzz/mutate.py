#!/usr/bin/python3
"""Spoils what people give to `ipt` beside a script: answers, lines of JSON, compiled files, results.

mutate.py IPT [SECONDS [SEED]]: runs the binary (best one with sanitizers) on spoilt copies of real
input. Whatever comes, it must answer with one of its exit codes, in time. What breaks it is kept
in the folder of the binary as mutant-N, with the command on its first line in mutant-N.command.
"""
import os
import random
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PIECES = [b"=", b"- ", b"\n", b"\"", b"{", b"}", b"[", b"]", b",", b":", b"null", b"-1", b"1e308", b"0", b"999999",
          b"declined", b"rest first\n", b"/back\n", b"/change ", b"/remove ", b"/note x\n", b"\xff", b"\xe2\x80\x8d",
          b"\x00", b"2024-02-30", b"about ", b"\\u0000", b"true", b"/skip\n", b"?\n", b"none", b"1,2,3"]


def mutate(data, chance):
    data = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 2, 8, 64, 400)))
        kind = chance.randrange(7)
        if kind == 0 and at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del data[at:end]
        elif kind == 2:
            data[at:at] = chance.choice(PIECES)
        elif kind == 3:
            data[at:at] = data[at:end]
        elif kind == 4:
            lines = bytes(data).splitlines(True)
            if lines:
                a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
                lines[a], lines[b] = lines[b], lines[a]
                data = bytearray(b"".join(lines))
        elif kind == 5:
            del data[at:]
        else:
            there = chance.randrange(len(data) + 1)
            data[there:there] = data[at:end]
    return bytes(data)


def run(ipt, arguments, given=b"", seconds=20):
    return subprocess.run([ipt] + arguments, input=given, capture_output=True, timeout=seconds)


def seeds(ipt, folder):
    """(how, script, good bytes): how says where the spoilt bytes go."""
    scripts = os.path.join(ROOT, "scripts")
    for name in sorted(os.listdir(scripts)):
        if not name.endswith(".ipt"):
            continue
        script = os.path.join(scripts, name)
        answers = script[:-4] + ".answers"
        result = os.path.join(folder, name + ".result")
        run(ipt, ["run", script, "--plain", "--answers", answers, "--result", result])
        yield "answers", script, open(answers, "rb").read()
        yield "result", script, open(result, "rb").read()
        yield "compiled", script, run(ipt, ["compile", script]).stdout
        yield "compact", script, run(ipt, ["compile", "--compact", script]).stdout
        typed = b"".join(bytes(str(i % 5), "ascii") + b"\n" for i in range(200))
        yield "typed", script, typed
        lines = b"".join(b'{"answer":%d}\n' % (i % 5) for i in range(100)) + b'{"back":true}\n{"declined":true}\n'
        yield "lines", script, lines


def command(how, script, path):
    if how == "answers":
        return ["run", script, "--plain", "--answers", path], False
    if how == "result":
        return ["report", script, path, "--to", "html"], False
    if how in ("compiled", "compact"):
        return ["run", path, "--plain"], False
    return ["run", script, "--json" if how == "lines" else "--plain"], True


def main():
    ipt = os.path.abspath(sys.argv[1])
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    broken = tries = 0
    with tempfile.TemporaryDirectory() as folder:
        start = list(seeds(ipt, folder))
        until = time.monotonic() + seconds
        path = os.path.join(folder, "spoilt.json")
        while time.monotonic() < until:
            how, script, good = chance.choice(start)
            bad = mutate(good, chance)
            with open(path, "wb") as f:
                f.write(bad)
            arguments, typed = command(how, script, path)
            tries += 1
            try:
                done = run(ipt, arguments, bad if typed else b"1\n" * 50)
                fine = done.returncode in (0, 1, 2, 3) and b"Sanitizer" not in done.stderr \
                    and b"runtime error" not in done.stderr
            except subprocess.TimeoutExpired:
                fine = False
            if not fine:
                broken += 1
                kept = os.path.join(os.path.dirname(ipt), "mutant-%d" % broken)
                with open(kept, "wb") as f:
                    f.write(bad)
                with open(kept + ".command", "w") as f:
                    f.write(" ".join(arguments) + "\n")
                print("broken:", how, os.path.basename(script), kept, flush=True)
    print("%d spoilt inputs, %d broke it" % (tries, broken))
    return broken > 0


if __name__ == "__main__":
    sys.exit(main())
