"""The panel in a real browser, against a whole world. A package, so that `scope="package"` ends with this folder."""
