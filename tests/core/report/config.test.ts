import { describe, expect, it } from 'vitest';
import { chooser, readReportConfig, REPORT_SHAPE } from '../../../src/core/report/config.ts';
import { check } from '../../../src/core/schema/shape.ts';
import { readYaml } from '../../../src/core/yaml/read.ts';
import type { Value } from '../../../src/model/value.ts';

async function valueOf(yaml: string): Promise<Value> {
  const read = await readYaml(yaml);
  if (!read.ok) throw new Error('no YAML');
  return read.value;
}

async function mistakes(yaml: string): Promise<readonly string[]> {
  const value = await valueOf(yaml);
  return [...check(value, REPORT_SHAPE), ...readReportConfig(value).problems].map(
    ({ path, message, hint }) => `${path.join('.')}: ${message}${hint === undefined ? '' : ` (${hint})`}`,
  );
}

describe('what a project wants of its reports', () => {
  it('is read from its file', async () => {
    const yaml = 'sections: [metrics, plots]\nmetrics: ["loss*"]\nprecision: 2\nplots: false\n';
    expect(readReportConfig(await valueOf(yaml)).config).toEqual({
      sections: ['metrics', 'plots'],
      metrics: ['loss*'],
      precision: 2,
      plots: false,
    });
    expect(readReportConfig(null).config).toEqual({});
    expect(readReportConfig(await valueOf('plots: true')).config).toEqual({});
  });

  it('is refused where it makes no sense', async () => {
    expect(await mistakes('{sections: [metrcs, title], metrics: loss, precision: 1.5, plot: []}')).toEqual([
      "sections.0: expected a section, found 'metrcs' (did you mean `metrics`?)",
      expect.stringMatching(/^sections\.1: expected a section, found 'title' \(allowed here: metrics, log, /),
      'metrics: expected a list, found text',
      'precision: expected a whole number, 0 or more, found the number 1.5',
      'plot: unknown key `plot` (did you mean `plots`?)',
    ]);
    expect(await mistakes('{sections: [log, log], precision: 11, template: a.md}')).toEqual([
      'sections.1: `log` is there already',
      'precision: more than 10 digits say nothing',
      'sections: `sections` has no effect: the template says what comes where (take one of the two away)',
    ]);
  });

  it('names things by patterns', () => {
    expect(chooser(undefined)('anything')).toBe(true);
    expect(chooser(false)('anything')).toBe(false);
    const isMeant = chooser(['loss*', 'm.json:acc']);
    expect([isMeant('loss.test'), isMeant('acc', 'm.json:acc'), isMeant('acc', 'n.json:acc')]).toEqual([
      ...[true, true, false],
    ]);
  });
});
