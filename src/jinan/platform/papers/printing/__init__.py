"""Drawing a paper: the same sentences and values as a PDF file and as a page."""
