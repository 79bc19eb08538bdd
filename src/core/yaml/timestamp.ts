import { Timestamp } from '../../model/value.ts';

const PARTS =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?(?:[ \t]*(?:Z|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?)?$/;

/**
 * Reads a YAML date or date-time.
 *
 * @returns undefined for what is on no calendar or clock, such as February 30th. A fraction is rounded to
 *          microseconds, seven digits at most being looked at; a zone is kept as its offset, `Z` as `+00:00`.
 */
export function readTimestamp(text: string): Timestamp | undefined {
  const parts = PARTS.exec(text);
  if (parts === null) return undefined;
  const [, year = '', month = '', day = '', hour, minute = '', second = '', fraction = ''] = parts;
  if (!isDate(Number(year), Number(month), Number(day))) return undefined;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (hour === undefined) return new Timestamp(date);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const zone = zoneText(text, parts);
  if (zone === undefined) return undefined;
  const micros = Number(fraction.slice(0, 6).padEnd(6, '0')) + (Number(fraction[6] ?? 0) > 4 ? 1 : 0);
  const clock = `${hour.padStart(2, '0')}:${minute}:${second}`;
  if (micros > 999_999) return nextSecond(date, clock, zone);
  return new Timestamp(`${date} ${clock}${micros === 0 ? '' : `.${String(micros).padStart(6, '0')}`}${zone}`);
}

function isDate(year: number, month: number, day: number): boolean {
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** `+05:30`, or nothing; undefined for an offset of a day or more. */
function zoneText(text: string, parts: RegExpExecArray): string | undefined {
  const [sign, hours = '0', minutes = '0'] = parts.slice(8);
  if (sign === undefined) return text.endsWith('Z') ? '+00:00' : '';
  const total = Number(hours) * 60 + Number(minutes);
  if (total >= 24 * 60) return undefined;
  const clock = [Math.floor(total / 60), total % 60].map(part => String(part).padStart(2, '0')).join(':');
  return (total === 0 ? '+' : sign) + clock;
}

/** Carries a fraction that was rounded up to a whole second, through the calendar if need be. */
function nextSecond(date: string, clock: string, zone: string): Timestamp | undefined {
  let [hour = 0, minute = 0, second = 0] = clock.split(':').map(Number);
  let [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  second++;
  if (second > 59) [second, minute] = [0, minute + 1];
  if (minute > 59) [minute, hour] = [0, hour + 1];
  if (hour > 23) [hour, day] = [0, day + 1];
  if (day > daysIn(year, month)) [day, month] = [1, month + 1];
  if (month > 12) [month, year] = [1, year + 1];
  if (year > 9999) return undefined;
  const two = (part: number): string => String(part).padStart(2, '0');
  const shownDate = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  return new Timestamp(`${shownDate} ${two(hour)}:${two(minute)}:${two(second)}${zone}`);
}
