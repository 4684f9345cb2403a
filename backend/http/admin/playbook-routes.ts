/** The playbook's versions and drafts: list, show, simulate, save, roll back. Mounted behind the admin token. */
import { type NextFunction, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { describeChanges } from '../../playbook/describe-changes.ts';
import {
  type InForce,
  NoSuchVersionError,
  type PlaybookChanges,
  PlaybookReadOnlyError,
  TakesEveryoneError,
} from '../../portals/change-playbook.ts';
import { InvalidDraftError } from '../../portals/playbook-draft.ts';
import { PlaybookConflictError } from '../../store/playbook-versions.ts';
import type { PortalStore, StoredPlaybook } from '../../store/store.ts';
import { HttpError } from '../http-error.ts';
import { knownPortal } from './known-portal.ts';
import { CallerGoneError, lineStream } from './line-stream.ts';

export type PlaybookRoutesParts = { store: PortalStore; playbooks: PlaybookChanges };

/** `readOnly`: why nothing may be saved, in words; null where versions are saved. */
export type PlaybookAnswer = { inForce: InForce | null; readOnly: string | null };

/** A version with what it changed in the one before. */
export type ListedVersion = Omit<StoredPlaybook, 'source' | 'properties'> & { changes: string };

const version = z.coerce.number().int().positive();
const source = z.string().min(1).max(65_536);
/** The language has a bound of its own, and says so in words. */
const definition = z.string().max(65_536);
const saving = {
  author: z.string().min(1).max(200).default('operator'),
  reason: z.string().max(1_000).default(''),
  expectedVersion: z.number().int().nonnegative().optional(),
  alertReady: z.boolean().default(false),
  allowEveryone: z.boolean().default(false),
};

/** `history`: held against the past as well. */
const simulating = { history: z.boolean().default(false) };
export const draftSchema = z.union([
  z.strictObject({ source, ...simulating }),
  z.strictObject({ definition, ...simulating }),
]);
export const playbookSchema = z.union([
  z.strictObject({ source, ...saving }),
  z.strictObject({ definition, ...saving }),
]);
export const rollbackSchema = z.strictObject({ version, ...saving });
const pageSchema = z.object({
  before: version.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
});

export function createPlaybookRoutes({ store, playbooks }: PlaybookRoutesParts): Router {
  const router = Router();
  const at = '/admin/portals/:portalId/playbook';

  router.get(at, async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { readOnly } = playbooks;
    response.json({ inForce: await playbooks.inForce(portalId), readOnly } satisfies PlaybookAnswer);
  });
  router.get(`${at}/versions`, async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { before, limit } = pageSchema.parse(request.query);
    // One more than asked for: a version is shown with what it changed in the one before.
    const found = await store.playbookVersions(portalId, { before, limit: limit + 1 });
    response.json({ versions: found.slice(0, limit).map((one, index) => listVersion(one, found[index + 1])) });
  });
  router.get(`${at}/versions/:version`, async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const number = version.parse(request.params.version);
    const [found, before] = await store.playbookVersions(portalId, { before: number + 1, limit: 2 });
    if (found?.version !== number) throw new NoSuchVersionError(number);
    response.json({ playbook: found, changes: listVersion(found, before).changes });
  });
  router.post(`${at}/simulate`, async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { history: withHistory, ...draft } = draftSchema.parse(request.body);
    const lines = lineStream(response);
    const onProgress = (progress: object) => lines.write({ progress });
    try {
      lines.write({
        simulation: await playbooks.simulate(portalId, draft, { onProgress, signal: lines.signal, withHistory }),
      });
    } catch (error) {
      if (!(error instanceof CallerGoneError)) throw error;
    }
    lines.end();
  });
  router.put(at, async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { author, reason, expectedVersion, alertReady, allowEveryone, ...draft } = playbookSchema.parse(request.body);
    const saved = { author, reason, expectedVersion, alertReady, allowEveryone };
    response.json(await playbooks.save(portalId, draft, saved));
  });
  router.post(`${at}/rollback`, async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { version, ...saved } = rollbackSchema.parse(request.body);
    response.json(await playbooks.rollBack(portalId, version, saved));
  });
  router.use(answerRefusals);
  return router;
}

function listVersion({ source, properties: _, ...listed }: StoredPlaybook, before?: StoredPlaybook): ListedVersion {
  return { ...listed, changes: describeChanges(before?.source ?? '', source) };
}

/** What stands against a change, in the caller's words; problems of a draft with their places. */
function answerRefusals(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (error instanceof InvalidDraftError) {
    const { message, problems } = error;
    response.status(400).json({ error: { code: 'invalid_playbook', message, problems } });
  } else if (error instanceof PlaybookReadOnlyError) next(new HttpError(409, 'read_only', error.message));
  else if (error instanceof PlaybookConflictError) next(new HttpError(409, 'version_conflict', error.message));
  else if (error instanceof TakesEveryoneError) next(new HttpError(409, 'takes_everyone', error.message));
  else if (error instanceof NoSuchVersionError) next(new HttpError(404, 'not_found', error.message));
  else next(error);
}
