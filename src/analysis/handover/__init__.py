"""Reports to hand over: one tagged PDF, a workbook or CSV files, made from the pages and results as they lie."""
