/** Speaks to a running server's admin routes. ZO_URL and ADMIN_TOKEN say where and with what right. */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Problem } from '@zo/shared';
import { readProcessAdminSettings } from '../config.ts';
import { namePortal } from '../portals/name-portal.ts';
import { portalNumber } from '../portals/portal-number.ts';

export type AdminClient = {
  call<Answer>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Answer>;
  /** The answer's lines, each JSON, as they come: progress of long work. */
  lines<Line>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): AsyncGenerator<Line>;
  /** Sends rows, one JSON object a line. */
  sendRows<Answer>(path: string, rows: string): Promise<Answer>;
  /** The portal named, or the only one there is. */
  portalId(wanted: string | undefined): Promise<number>;
  /** Commands in the text name the portal, where it had to be named to get here. */
  words(text: string): string;
  /** Of the portal that `portalId` found: moments are told in it. UTC before. */
  timeZone(): string;
};

type KnownPortal = { portalId: number; timeZone: string };

type Refusal = { message?: string; code?: string; problems?: Problem[] };

/** What went wrong, in words for the operator. */
export class AdminError extends Error {
  /** Mistakes of a playbook that was sent, with their places in it. */
  readonly problems: Problem[];
  /** The server's own word for it; 'away': no server answers; null: it is none of the server's. */
  readonly code: string | null;

  constructor(message: string, problems: Problem[] = [], code: string | null = null) {
    super(message);
    this.name = 'AdminError';
    this.problems = problems;
    this.code = code;
  }
}

/** Where the server is, of ZO_URL. Throws AdminError when that is no address. */
export function serverUrl(): string {
  const { url } = readProcessAdminSettings();
  if (/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return url;
  throw new AdminError(`ZO_URL must begin with http:// or https://, such as http://127.0.0.1:4400; it is "${url}".`);
}

export function adminClient(): AdminClient {
  const { token } = readProcessAdminSettings();
  const url = serverUrl();
  if (token === null) {
    throw new AdminError(
      'Set ADMIN_TOKEN to the token the server was started with (and ZO_URL if it is not on port 4400).',
    );
  }
  let named: number | null = null;
  let timeZone = 'UTC';
  const words = (text: string) => (named === null ? text : namePortal(text, named));
  const ask = (method: string, path: string, body?: unknown) =>
    send(method, path, body === undefined ? null : JSON.stringify(body), 'application/json');

  async function send(method: string, path: string, body: string | null, contentType: string): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(`${url}/admin${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
        body,
        // The token is for this server and for no other.
        redirect: 'error',
        signal: AbortSignal.timeout(10 * 60_000),
      });
    } catch {
      throw new AdminError(
        `No server answers at ${url}. Start it with \`npm start\`, or set ZO_URL, such as http://127.0.0.1:4400.`,
        [],
        'away',
      );
    }
    if (response.ok) return response;
    if (response.status === 401) {
      throw new AdminError(`The server at ${url} does not take this ADMIN_TOKEN: use the one it was started with.`);
    }
    const answer = (await response.json().catch(() => ({}))) as { error?: Refusal };
    const { message = `The server answered ${response.status}.`, problems, code } = answer.error ?? {};
    throw new AdminError(words(message), problems, code ?? (response.status === 503 ? 'away' : null));
  }

  const call = async <Answer>(method: string, path: string, body?: unknown) =>
    read<Answer>(await ask(method, path, body));

  async function read<Answer>(response: Response): Promise<Answer> {
    let text: string;
    try {
      text = await response.text();
    } catch {
      throw new AdminError(`The server at ${url} went away before it had answered.`, [], 'away');
    }
    try {
      return JSON.parse(text) as Answer;
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
    words,
    timeZone: () => timeZone,
    sendRows: async <Answer>(path: string, rows: string) =>
      read<Answer>(await send('POST', path, rows, 'application/x-ndjson')),
    async portalId(wanted) {
      const number = wanted === undefined ? undefined : portalNumber.safeParse(wanted).data;
      if (wanted !== undefined && number === undefined) {
        throw new AdminError(`A portal is named by the number of its HubSpot account, not "${wanted}".`);
      }
      const { portals } = await call<{ portals: KnownPortal[] }>('GET', '/portals');
      const only = portals.length === 1 ? portals[0] : undefined;
      const meant = wanted === undefined ? only : portals.find(({ portalId }) => portalId === number);
      if (meant === undefined) {
        throw new AdminError(
          whichPortal(
            portals.map(({ portalId }) => portalId),
            wanted,
          ),
        );
      }
      if (wanted !== undefined) named = meant.portalId;
      timeZone = meant.timeZone;
      return meant.portalId;
    },
  };
}

/** Nobody reads more of them in one line. */
const mostListed = 20;

function whichPortal(known: readonly number[], wanted: string | undefined): string {
  if (known.length === 0) {
    return 'The server knows no portal yet: set HUBSPOT_PORTAL_ID and HUBSPOT_ACCESS_TOKEN, or install the app at PUBLIC_URL/hubspot/oauth/install.';
  }
  const left = known.length - mostListed;
  const more = left > 0 ? ` and ${left} more, which \`zo portals\` lists` : '';
  const list = `${known.slice(0, mostListed).join(', ')}${more}`;
  return wanted === undefined
    ? `Say which portal with --portal: ${list}.`
    : `The server knows no portal ${wanted}. It knows ${list}.`;
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
