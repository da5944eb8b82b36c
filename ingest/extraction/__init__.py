"""PDF -> Extraction.

`sandbox.Sandbox` reads where a hostile file can do no harm, `in_process.extract` reads here. Nothing is imported at
this level, so that the web process, which imports values, loads no PDF parser.
"""
