"""Sheets 表格: workbooks and csv files, read with care and written so that they can be read again."""
