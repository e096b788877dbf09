"""Routes: what must be bought for orders and lots, for a page and as files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from shuanglun.access import Call, Permission, allowed
from shuanglun.engines.demand import Rules
from shuanglun.faces.papers.api import CSV, PDF, XLSX, file_response, given_name
from shuanglun.faces.papers.demand import demand_csv, demand_pdf, demand_shape, demand_xlsx
from shuanglun.faces.papers.load_demand import DemandPaper, load_lot_demand, load_orders_demand
from shuanglun.kernel.errors import BadRequest
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

router = APIRouter(tags=["purchase demand"])
_Caller = Annotated[Call, Depends(allowed(Permission.PAPERS_PRINT))]
_Orders = Annotated[str, Query(max_length=8_000, description="order ids, parted by commas")]
Ending = Literal["csv", "xlsx", "pdf"]
MOST_ORDERS = 200


def _rules(
    band_per_side: Annotated[int, Query(ge=0, le=5_000, description="0.1 mm a banded side")] = 300,
    band_extra: Annotated[int, Query(ge=0, le=10_000, description="hundredths of a per cent")] = 300,
    board_yield: Annotated[int, Query(ge=1_000, le=10_000, description="hundredths of a per cent")] = 8_500,
) -> Rules:
    return Rules(band_per_side, band_extra, board_yield)


_Rules = Annotated[Rules, Depends(_rules)]
Load = Callable[[Work], DemandPaper]


def _ids(text: str) -> list[str]:
    found = [one.strip() for one in text.split(",") if one.strip()]
    if len(found) > MOST_ORDERS:
        what = Text(f"一次最多 {MOST_ORDERS} 个订单", f"{MOST_ORDERS} orders at a time at most")
        raise BadRequest("DEMAND-ORDERS", what)
    return found


def _loaded(call: Call, load: Load) -> tuple[DemandPaper, datetime]:
    with call.read() as work:
        return load(work), work.now


def _file(call: Call, load: Load, ending: Ending) -> Response:
    paper, now = _loaded(call, load)
    name = given_name(call, "demand", paper.title, ending)
    if ending == "csv":
        return file_response(demand_csv(paper, call.language), CSV, name)
    if ending == "xlsx":
        return file_response(demand_xlsx(paper, now, call.language), XLSX, name)
    return file_response(demand_pdf(paper, now, call.language), PDF, name)


@router.get("/demand")
def get_demand(call: _Caller, rules: _Rules, orders: _Orders = "") -> dict[str, Any]:
    """What several orders need together; without any named, all that are released and not packed."""
    paper, _ = _loaded(call, lambda work: load_orders_demand(work, _ids(orders), rules))
    return demand_shape(paper, call.language)


@router.get("/orders/{order_id}/demand")
def get_order_demand(order_id: str, call: _Caller, rules: _Rules) -> dict[str, Any]:
    """What an order needs."""
    paper, _ = _loaded(call, lambda work: load_orders_demand(work, [order_id], rules))
    return demand_shape(paper, call.language)


@router.get("/lots/{lot_id}/demand")
def get_lot_demand(lot_id: str, call: _Caller, rules: _Rules) -> dict[str, Any]:
    """What the pieces of a lot need."""
    paper, _ = _loaded(call, lambda work: load_lot_demand(work, lot_id, rules))
    return demand_shape(paper, call.language)


def _file_routes(ending: Ending, media: str) -> None:
    """The three demands as files of one kind, each with a path that says its ending."""

    def of_orders(call: _Caller, rules: _Rules, orders: _Orders = "") -> Response:
        """What several orders need together, as a file."""
        return _file(call, lambda work: load_orders_demand(work, _ids(orders), rules), ending)

    def of_order(order_id: str, call: _Caller, rules: _Rules) -> Response:
        """What an order needs, as a file."""
        return _file(call, lambda work: load_orders_demand(work, [order_id], rules), ending)

    def of_lot(lot_id: str, call: _Caller, rules: _Rules) -> Response:
        """What the pieces of a lot need, as a file."""
        return _file(call, lambda work: load_lot_demand(work, lot_id, rules), ending)

    answers: dict[int | str, dict[str, Any]] = {200: {"description": "The file", "content": {media: {}}}}
    for path, endpoint in (
        ("/demand", of_orders),
        ("/orders/{order_id}/demand", of_order),
        ("/lots/{lot_id}/demand", of_lot),
    ):
        name = f"{endpoint.__name__}_{ending}"
        router.add_api_route(f"{path}.{ending}", endpoint, name=name, responses=answers, response_class=Response)


_file_routes("csv", CSV)
_file_routes("xlsx", XLSX)
_file_routes("pdf", PDF)
