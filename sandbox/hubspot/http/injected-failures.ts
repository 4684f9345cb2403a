/** Failures asked for through the control API (`POST /sandbox/failures`) or by well-known inputs (README). */
import { isObject } from './router.ts';

const modes = [
  'status',
  'reset-before',
  'reset-after-commit',
  'timeout',
  'timeout-after-commit',
  'empty-200',
  'malformed',
  'slow',
  'slow-after-commit',
] as const;
export type FailureMode = (typeof modes)[number];

export type Failure = {
  mode: FailureMode;
  status: number;
  body: unknown;
  headers: Record<string, string>;
  /** How long a slow answer takes. */
  delayMs: number;
};

type Rule = Failure & {
  /** Null: calls to any account. */
  portalId: number | null;
  method: string | null;
  path: string | null;
  contains: string | null;
  after: number;
  left: number;
};

export class InjectedFailures {
  #rules: Rule[] = [];

  /** Adds a rule; returns what is wrong with it, or null. `match.path` is a substring, or `/regular expression/`. */
  add(wanted: Record<string, unknown>, portalId: number | null): string | null {
    const match = isObject(wanted.match) ? wanted.match : {};
    const mode = modes.find((one) => one === wanted.mode);
    if (!mode) return `mode must be one of ${modes.join(', ')}`;
    this.#rules.push({
      mode,
      portalId,
      method: typeof match.method === 'string' ? match.method.toUpperCase() : null,
      path: typeof match.path === 'string' ? match.path : null,
      contains: typeof match.bodyContains === 'string' ? match.bodyContains : null,
      after: typeof wanted.after === 'number' ? wanted.after : 0,
      left: typeof wanted.times === 'number' ? wanted.times : 1,
      status: typeof wanted.status === 'number' ? wanted.status : 500,
      body: wanted.body,
      delayMs: typeof wanted.delayMs === 'number' ? wanted.delayMs : 1_000,
      headers: isObject(wanted.headers)
        ? Object.fromEntries(Object.entries(wanted.headers).map(([name, value]) => [name, String(value)]))
        : {},
    });
    return null;
  }

  clear(): void {
    this.#rules = [];
  }

  list(): unknown[] {
    return this.#rules.map((rule) => ({ ...rule }));
  }

  /** The failure for this call, if a rule fits one of its paths, dated or not; uses up one of its times, or one of the calls it lets pass first. */
  take(method: string, paths: string[], rawBody: string, portalId: number): Failure | null {
    const rule = this.#rules.find(
      (one) =>
        one.left > 0 &&
        (one.portalId === null || one.portalId === portalId) &&
        (one.method === null || one.method === method) &&
        (one.path === null || paths.some((path) => pathFits(one.path ?? '', path))) &&
        (one.contains === null || rawBody.includes(one.contains)),
    );
    if (!rule) return null;
    if (rule.after > 0) {
      rule.after -= 1;
      return null;
    }
    rule.left -= 1;
    if (rule.left === 0) this.#rules = this.#rules.filter((one) => one !== rule);
    return rule;
  }
}

function pathFits(pattern: string, path: string): boolean {
  const expression = /^\/(.*)\/$/.exec(pattern);
  return expression && /[\\^$*+?()[\]{}|]/.test(pattern)
    ? new RegExp(expression[1] ?? '').test(path)
    : path.includes(pattern);
}

const wellKnown: [prefix: string, failure: Omit<Failure, 'headers' | 'delayMs'>][] = [
  ['hs-500-', { mode: 'status', status: 500, body: { status: 'error', message: 'internal error' } }],
  [
    'hs-lock-',
    { mode: 'status', status: 423, body: { status: 'error', message: 'The record is locked', category: 'LOCKED' } },
  ],
  ['hs-timeout-', { mode: 'timeout', status: 0, body: null }],
  ['hs-reset-', { mode: 'reset-after-commit', status: 0, body: null }],
];

/** An e-mail address that starts with one of the well-known prefixes makes every call that touches the contact fail. */
export function wellKnownFailure(email: string): Failure | null {
  const found = wellKnown.find(([prefix]) => email.toLowerCase().startsWith(prefix));
  return found ? { ...found[1], headers: {}, delayMs: 0 } : null;
}

export const wellKnownPrefixes = wellKnown.map(([prefix]) => prefix);
