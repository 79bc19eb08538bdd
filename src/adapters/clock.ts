import type { Clock } from '../ports/surroundings.ts';

/** The computer's clock. */
export function createClock(): Clock {
  return {
    now: () => Date.now(),
    steady: () => performance.now(),
    iso: epochMs => new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    startOfDay: day => {
      const [year, month, date] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(day)?.slice(1).map(Number) ?? [];
      if (year === undefined || month === undefined || date === undefined) return undefined;
      const start = new Date(year, month - 1, date);
      return start.getMonth() === month - 1 && start.getDate() === date ? start.getTime() : undefined;
    },
    text: time => {
      const moment = new Date(time);
      const two = (number: number): string => String(number).padStart(2, '0');
      const day = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join('-');
      return `${day} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
    },
  };
}
