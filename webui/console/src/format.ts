/** Numbers, times and money in the viewer's locale. */

const whole = new Intl.NumberFormat();
const dollars = new Intl.NumberFormat(undefined, {
  style: "currency",
  currency: "USD",
  maximumFractionDigits: 0,
});

export const count = (value: number): string => whole.format(value);

const decimals = new Map<number, Intl.NumberFormat>();

/** A number with so many digits behind the viewer's decimal sign. */
export function decimal(value: number, digits: number): string {
  const make = () =>
    new Intl.NumberFormat(undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return kept(decimals, digits, make).format(value);
}

/** What was made for this key before: a browser takes a hundred times as long to make a format as to use it. */
function kept<K, V>(shelf: Map<K, V>, key: K, make: () => V): V {
  const held = shelf.get(key) ?? make();
  shelf.set(key, held);
  return held;
}

export function money(cents: number | null): string {
  return cents === null ? "–" : dollars.format(cents / 100);
}

const cents = new Intl.NumberFormat(undefined, {
  style: "currency",
  currency: "USD",
  minimumFractionDigits: 2,
  maximumFractionDigits: 4,
});

/** What a text cost, in dollars down to a hundredth of a cent. */
export const smallMoney = (microdollars: number): string => cents.format(microdollars / 1e6);

/** "+12175550123" as people write it: "(217) 555-0123"; numbers of other countries as they are. */
export function phoneNumber(e164: string): string {
  const found = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164);
  return found ? `(${found[1]}) ${found[2]}-${found[3]}` : e164;
}

/** Bytes as "48 KB" or "2.1 MB". */
export function fileSize(bytes: number): string {
  return bytes < 1e6 ? `${count(Math.max(1, Math.round(bytes / 1e3)))} KB` : `${decimal(bytes / 1e6, 1)} MB`;
}

/** A price change in words of percent, such as "−5.1 %". */
export function percentChange(fromCents: number, toCents: number): string {
  const percent = ((toCents - fromCents) / fromCents) * 100;
  return `${percent > 0 ? "+" : "−"}${decimal(Math.abs(percent), 1)} %`;
}

export function share(part: number, all: number, digits = 1): string {
  return all === 0 ? "–" : `${decimal((part / all) * 100, digits)} %`;
}

/** A bound that somebody set, such as "3 %" or "2,5 %". */
export const percent = (part: number): string => `${count(Math.round(part * 1000) / 10)} %`;

/** Seconds as "0:42", "12:05" or "1:02:40". */
export function clockFace(seconds: number): string {
  const sign = seconds < 0 ? "−" : "";
  const total = Math.abs(Math.trunc(seconds));
  const parts = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60] as const;
  const two = (part: number) => String(part).padStart(2, "0");
  return parts[0] > 0
    ? `${sign}${parts[0]}:${two(parts[1])}:${two(parts[2])}`
    : `${sign}${parts[1]}:${two(parts[2])}`;
}

/** Seconds in words: "40 s", "12 min", "1 h 20 min". */
export function span(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** A date without a time, such as "2026-11-14", is nobody's midnight: it is shown as it is written. */
export function day(iso: string | null): string {
  if (iso === null || iso === "") return "–";
  const at = new Date(iso.length === 10 ? `${iso}T12:00:00Z` : iso);
  const options: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };
  if (at.getUTCFullYear() !== new Date().getUTCFullYear()) options.year = "numeric";
  return withZone(options, iso.length === 10 ? "UTC" : "").format(at);
}

export function moment(iso: string | null, zone?: string): string {
  if (iso === null || iso === "") return "–";
  const options: Intl.DateTimeFormatOptions = {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "numeric",
    minute: "2-digit",
  };
  return withZone(options, zone).format(new Date(iso));
}

export function timeOfDay(at: Date | number, zone?: string): string {
  return withZone({ hour: "numeric", minute: "2-digit" }, zone).format(at);
}

/** "CST" and its kin, as the viewer's locale names the zone. */
export function zoneName(zone: string, at: Date | number = Date.now()): string {
  const parts = withZone({ timeZoneName: "short", hour: "numeric" }, zone).formatToParts(at);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
}

const dates = new Map<string, Intl.DateTimeFormat>();

/** The format of dates in the viewer's locale, and in their own zone where none is named. */
export function withZone(options: Intl.DateTimeFormatOptions, zone = ""): Intl.DateTimeFormat {
  // Their own zone may change while the page is open: laptops travel.
  const where = zone || new Date().getTimezoneOffset();
  return kept(dates, `${where} ${Object.entries(options)}`, () => dateFormat(options, zone));
}

function dateFormat(options: Intl.DateTimeFormatOptions, zone: string): Intl.DateTimeFormat {
  if (zone === "") return new Intl.DateTimeFormat(undefined, options);
  try {
    return new Intl.DateTimeFormat(undefined, { ...options, timeZone: zone });
  } catch {
    // A zone this browser does not know: the viewer's own time with no false name beside it.
    return new Intl.DateTimeFormat(undefined, options);
  }
}

const words = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });

/** How long ago or until, roughly: "3 min ago", "in 2 h", "yesterday". */
export function around(iso: string | null, now: number): string {
  if (iso === null) return "–";
  const seconds = (Date.parse(iso) - now) / 1000;
  const size = Math.abs(seconds);
  if (size < 60) return seconds > 0 ? "in a moment" : "just now";
  if (size < 3600) return words.format(Math.round(seconds / 60), "minute");
  if (size < 36 * 3600) return words.format(Math.round(seconds / 3600), "hour");
  return words.format(Math.round(seconds / 86400), "day");
}

/** "17:30" as people of the viewer's locale say it: "5:30 pm", and "10 am" where the hour is full. */
export function hourWords(time: string): string {
  const options: Intl.DateTimeFormatOptions = { hour: "numeric" };
  if (!time.endsWith(":00")) options.minute = "2-digit";
  const told = withZone(options, "UTC").format(new Date(`2026-01-01T${time}:00Z`));
  return told.replace(/\s(AM|PM)$/, (half) => ` ${half.trim().toLowerCase()}`);
}

/** Minutes after midnight as a time field wants them, "08:00", and back. */
export function minuteToTime(minute: number): string {
  return `${String(Math.floor(minute / 60) % 24).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

export function timeToMinute(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/**
 * The moment a wall clock in `zone` shows `date` ("2026-11-24") and `time` ("17:30"), as ISO 8601 in UTC.
 * A time that the clocks skip in spring becomes the one an hour later, as a person would mean it.
 */
export function momentIn(zone: string, date: string, time: string): string {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  let guess = wanted;
  for (let round = 0; round < 2; round += 1) guess = wanted - offsetMs(zone, guess);
  return new Date(guess).toISOString();
}

/** What a wall clock in `zone` shows at a moment. */
export function wallClock(zone: string, at: number): { date: string; time: string } {
  const shown = new Date(at + offsetMs(zone, at)).toISOString();
  return { date: shown.slice(0, 10), time: shown.slice(11, 16) };
}

const wallClocks = new Map<string, Intl.DateTimeFormat>();

function wallClockIn(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US", {
    timeZone: zone || "UTC",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
}

function offsetMs(zone: string, at: number): number {
  const parts = kept(wallClocks, zone, () => wallClockIn(zone)).formatToParts(at);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(
    read("year"),
    read("month") - 1,
    read("day"),
    read("hour"),
    read("minute"),
    read("second"),
  );
  return shown - Math.floor(at / 1000) * 1000;
}
