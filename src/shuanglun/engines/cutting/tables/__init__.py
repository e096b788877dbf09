"""Tables of parts and boards, as people keep them, read into cutting problems: Chinese or English headings, millimetres, yuan.

>>> parts = "板件编号,材料,长,宽,数量,纹理\\nA,橡木18,700,400,6,1\\n"
>>> boards = "材料,长,宽,修边,锯路,单价\\n橡木18,2440,1220,0,4,62.5\\n"
>>> tables = read_tables(parts, boards)
>>> [problem.material for problem in tables.problems], tables.findings
(['橡木18'], [])
"""

from shuanglun.engines.cutting.tables.bar_reading import BarTables, are_bars, read_bar_tables
from shuanglun.engines.cutting.tables.reading import Tables, read_tables

__all__ = ["BarTables", "Tables", "are_bars", "read_bar_tables", "read_tables"]
