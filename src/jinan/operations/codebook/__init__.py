"""Codebook 基础数据: code sets with their editions, divisions and the inspectorate's tree, agencies, for looking up (E1)."""
