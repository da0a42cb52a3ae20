"""Reproducible analysis of the performance and budget reports of Indonesian public bodies.

From raw tables (`tables`) over dated rules (`rules`, `law`) to figures (`figures`), published claims (`claims`), the audit
(`audit`), and what notebooks show (`workbook`, `views`). A module imports only from floors below its own:
docs/decisions/0003-floors.md.
"""
