/** A Web API call as it came: arguments from the query, a form or a JSON body, token from the header or an argument. */
import type { IncomingMessage } from 'node:http';

export type Call = {
  method: string;
  args: Record<string, unknown>;
  token: string | null;
  /** HTTP Basic: how an app may name itself when it exchanges a code. */
  basic: { user: string; password: string } | null;
  badJson: boolean;
};

/** Arguments that are structures; in a form they arrive as JSON text. */
const structured = new Set(['blocks', 'attachments', 'metadata', 'view']);

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

export function readCall(
  method: string,
  query: URLSearchParams,
  headers: IncomingMessage['headers'],
  body: string,
): Call {
  const args: Record<string, unknown> = Object.fromEntries(query);
  let badJson = false;
  if (headers['content-type']?.startsWith('application/json')) {
    const parsed = parseJson(body);
    badJson = typeof parsed !== 'object' || parsed === null || Array.isArray(parsed);
    if (!badJson) Object.assign(args, parsed);
  } else {
    for (const [name, value] of new URLSearchParams(body)) {
      args[name] = structured.has(name) ? (parseJson(value) ?? value) : value;
    }
  }
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '');
  const token = bearer?.[1] ?? (typeof args.token === 'string' ? args.token : null);
  return { method, args, token, basic: readBasic(headers.authorization ?? ''), badJson };
}

function readBasic(header: string): Call['basic'] {
  const encoded = /^Basic (.+)$/.exec(header)?.[1];
  const [user, ...rest] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':');
  return encoded === undefined ? null : { user: user ?? '', password: rest.join(':') };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function textArg(args: Record<string, unknown>, name: string): string | null {
  const value = args[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}

export function flagArg(args: Record<string, unknown>, name: string): boolean {
  return args[name] === true || args[name] === 'true' || args[name] === '1';
}
