"""The report of a run as one self-contained page.

The outlines of provinces in kp_provinces.geojson are Natural Earth's (public domain); Nampo is drawn as part of South Pyongan, Kaesong as
part of North Hwanghae, Rason as part of North Hamgyong.
"""

from allssam.report.page import report_html, write_report

__all__ = ["report_html", "write_report"]
