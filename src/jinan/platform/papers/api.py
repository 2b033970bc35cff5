"""Door of papers: make, fill, sign, issue, serve and withdraw a paper; what a record has; what a case room tells."""

from jinan.platform.papers.actions import correct, draft, fill, issue, missing, serve, sign, void
from jinan.platform.papers.editions import (
    DocField,
    Document,
    all_documents,
    document,
    documents,
    sets_on,
)
from jinan.platform.papers.filling import offer_filling
from jinan.platform.papers.models import Number, Paper, State, Way
from jinan.platform.papers.numbering import gaps, give_back, reserve
from jinan.platform.papers.printing.page import page
from jinan.platform.papers.printing.pdf import pdf
from jinan.platform.papers.queries import issued, papers_of, served, served_on, view
from jinan.platform.papers.tabs import PAPERS
from jinan.platform.papers.volumes import Volume, volume

__all__ = [
    "PAPERS",
    "DocField", "Document", "Number", "Paper", "State", "Volume", "Way", "all_documents", "correct", "document",
    "documents", "draft", "fill", "gaps", "give_back", "issue", "issued", "missing", "offer_filling",
    "page", "papers_of", "pdf", "reserve", "serve", "served", "served_on", "sets_on", "sign", "view", "void", "volume",
]  # fmt: skip
