/**
 * Walks from each start in turn to its neighbours in their order, and notes a node on leaving it.
 *
 * @param neighbours where a node leads to; a node without entry leads nowhere. May hold cycles.
 * @returns every node that was reached, once; without cycles each one after all it leads to.
 */
export function postOrder<Node>(
  starts: Iterable<Node>,
  neighbours: ReadonlyMap<Node, readonly Node[]>,
): readonly Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  // A stack of our own: a chain of thousands of nodes would be too deep for calls.
  const trail: { readonly node: Node; readonly rest: Iterator<Node> }[] = [];
  const enter = (node: Node): void => {
    seen.add(node);
    trail.push({ node, rest: (neighbours.get(node) ?? [])[Symbol.iterator]() });
  };
  for (const start of starts) {
    if (seen.has(start)) continue;
    enter(start);
    for (let here = trail.at(-1); here !== undefined; here = trail.at(-1)) {
      const next = here.rest.next();
      if (next.done === true) {
        order.push(here.node);
        trail.pop();
      } else if (!seen.has(next.value)) enter(next.value);
    }
  }
  return order;
}

/**
 * Sorts nodes into groups that have no neighbours in common.
 *
 * @param neighbours must answer both ways.
 * @returns groups in the order of their first nodes, nodes of a group in the order given.
 */
export function connected<Node>(
  nodes: readonly Node[],
  neighbours: (node: Node) => Iterable<Node>,
): readonly (readonly Node[])[] {
  const groupOf = new Map<Node, Node[]>();
  const groups: Node[][] = [];
  for (const start of nodes) {
    if (groupOf.has(start)) continue;
    const group: Node[] = [];
    groups.push(group);
    groupOf.set(start, group);
    const open = [start];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      for (const next of neighbours(node)) {
        if (groupOf.has(next)) continue;
        groupOf.set(next, group);
        open.push(next);
      }
    }
  }
  for (const node of nodes) groupOf.get(node)?.push(node);
  return groups;
}
