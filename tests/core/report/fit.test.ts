import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fit } from '../../../src/core/report/fit.ts';

const head = { text: 'head', short: 'head', rank: 0 };
const table = { text: 'a long table', short: '2 metrics: see the summary', rank: 1 };
const more = { text: 'm'.repeat(100), short: 'more', rank: 3 };
const foot = { text: 'foot', short: 'foot', rank: 0 };

describe('sections of a report', () => {
  it('stand in their order where there is room for all', () => {
    expect(fit([head, table, more, foot], 1000)).toEqual({
      text: `head\n\na long table\n\n${more.text}\n\nfoot`,
      isWhole: true,
    });
  });

  it('are replaced by a line where there is none, what matters least first', () => {
    expect(fit([head, more, table, foot], 60)).toEqual({
      text: 'head\n\nmore\n\na long table\n\nfoot',
      isWhole: false,
    });
  });

  it('leave nothing behind where they have nothing to say', () => {
    expect(fit([head, { text: '', short: '', rank: 2 }, { ...more, short: '' }], 20).text).toBe('head');
  });

  it('are never longer than is allowed, nor cut, whatever they are', () => {
    const section = fc.record({ text: fc.string(), short: fc.constantFrom('', 'short'), rank: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(section), fc.integer({ min: 100, max: 300 }), (sections, most) => {
        const { text, isWhole } = fit(sections, most);
        const least = sections.reduce((sum, { short }) => sum + short.length + 2, 0);
        expect(text.length).toBeLessThanOrEqual(Math.max(most, least));
        const whole = sections.map(each => each.text).filter(each => each !== '');
        if (isWhole) expect(text).toBe(whole.join('\n\n'));
      }),
    );
  });
});
