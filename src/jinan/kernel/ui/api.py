"""Door of the interface: the watermark of pages and files with personal data."""

from jinan.kernel.ui.watermark import under_watermark, words

__all__ = ["under_watermark", "words"]
