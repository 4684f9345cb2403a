/** The last thing every line passes before anybody can read it: what must never be seen is taken out, wherever it stood. */

export type Redact = (text: string) => string;

/** A shorter one would take pieces out of ordinary words. */
const shortestSecret = 6;

/** Secrets whose value nobody told us, and addresses of people, by how they look. */
const shapes: [RegExp, string][] = [
  [/\b(bearer|basic)(\s+|%20)[\w.~+/%-]{6,}=*/gi, '$1 [secret]'],
  [/\b(pat-|xox[a-z]-|xapp-)[\w-]{4,}/gi, '[secret]'],
  [/https:\/\/hooks\.slack\.com\/[^\s"'\\]+/gi, '[secret]'],
  [/[\p{L}\p{N}._+'-]+(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, '[e-mail]'],
];

export function createRedact(secrets: readonly string[]): Redact {
  const withoutKnown = redactKnown(secrets);
  return (text) => shapes.reduce((clean, [shape, instead]) => clean.replace(shape, instead), withoutKnown(text));
}

/** Only these, and nothing by how it looks. */
export function redactKnown(secrets: readonly string[]): Redact {
  const forms = [...new Set(secrets.filter((secret) => secret.length >= shortestSecret).flatMap(formsOf))];
  // The longest first: a secret may begin with another.
  forms.sort((one, other) => other.length - one.length);
  const known = forms.length === 0 ? null : new RegExp(forms.map(escapePattern).join('|'), 'g');
  return (text) => (known === null ? text : text.replace(known, '[secret]'));
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** As it is, within JSON, within an address, and within anything that was written as base64. */
function formsOf(secret: string): string[] {
  const within = JSON.stringify(secret).slice(1, -1);
  const inAddress = encodeURIComponent(secret);
  const inForm = new URLSearchParams({ s: secret }).toString().slice(2);
  const forms = [secret, within, JSON.stringify(within).slice(1, -1), inAddress, inForm];
  return [...forms, ...base64FormsOf(secret)];
}

/** Three bytes make four letters, so what stands in front decides between three ways to write it. */
function base64FormsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    // Letters that also say something about the neighbours are left out.
    const from = before === 0 ? 0 : before + 1;
    const to = Math.floor((padded.length * 8) / 6);
    const core = padded.toString('base64').slice(from, to);
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
