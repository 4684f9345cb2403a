import { randomUUID } from 'node:crypto';
import type { Answer } from '../http/answer.ts';

const problems = {
  BAD_AUTH_CODE: ['missing or unknown auth code', 'invalid_grant', 'auth code is invalid, expired or already used'],
  BAD_REFRESH_TOKEN: [
    'missing or invalid refresh token',
    'invalid_grant',
    'refresh token is invalid, expired or revoked',
  ],
  BAD_CLIENT_ID: ['missing or unknown client id', 'invalid_client', 'client id is missing or unknown'],
  BAD_CLIENT_SECRET: ['missing or invalid client secret', 'invalid_client', 'client secret is missing or invalid'],
  BAD_REDIRECT_URI: ['missing or invalid redirect uri', 'invalid_grant', 'redirect uri differs from the one used'],
  BAD_GRANT_TYPE: ['missing or unknown grant type', 'unsupported_grant_type', 'grant type is missing or unknown'],
  BAD_CODE_VERIFIER: ['missing or invalid code verifier', 'invalid_grant', 'code verifier is missing or invalid'],
  BAD_HUB: ['missing or unknown hub id', 'access_denied', 'missing or unknown hub id'],
} as const;

export type OauthProblem = keyof typeof problems;

/** The token endpoints have a body of their own: `status` names the problem. */
export function oauthRefusal(problem: OauthProblem): Answer {
  const [message, error, description] = problems[problem];
  return {
    status: 400,
    body: { status: problem, message, error, error_description: description, correlationId: randomUUID() },
  };
}
