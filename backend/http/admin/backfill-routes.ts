/** Loading files of the past, as `zo backfill` does it: begin, send rows, end. Mounted behind the admin token. */
import express, { Router } from 'express';
import { z } from 'zod';
import { type Backfills, StoppingError } from '../../backfill/backfills.ts';
import { MayCountAgainError } from '../../backfill/forgotten-ids.ts';
import { type SentRow, WrongPlaceError } from '../../backfill/load-rows.ts';
import type { AuditDeed } from '../../settings/audit-deed.ts';
import type { Backfill } from '../../store/backfill-store.ts';
import type { PortalStore } from '../../store/store.ts';
import { HttpError } from '../http-error.ts';
import { knownPortal } from './known-portal.ts';

export type BackfillRoutesParts = {
  store: Pick<PortalStore, 'portal'>;
  backfills: Backfills;
  auditDeed: AuditDeed;
  /** Why a portal is not connected; null: it is, or never was. */
  whyNot: (portalId: number) => Promise<string | null>;
};

/** Of the rows of one request, as text. */
export const largestRows = 1024 * 1024;
export const mostRows = 2_000;

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'is a SHA-256 in hex');

export const beginSchema = z.strictObject({
  /** Of the file and of how it is read. */
  key: hash,
  /** Of the file alone. */
  fileKey: hash,
  /** What it is called, and how it is read, in words. */
  name: z.string().trim().min(1).max(300),
  /** From its beginning, whatever has been loaded of it. */
  restart: z.boolean().default(false),
  /** Rows that happened then or later are left out. */
  before: z.number().int().nullable().default(null),
  /** None of its rows has come before, though ids of before are forgotten. */
  isNew: z.boolean().default(false),
});

const whole = z.coerce.number().int().min(0);
const listQuerySchema = z.strictObject({ limit: z.coerce.number().int().min(1).max(1_000).default(100) });
export const loadQuerySchema = z.strictObject({
  /** Where the file is believed to be: whole lines, and bytes of its text. */
  line: whole,
  byte: whole,
  /** The events came from browsers: a playbook may ignore them. */
  browser: z.enum(['true', 'false']).default('false'),
});

const count = z.number().int().min(0);
const place = { line: z.number().int().min(1), through: z.strictObject({ line: count, byte: count }) };
/** One a line. */
export const rowSchema = z.union([
  z.strictObject({ ...place, messages: z.array(z.unknown()).min(1).max(5) }),
  z.strictObject({ ...place, rejected: z.string().min(1).max(500) }),
  z.strictObject({ ...place, skipped: z.number().int().min(1) }),
]);

/** `others`: the same file, read otherwise before. */
export type BeginAnswer = { backfill: Backfill; others: Backfill[] };

export function createBackfillRoutes({ store, backfills, auditDeed, whyNot }: BackfillRoutesParts): Router {
  const router = Router();
  const path = '/admin/portals/:portalId/backfills';

  router.get(path, async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    response.json(await backfills.list(portalId, listQuerySchema.parse(request.query).limit));
  });

  router.post(path, async (request, response) => {
    const portalId = await connectedPortal(request.params.portalId);
    const { restart, before, isNew, ...order } = beginSchema.parse(request.body);
    const wish = { restart, before, mayCountAgain: isNew };
    const begun = await backfills.begin(portalId, order, wish).catch(asHttpError);
    const { reached, endedAt } = begun.backfill;
    if (endedAt === null) {
      const detail = `${order.name}, from ${reached.line === 0 ? 'its beginning' : `behind line ${reached.line}`} on`;
      await auditDeed(portalId, { author: 'operator', deed: 'backfill', detail }, async () => null);
    }
    response.json(begun satisfies BeginAnswer);
  });

  router.post(
    `${path}/:key/rows`,
    express.text({ type: 'application/x-ndjson', limit: largestRows }),
    async (request, response) => {
      const portalId = await connectedPortal(request.params.portalId);
      const { line, byte, browser } = loadQuerySchema.parse(request.query);
      const lines = linesOf(request.body);
      const order = { portalId, key: hash.parse(request.params.key), from: { line, byte }, lines, readRow };
      response.json(await backfills.load({ ...order, isOfBrowser: browser === 'true' }).catch(asHttpError));
    },
  );

  router.get(`${path}/:key`, async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    response.json(found(await backfills.one(portalId, hash.parse(request.params.key))));
  });

  router.post(`${path}/:key/end`, async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    response.json(found(await backfills.end(portalId, hash.parse(request.params.key))));
  });

  /** Of one that is disconnected they would be kept for nobody. */
  async function connectedPortal(text: unknown): Promise<number> {
    const portalId = await knownPortal(store, text);
    const reason = await whyNot(portalId);
    if (reason !== null)
      throw new HttpError(409, 'not_connected', `history is loaded for connected accounts: ${reason}`);
    return portalId;
  }
  return router;
}

function found(backfill: Backfill | null): { backfill: Backfill } {
  if (backfill === null) throw new HttpError(404, 'not_found', 'no such file has been begun');
  return { backfill };
}

function linesOf(body: unknown): string[] {
  const lines = typeof body === 'string' ? body.split('\n').filter((line) => line !== '') : [];
  if (lines.length > 0 && lines.length <= mostRows) return lines;
  throw new HttpError(
    400,
    'invalid_request',
    `send 1 to ${mostRows} rows as application/x-ndjson, one JSON object a line`,
  );
}

function readRow(line: string): SentRow {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    throw new HttpError(400, 'unreadable_request', 'a row is not JSON');
  }
  return rowSchema.parse(row);
}

function asHttpError(error: unknown): never {
  if (error instanceof MayCountAgainError) throw new HttpError(409, 'may_count_again', error.message, { cause: error });
  if (error instanceof WrongPlaceError) throw new HttpError(409, 'wrong_place', error.message, { cause: error });
  if (error instanceof StoppingError) {
    throw new HttpError(503, 'stopping', error.message, { cause: error, retryAfterSeconds: 5 });
  }
  throw error;
}
