/** What is kept of a connection to Slack besides the token, and is no secret. */
import type { Credential, CredentialDetails } from '../../store/credential-store.ts';

export type SlackDetails = {
  teamName: string;
  botUserId: string;
  scopes: string[];
  /** Who asked for it in the settings, by address. */
  connectedBy: string;
  connectedAt: number;
};

export function readSlackDetails({ details }: Pick<Credential, 'details'>): SlackDetails {
  return details as CredentialDetails & SlackDetails;
}
