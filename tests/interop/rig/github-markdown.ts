/** Markdown as GitHub shows it: its dialect, raw HTML in it, and its sanitiser's published rules. */
import rehypeParse from 'rehype-parse';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

type Root = ReturnType<ReturnType<typeof reader>['runSync']>;
export type Node = Root | Root['children'][number];
export type Element = Extract<Node, { type: 'element' }>;

export interface GithubView {
  /** Before and after the sanitiser. */
  readonly raw: Root;
  readonly safe: Root;
}

export function githubView(markdown: string): GithubView {
  const read = reader();
  const raw = read.runSync(read.parse(markdown));
  const safe = unified().use(rehypeSanitize, defaultSchema).runSync(structuredClone(raw));
  return { raw, safe };
}

export function htmlOf(root: Root): string {
  return unified().use(rehypeStringify).stringify(root);
}

/** HTML that somebody else made, as a tree. */
export function fragment(html: string): Root {
  return unified().use(rehypeParse, { fragment: true }).parse(html);
}

function reader() {
  return unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkRehype, { allowDangerousHtml: true })
    .use(rehypeRaw);
}

/** Everything in a tree, as a line each: elements with their attributes, texts in between. */
export function outlineOf(root: Root): readonly string[] {
  const lines: string[] = [];
  walk(root, node => {
    if (node.type === 'element') lines.push(`<${node.tagName} ${JSON.stringify(node.properties)}>`);
    else if (node.type === 'text') lines.push(node.value);
    else if (node.type !== 'root') lines.push(node.type);
  });
  return lines;
}

export function elementsOf(root: Node, tag?: string): readonly Element[] {
  const found: Element[] = [];
  walk(root, node => {
    if (node.type === 'element' && (tag === undefined || node.tagName === tag)) found.push(node);
  });
  return found;
}

export function textOf(root: Node): string {
  let text = '';
  walk(root, node => {
    if (node.type === 'text') text += node.value;
    else if (node.type === 'element' && node.tagName === 'br') text += '\n';
  });
  return text;
}

/** Texts outside of code, where forges look for names of people, issues and commits. */
export function linkableTexts(root: Node): readonly string[] {
  if (root.type === 'text') return [root.value];
  if (!('children' in root) || (root.type === 'element' && ['code', 'pre'].includes(root.tagName))) return [];
  return root.children.flatMap(linkableTexts);
}

/** Rows of cells of each table, as texts. */
export function tablesOf(root: Node): readonly (readonly (readonly string[])[])[] {
  return elementsOf(root, 'table').map(table =>
    elementsOf(table, 'tr').map(row =>
      elementsOf(row)
        .filter(({ tagName }) => tagName === 'td' || tagName === 'th')
        .map(cell => textOf(cell).trim()),
    ),
  );
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  if ('children' in node) for (const child of node.children) walk(child, visit);
}
