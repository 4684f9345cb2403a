/**
 * A text as both databases can keep it: PostgreSQL refuses NUL, and UTF-8 has no lone surrogates. What is neither stays as
 * it is. Events are cleaned so when they are read; what people send to the settings is when it is parsed.
 */
export function storableText(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text).toWellFormed();
}

/** For JSON.parse: every text of it, but for the names of its fields. */
export function storableTexts(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? storableText(value) : value;
}
