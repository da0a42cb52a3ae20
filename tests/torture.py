"""Cells that are hard to run as papermill's own engine runs them: a list per case; a cell is its source, or its source and its tag.

Cells that write past Python wait a moment: the stock kernel reads such output in a thread of its own, for which it does not wait.
"""

from __future__ import annotations

Cell = str | tuple[str, str]
MAY_FAIL = "raises-exception"

TOGETHER: dict[str, list[Cell]] = {
    "streams": ["print('a'); print('b')", "import sys\nprint('out'); _ = sys.stderr.write('err\\n'); print('out again')", "print('no newline', end='')"],
    "stream of 70,000 characters": ["import sys\nn = sys.stdout.write('x' * 70_000)", "n"],
    "stream methods": ["sys.stdout.writable(), sys.stdout.isatty(), sys.stdout.name, sys.stdout.encoding", "sys.stdout.writelines(['a', 'b'])"],
    "stream takes text only": [("sys.stdout.write(b'bytes')", MAY_FAIL)],
    "stream replaced and put back": ["import io, contextlib\nwith contextlib.redirect_stdout(io.StringIO()) as f: print('kept')\nf.getvalue()"],
    "ansi and carriage returns": ["print('\\x1b[31mred\\x1b[0m'); print('10%\\r20%\\r')"],
    "unicode": ["print('é ü 中 🙂'); 'é ü 中 🙂'", "print('\\udc80'.encode('utf-8', 'surrogateescape'))"],
    "much output": ["print('z' * 3_000_000)", "for i in range(20_000): print(i)"],
    "descriptors": [
        "import os, time\n_ = os.write(1, b'raw 1\\n'); time.sleep(0.1)",
        "_ = os.write(2, b'raw 2\\n'); time.sleep(0.1)",
        "_ = os.write(1, b'\\xff\\xfe broken\\n'); time.sleep(0.1)",
    ],
    "much through a descriptor": ["data = b'y' * 300_000\nwhile data: data = data[os.write(1, data):]\ntime.sleep(0.1)"],
    "programs": [
        "_ = os.system('echo from system'); time.sleep(0.1)",
        "import subprocess\n_ = subprocess.run('echo sub; echo suberr 1>&2', shell=True); time.sleep(0.1)",
    ],
    "program that names its output": ["_ = subprocess.run('echo one > /dev/stdout; echo two >> /dev/stdout', shell=True); time.sleep(0.1)"],
    "program with captured output": ["subprocess.run(['echo', 'captured'], capture_output=True, text=True).stdout"],
    "program that reads input": ["subprocess.run(['cat'], stdin=subprocess.DEVNULL).returncode"],
    "bang": ["!echo bang", "said = !echo one; echo two\nsaid", "!exit 3", "_exit_code"],
    "cell magics of shells": ["%%bash\necho in bash\necho to err 1>&2", "%%sh\nexit 0", ("%%bash\nexit 2", MAY_FAIL)],
    "files by magic": ["%%writefile made.txt\nhello", "%cat made.txt", "!rm -f made.txt"],
    "display": ["from IPython.display import *\ndisplay(1, 'two', {'three': 3})", "display(HTML('<b>x</b>')); display(Markdown('*m*')); Latex('$x$')"],
    "display raw": ["display({'text/plain': 'p', 'text/html': 'h'}, raw=True, metadata={'text/html': {'isolated': True}})"],
    "display of pictures": [
        "display(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>')); JSON({'a': [1, 2]})",
        "Image(data=b'\\x89PNG\\r\\n\\x1a\\n' + b'0' * 20, format='png')",
    ],
    "display ids": [
        "h = display('first', display_id='did')\nh.update('second')",
        "display('again', display_id='did')",
        "h.update('third')\nupdate_display('4', display_id='did')",
    ],
    "display id unknown": ["update_display('x', display_id='never')"],
    "clear": [
        "print('gone'); clear_output(); print('kept')",
        "print('gone'); clear_output(wait=True); print('kept')",
        "print('kept'); clear_output(wait=True)",
    ],
    "clear with a display id": ["d = display('one', display_id='cleared'); clear_output(); display('two')", "d.update('lost')"],
    "display between prints": ["print('1'); display(2); print('3'); sys.stderr.write('4'); display(5)"],
    "reprs": [
        "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
        "pd.Series([1.5, None])",
        "_",
        "Out[max(Out)]",
        "None",
        "1;",
        "...",
        "[i for i in range(2000)]",
        "__",
    ],
    "own reprs": [
        "class R:\n    def _repr_html_(self): return '<i>r</i>'\nR()",
        "class S:\n    def _repr_json_(self): return {'k': [1, {'z': 2}]}\n    def _repr_svg_(self): return '<svg/>'\n"
        "    def _repr_latex_(self): return '$a$'\n    def _repr_jpeg_(self): return b'\\xff\\xd8\\xff'\nS()",
    ],
    "repr that fails": [("class B:\n    def __repr__(self): raise ValueError('bad repr')\nB()", MAY_FAIL), "print('after')"],
    "html repr that fails": [("class B:\n    def _repr_html_(self): raise ValueError('in repr')\nB()", MAY_FAIL), "print('after')"],
    "mime bundle with bytes": [
        "class P:\n    def _repr_mimebundle_(self, include=None, exclude=None): return {'image/png': b'\\x89PNG\\r\\n\\x1a\\n123', 'text/plain': 'p'}\nP()"
    ],
    "mime bundle with tuples and numbers for keys": [
        "class J:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
        "        return {'application/json': {'a': (1, 2), 3: [None, True]}, 'text/plain': 'j'}, {'application/json': {'expanded': True}}\nJ()"
    ],
    "what is no JSON": [("display({'application/json': {1, 2}}, raw=True)", MAY_FAIL), "print('after')"],
    "not a number": ["JSON({'n': float('nan')})"],
    "charts": [
        "import altair as alt\n_ = alt.renderers.enable('mimetype')\nc = alt.Chart(pd.DataFrame({'a': [1, 2]})).mark_bar().encode(x='a:Q')\nc",
        "_ = alt.renderers.enable('svg')\nc",
    ],
    "errors": [("def f(a):\n    return 1 / a\n\ndef g(b):\n    return f(b)", MAY_FAIL), ("print('before'); g(0)", MAY_FAIL), ("{}['k']", MAY_FAIL)],
    "error of syntax": [("x = = 1", MAY_FAIL), ("def f(:\n  pass", MAY_FAIL), ("  x = 1\n y = 2", MAY_FAIL)],
    "error with a cause": [("try:\n    {}['k']\nexcept KeyError as e:\n    raise RuntimeError('chained') from e", MAY_FAIL)],
    "error with a context": [("try:\n    {}['k']\nexcept KeyError as e:\n    1 / 0", MAY_FAIL)],
    "group of errors": [("raise ExceptionGroup('eg', [ValueError('a'), TypeError('b')])", MAY_FAIL)],
    "error in a library": [("pd.DataFrame({'a': [1]})['zz']", MAY_FAIL), ("import no_such_module", MAY_FAIL)],
    "errors with notes and signs": [("e = ValueError('é 中 \\x1b[31m'); e.add_note('a note')\nraise e", MAY_FAIL), ("assert 1 == 2, 'pesan galat'", MAY_FAIL)],
    "own errors": [("class PerluPerbaikan(Exception): pass\nraise PerluPerbaikan('data kurang')", MAY_FAIL), ("raise BaseException('base')", MAY_FAIL)],
    "keyboard interrupt": [("raise KeyboardInterrupt", MAY_FAIL), "print('after')"],
    "error without end": [("def endless(): endless()\nendless()", MAY_FAIL)],
    "skipped": [("print('skipped')", "skip-execution"), "print('not skipped')"],
    "empty cells": ["", "   \n", "# only a comment", "print(1)"],
    "await": [
        "import asyncio\nawait asyncio.sleep(0.01)\nprint('slept')",
        "asyncio.get_running_loop().is_running()",
        "await asyncio.gather(*[asyncio.sleep(0, n) for n in range(3)])",
    ],
    "await that fails": [("async def bad():\n    await asyncio.sleep(0)\n    raise ValueError('late')\nawait bad()", MAY_FAIL)],
    "background task": ["async def later():\n    await asyncio.sleep(0.05)\n    print('later')\n    return 7\nt = asyncio.create_task(later())", "await t"],
    "second loop": [
        "try:\n    asyncio.run(asyncio.sleep(0))\nexcept RuntimeError as e:\n    print(e)",
        "async def count():\n    for n in range(3): yield n\nasync for n in count(): print(n)",
    ],
    "input": [
        "try:\n    input('name? ')\nexcept Exception as e:\n    print(type(e).__name__, e)",
        "import getpass\ntry:\n    getpass.getpass()\nexcept Exception as e:\n    print(e)",
    ],
    "the shell": [
        "ip = get_ipython()\nip.__class__.__name__, ip.__class__.__module__, ip.kernel is not None, 'IPKernelApp' in ip.config",
        "__name__, '__file__' in globals(), sys.modules['__main__'].__dict__ is globals(), sys.path[0], os.path.basename(os.getcwd())",
        "os.path.basename(sys.argv[0]), sys.flags.safe_path, ip.execution_count == len(In) - 1, In[-1]",
        "sorted(n for n in dir(ip.kernel.__class__.__mro__[1]) if n == 'do_execute')",
    ],
    "environment": [
        "[(n, os.environ.get(n)) for n in ('TERM', 'CLICOLOR', 'PAGER', 'GIT_PAGER', 'FORCE_COLOR', 'MPLBACKEND', 'HOME', 'TZ', 'PYTHONHASHSEED')]",
        "'JPY_PARENT_PID' in os.environ",
    ],
    "magics": [
        "%pwd\nNone",
        "%%capture cap\nprint('captured')",
        "print(cap.stdout)",
        "%precision 3",
        "3.14159",
        "%precision",
        "%env PERF_X=1",
        "%who int",
        "%%html\n<b>h</b>",
        "%%javascript\n1",
    ],
    "list of magics": ["%lsmagic"],
    "magic unknown": [("%no_such_magic", MAY_FAIL), ("%%no_such_magic\n1", MAY_FAIL)],
    "times": ["%time sum(range(10))", "%%time\nprint('x')"],
    "history": ["%history -l 2", "%recall 1\nNone"],
    "stored": ["kept = 5\n%store kept", "%store -z"],
    "question": ["len?", "print('after')", "%pinfo2 len\nNone", "ip.set_next_input('x')"],
    "warnings": [
        "import warnings\nwarnings.warn('careful')\nprint('x')",
        "def old():\n    warnings.warn('old', DeprecationWarning)\nold()",
        "import logging\nlogging.warning('logged')\nlogging.getLogger('zz').error('err %d', 3)",
    ],
    "progress": ["from tqdm import tqdm\nfor _ in tqdm(range(3), disable=True): pass\nprint('ok')", "from tqdm.auto import tqdm as auto\nauto.__module__"],
    "threads": ["import threading\nt = threading.Thread(target=lambda: (print('from a thread'), display('shown')))\nt.start(); t.join(); print('main')"],
    "comm": ["from comm import create_comm\nc = create_comm(target_name='t')\nc.send({'a': 1})\nprint('comm ok')"],
    "processes": [
        "def work(n):\n    print('in a process')\n    return n * n",
        "from multiprocessing import get_context\nwith get_context('fork').Pool(1) as pool: print(pool.map(work, [4, 9]))\ntime.sleep(0.1)",
    ],
    "fork": ["pid = os.fork()\nif not pid:\n    print('child', flush=True)\n    os._exit(0)\n_ = os.waitpid(pid, 0); time.sleep(0.1)\nprint('parent')"],
    "pickle": ["import pickle\nclass Point: pass\ntype(pickle.loads(pickle.dumps(Point()))).__module__"],
    "random": ["import random, numpy as np\nrandom.seed(1); np.random.seed(1); random.random(), float(np.random.rand())"],
    "hooks": ["ip.events.register('post_run_cell', lambda result: print('hook', result.success))", "1", "ip.events.callbacks['post_run_cell'].clear()"],
    "every expression": ["ip.ast_node_interactivity = 'all'\n1", "1\n2\n3", "ip.ast_node_interactivity = 'last_expr'"],
    "clean libraries": [
        "pd.options.display.max_rows, alt.data_transformers.active, alt.theme.active",
        "threading.current_thread() is threading.main_thread()",
        "signal = __import__('signal'); str(signal.getsignal(signal.SIGTERM)), str(signal.getsignal(signal.SIGCHLD))",
    ],
    "traceback by hand": ["import traceback\ntry:\n    g(0)\nexcept Exception:\n    traceback.print_exc()", "%tb"],
    "debugger without error": [("%debug", MAY_FAIL)],
    "faults": ["import faulthandler\nfaulthandler.enable()\nfaulthandler.is_enabled()"],
    "globals": ["sorted(k for k in globals() if not k.startswith('_'))[:5]", "__builtins__.__name__, '_ih' in globals(), '__session__' in globals()"],
}
"""Cases that may follow each other in one kernel."""

ALONE: dict[str, list[Cell]] = {
    "cells are turned in a way of the notebook's own": [
        "a = 1\nprint(a, 'ONE')",
        "get_ipython().input_transformers_post.append(lambda lines: [line.replace('ONE', 'TWO') for line in lines])",
        "a = 1\nprint(a, 'ONE')",
    ],
    "error ends the notebook": ["x = 1", "print('before'); x / 0", "print('never')"],
    "syntax error ends the notebook": ["x = = 1", "print('never')"],
    "repr that fails ends the notebook": ["class B:\n    def __repr__(self): raise ValueError('bad repr')\nB()", "print('never')"],
    "html repr that fails ends the notebook": ["class B:\n    def _repr_html_(self): raise ValueError('bad repr')\nB()", "print('never')"],
    "interrupt ends the notebook": ["raise KeyboardInterrupt", "print('never')"],
    "exit code 0": ["import sys\nsys.exit(0)", "print('after')"],
    "exit code 3": ["import sys\nsys.exit(3)", "print('after')"],
    "process ends": ["print('before')", "import os\nos._exit(0)", "print('after')"],
    "time is up": ["print('before')", "import time\nprint('in')\ntime.sleep(30)", "print('never')"],
    "time is up while awaiting": ["import asyncio\nprint('in')\nawait asyncio.sleep(30)"],
}
"""Cases that end a notebook: each in a kernel of its own."""
