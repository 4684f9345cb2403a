/**
 * The settings: one schema for the environment, read in this file only. Every problem is listed at once; a missing secret
 * has no default.
 */
import { z } from 'zod';
import { parseAdminEmails } from './admin-emails.ts';
import { defaultProxies, parseProxies } from './http/trusted-proxies.ts';
import { parseActionIds } from './hubspot/action-ids.ts';
import { defaultEventsPerSecond } from './ingest/portal-limits.ts';
import { isLoopback } from './loopback.ts';
import { portalNumber } from './portals/portal-number.ts';
import { whyFileUnread } from './text/why-unread.ts';
import { type EncryptionKey, parseEncryptionKeys } from './tokens/encryption-keys.ts';

const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''));
export const realHubspot = 'https://api.hubapi.com';
/** Where people use HubSpot, unless HUBSPOT_APP_URL says another place. */
export const realHubspotApp = 'https://app.hubspot.com';
export const realSlack = 'https://slack.com/api/';

/** Every mistake in such a number is told by the same sentence. */
function wholeNumber(from: number, to?: number) {
  const range = to === undefined ? `, ${from} or more` : ` from ${from} to ${to}`;
  const isGood = (value: number) =>
    Number.isInteger(value) && value >= from && value <= (to ?? Number.MAX_SAFE_INTEGER);
  const words = `must be a whole number${range}`;
  return z.coerce.number(words).refine(isGood, words);
}

/** Each setting with a line for people, which `npm start -- --help` prints. */
export const schema = z.object({
  PORT: wholeNumber(0, 65_535).default(4400).describe('where to listen; 0 picks a free port'),
  HOST: z.string().min(1).default('127.0.0.1').describe('on which address to listen'),
  PUBLIC_URL: url.optional().describe('the https address others reach this service at; http://HOST:PORT without it'),
  TRUST_PROXY: z
    .string()
    .superRefine((text, context) => {
      for (const message of parseProxies(text).problems) context.addIssue({ code: 'custom', message });
    })
    .transform((text) => parseProxies(text).proxies)
    .default([...defaultProxies])
    .describe('whose X-Forwarded-For is believed: addresses and networks of proxies, comma-separated'),
  DATABASE_URL: z
    .string()
    .regex(/^(file:.+|postgres(ql)?:\/\/.+)$/, 'must be file:PATH or postgres://…')
    .default('file:./data/zo.db')
    .describe('file:PATH for SQLite, postgres://… for PostgreSQL'),
  HUBSPOT_API_URL: url.default(realHubspot).describe("HubSpot's API"),
  SLACK_API_URL: z
    .url({ protocol: /^https?$/ })
    .default(realSlack)
    .describe("Slack's API"),
  HUBSPOT_APP_URL: url
    .default(realHubspotApp)
    .describe('where browsers are sent in HubSpot: to give consent, and to the settings'),
  SLACK_APP_URL: url.default('https://slack.com').describe('where browsers are sent to give consent in Slack'),
  HUBSPOT_CLIENT_SECRET: z.string().min(1).optional().describe('checks the signature of every call from HubSpot'),
  HUBSPOT_APP_ID: wholeNumber(1).optional().describe('the number of the HubSpot app'),
  HUBSPOT_ACTION_IDS: z
    .string()
    .superRefine((text, context) => {
      for (const message of parseActionIds(text).problems) context.addIssue({ code: 'custom', message });
    })
    .optional()
    .describe('ids of our workflow actions: compute-pql-score=ID:VERSION,…'),
  HUBSPOT_CLIENT_ID: z.string().min(1).optional().describe('serves every account that installs the app'),
  HUBSPOT_PORTAL_ID: portalNumber.optional().describe('serves this one account, with HUBSPOT_ACCESS_TOKEN'),
  HUBSPOT_ACCESS_TOKEN: z.string().min(1).optional().describe("that account's token"),
  SLACK_BOT_TOKEN: z.string().min(1).optional().describe("that account's Slack, xoxb-…"),
  SLACK_SIGNING_SECRET: z.string().min(1).optional().describe('checks presses of buttons, and puts them into alerts'),
  SLACK_CLIENT_ID: z
    .string()
    .min(1)
    .optional()
    .describe('the Slack app that accounts connect themselves, with SLACK_CLIENT_SECRET'),
  SLACK_CLIENT_SECRET: z.string().min(1).optional().describe('its secret'),
  ENCRYPTION_KEYS: z
    .string()
    .superRefine((text, context) => {
      for (const message of parseEncryptionKeys(text).problems) context.addIssue({ code: 'custom', message });
    })
    .transform((text) => parseEncryptionKeys(text).keys)
    .optional()
    .describe('encrypt stored tokens: id:base64key[,older…]'),
  WRITE_KEY: z
    .string()
    .min(8, 'must have at least 8 characters')
    .max(200)
    .optional()
    .describe("what that account's SDKs send as write key"),
  PLAYBOOK: z.string().min(1).optional().describe("path of that account's playbook; the file is then the truth"),
  ADMIN_EMAILS: z
    .string()
    .superRefine((text, context) => {
      for (const message of parseAdminEmails(text).problems) context.addIssue({ code: 'custom', message });
    })
    .transform((text) => parseAdminEmails(text).emails)
    .default([])
    .describe("that account's operators, comma-separated"),
  ERASE_DISCONNECTED_AFTER_DAYS: wholeNumber(1, 3_650)
    .default(30)
    .describe('how long data of a disconnected account is kept'),
  ADMIN_TOKEN: z
    .string()
    .min(8, 'must have at least 8 characters')
    .optional()
    .describe("turns on the operator's routes, for `npm run zo`"),
  RECONCILE_CALLS_PER_DAY: wholeNumber(0, 100_000)
    .default(200)
    .describe("calls a day that repair what HubSpot's webhooks missed; 0: none"),
  INGEST_EVENTS_PER_SECOND: wholeNumber(0, 1_000_000)
    .default(defaultEventsPerSecond)
    .describe('events a second that each account may send; 0: no limit'),
  METRICS_PORTALS: wholeNumber(0, 10_000).default(20).describe('so many accounts have series of their own in /metrics'),
  CLOCK_URL: url.optional().describe('demo and tests only: where the time offset is read'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('fatal, error, warn, info, debug, trace or silent'),
});

type Environment = z.infer<typeof schema>;

/** One portal without OAuth: everything about it stands in the environment. */
export type SinglePortal = {
  portalId: number;
  accessToken: string;
  slackBotToken: string | null;
  writeKey: string | null;
  playbookFile: string | null;
};

/** An app of ours at a platform, which others install. */
export type AppClient = { clientId: string; clientSecret: string };

export type Config = {
  port: number;
  host: string;
  /** Without a trailing slash; null until the port is known, when the listening address serves. */
  publicUrl: string | null;
  /** Addresses and networks whose word is taken for who sends. */
  trustedProxies: string[];
  databaseUrl: string;
  hubspotApiUrl: string;
  slackApiUrl: string;
  /** Where browsers are sent to give consent. */
  hubspotAppUrl: string;
  slackAppUrl: string;
  hubspotClientSecret: string | null;
  hubspotAppId: number | null;
  hubspotActionIds: string | null;
  slackSigningSecret: string | null;
  /** Many portals, each installed by OAuth; null in single-portal mode. */
  oauth: AppClient | null;
  /** The Slack app that portals connect themselves; null: Slack is connected by a token, or not at all. */
  slackApp: AppClient | null;
  /** The first encrypts. */
  encryptionKeys: EncryptionKey[];
  single: SinglePortal | null;
  adminEmails: string[];
  /** From the day a portal is disconnected: what is kept of it until then. */
  eraseDisconnectedAfterDays: number;
  adminToken: string | null;
  /** Calls to HubSpot a day and portal that links are compared with; 0: never. */
  reconcileCallsPerDay: number;
  /** Events that each portal may send, sustained; 0: no limit. */
  ingestEventsPerSecond: number;
  /** So many portals have series of their own in /metrics. */
  metricsPortals: number;
  clockUrl: string | null;
  logLevel: Environment['LOG_LEVEL'];
};

export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(
      `The settings have ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n- ${problems.join('\n- ')}`,
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Throws ConfigError with every problem found. `whyUnread`: why a file cannot be read; null: it can be, or nobody looked. */
export function readConfig(
  environment: Record<string, string | undefined>,
  whyUnread: (file: string) => string | null = () => null,
): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const problems = [...wrong, ...problemsBetween(given), ...fileProblems(given, whyUnread)];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return toConfig(parsed.data);
}

type Given = Partial<Record<keyof Environment, string>>;

/** Of a file that is not to be there at all, something else is said. */
function fileProblems(
  { PLAYBOOK: file, HUBSPOT_PORTAL_ID: portal, HUBSPOT_CLIENT_ID: client }: Given,
  whyUnread: (file: string) => string | null,
): string[] {
  if (file === undefined || portal === undefined || client !== undefined) return [];
  const why = whyUnread(file);
  return why === null ? [] : [`PLAYBOOK: the file ${file} ${why}`];
}

/** Many portals: each is installed by OAuth, and brings its tokens, people, keys and playbook itself. */
function oauthProblems(env: Given): string[] {
  if (env.HUBSPOT_CLIENT_ID === undefined) return [];
  const problems: string[] = [];
  const own = singlePortalOnly.filter((name) => env[name] !== undefined);
  if (own.length > 0) {
    problems.push(
      `HUBSPOT_CLIENT_ID serves many portals, and each brings its own token, keys, playbook and people: remove ${listed(own)} ` +
        '(or HUBSPOT_CLIENT_ID, to serve one portal)',
    );
  }
  if (env.HUBSPOT_CLIENT_SECRET === undefined) problems.push('HUBSPOT_CLIENT_ID needs HUBSPOT_CLIENT_SECRET');
  if (env.ENCRYPTION_KEYS === undefined) {
    problems.push(`HUBSPOT_CLIENT_ID needs ENCRYPTION_KEYS, which tokens are stored with: ${howToMakeKey}`);
  }
  const { PUBLIC_URL: publicUrl, HOST: host = '127.0.0.1' } = env;
  if (
    publicUrl === undefined
      ? !isLoopback({ hostname: host })
      : !isLoopback({ hostname: hostOf(publicUrl) }) && !isHttps(publicUrl)
  ) {
    problems.push('HUBSPOT_CLIENT_ID needs a PUBLIC_URL that begins with https://, unless it is on this machine');
  }
  return problems;
}

function slackAppProblems(env: Given): string[] {
  const { SLACK_CLIENT_ID: id, SLACK_CLIENT_SECRET: secret } = env;
  const problems: string[] = [];
  if ((id === undefined) !== (secret === undefined)) {
    problems.push('SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together: set both or neither');
  }
  if (id === undefined) return problems;
  if (env.SLACK_SIGNING_SECRET === undefined) problems.push('SLACK_CLIENT_ID needs SLACK_SIGNING_SECRET');
  if (env.ENCRYPTION_KEYS === undefined && env.HUBSPOT_CLIENT_ID === undefined) {
    problems.push(`SLACK_CLIENT_ID needs ENCRYPTION_KEYS, which tokens are stored with: ${howToMakeKey}`);
  }
  return problems;
}

const howToMakeKey = 'set it to k1:KEY with the KEY of `openssl rand -base64 32`';
const singlePortalOnly = [
  'HUBSPOT_PORTAL_ID',
  'HUBSPOT_ACCESS_TOKEN',
  'SLACK_BOT_TOKEN',
  'WRITE_KEY',
  'PLAYBOOK',
  'ADMIN_EMAILS',
] as const;

/** "A, B and C". */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Rules that hold between settings, as they were given: they are told also when another setting is wrong. */
function problemsBetween(env: Given): string[] {
  const problems = [...oauthProblems(env), ...slackAppProblems(env)];
  if ((env.HUBSPOT_PORTAL_ID === undefined) !== (env.HUBSPOT_ACCESS_TOKEN === undefined)) {
    problems.push('HUBSPOT_PORTAL_ID and HUBSPOT_ACCESS_TOKEN go together: set both or neither');
  }
  for (const name of ['SLACK_BOT_TOKEN', 'WRITE_KEY', 'PLAYBOOK'] as const) {
    if (env[name] !== undefined && env.HUBSPOT_PORTAL_ID === undefined && env.HUBSPOT_CLIENT_ID === undefined) {
      problems.push(`${name} belongs to single-portal mode: set HUBSPOT_PORTAL_ID and HUBSPOT_ACCESS_TOKEN too`);
    }
  }
  for (const name of ['HUBSPOT_API_URL', 'SLACK_API_URL'] as const) {
    const address = URL.parse(env[name] ?? '');
    if (address?.protocol === 'http:' && !isLoopback(address)) {
      problems.push(`${name} must be https: tokens are sent there (http only on this machine)`);
    }
  }
  if (env.CLOCK_URL !== undefined) {
    if (!isLoopback({ hostname: hostOf(env.CLOCK_URL) }))
      problems.push('CLOCK_URL must be on this machine (127.0.0.1)');
    if (hostOf(env.HUBSPOT_API_URL ?? realHubspot) === hostOf(realHubspot))
      problems.push('CLOCK_URL is for demo and tests; it is refused with the real HubSpot');
  }
  return problems;
}

/** '' for what is no address; the schema says so. */
function hostOf(address: string): string {
  return URL.parse(address)?.hostname ?? '';
}

function isHttps(address: string): boolean {
  return URL.parse(address)?.protocol === 'https:';
}

function toConfig(env: Environment): Config {
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL ?? null,
    trustedProxies: env.TRUST_PROXY,
    databaseUrl: env.DATABASE_URL,
    hubspotApiUrl: env.HUBSPOT_API_URL,
    slackApiUrl: env.SLACK_API_URL,
    hubspotAppUrl: env.HUBSPOT_APP_URL,
    slackAppUrl: env.SLACK_APP_URL,
    hubspotClientSecret: env.HUBSPOT_CLIENT_SECRET ?? null,
    hubspotAppId: env.HUBSPOT_APP_ID ?? null,
    hubspotActionIds: env.HUBSPOT_ACTION_IDS ?? null,
    slackSigningSecret: env.SLACK_SIGNING_SECRET ?? null,
    oauth: appClient(env.HUBSPOT_CLIENT_ID, env.HUBSPOT_CLIENT_SECRET),
    slackApp: appClient(env.SLACK_CLIENT_ID, env.SLACK_CLIENT_SECRET),
    encryptionKeys: env.ENCRYPTION_KEYS ?? [],
    single:
      env.HUBSPOT_PORTAL_ID === undefined || env.HUBSPOT_ACCESS_TOKEN === undefined
        ? null
        : {
            portalId: env.HUBSPOT_PORTAL_ID,
            accessToken: env.HUBSPOT_ACCESS_TOKEN,
            slackBotToken: env.SLACK_BOT_TOKEN ?? null,
            writeKey: env.WRITE_KEY ?? null,
            playbookFile: env.PLAYBOOK ?? null,
          },
    adminEmails: env.ADMIN_EMAILS,
    eraseDisconnectedAfterDays: env.ERASE_DISCONNECTED_AFTER_DAYS,
    adminToken: env.ADMIN_TOKEN ?? null,
    reconcileCallsPerDay: env.RECONCILE_CALLS_PER_DAY,
    ingestEventsPerSecond: env.INGEST_EVENTS_PER_SECOND,
    metricsPortals: env.METRICS_PORTALS,
    clockUrl: env.CLOCK_URL ?? null,
    logLevel: env.LOG_LEVEL,
  };
}

function appClient(clientId: string | undefined, clientSecret: string | undefined): AppClient | null {
  return clientId === undefined || clientSecret === undefined ? null : { clientId, clientSecret };
}

/** The environment of this process; the only place that reads it. */
export function readProcessConfig(): Config {
  return readConfig(process.env, whyFileUnread);
}

/** Everything in the environment that must never be seen, ours or not, by how it is called: for whoever takes it out of texts. */
export function readProcessSecrets(): string[] {
  return Object.entries(process.env).flatMap(([name, value = '']) => secretsIn(name, value));
}

function secretsIn(name: string, value: string): string[] {
  // A list of keys, each behind its id.
  if (/KEYS$/.test(name)) return [value, ...value.split(/[,:]/)];
  if (/TOKEN|SECRET|KEY|PASSWORD/.test(name)) return [value];
  const password = URL.parse(value)?.password ?? '';
  return password === '' ? [] : [password, decodeURIComponent(password)];
}

/** Where the `zo` tool finds the server, and with what right. */
export function readProcessAdminSettings(): { url: string; token: string | null } {
  return {
    url: (process.env.ZO_URL || `http://127.0.0.1:${process.env.PORT || 4400}`).replace(/\/+$/, ''),
    token: process.env.ADMIN_TOKEN || null,
  };
}

/** The database that verbs work on without a server. */
export function readProcessDatabaseUrl(): string {
  return schema.shape.DATABASE_URL.parse(process.env.DATABASE_URL || undefined);
}

/** The database file that `zo backup` and `zo restore` work on; null when DATABASE_URL names no file. */
export function readProcessDatabaseFile(): string | null {
  const url = readProcessDatabaseUrl();
  return url.startsWith('file:') ? url.slice('file:'.length) : null;
}

/** Whether somebody said which database is meant; without it one in the working folder is. */
export function isProcessDatabaseNamed(): boolean {
  return (process.env.DATABASE_URL ?? '') !== '';
}

/** The write key that `zo replay` sends with, unless it is given on the command line. */
export function readProcessWriteKey(): string | null {
  return process.env.WRITE_KEY || null;
}

/** Who is named as author of a playbook saved from the command line. */
export function readProcessUser(): string {
  return process.env.USER || 'operator';
}

/** How whoever reads what this process says calls the tool: through npm in a checkout, otherwise by its name. */
export function readProcessZo(): string {
  return ['zo', 'start'].includes(process.env.npm_lifecycle_event ?? '') ? 'npm run zo --' : 'zo';
}
