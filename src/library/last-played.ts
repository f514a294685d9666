const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** When something was, as people say it: "5 minutes ago"; a date where that is long past. */
export function sayWhen(timeMs: number, nowMs: number): string {
  const age = nowMs - timeMs;
  if (age < 2 * MINUTE) return 'just now';
  if (age < 2 * HOUR) return `${Math.floor(age / MINUTE)} minutes ago`;
  if (age < 2 * DAY) return `${Math.floor(age / HOUR)} hours ago`;
  if (age < 60 * DAY) return `${Math.floor(age / DAY)} days ago`;
  const date = new Date(timeMs);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
