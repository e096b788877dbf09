"""What sheets and columns of the workbook are called, which columns every section offers, and how to fill them in."""

from __future__ import annotations

from shuanglun.factory.template_desk.workbook.tables import HEAD, NUMBERED, OWNER, WHOLE

HELP = "说明"
SHEETS = {
    HEAD: "模板",
    "parameters": "参数",
    "constants": "常量扣减",
    "lookups": "查表",
    "values": "中间值",
    "parts": "部件",
    "hardware": "五金",
    "machining": "孔槽",
    "placements": "位置",
    "dimensions": "尺寸线",
    "checks": "检查",
    "examples": "例子",
    "parameters.options": "选项",
    "lookups.keys": "表头",
    "lookups.rows": "表行",
}
_NAMED = ("/name", "/label/zh", "/label/en")
_KEYED = ("/key", "/label/zh", "/label/en")
_NOTE = ("/note/zh", "/note/en")
_EDGES = tuple(
    f"/edges/{side}/{what}" for side in ("front", "back", "left", "right") for what in ("thickness", "premill")
)
COLUMNS: dict[str, tuple[str, ...]] = {
    "parameters": (*_NAMED, "/unit", "/default", "/min", "/max", "/alias[]", "/open", "/options_from", *_NOTE),
    "constants": (*_NAMED, "/unit", "/value", "/from", "/alias[]", *_NOTE),
    "lookups": (*_NAMED, "/unit", "/alias[]", *_NOTE),
    "values": (*_NAMED, "/unit", "/formula", "/alias[]", *_NOTE),
    "parts": (
        *_KEYED, "/role", "/material", "/qty", "/when", "/length", "/width", "/thickness", "/grain", *_EDGES,
        "/rough_length", "/rough_width", "/cut_length", "/cut_width", "/density", "/route", "/pack_group", "/into",
        "/label_name/zh", "/label_name/en",
    ),
    "hardware": (*_KEYED, "/item", "/qty", "/unit", "/when", "/pack_group"),
    "machining": (
        *_KEYED, "/part", "/kind", "/face", "/x", "/y", "/depth", "/diameter", "/length", "/width", "/angle", "/qty",
        "/pitch_x", "/pitch_y", "/when", "/tool", *_NOTE,
    ),
    "placements": (
        "/key", "/part", "/x", "/y", "/z", "/length_along", "/width_along", "/thickness_along", "/qty", "/pitch_x",
        "/pitch_y", "/pitch_z", "/when", "/hinges", *_NOTE,
    ),
    "dimensions": (*_KEYED, "/view", "/x1", "/y1", "/x2", "/y2", "/value", "/offset", "/when"),
    "checks": ("/code", "/when", "/level", "/about", "/message/zh", "/message/en", "/todo/zh", "/todo/en"),
    "examples": ("/name", "/findings[]"),
    "parameters.options": (OWNER, "/code", "/label/zh", "/label/en", "/also[]"),
    "lookups.keys": (OWNER, "/label/zh", "/label/en", "/unit", "/match", "/min"),
    "lookups.rows": (OWNER, "1", "2"),
}  # fmt: skip
_STEPS = {
    "name": "名称", "key": "代号", "code": "代号", "label": "叫法", "zh": "中文", "en": "英文", "unit": "单位",
    "default": "默认值", "min": "最小", "max": "最大", "alias": "别名", "also": "别名", "open": "可填别的",
    "options_from": "选项取自", "options": "选项", "note": "说明", "value": "值", "from": "取自材料", "formula": "公式",
    "role": "角色", "material": "材料", "qty": "数量", "when": "条件", "length": "长", "width": "宽",
    "thickness": "厚", "grain": "纹理", "edges": "封边", "front": "前", "back": "后", "left": "左", "right": "右",
    "premill": "预铣", "rough_length": "长余量", "rough_width": "宽余量", "cut_length": "开料长",
    "cut_width": "开料宽", "density": "密度", "route": "工艺路线", "pack_group": "包装组", "into": "压入部件",
    "label_name": "标签名", "item": "物料", "part": "部件", "kind": "类型", "face": "面", "depth": "深",
    "diameter": "直径", "angle": "角度", "pitch_x": "X 间距", "pitch_y": "Y 间距", "pitch_z": "Z 间距", "tool": "刀具",
    "length_along": "长朝向", "width_along": "宽朝向", "thickness_along": "厚朝向", "hinges": "合页边", "view": "视图",
    "offset": "离开", "level": "级别", "about": "改哪项", "message": "提示", "todo": "怎么办", "inputs": "填入",
    "expect": "应得", "findings": "应报", "match": "匹配", "step": "步长", "first": "从", "last": "到",
    "format": "格式", "version": "版本", "materials": "材料表版本", OWNER: "属于", WHOLE: "整行", "path": "项目",
}  # fmt: skip
TELLS = (
    "这是一份产品模板。每个工作表是模板的一部分；黄色的第 2 行是栏目代号，请不要改动。",
    "公式写中文名或英文名都可以，例如：=门扇宽-2*边梃宽。Excel 把它当成自己的公式、显示 #NAME? 也没有关系，上传时按原文读入。",
    "多个别名用顿号“、”分开。留空表示没有填。可以插入、删除、移动行；要加栏目，把代号写在第 2 行。",
    "“选项”“表头”“表行”各行的第 1 栏写明属于哪一个参数或查表；两栏的范围写在“1/1”（从）和“1/2”（到）。",
    "例子：填入的栏目写 /inputs/参数名，应得的写 /expect/结果名。",
    "改好后保存为 .xlsx，在模板台上传：先看到差别和问题，再决定发布。",
    "This is a product template. Every sheet is a part of it; the yellow second row names the fields: leave it as it is.",
    "Formulas use Chinese or English names; it does not matter when Excel takes one for its own and shows #NAME?.",
)


def title_of(name: str) -> str:
    """The sheet's title: Chinese, then the section's name."""
    return f"{SHEETS[name]} {name}" if name in SHEETS else name  # a title has 31 letters at most


def name_of(title: str) -> str:
    """The section that a sheet's title names."""
    return title.strip().rsplit(" ", 1)[-1]


def heading_of(path: str) -> str:
    """A column's heading for people; unknown steps stand as they are."""
    if NUMBERED.fullmatch(path):
        return f"第 {path} 栏"
    steps = [step for step in path.removesuffix("[]").split("/") if step] or ["·"]
    return " ".join(_STEPS.get(step, step) for step in steps)
