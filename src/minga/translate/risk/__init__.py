"""How likely it is that a person has to change an item: the linter's own weights, corrected by what people decided."""

from minga.translate.risk.calibration import Calibration, Fifth, calibration_of
from minga.translate.risk.features import features_of
from minga.translate.risk.model import Example, RiskModel, fit
from minga.translate.risk.stage import calibrate, checkpoint, learn

__all__ = [
    "Calibration",
    "Example",
    "Fifth",
    "RiskModel",
    "calibrate",
    "calibration_of",
    "checkpoint",
    "features_of",
    "fit",
    "learn",
]
