"""How fast the bot is: `make bench` prints a table and writes the same rows to build/bench.json.

Every figure is a row of `rows.SPECS` and is taken beside another one in the same run, the two by turns, because
machines differ and are busy with other things: read the ratios. Nothing here is a test; tests/meta holds the rows
together.
"""
