/**
 * The settings: one schema for the environment, read in this file only. Every problem is listed at once; a missing secret
 * has no default.
 */
import { z } from 'zod';
import { parseActionIds } from './hubspot/action-ids.ts';

const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''));
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);
export const realHubspot = 'https://api.hubapi.com';
export const realSlack = 'https://slack.com/api/';

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4400),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: url.optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(file:.+|postgres(ql)?:\/\/.+)$/, 'must be file:PATH or postgres://…')
    .default('file:./data/zo.db'),
  HUBSPOT_API_URL: url.default(realHubspot),
  SLACK_API_URL: z.url({ protocol: /^https?$/ }).default(realSlack),
  HUBSPOT_CLIENT_SECRET: z.string().min(1).optional(),
  HUBSPOT_APP_ID: z.coerce.number().int().positive().optional(),
  HUBSPOT_ACTION_IDS: z
    .string()
    .superRefine((text, context) => {
      for (const message of parseActionIds(text).problems) context.addIssue({ code: 'custom', message });
    })
    .optional(),
  HUBSPOT_CLIENT_ID: z.string().min(1).optional(),
  HUBSPOT_PORTAL_ID: z.coerce.number().int().positive().optional(),
  HUBSPOT_ACCESS_TOKEN: z.string().min(1).optional(),
  SLACK_BOT_TOKEN: z.string().min(1).optional(),
  SLACK_SIGNING_SECRET: z.string().min(1).optional(),
  WRITE_KEY: z.string().min(8, 'must have at least 8 characters').max(200).optional(),
  PLAYBOOK: z.string().min(1).optional(),
  ADMIN_EMAILS: z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((email) => email.trim().toLowerCase())
        .filter(Boolean),
    )
    .pipe(z.array(z.email()))
    .default([]),
  ADMIN_TOKEN: z.string().min(8, 'must have at least 8 characters').optional(),
  METRICS_PORTALS: z.coerce.number().int().min(0).max(10_000).default(20),
  CLOCK_URL: url.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
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

export type Config = {
  port: number;
  host: string;
  /** Without a trailing slash; null until the port is known, when the listening address serves. */
  publicUrl: string | null;
  databaseUrl: string;
  hubspotApiUrl: string;
  slackApiUrl: string;
  hubspotClientSecret: string | null;
  hubspotAppId: number | null;
  hubspotActionIds: string | null;
  slackSigningSecret: string | null;
  single: SinglePortal | null;
  adminEmails: string[];
  adminToken: string | null;
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

/** Throws ConfigError with every problem found. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const problems = [...wrong, ...problemsBetween(given)];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return toConfig(parsed.data);
}

/** Rules that hold between settings, as they were given: they are told also when another setting is wrong. */
function problemsBetween(env: Partial<Record<keyof Environment, string>>): string[] {
  const problems: string[] = [];
  if (env.HUBSPOT_CLIENT_ID !== undefined) {
    problems.push(
      env.HUBSPOT_PORTAL_ID !== undefined
        ? 'HUBSPOT_CLIENT_ID (many portals) and HUBSPOT_PORTAL_ID (one portal) exclude each other: set one of them'
        : 'HUBSPOT_CLIENT_ID: installing by OAuth is not part of this version; set HUBSPOT_PORTAL_ID and HUBSPOT_ACCESS_TOKEN',
    );
  }
  if ((env.HUBSPOT_PORTAL_ID === undefined) !== (env.HUBSPOT_ACCESS_TOKEN === undefined)) {
    problems.push('HUBSPOT_PORTAL_ID and HUBSPOT_ACCESS_TOKEN go together: set both or neither');
  }
  for (const name of ['SLACK_BOT_TOKEN', 'WRITE_KEY', 'PLAYBOOK'] as const) {
    if (env[name] !== undefined && env.HUBSPOT_PORTAL_ID === undefined) {
      problems.push(`${name} belongs to single-portal mode: set HUBSPOT_PORTAL_ID and HUBSPOT_ACCESS_TOKEN too`);
    }
  }
  if (env.CLOCK_URL !== undefined) {
    if (!loopback.has(hostOf(env.CLOCK_URL))) problems.push('CLOCK_URL must be on this machine (127.0.0.1)');
    if (hostOf(env.HUBSPOT_API_URL ?? realHubspot) === hostOf(realHubspot))
      problems.push('CLOCK_URL is for demo and tests; it is refused with the real HubSpot');
  }
  return problems;
}

/** '' for what is no address; the schema says so. */
function hostOf(address: string): string {
  return URL.parse(address)?.hostname ?? '';
}

function toConfig(env: Environment): Config {
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL ?? null,
    databaseUrl: env.DATABASE_URL,
    hubspotApiUrl: env.HUBSPOT_API_URL,
    slackApiUrl: env.SLACK_API_URL,
    hubspotClientSecret: env.HUBSPOT_CLIENT_SECRET ?? null,
    hubspotAppId: env.HUBSPOT_APP_ID ?? null,
    hubspotActionIds: env.HUBSPOT_ACTION_IDS ?? null,
    slackSigningSecret: env.SLACK_SIGNING_SECRET ?? null,
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
    adminToken: env.ADMIN_TOKEN ?? null,
    metricsPortals: env.METRICS_PORTALS,
    clockUrl: env.CLOCK_URL ?? null,
    logLevel: env.LOG_LEVEL,
  };
}

/** The environment of this process; the only place that reads it. */
export function readProcessConfig(): Config {
  return readConfig(process.env);
}

/** Where the `zo` tool finds the server, and with what right. */
export function readProcessAdminSettings(): { url: string; token: string | null } {
  return {
    url: (process.env.ZO_URL ?? `http://127.0.0.1:${process.env.PORT ?? 4400}`).replace(/\/+$/, ''),
    token: process.env.ADMIN_TOKEN || null,
  };
}

/** The database file that `zo backup` and `zo restore` work on; null when DATABASE_URL names no file. */
export function readProcessDatabaseFile(): string | null {
  const url = schema.shape.DATABASE_URL.parse(process.env.DATABASE_URL || undefined);
  return url.startsWith('file:') ? url.slice('file:'.length) : null;
}

/** The write key that `zo replay` sends with, unless it is given on the command line. */
export function readProcessWriteKey(): string | null {
  return process.env.WRITE_KEY || null;
}

/** Who is named as author of a playbook saved from the command line. */
export function readProcessUser(): string {
  return process.env.USER || 'operator';
}
