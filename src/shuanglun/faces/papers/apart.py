"""``python -m shuanglun.faces.papers.apart TEMPLATE SECONDS``: sets one paper, input from stdin, PDF to stdout.

Large papers are set by this process, so that their memory is given back when it ends.
"""

from __future__ import annotations

import sys

from shuanglun.faces.papers.typesetting import compile_pdf

if __name__ == "__main__":
    sys.stdout.buffer.write(compile_pdf(sys.argv[1], sys.stdin.buffer.read(), int(sys.argv[2])))
