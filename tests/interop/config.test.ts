import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSection, mergeConfigs, type Config, type ConfigEntry } from '../../src/core/config/config.ts';
import { parseConfig } from '../../src/core/config/parse.ts';
import { validateConfig } from '../../src/core/config/validate.ts';
import { writeConfig } from '../../src/core/config/write.ts';
import { dvcPython } from './rig/peers.ts';

const SEED = Number(process.env['MLTRACK_SEED'] ?? 20261);

/** Reads each text as DVC reads a config file, and writes it again as DVC does after an edit. */
const ASK_DVC = `
import io, json, sys
from configobj import ConfigObj
from dvc.config import _lower_keys, _pack_named, _parse_named, get_compiled_schema
from voluptuous import Invalid

def sections(conf):
    out = io.BytesIO()
    ConfigObj(_pack_named(conf)).write(out)
    return out.getvalue().decode()

def judge(conf):
    try:
        get_compiled_schema()(_parse_named(conf))
    except Invalid as exc:
        return [str(error) for error in exc.errors]
    except Exception as exc:
        return 'crash'
    return []

def ask(text):
    try:
        conf = _lower_keys(ConfigObj(io.StringIO(text)).dict())
    except TypeError:
        return {'crash': True}
    except Exception as exc:
        return {'error': str(exc)}
    try:
        written = sections(_parse_named(conf))
    except Exception as exc:
        written = None
    return {'value': conf, 'written': written, 'errors': judge(conf)}

json.dump([ask(text) for text in json.load(sys.stdin)], sys.stdout)
`;

interface Answer {
  readonly crash?: true;
  readonly error?: string;
  readonly value?: unknown;
  readonly written?: string | null;
  readonly errors?: readonly string[] | 'crash';
}

async function askDvc(texts: readonly string[]): Promise<readonly Answer[]> {
  const output = execFileSync(await dvcPython(), ['-c', ASK_DVC], {
    encoding: 'utf8',
    env: { ...process.env, DVC_NO_ANALYTICS: '1' },
    input: JSON.stringify(texts),
    maxBuffer: 1 << 26,
  });
  return JSON.parse(output) as Answer[];
}

function plain(entry: ConfigEntry): unknown {
  if (!isSection(entry)) return entry;
  return Object.fromEntries([...entry].map(([key, value]) => [key, plain(value)]));
}

const letters = fc.constantFrom(
  'a',
  'b c',
  ',',
  '#',
  '"',
  "'",
  ' ',
  '=',
  '[',
  ']',
  '%(x)s',
  '\t',
  '1',
  '/p',
  ';',
);
const messy = fc.array(letters, { minLength: 1, maxLength: 6 }).map(parts => parts.join(''));
const key = fc.constantFrom('x', 'Url', 'remote', 'type', 'dir', 'autostage', '"q q"', 'k,1', 'jobs', 'port');
const good = fc.constantFrom(
  'true',
  'no',
  'reflink, copy',
  'fish',
  '"a,b"',
  "'x'",
  '3',
  '0',
  '../store',
  's3://b/p',
  '""',
);
const line = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(key, fc.oneof(good, messy)).map(([name, value]) => `${name} = ${value}`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('[core]', '[cache]', '["cache"]', `['remote "a"']`, `[Remote "B"]`, '[exp]'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '[[sub]]',
      '# note',
      '',
      '[ssh',
      `x = '''one`,
      `two'''`,
      '[[[deep]]]',
      '[hydra] # why',
    ),
  },
  { weight: 1, arbitrary: messy },
);
const file = fc.array(line, { maxLength: 7 }).map(all => all.join('\n'));

describe('config files against the library that DVC reads them with', () => {
  it(`read, judge and write alike (seed ${SEED})`, async () => {
    const texts = fc.sample(file, { seed: SEED, numRuns: 3000 });
    const answers = await askDvc(texts);
    let understood = 0;
    for (const [index, text] of texts.entries()) {
      const { crash, error, value, written, errors } = answers[index]!;
      if (crash) continue;
      const parsed = parseConfig(text);
      if (error !== undefined) {
        expect([text, parsed.ok ? 'read' : parsed.error.message]).toEqual([text, error]);
        continue;
      }
      expect([text, parsed.ok && plain(parsed.value)]).toEqual([text, value]);
      if (!parsed.ok) continue;
      understood++;
      if (errors !== 'crash') expect([text, ours(parsed.value)]).toEqual([text, errors?.map(sorted)]);
      const result = writeConfig(parsed.value);
      if (written !== null) expect([text, result.ok && result.value]).toEqual([text, written]);
    }
    expect(understood).toBeGreaterThan(texts.length / 10);
  });
});

function ours(config: Config): readonly string[] {
  return validateConfig(mergeConfigs([config])).errors.map(({ text }) => sorted(text));
}

/** DVC names unknown link types in the order of a Python set. */
function sorted(message: string): string {
  return message.replace(/(?<=^Unsupported cache type\(s\): ).*(?= for )/, types =>
    types.split(', ').sort().join(', '),
  );
}
