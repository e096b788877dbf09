"""Makes the order files of ``examples/orders`` (``python tools/make_examples.py [FOLDER]``). The same run gives the same bytes.

They look like what dealers send: merged title rows, two-row headings, totals, remarks; all names, numbers and places are made up.
"""

from __future__ import annotations

import csv
import io
import random
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

FOLDER = Path(__file__).resolve().parents[1] / "examples" / "orders"
COLOURS = ("原木橡", "暖白", "胡桃", "浅灰")
WALLS = (100, 120, 140, 160, 180, 200, 240, 280)
BUILDINGS, FLOORS, FLATS = 4, 10, 2
RUSH_SETS = 40
_MADE = datetime(2026, 11, 2, tzinfo=UTC)

# position, product as the dealer calls it, (width from, to), (height from, to): 6 single, 1 double, 3 cased openings a flat
_ROOMS: tuple[tuple[str, str, tuple[int, int], tuple[int, int]], ...] = (
    ("主卧", "平开门", (820, 960), (2000, 2200)),
    ("次卧", "平开门", (800, 920), (2000, 2200)),
    ("客卧", "平开门", (800, 920), (2000, 2200)),
    ("书房", "平开门", (800, 900), (2000, 2200)),
    ("主卫", "平开门", (700, 800), (1980, 2150)),
    ("客卫", "平开门", (680, 780), (1980, 2150)),
    ("厨房", "对开门", (1240, 1680), (2050, 2250)),
    ("玄关", "垭口", (900, 1300), (2150, 2360)),
    ("餐厅", "垭口", (1200, 2300), (2150, 2360)),
    ("走廊", "垭口", (860, 1100), (2150, 2360)),
)
_DIRECTIONS = ("左内开", "左外开", "右内开", "右外开")
_NOTES = (
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "靠窗一侧让位 20",
    "现场复尺后确认",
    "业主要求无味胶",
    "门后装挂钩",
    "地面后铺地板",
)


@dataclass(frozen=True)
class Door:
    """One line of an order form."""

    order: str
    building: str
    position: str
    product: str
    direction: str
    width: Any
    height: Any
    wall: Any
    floor: Any
    faces: str
    colour: str
    lock: str
    hinge: str
    quantity: Any
    days: Any
    note: str = ""


def _size(dice: random.Random, low: int, high: int) -> int:
    return dice.randrange(low, high + 1, 5)


def _door(dice: random.Random, order: str, building: str, flat: str, room: int, colour: str) -> Door:
    name, product, widths, heights = _ROOMS[room]
    opening, wet = product == "垭口", name.endswith("卫")
    return Door(
        order=order,
        building=building,
        position=f"{flat} {name}",
        product=product,
        direction="" if opening else dice.choice(_DIRECTIONS),
        width=_size(dice, *widths),
        height=_size(dice, *heights),
        wall=dice.choice(WALLS),
        floor=dice.choice((0, 8, 10, 12, 15, 20)),
        faces="单口" if wet or dice.random() < 0.4 else "双口",
        colour=colour,
        lock="" if opening else ("卫浴锁" if wet else dice.choice(("静音磁吸锁", "静音磁吸锁", "智能锁"))),
        hinge="" if opening else dice.choice(("子母合页", "子母合页", "暗合页")),
        quantity=1,
        days=dice.randint(1, 10),
        note=dice.choice(_NOTES),
    )


def dealer_doors(dice: random.Random) -> list[Door]:
    """800 doors: 4 buildings, 10 floors (an order each), 2 flats a floor, 10 doors a flat; equal bedrooms share a line."""
    doors: list[Door] = []
    for building in range(1, BUILDINGS + 1):
        for floor in range(1, FLOORS + 1):
            order = f"JX2-{building}{floor:02}"
            for flat in range(1, FLATS + 1):
                number, colour = f"{floor}{flat:02}", dice.choice(COLOURS)
                made = [
                    _door(dice, order, f"{building}#楼", f"{building}-{number}", r, colour) for r in range(len(_ROOMS))
                ]
                if dice.random() < 0.3:  # the second and the third bedroom alike: one line, two doors
                    made[1:3] = [replace(made[1], position=f"{building}-{number} 次卧/客卧", quantity=2)]
                doors += made
    openings = [index for index, door in enumerate(doors) if door.product == "垭口"]
    for index in dice.sample(openings, RUSH_SETS):
        doors[index] = replace(doors[index], days=0, note="加急，当天出货")
    return doors


# ---------------------------------------------------------------------- workbooks

_HEADINGS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("序号", (), 6),
    ("订单号", (), 11),
    ("楼栋", (), 8),
    ("安装位置", (), 20),
    ("型号", (), 10),
    ("开向", (), 9),
    ("洞口尺寸(mm)", ("宽", "高", "墙厚"), 8),
    ("地材厚", (), 8),
    ("单口/双口", (), 10),
    ("颜色", (), 9),
    ("五金", ("锁具", "合页"), 12),
    ("数量", (), 7),
    ("生产天数", (), 10),
    ("备注", (), 24),
)


class Sheet:
    """An order form on a worksheet: title, headings over two rows, lines, total, remarks."""

    def __init__(self, book: xlsxwriter.Workbook, name: str) -> None:
        self.sheet = book.add_worksheet(name)
        line = {"border": 1, "border_color": "#999999", "valign": "vcenter", "font_name": "宋体", "font_size": 10}
        self.title = book.add_format(
            {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter", "font_name": "黑体"}
        )
        self.info = book.add_format({"valign": "vcenter", "font_name": "宋体", "font_size": 10, "text_wrap": True})
        self.head = book.add_format({**line, "bold": True, "align": "center", "bg_color": "#DDE6F0", "text_wrap": True})
        self.cell = book.add_format({**line, "align": "center"})
        self.left = book.add_format({**line, "align": "left"})
        self.rush = book.add_format({**line, "align": "center", "font_color": "#C00000", "bold": True})
        self.total = book.add_format({**line, "bold": True, "align": "center", "bg_color": "#F4F4F4"})

    def titles(self, rows: list[str], last: int) -> None:
        """Title rows, each merged over the whole width."""
        for row, text in enumerate(rows):
            self.sheet.merge_range(row, 0, row, last, text, self.title if row == 0 else self.info)
        self.sheet.set_row(0, 30)

    def headings(self, row: int, headings: tuple[tuple[str, tuple[str, ...], float], ...]) -> int:
        """Two heading rows; a group is merged sideways, a plain one downwards. Returns how many columns."""
        column = 0
        for name, parts, width in headings:
            if parts:
                self.sheet.merge_range(row, column, row, column + len(parts) - 1, name, self.head)
                for offset, part in enumerate(parts):
                    self.sheet.write(row + 1, column + offset, part, self.head)
            else:
                self.sheet.merge_range(row, column, row + 1, column, name, self.head)
            count = len(parts) or 1
            self.sheet.set_column(column, column + count - 1, width)
            column += count
        return column

    def line(self, row: int, values: list[Any], rush: bool = False) -> None:
        """One line of the form."""
        for column, value in enumerate(values):
            form = (
                self.rush
                if rush and column == len(values) - 2
                else self.left
                if column == len(values) - 1
                else self.cell
            )
            if value == "":
                self.sheet.write_blank(row, column, None, form)
            else:
                self.sheet.write(row, column, value, form)


def _book(stream: io.BytesIO, title: str) -> xlsxwriter.Workbook:
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": title, "author": "江城门业经营部", "created": _MADE})
    return book


def dealer_800() -> bytes:
    """The big form: 800 doors in 40 orders, no fault in it."""
    doors = dealer_doors(random.Random(800))
    stream = io.BytesIO()
    book = _book(stream, "木门订货单")
    form = Sheet(book, "木门下单表")
    last = sum(len(parts) or 1 for _, parts, _ in _HEADINGS) - 1
    form.titles(
        [
            "江城门业经营部 木门订货单",
            "经销商：江城门业经营部    电话：0570-4000123    工程名称：锦绣江南二期",
            "安装地址：江城市滨河路 88 号锦绣江南二期 1#至4#楼    下单日期：",
            "下单尺寸为洞口尺寸，单位：毫米；高度含地材厚。生产天数自下单日起算。",
        ],
        last,
    )
    form.headings(4, _HEADINGS)
    for number, door in enumerate(doors, 1):
        values = [
            number,
            door.order,
            door.building,
            door.position,
            door.product,
            door.direction,
            door.width,
            door.height,
        ]
        values += [
            door.wall,
            door.floor,
            door.faces,
            door.colour,
            door.lock,
            door.hinge,
            door.quantity,
            door.days,
            door.note,
        ]
        form.line(5 + number, values, rush=door.days == 0)
    end = 6 + len(doors)
    form.sheet.merge_range(end, 0, end, last - 3, "合计", form.total)
    form.sheet.write_formula(end, last - 2, f"=SUM(O7:O{end})", form.total, sum(door.quantity for door in doors))
    form.sheet.merge_range(
        end + 2, 0, end + 2, last, "备注：1、颜色以封样为准；2、门套线宽 70；3、收货时请当面点清件数。", form.info
    )
    form.sheet.merge_range(end + 3, 0, end + 3, last, "制表：林小满        审核：周启明", form.info)
    form.sheet.freeze_panes(6, 4)
    help_sheet = book.add_worksheet("填写说明")
    for row, text in enumerate(
        ("一樘一行；两樘完全相同可合并填写数量。", "单口、双口指一面或两面包门套线。", "加急单请在备注注明。")
    ):
        help_sheet.write(row, 0, text)
    book.close()
    return stream.getvalue()


_FAULT_HEADINGS = tuple(
    ({"洞口尺寸(mm)": "尺寸", "颜色": "门板饰面"}.get(name, name), parts, width)
    for name, parts, width in _HEADINGS
    if name != "楼栋"
)


def dealer_30_with_faults() -> bytes:
    """A small form with one fault of each kind, and the colour in a column that no profile knows."""
    doors = [replace(door, order="HY-0311") for door in dealer_doors(random.Random(30))[:30]]
    doors = [replace(door, quantity=1, days=max(door.days, 1)) for door in doors]
    doors[2] = replace(doors[2], colour="")  # no colour
    doors[5] = replace(doors[5], colour="奶咖")  # a colour the factory does not have
    doors[8] = replace(doors[8], product="防火门")  # a product the factory does not make
    doors[11] = replace(doors[11], height=20500)  # a nought too many
    doors[13] = replace(doors[13], width=-860)
    doors[15] = replace(doors[15], wall="12o")  # a letter for a figure
    doors[18] = replace(doors[18], quantity=1.5)
    doors[21] = replace(doors[21], days="尽快")
    doors[24] = replace(doors[24], width=doors[24].height, height=doors[24].width)  # exchanged
    doors[27] = replace(doors[26], note="")  # entered twice
    stream = io.BytesIO()
    book = _book(stream, "订货单")
    form = Sheet(book, "订货单")
    last = sum(len(parts) or 1 for _, parts, _ in _FAULT_HEADINGS) - 1
    form.titles(["宏宇门窗 订货单", "客户：宏宇门窗    联系电话：0570-4000456", "安装地址：江城市南苑小区"], last)
    form.headings(3, _FAULT_HEADINGS)
    for number, door in enumerate(doors, 1):
        values = [number, door.order, door.position, door.product, door.direction, door.width, door.height, door.wall]
        values += [door.floor, door.faces, door.colour, door.lock, door.hinge, door.quantity, door.days, door.note]
        form.line(4 + number, values)
    book.close()
    return stream.getvalue()


def _csv(rows: list[list[Any]], encoding: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def dealer_40_gbk() -> bytes:
    """A form saved by an old program: GBK, sizes typed in several ways, all of them readable."""
    doors = [door for door in dealer_doors(random.Random(40)) if door.quantity == 1][:40]
    rows: list[list[Any]] = [
        ["客户：", "明珠装饰", "电话：", "0570-4000789", "单号：", "MZ-20"],
        [
            "安装位置",
            "产品",
            "开启方向",
            "洞口宽",
            "洞口高",
            "墙厚",
            "地材厚",
            "单/双口",
            "花色",
            "锁",
            "合页",
            "数量",
            "工期",
            "备注",
        ],
    ]
    for number, door in enumerate(doors):
        height = (door.height, f"{door.height}mm", _full_width(door.height), f"{door.height:,}")[number % 4]
        row = [door.position, door.product, door.direction, door.width, height, door.wall, door.floor, door.faces]
        row += [door.colour, door.lock, door.hinge, f"{door.quantity}樘", f"{max(door.days, 1)}天", door.note]
        rows.append(row)
    rows.append(["合计", *[""] * 10, sum(door.quantity for door in doors), "", ""])
    return _csv(rows, "gbk")


def panel_list() -> bytes:
    """A ready panel list in the plain layout: number, material, quantity, length, width, order; thickness is usual."""
    dice = random.Random(7)
    rows: list[list[Any]] = [["item_id", "item_material", "item_num", "item_length", "item_width", "item_order"]]
    sides = ((2180, 560), (764, 540), (764, 520), (396, 540), (716, 397), (2180, 397), (796, 80))
    for number in range(60):
        length, width = sides[number % len(sides)]
        material = f"MDF18-{COLOURS[number // 20]}"
        order = f"PL-{1 + number % 5:02}"
        rows.append(
            [number + 1, material, dice.choice((1, 1, 1, 2)), length - dice.randrange(0, 40, 2) / 2, width, order]
        )
    return _csv(rows, "utf-8")


def main(folder: Path = FOLDER) -> None:
    """Write all example files into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "dealer-800-doors.xlsx": dealer_800(),
        "dealer-30-with-faults.xlsx": dealer_30_with_faults(),
        "dealer-40-gbk.csv": dealer_40_gbk(),
        "panel-list.csv": panel_list(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
