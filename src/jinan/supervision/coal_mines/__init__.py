"""Coal mines 煤矿 with their shafts and seams, by gas grade, for county and inspectorate (plan row A1)."""
