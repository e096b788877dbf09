"""From the best plan in numbers to the answer people read."""

from __future__ import annotations

from shuanglun.engines.scheduling.bounds import earliest_lot_ends
from shuanglun.engines.scheduling.dispatch import Plan
from shuanglun.engines.scheduling.explain import Story
from shuanglun.engines.scheduling.improve import Found
from shuanglun.engines.scheduling.model import Order
from shuanglun.engines.scheduling.result import (
    Cause,
    Figures,
    MachineLoad,
    MainCause,
    OrderOutcome,
    Schedule,
    Task,
    Unscheduled,
    WhyNot,
)
from shuanglun.engines.scheduling.score import order_finishes, setups_of
from shuanglun.engines.scheduling.shop import Op, Placement, Shop
from shuanglun.engines.scheduling.words import (
    hint_of,
    late_reason,
    not_finished_reason,
    on_time_reason,
    unscheduled_text,
)


def answer(shop: Shop, found: Found) -> Schedule:
    """Everything the result tells."""
    story = Story(shop, found.plan)
    earliest = _earliest_orders(shop)
    outcomes = tuple(_outcomes(shop, found.plan, story, earliest))
    return Schedule(
        tasks=tuple(_tasks(shop, found.plan)),
        orders=outcomes,
        unscheduled=tuple(_unscheduled(shop, found.plan)),
        machines=tuple(_machine_loads(shop, found.plan, story)),
        figures=_figures(shop, found, outcomes, earliest),
    )


def _tasks(shop: Shop, plan: Plan) -> list[Task]:
    ordered = sorted(plan.placements, key=lambda p: (p.start, p.end, p.op, p.load))
    return [_task(shop, placement) for placement in ordered]


def _task(shop: Shop, p: Placement) -> Task:
    op = shop.ops[p.op]
    machine = shop.units[p.machine].spec.code if p.machine >= 0 else None
    job = shop.lots[op.job].spec.id
    return Task(job, op.spec.code, machine, shop.spans(p.work), shop.spans(p.setup), p.load, p.pieces, p.locked)


def _lots_of_orders(shop: Shop) -> list[list[int]]:
    lots: list[list[int]] = [[] for _ in shop.order_dues]
    for lot in shop.lots:
        for order in lot.orders:
            lots[order].append(lot.index)
    return lots


def _earliest_orders(shop: Shop) -> list[int | None]:
    ends = earliest_lot_ends(shop)
    found: list[int | None] = []
    for lots in _lots_of_orders(shop):
        known = [end for end in (ends[lot] for lot in lots) if end is not None]
        found.append(max(known) if known and len(known) == len(lots) else None)
    return found


def _outcomes(shop: Shop, plan: Plan, story: Story, earliest: list[int | None]) -> list[OrderOutcome]:
    finishes, lots = order_finishes(shop, plan), _lots_of_orders(shop)
    return [
        _outcome(shop, plan, story, order, lots[number], finishes[number], earliest[number])
        for number, order in enumerate(shop.problem.orders)
    ]


def _outcome(
    shop: Shop, plan: Plan, story: Story, order: Order, lots: list[int], finish: int | None, earliest: int | None
) -> OrderOutcome:
    bound = None if earliest is None else shop.instant(earliest)
    if finish is None:
        behind = tuple(shop.lots[lot].spec.id for lot in lots if lot in plan.stuck)
        reason = not_finished_reason(order.id, behind)
        return OrderOutcome(order.id, order.due, None, None, bound, "unscheduled", reason)
    lateness = finish - shop.second(order.due)
    at = shop.instant(finish)
    if lateness <= 0:
        return OrderOutcome(order.id, order.due, at, lateness, bound, "on_time", on_time_reason(order.id, -lateness))
    causes = story.causes(lots)
    main = _main_cause(causes, shop.second(order.due), earliest)
    reason = late_reason(order.id, lateness, causes, hint_of(main, bound, shop.problem.zone))
    return OrderOutcome(order.id, order.due, at, lateness, bound, main, reason, causes)


def _main_cause(causes: tuple[Cause, ...], due: int, earliest: int | None) -> MainCause:
    """Too little capacity, unless the order would be late even alone: for the release, if that outweighs it, or the due."""
    if earliest is None or earliest <= due:
        return "capacity"
    released = sum(cause.seconds for cause in causes if cause.kind == "release")
    return "released_late" if released >= earliest - due else "due_too_early"


def _unscheduled(shop: Shop, plan: Plan) -> list[Unscheduled]:
    found = []
    for lot, number in sorted(plan.stuck.items()):
        op, job = shop.ops[number], shop.lots[lot].spec.id
        why = _why_not(shop, op)
        text = unscheduled_text(job, op.spec.label, op.spec.centre or "", why)
        found.append(Unscheduled(job, op.spec.code, why, text))
    return found


def _why_not(shop: Shop, op: Op) -> WhyNot:
    if op.machines or op.spec.kind == "wait":
        return "horizon"
    wanted = set(op.spec.machines)
    units = [u for u in shop.units if u.centre == op.centre and (not wanted or u.spec.code in wanted)]
    return "no_fit" if units else "no_machine"


def _machine_loads(shop: Shop, plan: Plan, story: Story) -> list[MachineLoad]:
    end = max((p.end for p in plan.placements), default=0)
    setups = setups_of(plan)
    loads = []
    for unit in shop.units:
        lane = story.lanes.get(unit.index)
        taken, taken_open = lane.taken(0, end) if lane else (0, 0)
        change = sum(seconds for (machine, _), seconds in setups.items() if machine == unit.index)
        opened = unit.time.worked(end)
        loads.append(MachineLoad(unit.spec.code, taken_open, taken - taken_open, change, opened))
    return loads


def _figures(shop: Shop, found: Found, outcomes: tuple[OrderOutcome, ...], earliest: list[int | None]) -> Figures:
    late = [max(0, outcome.lateness or 0) for outcome in outcomes]
    weights = [order.priority for order in shop.problem.orders]
    bounds = [max(0, end - due) if end is not None else 0 for end, due in zip(earliest, shop.order_dues, strict=True)]
    return Figures(
        makespan=found.score.makespan,
        late_orders=sum(outcome.late for outcome in outcomes),
        tardiness=sum(late),
        weighted_tardiness=sum(weight * seconds for weight, seconds in zip(weights, late, strict=True)),
        weighted_bound=sum(weight * seconds for weight, seconds in zip(weights, bounds, strict=True)),
        setups=found.score.setups,
        setup_seconds=found.score.setup_seconds,
        rule=found.rule.name,
        evaluations=found.evaluations,
        steps=found.steps,
    )
