/** A moment for people, whole and by the clock they live by: "2026-12-15 14:21:44 Europe/Berlin". ISO 8601 is for machines. In UTC where no zone is known. */
export function momentWords(at: number, timeZone = 'UTC'): string {
  return `${formatIn(timeZone).format(at)} ${timeZone}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(timeZone, format);
  }
  return format;
}
