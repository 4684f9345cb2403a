/** The only way to the backend from what HubSpot hosts: `hubspot.fetch`, which HubSpot signs and sends. */
import { hubspot } from '@hubspot/ui-extensions';

export type ProblemKind =
  /** The app was uploaded without the backend's address. */
  | 'misconfigured'
  /** No answer came, also not on HubSpot's own second try. */
  | 'unreachable'
  /** The backend does not accept requests of this app. */
  | 'refused'
  /** The backend could not answer. */
  | 'failed'
  /** Something else than the backend answered. */
  | 'unreadable';

/** What `detail` says is for a developer. */
export class BackendProblem extends Error {
  readonly kind: ProblemKind;
  readonly detail: string;

  constructor(kind: ProblemKind, detail: string) {
    super(`${kind}: ${detail}`);
    this.name = 'BackendProblem';
    this.kind = kind;
    this.detail = detail;
  }
}

/** Whatever was thrown while asking. */
export function toProblem(error: unknown): BackendProblem {
  return error instanceof BackendProblem ? error : new BackendProblem('failed', String(error));
}

/** GET, or POST with a body. `baseUrl` is the profile's variable BASE_URL. Rejects with a BackendProblem. */
export async function askBackend<T extends { status: string }>(
  baseUrl: unknown,
  path: string,
  body?: object,
): Promise<T> {
  if (typeof baseUrl !== 'string' || !baseUrl.startsWith('https://')) {
    throw new BackendProblem('misconfigured', 'the profile this app was uploaded with sets no https BASE_URL');
  }
  const url = `${baseUrl.replace(/\/+$/, '')}${path}`;
  const response = await send(url, body);
  if (response.status === 401 || response.status === 403) {
    throw new BackendProblem(
      'refused',
      `${url} answered ${response.status}; check HUBSPOT_CLIENT_SECRET and PUBLIC_URL`,
    );
  }
  if (!response.ok) throw new BackendProblem('failed', `${url} answered ${response.status}`);
  return await readAnswer<T>(response, url);
}

async function send(url: string, body?: object): Promise<Response> {
  const options = body === undefined ? { method: 'GET' as const } : { method: 'POST' as const, body: { ...body } };
  try {
    return await hubspot.fetch(url, options);
  } catch (error) {
    throw new BackendProblem('unreachable', `${url}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readAnswer<T extends { status: string }>(response: Response, url: string): Promise<T> {
  const answer: unknown = await response.json().catch(() => null);
  if (typeof answer === 'object' && answer !== null && typeof (answer as T).status === 'string') return answer as T;
  throw new BackendProblem('unreadable', `${url} answered something that is not our JSON`);
}
