"""Test laboratory 测试中心: the demonstration and the large data sets of the bench (E10).

Everything made here is marked as invented; divisions and boundaries are real.
"""
