/** Reads a picture back: the names of its boxes, and the edges found by following every line from box to box. */
export function follow(picture: string): { boxes: string[]; edges: string[] } {
  const cells = picture.split('\n').map(line => Array.from(line));
  const at = (x: number, y: number): string => cells[y]?.[x] ?? ' ';
  const boxes = findBoxes(cells);
  const nameAt = (x: number, y: number): string => {
    const box = boxes.find(
      ({ left, right, top, bottom }) => x > left && x < right && (y === top || y === bottom),
    );
    if (box === undefined) throw new Error(`no box at ${x},${y} in\n${picture}`);
    return box.name;
  };

  const edges: string[] = [];
  let heads = 0;
  for (const [y, line] of cells.entries()) {
    for (const [x, cell] of line.entries()) {
      if (cell === '▼' || cell === '▲') heads++;
      const border = boxes.find(
        ({ left, right, top, bottom }) => x > left && x < right && (y === top || y === bottom),
      );
      if (border === undefined || (cell !== '┬' && cell !== '┴')) continue;
      const end = walk(at, x, y, cell === '┬' ? 1 : -1);
      edges.push(`${border.name}>${nameAt(end.x, end.y)}`);
    }
  }
  if (heads !== edges.length) throw new Error(`${heads} heads, ${edges.length} lines in\n${picture}`);
  return { boxes: boxes.map(({ name }) => name), edges: edges.sort() };
}

interface Box {
  name: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function findBoxes(cells: readonly string[][]): Box[] {
  return cells.flatMap((line, y) => {
    const text = line.join('');
    return [...text.matchAll(/│ +([^│┌┐└┘├┤┬┴┼─▼▲ ]+(?: ↻)?) +│/g)].map(match => ({
      name: match[1] ?? '',
      left: match.index,
      right: match.index + match[0].length - 1,
      top: y - 1,
      bottom: y + 1,
    }));
  });
}

/** Follows a line that leaves the border at x, y; straight over crossings, around corners, to behind its head. */
function walk(
  at: (x: number, y: number) => string,
  startX: number,
  startY: number,
  down: 1 | -1,
): { x: number; y: number } {
  let [x, y, dx, dy] = [startX, startY + down, 0, down as number];
  for (let step = 0; step < 100_000; step++, x += dx, y += dy) {
    const cell = at(x, y);
    if (cell === '▼' && dy === 1) return { x, y: y + 1 };
    if (cell === '▲' && dy === -1) return { x, y: y - 1 };
    if (cell === '┼' || (cell === '│' && dx === 0) || (cell === '─' && dy === 0)) continue;
    // Each corner by the way in, and the way out.
    const turns: Record<string, [number, number]> = {
      '┘1,0': [0, -1],
      '┘0,1': [-1, 0],
      '└-1,0': [0, -1],
      '└0,1': [1, 0],
      '┐1,0': [0, 1],
      '┐0,-1': [-1, 0],
      '┌-1,0': [0, 1],
      '┌0,-1': [1, 0],
    };
    const turn = turns[`${cell}${dx},${dy}`];
    if (turn === undefined) throw new Error(`lost at ${x},${y} on '${cell}'`);
    [dx, dy] = turn;
  }
  throw new Error('a line without end');
}
