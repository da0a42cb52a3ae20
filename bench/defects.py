"""Every kind of planted defect: the register is filled where the kinds are written, in this order."""

from __future__ import annotations

import defects_amounts
import defects_beyond
import defects_rows
import defects_words
from planting import KINDS, Kind, Planted

__all__ = ["KINDS", "Kind", "Planted", "defects_amounts", "defects_beyond", "defects_rows", "defects_words"]
