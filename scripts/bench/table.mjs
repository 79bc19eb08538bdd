/** What was measured, as lines that are printed at once and as data. */
export const rows = [];

/**
 * @param peers name → ms.
 * @param limits `[peer, ratio, 'at most' | 'at least']` each: how much of a peer's time ours may take, or how many times
 * a peer must take ours.
 */
export function row(name, ours, peers, limits) {
  const ratios = limits.map(([peer, limit, kind]) => {
    const ratio = kind === 'at most' ? ours / peers[peer] : peers[peer] / ours;
    const reached = kind === 'at most' ? ratio <= limit : ratio >= limit;
    return {
      text: `${ratio.toFixed(2)} × ${kind === 'at most' ? peer : `faster than ${peer}`} (${kind} ${limit})`,
      reached,
    };
  });
  print(name, ours, peers, ratios);
  rows.push({ name, ours, peers, limits });
}

/** Ours against a fixed limit in the unit that is named. */
export function plainRow(name, ours, peers, { value, unit, limit }) {
  print(name, ours, peers, [
    { text: `${value.toFixed(1)} ${unit} (at most ${limit})`, reached: value <= limit },
  ]);
  rows.push({ name, ours, peers, value, unit, limit });
}

function print(name, ours, peers, figures) {
  const others = Object.entries(peers).map(([peer, ms]) => `${peer} ${ms.toFixed(0)} ms`);
  const said = figures.map(({ text, reached }) => `${text}${reached ? '' : '  MISSED'}`);
  console.log(
    `${name.padEnd(38)} ${ours.toFixed(0).padStart(6)} ms | ${others.join(', ')} | ${said.join('; ')}`,
  );
}
