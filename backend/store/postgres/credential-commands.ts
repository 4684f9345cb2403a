import type { CredentialStore } from '../credential-store.ts';
import type { PostgresConnection } from './connection.ts';
import * as credentialRows from './credential-rows.ts';
import * as keyRows from './key-rows.ts';
import * as oauthStates from './oauth-state-rows.ts';

export function credentialCommands(connection: PostgresConnection): CredentialStore {
  const { forPortal, acrossPortals, transaction, transactionAcrossPortals } = connection;
  return {
    saveCredential: (portalId, kind, credential, now) =>
      credentialRows.saveCredential(forPortal(portalId), portalId, kind, credential, now),
    credential: (portalId, kind) => credentialRows.loadCredential(forPortal(portalId), portalId, kind),
    credentials: (kind) => credentialRows.loadCredentials(acrossPortals, kind),
    portalsOfSlackTeam: (teamId) => credentialRows.portalsOfSlackTeam(acrossPortals, teamId),
    saveCredentialDetails: (portalId, kind, details, now) =>
      credentialRows.saveDetails(forPortal(portalId), portalId, kind, details, now),
    revokeCredential: (portalId, kind, reason, now, only) =>
      credentialRows.revokeCredential(forPortal(portalId), portalId, kind, reason, now, only),
    disconnectCredential: (portalId, kind, reason, now) =>
      credentialRows.disconnectCredential(forPortal(portalId), portalId, kind, reason, now),
    removeCredential: (portalId, kind) => credentialRows.removeCredential(forPortal(portalId), portalId, kind),
    leaseCredential: (portalId, kind, revision, lease) =>
      transaction(portalId, (within) => credentialRows.leaseCredential(within, portalId, kind, revision, lease)),
    renewCredential: (portalId, kind, renewing, renewed, now) =>
      transaction(portalId, (within) => credentialRows.renewCredential(within, portalId, kind, renewing, renewed, now)),
    endCredentialLease: (portalId, kind, leaseId) =>
      credentialRows.endLease(forPortal(portalId), portalId, kind, leaseId),
    saveOauthState: (stateHash, browserHash, state, times) =>
      transactionAcrossPortals((within) => oauthStates.saveOauthState(within, stateHash, browserHash, state, times)),
    takeOauthState: (stateHash, kind, browserHash, now) =>
      transactionAcrossPortals((within) => oauthStates.takeOauthState(within, stateHash, kind, browserHash, now)),
    keyUses: (now) => keyRows.keyUses(acrossPortals, now),
    sealedOtherwise: (keyId, limit) => keyRows.sealedOtherwise(acrossPortals, keyId, limit),
    sealAnew: (row, sealed) => keyRows.sealAnew(forPortal(row.portalId), row, sealed),
  };
}
