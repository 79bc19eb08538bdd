import type { Shown } from './demo.ts';

const FONT_SIZE = 14;
/** Of the usual monospaced fonts, rounded up: a window that is too wide is better than text that is cut. */
const LETTER_WIDTH = 8.6;
const LINE_HEIGHT = 20;
const PADDING = 20;
const BAR_HEIGHT = 36;
const LEAST_LETTERS = 72;

/** An SVG that looks like a terminal window with these commands in it, in light or dark as the reader likes it. */
export function terminalPicture(shown: readonly Shown[], title: string): string {
  const lines = shown.flatMap(({ command, printed }, index) => [
    ...(index === 0 ? [] : ['']),
    `\x1b[32m$\x1b[39m \x1b[1m${command}\x1b[22m`,
    ...printed.split('\n').slice(0, -1),
  ]);
  const letters = Math.max(LEAST_LETTERS, ...lines.map(line => plainText(line).length));
  const width = Math.ceil(letters * LETTER_WIDTH) + 2 * PADDING;
  const height = BAR_HEIGHT + lines.length * LINE_HEIGHT + PADDING;
  const rows = lines.map((line, index) => {
    const y = BAR_HEIGHT + (index + 1) * LINE_HEIGHT - 4;
    return `<text x="${PADDING}" y="${y}">${spans(line)}</text>`;
  });
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (fill, index) => `<circle cx="${PADDING + 4 + index * 20}" cy="${BAR_HEIGHT / 2}" r="6" fill="${fill}"/>`,
  );
  return [
    // Spaces are kept by CSS in browsers, by the attribute in librsvg.
    `<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="window" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10"/>`,
    ...dots,
    `<text class="dim" x="${width / 2}" y="${BAR_HEIGHT / 2 + 5}" text-anchor="middle">${escaped(title)}</text>`,
    '<g class="screen">',
    ...rows,
    '</g>',
    '</svg>\n',
  ].join('\n');
}

/** The text of such a picture's screen, for whoever wants to compare it. */
export function textOfPicture(svg: string): string {
  const screen = svg.slice(svg.indexOf('<g class="screen">'));
  return [...screen.matchAll(/<text [^>]*>(.*?)<\/text>/g)]
    .map(([, row = '']) => row.replace(/<[^>]*>/g, ''))
    .map(row =>
      row.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
    )
    .join('\n');
}

const STYLE = `
text { font: ${FONT_SIZE}px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; white-space: pre; fill: #1f2328; }
.window { fill: #ffffff; stroke: #d1d9e0; }
.strong { font-weight: 600; }
.dim { fill: #6a737d; }
.red { fill: #cf222e; }
.green { fill: #1a7f37; }
.yellow { fill: #9a6700; }
.cyan { fill: #0f7b8a; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.window { fill: #0d1117; stroke: #3d444d; }
.dim { fill: #8b949e; }
.red { fill: #ff7b72; }
.green { fill: #3fb950; }
.yellow { fill: #d29922; }
.cyan { fill: #56d4dd; }
}
`;

/** What our palette uses of ECMA-48's attributes. */
const ATTRIBUTES: Readonly<Record<string, { readonly group: string; readonly className?: string }>> = {
  1: { group: 'weight', className: 'strong' },
  2: { group: 'weight', className: 'dim' },
  22: { group: 'weight' },
  31: { group: 'colour', className: 'red' },
  32: { group: 'colour', className: 'green' },
  33: { group: 'colour', className: 'yellow' },
  36: { group: 'colour', className: 'cyan' },
  39: { group: 'colour' },
};

function spans(line: string): string {
  const active = new Map<string, string>();
  return line
    .split(/(\x1b\[\d*m)/)
    .map(part => {
      const [, code] = /^\x1b\[(\d*)m$/.exec(part) ?? [];
      if (code === undefined) return span(part, [...active.values()]);
      const attribute = ATTRIBUTES[code];
      if (attribute === undefined) throw new Error(`no picture of escape sequence ${JSON.stringify(part)}`);
      if (attribute.className === undefined) active.delete(attribute.group);
      else active.set(attribute.group, attribute.className);
      return '';
    })
    .join('');
}

function span(text: string, classNames: readonly string[]): string {
  if (text === '' || classNames.length === 0) return escaped(text);
  return `<tspan class="${classNames.join(' ')}">${escaped(text)}</tspan>`;
}

function plainText(line: string): string {
  return line.replace(/\x1b\[\d*m/g, '');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
