"""JSON API of every register, made from its declaration: the same reading, locks and refusals as the pages."""
