"""A program in a pseudo-terminal: type into it, wait for what it shows, take the terminal away from it.

The tests beside this folder are called with the path of the program and end with 0 when all went as it should.
"""
import errno, fcntl, json, os, pty, re, select, signal, struct, sys, tempfile, termios, time, traceback

BIN = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build/ipt")
PATIENCE = 20.0  # seconds; a loaded machine is slow, a hang is for ever
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[()][0-9A-B]|\x1b[=>]|\x07")


class Terminal:
    def __init__(self, *args, columns=80, rows=24, cwd=None, **environment):
        self.raw, self.seen, self.status = b"", 0, None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm", "INPUTRC": "/dev/null",
                       "HOME": "/nonexistent", "IPT_STORE": "", **environment}
                if "ASAN_OPTIONS" in os.environ:
                    env["ASAN_OPTIONS"] = os.environ["ASAN_OPTIONS"]
                if cwd:
                    os.chdir(cwd)
                # the window must have its size before the program looks
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                os.execve(BIN, [BIN, *args], env)
            finally:
                os._exit(127)

    def resize(self, columns, rows=24):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    def type(self, keys):
        data = keys.encode()
        while data:
            data = data[os.write(self.fd, data[:512]):]

    def read(self, seconds):
        """Takes in what comes; False when nothing more can come."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError as e:  # Linux says so when the other side is closed
            if e.errno != errno.EIO:
                raise
            data = b""
        self.raw += data
        return bool(data)

    @property
    def text(self):
        """All that was shown, without colours and cursor movements."""
        return ESCAPES.sub("", self.raw.decode("utf-8", "replace")).replace("\r", "")

    def wait_for(self, words):
        """Waits until these words are shown, after those that were waited for before."""
        end = time.monotonic() + PATIENCE
        while True:
            at = self.text.find(words, self.seen)
            if at >= 0:
                self.seen = at + len(words)
                return
            left = end - time.monotonic()
            if left <= 0 or not self.read(left):
                raise AssertionError(f"waited for {words!r}; shown since: {self.text[self.seen:]!r}")

    def prompt(self):
        self.wait_for("\n> ")

    def ended(self):
        """Waits for the end; the exit code, or minus the signal."""
        end = time.monotonic() + PATIENCE
        while self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > end:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                self.status = 127
                raise AssertionError(f"it did not end; shown since: {self.text[self.seen:]!r}")
            elif self.fd is not None:
                self.read(0.02)
            else:
                time.sleep(0.02)
        while self.fd is not None and self.read(0.1) and select.select([self.fd], [], [], 0)[0]:
            pass
        return self.status

    def hang_up(self):
        os.close(self.fd)
        self.fd = None

    def close(self):
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.status = 127
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None


class Folder:
    """A folder with a script in it, `case.ipt`."""

    def __init__(self, script, **files):
        self.folder = tempfile.TemporaryDirectory()
        self.path = self.folder.name
        self.write("case.ipt", script)
        for name, text in files.items():
            self.write(name, text)

    def write(self, name, text):
        with open(os.path.join(self.path, name), "w", encoding="utf-8") as f:
            f.write(text)

    def run(self, *args, **options):
        t = Terminal("run", "case.ipt", *args, cwd=self.path, **options)
        t.folder = self  # it must not go away while the program runs in it
        return t

    def result(self, name="result.json"):
        with open(os.path.join(self.path, name), encoding="utf-8") as f:
            return json.load(f)


def equal(found, expected):
    assert found == expected, f"expected {expected!r}, found {found!r}"


def holds(condition, words):
    assert condition, words


def run_all(module):
    """Every function of the module whose name begins with test_; says what failed."""
    failed = 0
    for name, function in list(module.items()):
        if not name.startswith("test_"):
            continue
        try:
            function()
        except Exception:
            failed += 1
            print(f"{name}: {function.__doc__}")
            traceback.print_exc(file=sys.stdout)
    return 1 if failed else 0
