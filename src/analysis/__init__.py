"""Reproducible analysis of the performance and budget reports of Indonesian public bodies.

Floors, from the ground up: errors, numbers, periods, law · rules · tables · figures · claims · audit ·
charts · pages, workbook · run, verify · cli. A module imports only from floors below its own.
"""
