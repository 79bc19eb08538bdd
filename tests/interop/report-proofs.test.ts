/** Reports, judged by GitHub's sanitiser, Gitea, two versions of Mermaid, and a reader of their numbers. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainText } from '../../src/core/markdown/escape.ts';
import { startBrowser } from './rig/chromium.ts';
import type { Gitea } from './rig/gitea.ts';
import { startGitea, withoutCommits } from './rig/gitea.ts';
import type { Node } from './rig/github-markdown.ts';
import {
  elementsOf,
  fragment,
  githubView,
  linkableTexts,
  outlineOf,
  tablesOf,
  textOf,
} from './rig/github-markdown.ts';
import { drawDiagrams, MERMAID_VERSIONS } from './rig/mermaid.ts';
import { dvcPython } from './rig/peers.ts';
import { ReportProject } from './rig/report-project.ts';
import { HOSTILE_NAMES, SCENARIOS } from './rig/report-scenarios.ts';

/** `MLTRACK_GOLDEN=write` writes them anew. */
const golden = fileURLToPath(new URL('golden/report', import.meta.url));
const writesGolden = process.env['MLTRACK_GOLDEN'] === 'write';
const schema = new URL('../../templates/report/report.schema.json', import.meta.url);
const driver = fileURLToPath(new URL('drivers/read_back.py', import.meta.url));

interface Made {
  readonly markdown: string;
  /** With pictures beside it. */
  readonly linked: string;
  readonly json: string;
  /** Texts of the metrics files of both sides, by name. */
  readonly metrics: ReadonlyMap<string, readonly [string | null, string | null]>;
}

const made = new Map<string, Made>();
let browser: Browser;
let gitea: Gitea;

beforeAll(async () => {
  [browser, gitea] = await Promise.all([startBrowser(), startGitea()]);
  for (const scenario of SCENARIOS) {
    using project = await ReportProject.create();
    await scenario.make(project);
    const markdown = await project.run('report', '--format', 'md');
    await project.run('report', '-o', '../report.md');
    const json = await project.run('report', '--format', 'json');
    made.set(scenario.name, {
      markdown,
      linked: project.read('../report.md'),
      json,
      metrics: metricsOf(project),
    });
  }
});
afterAll(async () => {
  await browser.close();
  await gitea[Symbol.asyncDispose]();
});

describe.each(SCENARIOS.map(({ name }) => name))('a report: %s', name => {
  const report = (): Made => {
    const found = made.get(name);
    if (found === undefined) throw new Error(`there is no report of ${name}`);
    return found;
  };

  it('is what it was', () => {
    const file = join(golden, `${name.replaceAll(' ', '-')}.md`);
    const text = withoutChance(report().linked);
    if (writesGolden || !existsSync(file)) {
      // A new one is to be looked at, and is never made where nobody does.
      expect(process.env['CI'] ?? '', `${file} is missing`).toBe('');
      mkdirSync(golden, { recursive: true });
      writeFileSync(file, text);
    }
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it('fits a comment, and is whole to its last line', () => {
    for (const markdown of [report().markdown, report().linked]) {
      expect(markdown.length).toBeLessThanOrEqual(60_000);
      const { safe } = githubView(markdown);
      const last = safe.children.filter(({ type }) => type === 'element').at(-1);
      // What is cut inside of a fence, a table or a tag swallows the footer.
      expect(last?.type === 'element' && last.tagName).toBe('p');
      expect(textOf(last ?? safe)).toMatch(/^Base: .* mltrack \d+\.\d+\.\d+/);
      for (const table of tablesOf(safe)) expect(new Set(table.map(({ length }) => length)).size).toBe(1);
      expect(elementsOf(safe, 'details')).toHaveLength(markdown.split('<details>').length - 1);
    }
  });

  it('as JSON is as its schema says, and names no folder of this machine', () => {
    const isValid = new Ajv().compile(JSON.parse(readFileSync(schema, 'utf8')) as object);
    isValid(JSON.parse(report().json));
    expect(isValid.errors).toBeNull();
    expect(report().json).not.toContain(tmpdir());
  });

  it('loses nothing to the sanitiser of GitHub', () => {
    const { raw, safe } = githubView(report().linked);
    expect(outlineOf(safe)).toEqual(outlineOf(raw));
  });

  it('links, loads and calls nobody', () => {
    const { safe } = githubView(report().linked);
    expect(elementsOf(safe, 'a').map(textOf)).toEqual([]);
    for (const { properties } of elementsOf(safe, 'img'))
      expect(properties['src']).toMatch(/^report\.files\/[\w.-]+$/);
    expect(called(safe)).toEqual([]);
  });

  it('is shown by Gitea as by GitHub', async () => {
    const { safe } = githubView(withoutCommits(report().markdown));
    const shown = fragment(await gitea.renderComment(report().markdown));
    expect(tablesOf(shown)).toEqual(tablesOf(safe));
    expect(elementsOf(shown, 'a').map(textOf)).toEqual([]);
    expect(elementsOf(shown, 'details').length).toBe(elementsOf(safe, 'details').length);
    expect(diagramsOf(shown)).toEqual(diagramsOf(safe));
  });

  it.each(MERMAID_VERSIONS)('has diagrams that Mermaid %s draws', async version => {
    const diagrams = diagramsOf(githubView(report().markdown).safe);
    for (const { texts, live } of await drawDiagrams(browser, version, diagrams)) {
      expect(texts.length).toBeGreaterThan(1);
      expect(live).toBe(0);
    }
  });

  it('shows each number as it stands in the file', async () => {
    const tables = tablesOf(githubView(report().markdown).safe).filter(([header]) =>
      header?.includes('Metric'),
    );
    const { metrics } = report();
    for (const [file, files] of metrics) {
      const rows = tables.flatMap(([header = [], ...rest]) =>
        rest
          .filter(row => metrics.size === 1 || row[0]?.replaceAll('\u200b', '') === file)
          .map(row => cellsOf(header, row)),
      );
      const read = spawnSync(await dvcPython(), [driver], {
        input: JSON.stringify({ rows, files }),
        encoding: 'utf8',
      });
      expect(read.stdout + read.stderr).toBe('');
    }
  });
});

describe('words from data', () => {
  const words = HOSTILE_NAMES.map(plainText);
  const markdown = [`## ${words.join(' ')}`, ...words.map(each => `- a ${each}`), ...words, ''].join('\n\n');

  it('call nobody on GitHub, and are read as they are', () => {
    const { raw, safe } = githubView(markdown);
    expect(outlineOf(safe)).toEqual(outlineOf(raw));
    expect(new Set(elementsOf(safe).map(({ tagName }) => tagName))).toEqual(new Set(['h2', 'ul', 'li', 'p']));
    expect(called(safe)).toEqual([]);
    const read = elementsOf(safe, 'li').map(each => textOf(each).trim().slice(2).replaceAll('\u200b', ''));
    expect(read).toEqual(
      HOSTILE_NAMES.map(name => name.replace(/\r?\n/g, ' ').replace(/[\u202e\u2066]/g, '\ufffd')),
    );
  });

  it('call nobody on Gitea', async () => {
    const shown = fragment(await gitea.renderComment(markdown));
    expect(elementsOf(shown, 'a').map(textOf)).toEqual([]);
    expect(elementsOf(shown, 'img')).toEqual([]);
  });
});

/** The name of a metric, and what is shown of both sides. */
function cellsOf(header: readonly string[], row: readonly string[]): object {
  const at = header.indexOf('Metric');
  const hasBase = header.includes('Change');
  return {
    name: row[at],
    shown: hasBase ? [row[at + 1], row[at + 2]] : [null, row[at + 1]],
  };
}

function metricsOf(project: ReportProject): Made['metrics'] {
  const show = (revision: string, file: string): string | null => {
    try {
      return project.git('show', `${revision}:${file}`);
    } catch {
      return null;
    }
  };
  const here = project.files().filter(file => file.endsWith('.json'));
  return new Map(here.map(file => [file, [show('main', file), project.read(file)] as const]));
}

function diagramsOf(root: Node): readonly string[] {
  return elementsOf(root, 'code')
    .filter(({ properties }) => JSON.stringify(properties['className'] ?? '').includes('language-mermaid'))
    .map(each => textOf(each).trim());
}

/** What a forge finds in texts that are no code: names of people, issues, commits, addresses. */
function called(root: Node): readonly string[] {
  const calls = /@\w|#\d|\bGH-\d|https?:\/\/|\bwww\.\w|(?<![\w.])(?=\d*[a-f])[0-9a-f]{7,40}\b/gi;
  return linkableTexts(root).flatMap(text =>
    // Those of base and head are links on purpose.
    /^(base|head) [0-9a-f]{7}$|head: /.test(text) ? [] : [...text.matchAll(calls)].map(([found]) => found),
  );
}

/** The same for every run: commits, pictures, times, the version. */
function withoutChance(markdown: string): string {
  return markdown
    .replace(/(?<=\b(?:base|head|at|head:|Base:) `?)[0-9a-f]{7}\b/g, '0000000')
    .replace(/\b[0-9a-f]{10}(?=\.(?:png|svg|jpe?g|gif)\b)/g, 'picture')
    .replace(/\b\d+\.\d s\b/g, '0.0 s')
    .replace(/mltrack \d+\.\d+\.\d+/g, 'mltrack 0.0.0');
}
