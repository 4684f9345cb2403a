/** Speaks to a running server's admin routes. ZO_URL and ADMIN_TOKEN say where and with what right. */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Problem } from '@zo/shared';
import { readProcessAdminSettings } from '../config.ts';

export type AdminClient = {
  call<Answer>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Answer>;
  /** The answer's lines, each JSON, as they come: progress of long work. */
  lines<Line>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): AsyncGenerator<Line>;
  /** The portal named, or the only one there is. */
  portalId(wanted: string | undefined): Promise<number>;
};

type Refusal = { message?: string; problems?: Problem[] };

/** What went wrong, in words for the operator. */
export class AdminError extends Error {
  /** Mistakes of a playbook that was sent, with their places in it. */
  readonly problems: Problem[];

  constructor(message: string, problems: Problem[] = []) {
    super(message);
    this.name = 'AdminError';
    this.problems = problems;
  }
}

export function adminClient(): AdminClient {
  const { url, token } = readProcessAdminSettings();
  if (token === null) {
    throw new AdminError(
      'Set ADMIN_TOKEN to the token the server was started with (and ZO_URL if it is not on port 4400).',
    );
  }
  async function ask(method: string, path: string, body?: unknown): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(`${url}/admin${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
        // The token is for this server and for no other.
        redirect: 'error',
        signal: AbortSignal.timeout(10 * 60_000),
      });
    } catch {
      throw new AdminError(
        `No server answers at ${url}. Start it with \`npm start\`, or set ZO_URL, such as http://127.0.0.1:4400.`,
      );
    }
    if (response.ok) return response;
    if (response.status === 401) {
      throw new AdminError(`The server at ${url} does not take this ADMIN_TOKEN: use the one it was started with.`);
    }
    const answer = (await response.json().catch(() => ({}))) as { error?: Refusal };
    throw new AdminError(answer.error?.message ?? `The server answered ${response.status}.`, answer.error?.problems);
  }

  async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await ask(method, path, body);
    try {
      return (await response.json()) as Answer;
    } catch {
      throw new AdminError(`What answers at ${url} is not Zo Handoff: set ZO_URL to where it listens.`);
    }
  }

  async function* lines<Line>(method: string, path: string, body?: unknown): AsyncGenerator<Line> {
    const response = await ask(method, path, body ?? (method === 'GET' ? undefined : {}));
    const input = Readable.fromWeb(response.body as ReadableStream);
    for await (const line of createInterface({ input })) if (line.trim() !== '') yield JSON.parse(line) as Line;
  }

  return {
    call,
    lines,
    async portalId(wanted) {
      if (wanted !== undefined) {
        if (/^[1-9]\d{0,15}$/.test(wanted)) return Number(wanted);
        throw new AdminError(`--portal takes the number of a HubSpot account, not "${wanted}".`);
      }
      const { portals } = await call<{ portals: { portalId: number }[] }>('GET', '/portals');
      if (portals.length === 1) return portals[0]!.portalId;
      throw new AdminError(
        portals.length === 0
          ? 'The server knows no portal yet: set HUBSPOT_PORTAL_ID and HUBSPOT_ACCESS_TOKEN, or install the app at PUBLIC_URL/hubspot/oauth/install.'
          : `Say which portal with --portal: ${portals.map(({ portalId }) => portalId).join(', ')}.`,
      );
    },
  };
}

/** Prints an expected failure as one line and fails; anything else is a bug and keeps its stack. */
export async function reportingErrors(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
