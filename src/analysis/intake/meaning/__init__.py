"""What words and numbers in a spreadsheet mean: heads, periods, styles, codes, units."""
