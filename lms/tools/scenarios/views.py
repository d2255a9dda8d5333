"""The pages of scenarios: all of mine, those of one tool, one of them, several side by side."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.calculators.declared import Calculator
from lms.kernel.ids import read_id
from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.tools.inputs import all_newest, named
from lms.tools.scenarios import comparing, shared_lists, sharing
from lms.tools.scenarios.comparing_chart import headline_picture, tool_picture
from lms.tools.scenarios.outcomes import Calibration, calibration
from lms.tools.scenarios.page import own_page, shared_page
from lms.tools.scenarios.reading import KeptScenario, all_of, of_tool, one_of
from lms.tools.scenarios.wording import difference
from lms.tools.showing import ShownCalculator
from lms.web.context import actor, database, db, now, secret
from lms.web.forms import Confirmation


@dataclass(frozen=True)
class ListedScenario:
    """One line of a list: a scenario, its headline, and how far that lies from one's numbers of today."""

    kept: KeptScenario
    figure: str
    difference: str


@dataclass(frozen=True)
class ToolScenarios:
    """The scenarios of one tool, and how often one's ranges held in it."""

    calculator: Calculator
    scenarios: list[ListedScenario]
    calibration: Calibration


@allow(*MEMBERS)
def scenarios() -> ResponseReturnValue:
    """Show all of mine by tool, how often my ranges held, and what is shared with whom."""
    every = all_of(db(), actor(), secret())
    by_tool: dict[str, list[KeptScenario]] = {}
    for each in every:
        by_tool.setdefault(each.calculator.uuid, []).append(each)
    tools = [_of_one_tool(each) for each in by_tool.values()]
    return render_template(
        "tools/scenarios.html",
        tools=tools,
        calibration=calibration(every),
        with_me=shared_lists.shared_with_me(db(), actor()),
        by_me=shared_lists.shared_by_me(db(), actor()),
        titles=_titles(),
        form=Confirmation(),
    )


def _of_one_tool(kept: list[KeptScenario]) -> ToolScenarios:
    base = next((each.brief for each in kept if each.is_baseline), None)
    return ToolScenarios(kept[0].calculator, [listed(each, base) for each in kept], calibration(kept))


def listed(kept: KeptScenario, base: ShownCalculator | None) -> ListedScenario:
    """Return one line of a list; `base` is what its headline is compared with."""
    shown, headline = kept.brief, kept.calculator.headline
    mine = shown.results.outputs[headline.name]
    other = None if base is None or base is shown else base.results.outputs[headline.name]
    gap = mine - other if isinstance(mine, float) and isinstance(other, float) else None
    return ListedScenario(kept, shown.figure(headline), difference(gap, headline.unit, shown.language, shown.currency))


def _titles() -> dict[UUID, str]:
    """Return {calculator: its title in the reader's language}."""
    return {UUID(each.uuid): ShownCalculator(each, {}, {}).say(each.title) for each in all_newest(db(), actor())}


@allow(*MEMBERS)
def tool_scenarios(name: str) -> ResponseReturnValue:
    """Show the scenarios of one tool beside my numbers of today; a removed one can be brought back from here."""
    calculator = named(db(), actor(), name)
    tool, kept = of_tool(db(), actor(), calculator, secret())
    return render_template(
        "tools/tool_scenarios.html",
        tool=tool,
        scenarios=[listed(each, tool) for each in kept],
        removed=read_id(request.args.get("removed", "")),
        form=Confirmation(),
    )


@allow(*MEMBERS)
def scenario(identity: UUID) -> ResponseReturnValue:
    """Show a scenario: mine to work on; a colleague's to read, which is noted before it is shown."""
    try:
        kept = one_of(db(), actor(), identity, secret())
    except NotFound:
        return _shared(identity)
    return own_page(kept)


def _shared(identity: UUID) -> ResponseReturnValue:
    try:
        row, owner = sharing.shared_scenario(db(), actor(), identity)
    except sharing.Ended as ended:
        return render_template("tools/scenario_ended.html", owner=ended.owner), 404
    sharing.note_look(database(), actor(), identity, now())
    return shared_page(row, owner)


@allow(*MEMBERS)
def comparison() -> ResponseReturnValue:
    """Show two to four scenarios of one tool side by side; `ids=now` adds my numbers of today."""
    ids = request.args.getlist("ids")[: 4 * comparing.MOST]
    every = all_of(db(), actor(), secret())
    chosen = comparing.chosen_among(every, ids)
    wanted = set(ids) - {comparing.NOW, ""}
    if wanted - {str(each.row.id) for each in chosen}:
        raise NotFound
    try:
        comparing.check(chosen, with_now=comparing.NOW in ids)
    except comparing.NotComparable as reason:
        return render_template("tools/compare_not.html", reason=str(reason), chosen=chosen), 422
    mine = of_tool(db(), actor(), chosen[0].calculator, secret())[0] if comparing.NOW in ids else None
    found = comparing.comparison(chosen, mine)
    words = _("The answer of each, and where there are ranges, between which two 8 of 10 runs fall")
    pictures = [each for each in (headline_picture(found, words), tool_picture(found)) if each is not None]
    return render_template("tools/compare.html", found=found, pictures=pictures)
