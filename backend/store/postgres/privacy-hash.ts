/** Ids and addresses as hashes by the portal's own salt: they are recognised again, and cannot be read. */
import { createHmac, randomBytes } from 'node:crypto';
import { storableText } from '../storable-text.ts';
import type { Query } from './connection.ts';
import { loadSetting } from './portal-writes.ts';

const saltSetting = 'privacy salt';

/** Makes the salt when the portal has none yet; of two who do so at once one makes it. Texts count as the database keeps them. */
export async function privacyHash(query: Query, portalId: number): Promise<(text: string) => string> {
  return hashBy((await loadSetting(query, portalId, saltSetting)) ?? (await makeSalt(query, portalId)));
}

/** Null: nothing of the portal is kept as a hash yet. */
export async function knownPrivacyHash(query: Query, portalId: number): Promise<((text: string) => string) | null> {
  const salt = await loadSetting(query, portalId, saltSetting);
  return salt === null ? null : hashBy(salt);
}

function hashBy(salt: unknown): (text: string) => string {
  return (text) =>
    createHmac('sha256', salt as string)
      .update(storableText(text))
      .digest('hex');
}

async function makeSalt(query: Query, portalId: number): Promise<unknown> {
  await query(
    'INSERT INTO settings (portal_id, name, value_json, updated_at) VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING',
    [portalId, saltSetting, JSON.stringify(randomBytes(32).toString('hex'))],
  );
  return loadSetting(query, portalId, saltSetting);
}
