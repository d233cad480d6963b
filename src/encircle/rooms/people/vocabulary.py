"""Words for what agencies have said of a person's risk, and for the documents kept about them."""

from dataclasses import dataclass

from django.db import models


class Tool(models.TextChoices):
    OASYS = "oasys", "OASys"
    OSP_DC = "osp_dc", "OSP/DC"
    OSP_IIC = "osp_iic", "OSP/IIC"
    RM2000 = "rm2000", "Risk Matrix 2000"
    ROSH = "rosh", "Risk of serious harm (RoSH)"
    ARMS = "arms", "ARMS"
    STABLE = "stable", "STABLE-2007"
    ACUTE = "acute", "ACUTE-2007"
    ASSET = "asset", "Asset"
    ASSET_PLUS = "asset_plus", "AssetPlus"
    AIM3 = "aim3", "AIM3"
    OTHER = "other", "Another tool"


@dataclass(frozen=True)
class Terms:
    """How a tool speaks. The bands are suggested, never enforced: tools change, and the agency's word stands."""

    result: str  # what the tool calls what it gives
    bands: tuple[str, ...] = ()


_FOUR = ("Low", "Medium", "High", "Very high")
_THREE = ("Low", "Moderate", "High")
TERMS = {
    Tool.OASYS: Terms("Band", _FOUR),
    Tool.OSP_DC: Terms("Band", _FOUR),
    Tool.OSP_IIC: Terms("Band", ("Low", "Medium", "High")),
    Tool.RM2000: Terms("Band", _FOUR),
    Tool.ROSH: Terms("Level", _FOUR),
    # ARMS says how much work an officer should put in, and not how dangerous somebody is.
    Tool.ARMS: Terms("Work priority", _FOUR),
    Tool.STABLE: Terms("Need", _THREE),
    Tool.ACUTE: Terms("Priority", _THREE),
    Tool.ASSET: Terms("Level", _FOUR),
    Tool.ASSET_PLUS: Terms("Level", _FOUR),
    Tool.AIM3: Terms("Level of concern", ("Low", "Moderate", "High")),
    Tool.OTHER: Terms("Result"),
}


class PaperKind(models.TextChoices):
    ASSESSMENT = "assessment", "Assessment"
    LICENCE = "licence", "Licence or order"
    COURT = "court", "Court or sentencing document"
    REPORT = "report", "Report"
    LETTER = "letter", "Letter or email"
    AGREEMENT = "agreement", "Signed agreement or consent"
    PICTURE = "picture", "Photograph"
    OTHER = "other", "Other"


class Onward(models.TextChoices):
    """Who may be shown it besides the staff of the area. The agency decides; until it says more, nobody."""

    COORDINATOR_ONLY = "coordinator_only", "The coordinator only"
    OUTER_CIRCLE = "outer_circle", "The coordinator and the outer circle"
