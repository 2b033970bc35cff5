"""Records 登记: the mechanism by which one declaration gives a register its pages, sheets, API and locks."""
