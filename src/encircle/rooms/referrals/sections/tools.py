"""Assessments that agencies report: what each calls its result. Nothing is worked out here, and bands stay apart.

ARMS gives a priority for work, not a level of risk; OSP/IIC knows no very high band.
"""

from collections.abc import Mapping
from dataclasses import dataclass

FOUR = ("Low", "Medium", "High", "Very high")
THREE = ("Low", "Medium", "High")
MODERATE = ("Low", "Moderate", "High")


@dataclass(frozen=True)
class Tool:
    code: str
    name: str
    result: str = "Result"  # what the tool itself calls it
    bands: tuple[str, ...] = ()  # none: written as the tool has it


TOOLS = (
    Tool("oasys", "OASys"),
    Tool("osp_dc", "OSP/DC", "Band", FOUR),
    Tool("osp_iic", "OSP/IIC", "Band", THREE),
    Tool("rm2000", "RM2000", "Band", FOUR),
    Tool("rosh", "RoSH", "Level", FOUR),
    Tool("arms", "ARMS", "Priority", FOUR),
    Tool("asset", "Asset", "Score"),
    Tool("asset_plus", "AssetPlus"),
    Tool("aim3", "AIM3"),
    Tool("stable", "STABLE-2007", "Band", MODERATE),
    Tool("acute", "ACUTE-2007", "Priority", MODERATE),
    Tool("other", "Another assessment"),
)
BY_CODE = {tool.code: tool for tool in TOOLS}


def wrong_band(values: Mapping[str, object]) -> str:
    """A sentence when the result is no band of that tool; empty when all is well or this is no assessment."""
    tool = BY_CODE.get(str(values.get("tool", "")))
    band = str(values.get("band", ""))
    if tool is None or not tool.bands or band == "not_known":
        return ""
    if band.strip().lower() in {known.lower() for known in tool.bands}:
        return ""
    return f"{tool.result} of {tool.name} must be {', '.join(tool.bands[:-1]).lower()} or {tool.bands[-1].lower()}"
