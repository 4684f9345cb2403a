/** What the history card on a contact asks, through HubSpot's proxy: signed v3, portal and user only from the signed query. */
import {
  type ContactHistoryAnswer,
  type ContactReceiptsAnswer,
  type ContactTimelineAnswer,
  contactHistoryPath,
  contactReceiptsPath,
  contactTimelinePath,
  type ReceiptsPage,
  type TimelineChoice,
} from '@zo/shared';
import { type Request, Router } from 'express';
import { z } from 'zod';
import { cardPortal } from '../cards/contact-card.ts';
import { historyCard, historyReceipt } from '../cards/history-card.ts';
import { newestPlace, readPlace, type TimelinePlace, timelinePage } from '../cards/timeline.ts';
import type { Clock } from '../clock.ts';
import { normaliseKept } from '../ingest/normalise-kept.ts';
import type { PortalState, PortalStates } from '../portals/portal-state.ts';
import type { CardStore, HistoryWork } from '../store/card-store.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { ReceiptStore } from '../store/receipt-store.ts';
import { compileRules } from '../usage/compile-rules.ts';
import { recordId, signedQuerySchema, singleValues } from './card-routes.ts';
import { hubspotSigned, type SignedParts } from './hubspot-signed.ts';

export type HistoryCardRoutesParts = {
  signed: SignedParts;
  store: CardStore & Pick<HandoffStore, 'hasEvents'> & Pick<ReceiptStore, 'receipts'>;
  states: PortalStates;
  clock: Clock;
};

const receiptsAtOnce = 15;

export const contactHistoryQuerySchema = signedQuerySchema.extend({ contactId: recordId });
export const contactTimelineQuerySchema = contactHistoryQuerySchema.extend({
  /** As `older` of the page before. */
  before: z
    .string()
    .regex(/^\d{1,16}\.\d{1,16}$/)
    .optional(),
  only: z
    .union([z.templateLiteral(['signal:', z.string()]), z.templateLiteral(['event:', z.string()]), z.literal('marks')])
    .optional(),
});
export const contactReceiptsQuerySchema = contactHistoryQuerySchema.extend({
  before: z.coerce.number().int().positive().optional(),
});

type Asked = { portalId: number; contactId: string };
type Known = { work: HistoryWork; state: PortalState };
type Unknown = Exclude<ContactHistoryAnswer, { status: 'ready' }>;

export function createHistoryCardRoutes({ signed, store, states, clock }: HistoryCardRoutesParts): Router {
  const router = Router();
  router.get(contactHistoryPath, ...hubspotSigned(signed, {}), async (request: Request, response) => {
    const asked = contactHistoryQuerySchema.parse(singleValues(request));
    const answer = await about(asked, async (known): Promise<ContactHistoryAnswer> => {
      const timeline = await timelineOf(asked, known, newestPlace, null);
      const receipts = await receiptsOf(asked, known, undefined);
      return { status: 'ready', ...historyCard(known.work, { timeline, receipts }, known.state, clock.now()) };
    });
    response.json(answer);
  });

  router.get(contactTimelinePath, ...hubspotSigned(signed, {}), async (request: Request, response) => {
    const { before, only = null, ...asked } = contactTimelineQuerySchema.parse(singleValues(request));
    const place = before === undefined ? newestPlace : readPlace(before);
    const answer = await about(asked, async (known): Promise<ContactTimelineAnswer> => {
      return { status: 'ready', asOf: clock.now(), ...(await timelineOf(asked, known, place, only)) };
    });
    response.json(answer);
  });

  router.get(contactReceiptsPath, ...hubspotSigned(signed, {}), async (request: Request, response) => {
    const { before, ...asked } = contactReceiptsQuerySchema.parse(singleValues(request));
    const answer = await about(asked, async (known): Promise<ContactReceiptsAnswer> => {
      return { status: 'ready', asOf: clock.now(), ...(await receiptsOf(asked, known, before)) };
    });
    response.json(answer);
  });

  async function about<Answer>(
    { portalId, contactId }: Asked,
    tell: (known: Known) => Promise<Answer>,
  ): Promise<Answer | Unknown> {
    const state = await states.get(portalId);
    if (state === null) {
      return { status: 'not connected', missing: (await states.isKnown(portalId)) ? 'playbook' : 'portal' };
    }
    const work = await store.historyWork(portalId, contactId);
    if (work !== null) return tell({ work, state });
    const eventsReceived = await store.hasEvents(portalId);
    return { status: 'empty', asOf: clock.now(), portal: cardPortal(state), eventsReceived };
  }

  function timelineOf({ portalId }: Asked, { work, state }: Known, place: TimelinePlace, only: TimelineChoice | null) {
    const { timeZone } = state.portal;
    const rules = compileRules({ playbook: state.playbook, timeZone });
    const { personId } = work.person;
    const now = clock.now();
    return timelinePage({ store, portalId, personId, rules, normalise: normaliseKept, timeZone, now }, place, only);
  }

  async function receiptsOf(
    { portalId }: Asked,
    { work, state }: Known,
    before: number | undefined,
  ): Promise<ReceiptsPage> {
    const { personId } = work.person;
    const found = await store.receipts(portalId, { personId, before, limit: receiptsAtOnce + 1 });
    const shown = found.slice(0, receiptsAtOnce);
    return {
      receipts: shown.map((receipt) => historyReceipt(receipt, state.portal.timeZone)),
      older: found.length > shown.length ? shown.at(-1)!.receiptId : null,
    };
  }

  return router;
}
