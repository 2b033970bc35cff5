"""The speed bars, measured over HTTP as a restricted account on a large node, each beside a plain baseline."""
