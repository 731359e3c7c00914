"""How the documentation is built: `make docs`."""

from importlib.metadata import version as version_of

project = "allssam"
author = "The allssam maintainers"
project_copyright = author
release = version_of("allssam")
version = release

extensions = ["myst_parser"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"allssam {release}"
html_show_sourcelink = False
