"""Reads a graph with networkx: `python graphs.py FILE`. Prints it as JSON: the nodes by id and the edges, each with what is said of it."""

import json
import sys

import networkx

read = networkx.read_gexf if sys.argv[1].endswith(".gexf") else networkx.read_graphml
graph = read(sys.argv[1])
edges = [[source, target, data] for source, target, data in graph.edges(data=True)]
print(json.dumps({"directed": graph.is_directed(), "nodes": dict(graph.nodes(data=True)), "edges": edges}))
