import type { CredentialStore } from '../credential-store.ts';
import type { PostgresConnection } from './connection.ts';
import * as credentialRows from './credential-rows.ts';
import * as keyRows from './key-rows.ts';
import * as oauthStates from './oauth-state-rows.ts';

export function credentialCommands({ query, transaction }: PostgresConnection): CredentialStore {
  return {
    saveCredential: (portalId, kind, credential, now) =>
      credentialRows.saveCredential(query, portalId, kind, credential, now),
    credential: (portalId, kind) => credentialRows.loadCredential(query, portalId, kind),
    credentials: (kind) => credentialRows.loadCredentials(query, kind),
    portalsOfSlackTeam: (teamId) => credentialRows.portalsOfSlackTeam(query, teamId),
    saveCredentialDetails: (portalId, kind, details, now) =>
      credentialRows.saveDetails(query, portalId, kind, details, now),
    revokeCredential: (portalId, kind, reason, now, revision) =>
      credentialRows.revokeCredential(query, portalId, kind, reason, now, revision),
    disconnectCredential: (portalId, kind, reason, now) =>
      credentialRows.disconnectCredential(query, portalId, kind, reason, now),
    removeCredential: (portalId, kind) => credentialRows.removeCredential(query, portalId, kind),
    leaseCredential: (portalId, kind, revision, lease) =>
      transaction((within) => credentialRows.leaseCredential(within, portalId, kind, revision, lease)),
    renewCredential: (portalId, kind, leaseId, renewed, now) =>
      credentialRows.renewCredential(query, portalId, kind, leaseId, renewed, now),
    endCredentialLease: (portalId, kind, leaseId) => credentialRows.endLease(query, portalId, kind, leaseId),
    saveOauthState: (stateHash, browserHash, state, times) =>
      transaction((within) => oauthStates.saveOauthState(within, stateHash, browserHash, state, times)),
    takeOauthState: (stateHash, kind, browserHash, now) =>
      transaction((within) => oauthStates.takeOauthState(within, stateHash, kind, browserHash, now)),
    keyUses: (now) => keyRows.keyUses(query, now),
    sealedOtherwise: (keyId, limit) => keyRows.sealedOtherwise(query, keyId, limit),
    sealAnew: (row, sealed) => keyRows.sealAnew(query, row, sealed),
  };
}
