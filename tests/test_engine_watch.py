"""What a notebook reads is seen however it reads it; what cannot be seen is refused and told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.engine import child
from analysis.engine.pool import Call, Pool

TESTS = Path(__file__).parent
pytestmark = pytest.mark.skipif(not child.FORKS, reason="processes are not forked here")


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    folder = tmp_path_factory.mktemp("pool")
    with Pool(1, preload=["pandas", "analysis.engine.watch"], environment={"PYTHONPATH": path}, folder=folder) as opened:
        yield opened


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "data" / "sub").mkdir(parents=True)
    (root / "code").mkdir()
    (root / "data" / "a.csv").write_text("n\n1\n", "utf-8")
    (root / "data" / "b.csv").write_text("n\n2\n", "utf-8")
    (root / "link.csv").symlink_to(root / "data" / "a.csv")
    (root / "beside.py").write_text("from pathlib import Path\nTEXT = Path('data/b.csv').read_text()\n", "utf-8")
    (root / "code" / "__init__.py").write_text("", "utf-8")
    (root / "code" / "inner.py").write_text("ONE = 1\n", "utf-8")
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "own.txt").write_text("own", "utf-8")
    (tmp_path / "outside.txt").write_text("secret", "utf-8")
    (root / "away.txt").symlink_to(tmp_path / "outside.txt")
    return root


def seen(pool: Pool, project: Path, source: str) -> dict[str, Any]:
    told = {"root": str(project), "private": str(project.parent / "private"), "outside": str(project.parent / "outside.txt"), "source": source}
    pool.submit(Call(source, "engine_calls:watched", told, 60))
    (done,) = pool.results()
    assert done.lost == ""
    return dict(done.value)


READ = {
    "a relative path": "open('data/a.csv').read()",
    "an absolute path": "open(str(root / 'data/a.csv')).read()",
    "a path object": "(root / 'data' / 'a.csv').read_text()",
    "bytes": "open(b'data/a.csv', 'rb').read()",
    "a path with dots": "open('data/sub/../a.csv').read()",
    "a link": "open('link.csv').read()",
    "another folder": "import os; os.chdir('data/sub'); open('../a.csv').read()",
    "a descriptor": "import os; f = os.open('data/a.csv', os.O_RDONLY); os.read(f, 9); open(f).read()",
    "io": "import io; io.FileIO('data/a.csv').read(); io.open_code(str(root / 'data/a.csv')).read()",
    "reading and writing": "open('data/a.csv', 'r+').read()",
    "a map in memory": "import mmap; f = open('data/a.csv', 'rb'); mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)[:]",
    "pandas": "import pandas; pandas.read_csv('data/a.csv')",
    "numpy": "import numpy; numpy.loadtxt('data/a.csv', skiprows=1)",
    "csv": "import csv; list(csv.reader(open('data/a.csv')))",
    "a copy": "import shutil; shutil.copy('data/a.csv', private / 'copy.csv')",
    "an archive": "import zipfile; zipfile.ZipFile(private / 'z.zip', 'w').write('data/a.csv')",
    "a hash": "import hashlib; hashlib.file_digest(open('data/a.csv', 'rb'), 'sha256')",
    "a thread": "import threading; t = threading.Thread(target=lambda: open('data/a.csv').read()); t.start(); t.join()",
    "a database": "import sqlite3; sqlite3.connect('data/a.csv')",
    "an error that is swallowed": "try:\n    open('data/a.csv', 'x')\nexcept FileExistsError:\n    open('data/a.csv').read()",
}


@pytest.mark.parametrize("source", READ.values(), ids=READ)
def test_a_file_that_is_read_is_seen(pool: Pool, project: Path, source: str) -> None:
    found = seen(pool, project, source)

    assert (found["read"], found["refused"], found["error"]) == (["data/a.csv"], [], "")


UNSEEN = {
    "the interpreter's own": "import this, json, sysconfig; open(json.__file__).read(); open(sysconfig.get_paths()['stdlib'] + '/this.py').read()",
    "installed libraries": "import babel; babel.Locale('id').languages['en']",
    "time zones": "import zoneinfo; zoneinfo.ZoneInfo('Asia/Jakarta')",
    "nothing": "open('/dev/null').read(); open('/dev/urandom', 'rb').read(1)",
    "the process itself": "open('/proc/self/status').read()",
    "private files": "(private / 'own.txt').read_text(); list(private.iterdir())",
    "what it wrote itself": "open('data/c.csv', 'w').write('x'); open('data/c.csv').read()",
    "what it wrote outside itself": "p = outside.with_name('new.txt'); p.write_text('x'); p.read_text()",
    "what it wrote and renamed": "from pathlib import Path; p = Path('data/c.part'); p.write_text('x'); p.replace('data/c.csv').read_text()",
    "temporary folders": "import tempfile, os\nwith tempfile.TemporaryDirectory(dir=private) as t:\n    os.mkdir(t + '/s'); open(t + '/s/x', 'w').write('1')",
    "unobserved reading": "with unobserved():\n    open('data/a.csv').read(); import os; os.listdir('data')",
    "modules": "import code.inner",
    "a warning's source line": "import warnings, code.inner; warnings.warn_explicit('w', UserWarning, code.inner.__file__, 1)",
    "a traceback's source lines": "import traceback\ntry:\n    import beside_not\nexcept ImportError:\n    traceback.format_exc()",
}


@pytest.mark.parametrize("source", UNSEEN.values(), ids=UNSEEN)
def test_what_results_do_not_rest_on_is_not_recorded(pool: Pool, project: Path, source: str) -> None:
    (project / "code").rename(project / "ownmodule")

    found = seen(pool, project, source.replace("code.", "ownmodule."))

    assert (found["read"], found["listed"], found["refused"], found["error"]) == ([], [], [], "")


def test_modules_below_the_root_are_seen_by_name_and_what_they_read_by_path(pool: Pool, project: Path) -> None:
    (project / "code").rename(project / "ownmodule")

    found = seen(pool, project, "import beside, ownmodule.inner, json")

    assert found["modules"] == ["beside", "ownmodule", "ownmodule.inner"]
    assert found["read"] == ["data/b.csv"]


def test_modules_are_seen_also_where_others_were_taken_away(pool: Pool, project: Path) -> None:
    (project / "code").rename(project / "ownmodule")

    found = seen(pool, project, "import sys\ndel sys.modules[next(reversed(sys.modules))]\nimport ownmodule.inner\ndel sys.modules['json']\nimport json")

    assert {"ownmodule", "ownmodule.inner"} <= set(found["modules"])


def test_source_that_is_read_as_data_is_seen(pool: Pool, project: Path) -> None:
    found = seen(pool, project, "open('beside.py').read()\nimport runpy; runpy.run_path('code/inner.py')")

    assert found["read"] == ["beside.py", "code/inner.py"]


LISTED = {
    "os.listdir": "import os; os.listdir('data')",
    "os.scandir": "import os; list(os.scandir(b'data'))",
    "a descriptor": "import os; os.listdir(os.open('data', os.O_RDONLY))",
    "glob": "import glob; glob.glob('data/*.csv')",
    "a path object": "list((root / 'data').glob('*.csv')); list((root / 'data').iterdir())",
    "here": "import os; os.chdir('data'); os.listdir(); os.scandir()",
}


@pytest.mark.parametrize("source", LISTED.values(), ids=LISTED)
def test_a_folder_that_is_listed_is_seen(pool: Pool, project: Path, source: str) -> None:
    found = seen(pool, project, source)

    assert (found["listed"], found["read"], found["error"]) == (["data"], [], "")


WRITTEN = {
    "open": "open('data/new.csv', 'w').write('x')",
    "append": "open('data/new.csv', 'a').write('x')",
    "os.open": "import os; os.write(os.open('data/new.csv', os.O_WRONLY | os.O_CREAT), b'x')",
    "rename": "import os; open('data/p', 'w').close(); os.rename('data/p', 'data/new.csv')",
    "write whole": "from analysis.output import write; write(root / 'data' / 'new.csv', 'x')",
    "pandas": "import pandas; pandas.DataFrame().to_csv('data/new.csv')",
    "link": "import os; os.symlink('a.csv', 'data/new.csv')",
}


@pytest.mark.parametrize("source", WRITTEN.values(), ids=WRITTEN)
def test_a_file_that_is_written_is_seen(pool: Pool, project: Path, source: str) -> None:
    found = seen(pool, project, source)

    assert (found["written"], found["read"], found["error"]) == (["data/new.csv"], [], "")


def test_what_is_changed_in_place_is_read_and_written(pool: Pool, project: Path) -> None:
    found = seen(pool, project, "open('data/a.csv', 'a').write('x'); import os; os.remove('data/b.csv')")

    assert (found["read"], found["written"]) == (["data/a.csv"], ["data/a.csv", "data/b.csv"])


REFUSED = {
    "a file outside": ("open(outside).read()", "may not read '{outside}'"),
    "a link that leads outside": ("open('away.txt').read()", "may not read '{outside}'"),
    "a way up": ("open('../outside.txt').read()", "may not read '{outside}'"),
    "a file of the system": ("open('/etc/passwd').read()", "may not read '/etc/passwd'"),
    "a change outside": ("open(outside, 'r+').read()", "may not read '{outside}'"),
    "a module outside": ("import sys; (outside.parent / 'm.py').touch(); sys.path.insert(0, str(outside.parent)); import m", "may not read"),
    "a folder outside": ("import os; os.listdir('/')", "may not list '/'"),
    "a connection": ("import socket; socket.create_connection(('127.0.0.1', 9))", "may not use the network, as it did for '127.0.0.1'"),
    "an address": ("import socket; socket.getaddrinfo('example.org', 80)", "may not use the network, as it did for 'example.org'"),
    "a plain connection": ("import socket; socket.socket().connect(('127.0.0.1', 9))", "may not use the network, as it did for ('127.0.0.1', 9)"),
    "a server": ("import socket; socket.socket().bind(('127.0.0.1', 0))", "may not use the network"),
    "a message": ("import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))", "may not use the network"),
    "a web page": ("import urllib.request; urllib.request.urlopen('http://example.org')", "may not use the network"),
    "a local socket outside": ("import socket; socket.socket(socket.AF_UNIX).connect('/tmp/nothing')", "may not use the network, as it did for '/tmp/nothing'"),
    "a program": ("import subprocess; subprocess.run(['cat', 'data/a.csv'])", "may not start other programs, as it did with 'cat'"),
    "a shell": ("import os; os.system('cat data/a.csv')", "may not start other programs"),
    "another program in its place": ("import os; os.execv('/bin/true', ['true'])", "may not start other programs"),
    "a spawned program": ("import os; os.posix_spawn('/bin/true', ['true'], {{}})", "may not start other programs"),
    "a fork": ("import os; os.fork()", "may not start other programs"),
    "a process started afresh": ("import multiprocessing; multiprocessing.get_context('spawn').Process(target=print).start()", "may not start other programs"),
    "a library of C": ("import ctypes; ctypes.CDLL('/lib/nothing.so')", "may not read"),
    "a pool of processes": ("import multiprocessing; multiprocessing.get_context('fork').Pool(1)", "may not start other programs"),
}


@pytest.mark.parametrize(("source", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_observed_is_refused(pool: Pool, project: Path, source: str, sentence: str) -> None:
    outside = str(project.parent.resolve() / "outside.txt")

    found = seen(pool, project, source.replace("{{}}", "{}"))

    assert sentence.replace("{outside}", outside) in found["error"]
    assert sentence.replace("{outside}", outside) in found["refused"][0]


def test_a_refusal_that_is_swallowed_is_remembered(pool: Pool, project: Path) -> None:
    found = seen(pool, project, "try:\n    open('/etc/passwd').read()\nexcept BaseException:\n    pass")

    assert found["error"] == ""
    assert len(found["refused"]) == 1


def test_a_refusal_holds_where_reading_is_not_recorded(pool: Pool, project: Path) -> None:
    found = seen(pool, project, "with unobserved():\n    open('/etc/passwd').read()")

    assert found["error"].startswith("Refused: a notebook may not read '/etc/passwd': what it rests on must lie below")


def test_a_local_socket_below_the_private_folder_may_be_used(pool: Pool, project: Path) -> None:
    source = (
        "import socket\ns = socket.socket(socket.AF_UNIX); s.bind(str(private / 's')); s.listen(1)\nsocket.socket(socket.AF_UNIX).connect(str(private / 's'))"
    )

    found = seen(pool, project, source)

    assert (found["refused"], found["error"]) == ([], "")
