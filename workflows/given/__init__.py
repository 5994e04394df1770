"""Reading what was given with a verb: fields, bodies, links, markings; all faults told together."""
