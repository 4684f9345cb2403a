/** What names something of one portal: of the other one, of our own, and of nobody. */
import Database from 'better-sqlite3';
import type { OauthWorld } from '../../support/oauth-world.ts';
import { acmeTeam, europeTeam } from '../../support/slack-browser.ts';
import { called, other, type own } from './named-portals.ts';

/** What names something of one portal. */
export type Ids = {
  portalId: number;
  contact: string;
  company: string;
  handoff: number;
  receipt: number;
  person: number;
  email: string;
  userId: string;
  messageId: string;
  groupId: string;
  playbookVersion: number;
  requestId: string;
  callbackId: string;
  keyId: string;
  cardKey: string;
  grantee: string;
  backfillKey: string;
  slackTeam: string;
  slackChannel: string;
  slackTs: string;
  slackLink: string;
  slackState: string;
  slackOffer: string;
  hubspotState: string;
};

export const nobodysSecrets = {
  slackLink: 'l'.repeat(43),
  slackState: 's'.repeat(43),
  slackOffer: 'n'.repeat(43),
  hubspotState: 'h'.repeat(43),
};

export const nobodysIds: Ids = {
  portalId: 7099,
  contact: '999999901',
  company: '999999902',
  handoff: 99_901,
  receipt: 99_902,
  person: 99_903,
  email: 'nobody@nowhere.test',
  userId: 'user-of-nobody',
  messageId: 'message-of-nobody',
  groupId: 'group-of-nobody',
  playbookVersion: 904,
  requestId: 'request-of-nobody',
  callbackId: 'callback-of-nobody',
  keyId: '00000000',
  cardKey: 'card-key-of-nobody',
  grantee: 'grantee@nowhere.test',
  backfillKey: '9'.repeat(64),
  slackTeam: 'T9NOBODY1',
  slackChannel: 'C9NOBODY1',
  slackTs: '1700000000.000001',
  ...nobodysSecrets,
};

type Row = Record<string, string | number | null>;

/** Its first has ids that both portals have; its last, of the other portal, ids that our own has not. */
export function readIds(
  world: OauthWorld,
  { portalId }: typeof own,
  which: 'first' | 'last',
): Omit<Ids, keyof typeof nobodysSecrets> {
  const database = new Database(world.databaseFile, { readonly: true });
  const order = which === 'first' ? 'ASC' : 'DESC';
  const pick = (sql: string) => database.prepare<[number], Row>(sql).get(portalId) ?? {};
  const handoff = pick(`SELECT * FROM handoffs WHERE portal_id = ? ORDER BY handoff_id ${order} LIMIT 1`);
  const alert = Object.values(JSON.parse(String(handoff.handoff_json)).alerts as Record<string, Place>)[0]!;
  const key = pick(`SELECT * FROM write_keys WHERE portal_id = ? ORDER BY name ${order} LIMIT 1`);
  const call = pick('SELECT * FROM action_calls WHERE portal_id = ? ORDER BY received_at DESC LIMIT 1');
  const receipt = pick(`SELECT * FROM receipts WHERE portal_id = ? ORDER BY receipt_id ${order} LIMIT 1`);
  const company = pick(
    `SELECT * FROM records WHERE portal_id = ? AND kind = 'company' AND record_id IS NOT NULL ORDER BY subject_id ${order} LIMIT 1`,
  );
  const backfill = pick('SELECT * FROM backfills WHERE portal_id = ?');
  const version = pick('SELECT max(version) AS version FROM playbooks WHERE portal_id = ?');
  database.close();
  const isOther = portalId === other.portalId;
  const word = isOther ? called : 'acme';
  return {
    portalId,
    contact: String(handoff.contact_id),
    company: String(company.record_id),
    handoff: Number(handoff.handoff_id),
    receipt: Number(receipt.receipt_id),
    person: Number(handoff.person_id),
    email: isOther ? `lead3@${called}-3.test` : 'sarah@finpilot.test',
    userId: isOther ? `${called}-user-3` : 'sarah',
    messageId: isOther ? 'm-3-3' : 'm-0-3',
    groupId: isOther ? `group-${called}-3.test` : 'group-finpilot.test',
    playbookVersion: Number(version.version),
    requestId: isOther ? `grant-${called}-0001` : 'same-request-0002',
    callbackId: String(call.callback_id ?? 'callback-0001'),
    keyId: String(key.key_hash).slice(0, 8),
    cardKey: `card-${word}-0001`,
    grantee: `colleague@${word}.test`,
    backfillKey: String(backfill.backfill_key),
    slackTeam: isOther ? europeTeam : acmeTeam,
    slackChannel: String(alert.channel ?? 'C0UNKNOWN'),
    slackTs: String(alert.ts ?? '1.2'),
  };
}

type Place = { channel?: string; ts?: string };
