/**
 * `fetch` for the official client, with one question answered where it can be: could the request have reached Slack? Only
 * what failed before a connection stood was certainly not sent.
 */
import type { WebClientOptions } from '@slack/web-api';
import { readBounded } from './read-bounded.ts';

export class SlackConnectionError extends Error {
  /** True when the request certainly never left. */
  readonly notSent: boolean;
  constructor(notSent: boolean, message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'SlackConnectionError';
    this.notSent = notSent;
  }
}

export const slackFetch: NonNullable<WebClientOptions['fetch']> = async (...request) => {
  try {
    return await readBounded(await fetch(...request));
  } catch (error) {
    throw readConnectionError(error);
  }
};

/** The method, such as chat.postMessage, and what came of it: 'ok', 'refused', 'rate limited', 'no answer', or an HTTP status. */
export type OnSlackCall = (method: string, outcome: string) => void;

type Fetch = NonNullable<WebClientOptions['fetch']>;

/** The same, with every call told. */
export function countingFetch(fetchOne: Fetch, onCall: OnSlackCall): Fetch {
  return async (...request) => {
    const [target] = request;
    const address = target instanceof Request ? target.url : String(target);
    const method = new URL(address).pathname.split('/').at(-1) ?? '';
    try {
      const response = await fetchOne(...request);
      onCall(method, await outcomeOf(response));
      return response;
    } catch (error) {
      onCall(method, 'no answer');
      throw error;
    }
  };
}

/** The same, until the service stops. */
export function fetchUntil(stopped: AbortSignal, fetchOne: Fetch): Fetch {
  return (...request) =>
    new Promise((resolve, reject) => {
      if (stopped.aborted) {
        reject(new SlackConnectionError(true, 'the service is stopping', null));
        return;
      }
      const giveUp = () => reject(new SlackConnectionError(false, 'the service stopped before Slack answered', null));
      stopped.addEventListener('abort', giveUp, { once: true });
      fetchOne(...request)
        .then(resolve, reject)
        .finally(() => stopped.removeEventListener('abort', giveUp));
    });
}

async function outcomeOf(response: Awaited<ReturnType<Fetch>>): Promise<string> {
  if (response.status === 429) return 'rate limited';
  if (!response.ok) return String(response.status);
  const copy = response instanceof Response ? response.clone() : null;
  const answer = (await copy?.json().catch(() => null)) as { ok?: unknown } | null;
  return answer?.ok === true ? 'ok' : 'refused';
}

function readConnectionError(error: unknown): SlackConnectionError {
  const { name = '', cause } = error as { name?: string; cause?: unknown };
  if (name === 'TimeoutError') return new SlackConnectionError(false, 'Slack did not answer in time', error);
  const { code = '', syscall = '' } = (cause ?? error) as { code?: string; syscall?: string };
  const notSent =
    syscall === 'connect' ||
    syscall === 'getaddrinfo' ||
    code === 'ECONNREFUSED' ||
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    /^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(code);
  const what = notSent ? 'Slack could not be reached' : 'the connection to Slack broke';
  return new SlackConnectionError(notSent, `${what} (${code || name})`, error);
}
