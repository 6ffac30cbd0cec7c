"""A server that speaks the recognition service's API, and gives khmerid's report, over a reader of pictures.

One process takes the requests (`application`) and several read the pictures (`pool`), each with a reader of
its own; nothing is stored. ``pip install 'khmerid[serve]'``; `khmerid serve` starts it.
"""
