"""Reading what was given with a verb: bodies, links, markings; all faults told together."""
