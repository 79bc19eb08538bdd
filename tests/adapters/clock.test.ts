import { describe, expect, it } from 'vitest';
import { createClock } from '../../src/adapters/clock.ts';

const clock = createClock();

describe('the clock', () => {
  it('knows when a day begins here', () => {
    expect(clock.startOfDay('2024-02-29')).toBe(new Date(2024, 1, 29).getTime());
    expect(clock.startOfDay('2024-2-9')).toBe(new Date(2024, 1, 9).getTime());
  });

  it.each(['2024-02-30', '2024-13-01', '2024-00-10', 'today', '2024-01-01T00:00', ''])(
    'knows that %j is no day',
    day => expect(clock.startOfDay(day)).toBeUndefined(),
  );

  it('writes moments as people here read them', () => {
    expect(clock.text(new Date(2026, 0, 31, 8, 5).getTime())).toBe('2026-01-31 08:05');
  });
});
