"""Set up `.venv` from the locks: `setup.py run` installs what serving needs, `setup.py dev` all that tests need too.
`setup.py partners` installs the servers of others that tests of the doors talk to, in a place of their own.

Needs python3 with venv and nothing else. Every package is checked against the hash in its lock. Whatever index, proxy
or certificate this machine's pip is configured with is used for uv too; no address stands here. Written so that an old
Python, too, gets as far as the line that says it is too old.
"""

import ast
import hashlib
import os
import subprocess
import sys

OLDEST = (3, 11)
FOLDER = ".venv"
PYTHON = os.path.join(FOLDER, "bin", "python")
PARTNERS = ".partners"
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock", "partners": "requirements-partners.lock"}
COMMON = ("bootstrap.lock", "requirements-build.lock", "pyproject.toml")


def main():
    """Install what was asked for, unless the stamp says it is there."""
    os.chdir(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    what = sys.argv[1] if len(sys.argv) > 1 else "run"
    if sys.version_info < OLDEST:
        sys.exit(
            f"Outside-In needs Python 3.11 or newer; this is {sys.version.split()[0]}. "
            "Name another one: make PYTHON=python3.12 run"
        )
    with alone():
        if what == "partners":
            install_partners()
            return
        if what == "run" and os.path.exists(stamp("dev")):
            what = "dev"  # it holds everything a run needs; taking the rest away would only cost time twice
        if not up_to_date(what):
            install(what)
        for each in ("run", what):
            write(stamp(each), wanted(what))


def install(what):
    """Bring the environment to exactly the lock, and this project into it."""
    if not runs():
        say(f"Making {FOLDER}")
        code = subprocess.call([sys.executable, "-m", "venv", "--clear", FOLDER])
        if code:
            sys.exit("python3 cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv")
    say(f"Installing {LOCKS[what]}")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    call([*pip, "install", "--require-hashes", "-r", "bootstrap.lock"])
    uv = [PYTHON, "-m", "uv", "--quiet", "pip"]
    environment = dict(os.environ, VIRTUAL_ENV=os.path.abspath(FOLDER), **as_pip_is_configured())
    call([*uv, "sync", "--require-hashes", LOCKS[what]], environment)
    project = ["install", "--no-deps", "--build-constraints", "requirements-build.lock", "--editable", "."]
    call([*uv, *project], environment)


def install_partners():
    """Bring the partners' environment to exactly its lock; `.venv` is there already."""
    if up_to_date("partners"):
        return
    if not os.path.exists(os.path.join(PARTNERS, "bin", "python")):
        call([sys.executable, "-m", "venv", "--clear", "--without-pip", PARTNERS])
    say(f"Installing {LOCKS['partners']}")
    environment = dict(os.environ, **as_pip_is_configured())
    into = ["--python", os.path.join(PARTNERS, "bin", "python")]
    call([PYTHON, "-m", "uv", "--quiet", "pip", "sync", *into, "--require-hashes", LOCKS["partners"]], environment)
    write(stamp("partners"), wanted("partners"))


def as_pip_is_configured():
    """Return the settings of this machine's pip under the names uv reads, except those that are set already."""
    listed = subprocess.run(
        [PYTHON, "-m", "pip", "config", "list"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
    found = {}
    for line in listed.stdout.decode().splitlines():
        name, _, value = line.partition("=")
        found[name.rpartition(".")[2]] = ast.literal_eval(value)
    names = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "find-links": "UV_FIND_LINKS"}
    settings = {uv: ",".join(found[pip].split()) for pip, uv in names.items() if found.get(pip)}
    if "UV_INDEX" in settings:
        settings["UV_INDEX"] = settings["UV_INDEX"].replace(",", " ")
        settings["UV_INDEX_STRATEGY"] = "unsafe-best-match"  # as pip does; the hashes decide what is taken
    if found.get("cert"):
        settings["SSL_CERT_FILE"] = found["cert"]
    return {name: value for name, value in settings.items() if not os.environ.get(name)}


def runs():
    """Return whether the environment's interpreter works and is new enough."""
    test = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    try:
        return subprocess.call([PYTHON, "-c", test]) == 0
    except OSError:
        return False


def up_to_date(what):
    """Return whether what is installed is what the locks say now."""
    try:
        with open(stamp(what), encoding="ascii") as opened:
            return opened.read() == wanted(what) and runs()
    except OSError:
        return False


def wanted(what):
    """Return the digest of everything that decides what is installed, and where: an environment cannot be moved."""
    digest = hashlib.sha256(os.getcwd().encode())
    for name in (*COMMON, LOCKS[what]):
        with open(name, "rb") as opened:
            digest.update(opened.read())
    return digest.hexdigest()


def stamp(what):
    """Return the name of the file that says what is installed."""
    return os.path.join(PARTNERS if what == "partners" else FOLDER, f".{what}")


def write(name, text):
    """Write a small file."""
    with open(name, "w", encoding="ascii") as opened:
        opened.write(text)


def call(command, environment=None):
    """Run a command; leave with its exit code and its name when it fails."""
    code = subprocess.call(command, env=environment)
    if code:
        sys.exit(f"Set-up failed in: {' '.join(command)}")


def say(line):
    """Tell the person at the terminal."""
    print(line, flush=True)


class alone:
    """Hold a lock, so that `make -j run test` sets up once."""

    def __enter__(self):
        """Wait for another set-up to end."""
        import fcntl

        os.makedirs("var", exist_ok=True)
        self.file = open(os.path.join("var", ".setup.lock"), "w")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_):
        """Let the next one in."""
        self.file.close()


if __name__ == "__main__":
    main()
