import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';

const source = fileURLToPath(new URL('../../src', import.meta.url));
const table = join('model', 'layout.ts');

/** Every name of a file or folder in the table, longest first. */
const files = Object.values(LAYOUTS)
  .flatMap(layout => [
    layout.directory,
    layout.pipelineFile,
    layout.lockFile,
    layout.dataSuffix,
    layout.ignoreFile,
    layout.ownDirectory,
  ])
  .sort((a, b) => b.length - a.length)
  .map(name => name.replaceAll('.', '\\.'));
/** At the start of a text or of a part of a path, or behind what is put into a template. */
const FILE = new RegExp(`(?<=["'\`/}]|^)(${files.join('|')})(?![\\w.])`);
const VARIABLE = /\b(DVC|MLTRACK)_[A-Z_]+\b/;

/** Lines of code that spell a name of the table. */
function spelled(code: string): readonly string[] {
  return code
    .replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')
    .split('\n')
    .map(line => line.trim())
    .filter(line => FILE.test(line) || VARIABLE.test(line));
}

describe('names of files, folders and variables', () => {
  it('stand in one table and nowhere else in the sources', () => {
    const found = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter(path => path.endsWith('.ts') && path !== table)
      .flatMap(path => spelled(readFileSync(join(source, path), 'utf8')).map(line => `${path}: ${line}`));
    expect(found).toEqual([]);
  });

  it.each([
    ["'dvc.yaml'", '"mltrack.yaml"', '`${here}/dvc.lock`', "'mltrack.lock'"],
    ["'.dvc'", '`${root}/.dvc/config`', "'.mltrack/tmp'", '`${name}.dvc`', '`${name}.mlt`', "'.mlt'"],
    ["'.dvcignore'", "'.mltignore'", "join(root, '.dvcignore')"],
    ["env['DVC_ROOT']", 'MLTRACK_STAGE: address', "'DVC_STAGE'", "'MLTRACK_LAYOUT'", "'DVC_SITE_CACHE_DIR'"],
  ])('are seen where code spells them: %s …', (...lines) => {
    for (const line of lines) expect(spelled(`const a = ${line};`), line).toHaveLength(1);
  });

  it('are not seen in comments, nor in words that only resemble them', () => {
    for (const line of [
      "// '.dvc'",
      '/** `dvc.yaml` */',
      "'dvc'",
      "'mltrack'",
      "'./mlt.ts'",
      "import '../dvc.lock.ts'",
    ])
      expect(spelled(line), line).toEqual([]);
  });
});
