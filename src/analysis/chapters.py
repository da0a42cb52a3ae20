"""The analyses of a report in the order in which they are read, and the one that compares reports."""

CHAPTERS = ("00-summary", "01-data-quality", "02-achievement", "03-absorption", "04-efficiency", "05-reproduction", "06-traces")
COMPARISON = "10-comparison"
