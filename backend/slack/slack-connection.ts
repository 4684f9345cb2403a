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
