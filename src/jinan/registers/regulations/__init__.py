"""Laws, regulations, standards 政策法规: instruments with editions and articles that can be cited (D5). Every officer reads them."""
