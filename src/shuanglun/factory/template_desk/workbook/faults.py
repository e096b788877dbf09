"""What can be wrong with a workbook that should be a template: where, what and why, what to do."""

from __future__ import annotations

from dataclasses import dataclass, field

from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

_AGAIN = Text("请在下载的工作簿上修改，再上传", "change the workbook that was downloaded here and upload it again")


@dataclass(slots=True)
class Faults:
    """Collects the findings of one file."""

    file: str
    findings: list[Finding] = field(default_factory=list)

    def tell(self, code: str, what: Text, todo: Text, sheet: str | None = None, cell: str | None = None) -> None:
        """A finding that stops."""
        self.findings.append(Finding(code, "stop", what, todo, Where(file=self.file, sheet=sheet, cell=cell)))

    def damaged(self, detail: str) -> None:
        """The file cannot be opened."""
        what = Text(f"打不开这个工作簿（{detail}）", f"this workbook cannot be opened ({detail})")
        self.tell(
            "TEMPLATE-BOOK-DAMAGED", what, Text("请另存为 .xlsx 后再上传", "save it as .xlsx and upload it again")
        )

    def too_large(self) -> None:
        """It unpacks to more than a template ever needs."""
        what = Text("工作簿解开后太大", "the workbook is too large when unpacked")
        self.tell("TEMPLATE-BOOK-TOO-LARGE", what, Text("请删去图片等无关内容", "remove pictures and other things"))

    def locked(self) -> None:
        """It is encrypted."""
        what = Text("工作簿有密码", "the workbook has a password")
        self.tell("TEMPLATE-BOOK-PASSWORD", what, Text("请去掉密码后再上传", "remove the password"))

    def macros(self) -> None:
        """Programs in a workbook are not taken in."""
        what = Text("工作簿里有宏，不接收", "the workbook has macros and is not taken")
        self.tell("TEMPLATE-BOOK-MACROS", what, Text("请另存为不含宏的 .xlsx", "save it as .xlsx without macros"))

    def unknown_sheet(self, title: str) -> None:
        """No section is called so."""
        what = Text(f"不认识工作表“{title}”", f'unknown sheet "{title}"')
        todo = Text("请改回原来的名称，或删去这张表", "give it its old name back, or delete it")
        self.tell("TEMPLATE-BOOK-SHEET", what, todo, title)

    def same_sheet(self, title: str, other: str) -> None:
        """Two sheets are one section."""
        what = Text(f"“{title}”和“{other}”是同一部分", f'"{title}" and "{other}" are the same section')
        self.tell("TEMPLATE-BOOK-SHEET", what, Text("请合成一张", "make one sheet of them"), title)

    def missing_sheet(self, title: str) -> None:
        """A section's sheet is gone: that cannot be told from a slip, so it stops."""
        what = Text(f"缺少工作表“{title}”", f'the sheet "{title}" is missing')
        todo = Text("不需要的部分请清空行，不要删表", "empty the sheet instead of deleting it")
        self.tell("TEMPLATE-BOOK-SHEET", what, todo, title)

    def merged(self, sheet: str, cells: str) -> None:
        """Merged cells hide which row a value belongs to."""
        what = Text(f"{cells} 是合并单元格，分不清属于哪一行", f"{cells} is merged, so its rows cannot be told apart")
        self.tell("TEMPLATE-BOOK-MERGED", what, Text("请取消合并", "unmerge the cells"), sheet, cells.partition(":")[0])

    def too_many_rows(self, sheet: str, limit: int) -> None:
        """More rows than any template has."""
        what = Text(f"超过 {limit} 行", f"more than {limit} rows")
        self.tell("TEMPLATE-BOOK-TOO-LARGE", what, Text("请删去空行", "delete empty rows"), sheet)

    def no_fields(self, sheet: str) -> None:
        """The row of field names is gone."""
        what = Text("找不到栏目代号那一行（第 2 行）", "the row of field names (row 2) is not there")
        self.tell("TEMPLATE-BOOK-FIELDS", what, _AGAIN, sheet, "A2")

    def no_field_name(self, sheet: str, cell: str, row: int) -> None:
        """A value stands where no field is named."""
        what = Text(f"这一栏在第 {row} 行没有栏目代号", f"row {row} names no field for this column")
        todo = Text("请写上代号，或清空这一格", "name the field there, or empty the cell")
        self.tell("TEMPLATE-BOOK-FIELDS", what, todo, sheet, cell)

    def field_name(self, sheet: str, cell: str, name: str) -> None:
        """A field's name is none, or comes twice, or is both a value and holds others."""
        what = Text(
            f"栏目代号“{name}”不对、重复或互相矛盾", f'the field name "{name}" is wrong, twice, or contradicts another'
        )
        self.tell("TEMPLATE-BOOK-FIELDS", what, _AGAIN, sheet, cell)

    def a_date(self, sheet: str, cell: str) -> None:
        """The spreadsheet turned a text into a date."""
        what = Text("这一格被表格软件变成了日期", "the spreadsheet has turned this cell into a date")
        todo = Text("请把单元格设为文本后重新填写", "format the cell as text and type it again")
        self.tell("TEMPLATE-BOOK-DATE", what, todo, sheet, cell)

    def not_readable(self, sheet: str, cell: str, detail: str) -> None:
        """A cell says what no cell of a template says."""
        what = Text(f"读不懂这一格（{detail}）", f"this cell cannot be understood ({detail})")
        self.tell("TEMPLATE-BOOK-CELL", what, Text("请重新填写", "type it again"), sheet, cell)

    def owner(self, sheet: str, cell: str, name: str) -> None:
        """A row belongs to nothing."""
        what = Text(f"没有叫“{name}”的行可归属", f'there is no row called "{name}" to belong to')
        todo = Text("请写参数或查表的英文名（或 #行号）", "name the parameter or look-up (or # and its number)")
        self.tell("TEMPLATE-BOOK-OWNER", what, todo, sheet, cell)

    def hole(self, sheet: str, cell: str) -> None:
        """A row of a look-up lacks a value between others."""
        what = Text("这一格空着，后面却有值", "this cell is empty while later ones are not")
        self.tell("TEMPLATE-BOOK-CELL", what, Text("请补上", "fill it in"), sheet, cell)
