import { describe, expect, it } from 'vitest';
import type { Config, ConfigEntry } from '../../../src/core/config/config.ts';
import { validateConfig } from '../../../src/core/config/validate.ts';

type Plain = string | string[] | { [key: string]: Plain };

const entry = (value: Plain): ConfigEntry =>
  typeof value === 'string' || Array.isArray(value) ? value : config(value);

function config(value: Record<string, Plain>): Config {
  return new Map(Object.entries(value).map(([key, each]) => [key, entry(each)]));
}

const errors = (value: Record<string, Plain>): readonly string[] =>
  validateConfig(config(value)).errors.map(({ text }) => text);

describe('a config', () => {
  it('may hold every kind of section', () => {
    expect(
      validateConfig(
        config({
          core: { remote: 'r', checksum_jobs: '4' },
          'remote "r"': { url: 's3://bucket/x', region: 'eu' },
          'machine "m"': { cloud: 'AWS', spot_price: '.5' },
          'db "d"': { url: 'x', password: 'p' },
          feature: { machine: 'true' },
          hydra: { config_dir: 'conf' },
        }),
      ),
    ).toEqual({ errors: [], warnings: [] });
  });

  it('is judged by kinds of named sections first, then in the order of the file', () => {
    expect(
      errors({
        zoo: {},
        'db "d"': { port: '1' },
        core: { x: '1' },
        'machine "m"': { cloud: 'gcp' },
        'remote "r"': {},
      }),
    ).toEqual([
      "expected 'url' for dictionary value @ data['remote']['r']",
      "expected one of aws, azure for dictionary value @ data['machine']['m']['cloud']",
      "extra keys not allowed @ data['db']['d']['port']",
      "extra keys not allowed @ data['zoo']",
      "extra keys not allowed @ data['core']['x']",
    ]);
  });

  it('knows no option by what every object has', () => {
    expect(errors({ core: { constructor: 'x' }, 'remote "r"': { url: 'constructor://x' } })).toEqual([
      "Unsupported URL type constructor:// for dictionary value @ data['remote']['r']",
      "extra keys not allowed @ data['core']['constructor']",
    ]);
  });

  it('names a place as Python shows it', () => {
    expect(errors({ [`remote "it's"`]: {} })).toEqual([
      `expected 'url' for dictionary value @ data['remote']["it's"]`,
    ]);
  });

  it('warns of unknown features by name, all in one line and sorted, and refuses a wrong known one', () => {
    expect(validateConfig(config({ feature: { zoo: '1', machine: 'maybe', ant: 'x' } }))).toMatchObject({
      errors: [{ text: "expected true or false for dictionary value @ data['feature']['machine']" }],
      warnings: ["'feature.ant', 'feature.zoo' config options are unsupported"],
    });
    expect(validateConfig(config({ feature: 'x' }))).toMatchObject({
      errors: [{ text: "expected a dictionary for dictionary value @ data['feature']" }],
      warnings: [],
    });
  });
});

describe('a remote', () => {
  it.each<[string, string, Record<string, Plain>]>([
    ['a path', '/x/y', { shared: 'group' }],
    ['a path with a drive', 'C:/x', { type: 'copy' }],
    ['a scheme in capitals', 'SSH://host/x', { keyfile: 'k' }],
    // No bucket, so it counts as a path.
    ['a scheme alone', 's3://', { slow_link_warning: 'true' }],
  ])('is judged by its URL: %s', (_, url, options) => {
    expect(errors({ 'remote "r"': { url, ...options, region: 'x' } })).toEqual([
      "extra keys not allowed @ data['remote']['r']['region']",
    ]);
  });

  it('that stands for another one may hold anything', () => {
    expect(errors({ 'remote "r"': { url: 'remote://base/x', anything: ['a'] } })).toEqual([]);
  });

  it('has one URL, in a section of its own or in one of all remotes', () => {
    expect(errors({ 'remote "r"': { url: ['a', 'b'] } })).toEqual([
      "expected str for dictionary value @ data['remote']['r']['url']",
    ]);
    expect(errors({ remote: { a: { url: '/x' }, b: {} } })).toEqual([
      "expected 'url' for dictionary value @ data['remote']['b']",
    ]);
    expect(errors({ remote: 'x' })).toEqual(["expected a dictionary for dictionary value @ data['remote']"]);
  });
});
