import type { CredentialStore } from '../credential-store.ts';
import type { SqliteConnection } from './connection.ts';
import * as credentialRows from './credential-rows.ts';
import * as keyRows from './key-rows.ts';
import * as oauthStates from './oauth-state-rows.ts';

export function credentialCommands(connection: SqliteConnection): CredentialStore {
  return {
    saveCredential: async (portalId, kind, credential, now) =>
      credentialRows.saveCredential(connection, portalId, kind, credential, now),
    credential: async (portalId, kind) => credentialRows.loadCredential(connection, portalId, kind),
    credentials: async (kind) => credentialRows.loadCredentials(connection, kind),
    portalsOfSlackTeam: async (teamId) => credentialRows.portalsOfSlackTeam(connection, teamId),
    saveCredentialDetails: async (portalId, kind, details, now) =>
      credentialRows.saveDetails(connection, portalId, kind, details, now),
    revokeCredential: async (portalId, kind, reason, now, only) =>
      credentialRows.revokeCredential(connection, portalId, kind, reason, now, only),
    disconnectCredential: async (portalId, kind, reason, now) =>
      credentialRows.disconnectCredential(connection, portalId, kind, reason, now),
    removeCredential: async (portalId, kind) => credentialRows.removeCredential(connection, portalId, kind),
    leaseCredential: async (portalId, kind, revision, lease) =>
      credentialRows.leaseCredential(connection, portalId, kind, revision, lease),
    renewCredential: async (portalId, kind, renewing, renewed, now) =>
      credentialRows.renewCredential(connection, portalId, kind, renewing, renewed, now),
    endCredentialLease: async (portalId, kind, leaseId) => credentialRows.endLease(connection, portalId, kind, leaseId),
    saveOauthState: async (stateHash, browserHash, state, times) =>
      oauthStates.saveOauthState(connection, stateHash, browserHash, state, times),
    takeOauthState: async (stateHash, kind, browserHash, now) =>
      oauthStates.takeOauthState(connection, stateHash, kind, browserHash, now),
    keyUses: async (now) => keyRows.keyUses(connection, now),
    sealedOtherwise: async (keyId, limit) => keyRows.sealedOtherwise(connection, keyId, limit),
    sealAnew: async (row, sealed) => keyRows.sealAnew(connection, row, sealed),
  };
}
