"""A district's facts as data: read from `districts/<key>/`, checked as a whole, chosen by the plan's text."""

from .facts import (
    MISSING_HEADING,
    Area,
    BoxItem,
    Clause,
    Conflict,
    Department,
    District,
    Facility,
    Figure,
    Indicator,
    NamedProject,
    Park,
    Profile,
    River,
    School,
    Village,
    Zone,
)
from .load import blank_district, find_district, load_district
from .table import DistrictError

__all__ = [
    "MISSING_HEADING",
    "Area",
    "BoxItem",
    "Clause",
    "Conflict",
    "Department",
    "District",
    "DistrictError",
    "Facility",
    "Figure",
    "Indicator",
    "NamedProject",
    "Park",
    "Profile",
    "River",
    "School",
    "Village",
    "Zone",
    "blank_district",
    "find_district",
    "load_district",
]
