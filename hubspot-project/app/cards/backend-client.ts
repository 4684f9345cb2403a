/** What the cards ask the backend. */
import { askBackend } from '@zo/backend-client';
import {
  type ContactCardAnswer,
  contactCardPath,
  type HandoffCommandAnswer,
  type HandoffCommandRequest,
  handoffCommandPath,
  type LinkProductUserAnswer,
  type LinkProductUserRequest,
  linkProductUserPath,
  type UnlinkProductUserAnswer,
  unlinkProductUserPath,
} from '@zo/shared';

/** `baseUrl` is the profile's variable BASE_URL. Rejects with a BackendProblem. */
export function askContactCard(baseUrl: unknown, contactId: number): Promise<ContactCardAnswer> {
  return askBackend(baseUrl, `${contactCardPath}?contactId=${contactId}`);
}

/** Safe to repeat with the same key. Rejects with a BackendProblem. */
export function linkProductUser(baseUrl: unknown, body: LinkProductUserRequest): Promise<LinkProductUserAnswer> {
  return askBackend(baseUrl, linkProductUserPath, body);
}

/** Takes back a link. Safe to repeat with the same key. Rejects with a BackendProblem. */
export function unlinkProductUser(baseUrl: unknown, body: LinkProductUserRequest): Promise<UnlinkProductUserAnswer> {
  return askBackend(baseUrl, unlinkProductUserPath, body);
}

/** Safe to repeat with the same key. Rejects with a BackendProblem. */
export function runHandoffCommand(baseUrl: unknown, body: HandoffCommandRequest): Promise<HandoffCommandAnswer> {
  return askBackend(baseUrl, handoffCommandPath, body);
}
