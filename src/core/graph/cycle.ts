import type { Graph } from '../../model/graph.ts';
import type { Stage, StageId } from '../../model/stage.ts';

/**
 * Finds stages that wait for each other.
 *
 * @returns the first cycle on a walk in the graph's order: each stage followed by one that reads from it, the
 *          last one read by the first. One stage alone reads inside its own output.
 */
export function findCycle(graph: Graph): readonly Stage[] | undefined {
  const finished = new Set<StageId>();
  for (const start of graph.stages.keys()) {
    if (finished.has(start)) continue;
    // The way down from `start`, with the neighbours that are still to be tried at each step.
    const way = new Map<StageId, Iterator<StageId>>([[start, neighbours(graph, start)]]);
    const trail = [start];
    for (let here = trail.at(-1); here !== undefined; here = trail.at(-1)) {
      const next = way.get(here)?.next();
      if (next === undefined || next.done === true) {
        finished.add(here);
        way.delete(here);
        trail.pop();
      } else if (way.has(next.value)) {
        const cycle = trail.slice(trail.indexOf(next.value)).reverse();
        return cycle.flatMap(id => graph.stages.get(id) ?? []);
      } else if (!finished.has(next.value)) {
        way.set(next.value, neighbours(graph, next.value));
        trail.push(next.value);
      }
    }
  }
  return undefined;
}

function neighbours(graph: Graph, id: StageId): Iterator<StageId> {
  return (graph.upstream.get(id) ?? [])[Symbol.iterator]();
}
