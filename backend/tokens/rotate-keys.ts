/** Seals everything anew under the first key, while the service runs and renews tokens: nothing is sealed over. */
import type { CredentialStore, KeyUse } from '../store/credential-store.ts';
import type { Sealer } from './sealer.ts';

export type Rotation = {
  sealedAnew: number;
  /** Cannot be opened with the keys there are; each is left as it is. */
  broken: { portalId: number; kind: string; reason: string }[];
  uses: KeyUse[];
  keyId: string;
  /** Of ENCRYPTION_KEYS, those nothing needs any more: they can be taken out. */
  unused: string[];
};

export type RotationStore = Pick<CredentialStore, 'keyUses' | 'sealedOtherwise' | 'sealAnew'>;

const most = 1_000_000;

export async function rotateKeys(
  store: RotationStore,
  sealer: Sealer,
  now: number,
  progress: (done: number, total: number) => void = () => {},
): Promise<Rotation> {
  const broken: Rotation['broken'] = [];
  let sealedAnew = 0;
  const rows = await store.sealedOtherwise(sealer.keyId, most);
  for (const [index, row] of rows.entries()) {
    const { portalId, kind } = row;
    try {
      const secret = sealer.open(row.sealed, row);
      // Renewed in between: it is sealed with the first key already.
      if (await store.sealAnew(row, sealer.seal(secret, { portalId, kind }))) sealedAnew += 1;
    } catch (error) {
      broken.push({ portalId, kind, reason: (error as Error).message });
    }
    progress(index + 1, rows.length);
  }
  return { sealedAnew, broken, ...(await keysInUse(store, sealer, now)) };
}

export async function keysInUse(
  store: Pick<CredentialStore, 'keyUses'>,
  sealer: Sealer,
  now: number,
): Promise<Pick<Rotation, 'uses' | 'keyId' | 'unused'>> {
  const uses = await store.keyUses(now);
  const inUse = new Set([sealer.keyId, ...uses.map(({ keyId }) => keyId)]);
  return { uses, keyId: sealer.keyId, unused: sealer.keyIds.filter((id) => !inUse.has(id)) };
}
