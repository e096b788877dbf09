"""QR codes drawn in one go are the codes a QR library draws, and every reader reads them."""

from __future__ import annotations

import numpy as np
import pytest
import segno
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from shuanglun.faces.papers.qr import SIZE, qr_matrices, qr_paths
from shuanglun.kernel.codes import LARGEST_NUMBER, PREFIXES, make_code

_CODES = st.builds(make_code, st.sampled_from(sorted(PREFIXES)), st.integers(0, LARGEST_NUMBER))


def _with_quiet_zone(matrix: np.ndarray) -> np.ndarray:
    picture = np.pad(255 - 255 * matrix, 4, constant_values=255)
    return np.ascontiguousarray(picture.repeat(6, 0).repeat(6, 1).astype(np.uint8))


@given(st.lists(_CODES, min_size=1, max_size=20))
def test_a_batch_gives_what_the_library_gives_one_by_one(codes: list[str]) -> None:
    for code, matrix in zip(codes, qr_matrices(codes), strict=True):
        alone = segno.make(code, version=1, error="h", mask=0, boost_error=False, micro=False)
        assert alone.mode == "alphanumeric"
        assert matrix.tolist() == [list(row) for row in alone.matrix]


@given(_CODES)
def test_every_code_is_read_back(code: str) -> None:
    found = zxingcpp.read_barcode(_with_quiet_zone(qr_matrices([code])[0]))
    assert found is not None
    assert found.text == code


def test_a_third_of_dirt_is_forgiven() -> None:
    code = make_code("piece", 12345)
    matrix = qr_matrices([code])[0].copy()
    matrix[9:13, 9:14] ^= 1  # 20 of about 208 data modules, in one blot
    found = zxingcpp.read_barcode(_with_quiet_zone(matrix))
    assert found is not None
    assert found.text == code


def test_a_path_covers_exactly_the_dark_modules() -> None:
    code = make_code("package", 99)
    painted = np.zeros((SIZE, SIZE), dtype=np.uint8)
    for run in qr_paths([code])[0].split("M")[1:]:
        start, rest = run.split("H", 1)
        x, y = start.split()
        painted[int(y), int(x) : int(rest.split("v", 1)[0])] += 1
    assert painted.tolist() == qr_matrices([code])[0].tolist()


@pytest.mark.parametrize("text", ["", "P1", "P0000007", "p00000079", "板00000079"])
def test_what_is_no_scan_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no scan code"):
        qr_matrices([text])


def test_no_codes_give_no_matrices() -> None:
    assert qr_paths([]) == []
