/**
 * A receipt in words for RevOps: what, when, why, from which values and events, of whom. The operator's tool and the card
 * on the record say the same.
 */
import { type GateReason, gateMeaning, type ReadyBy } from '@zo/shared';
import { readyByOf } from '../handoff/crossing-receipt.ts';
import { readReceipt } from '../handoff/read-receipt.ts';
import type { Evidence, Held, ReceiptBodies, ReceiptEntry } from '../handoff/receipt.ts';
import type { Receipt } from '../store/receipt-store.ts';
import { momentWords } from '../text/moment-words.ts';
import { describeCandidates } from './describe-candidates.ts';
import { describeFacts, describeLast, describeReadiness, describeScore } from './describe-evidence.ts';
import { messageLink, messageWords } from './describe-message.ts';
import { outcomeWords, reviewWords, type TellMoment, workWords } from './describe-progress.ts';

/** `timeZone`: the portal's; without it the zone that the receipt itself was decided in. */
export function describeReceipt(receipt: Receipt, timeZone?: string): string[] {
  const { receiptId, kind, at, playbookVersion, personId, handoffId, erasedAt } = receipt;
  const entry = erasedAt === null ? readReceipt(receipt) : null;
  const zone = timeZone ?? (entry === null ? undefined : evidenceOf(entry)?.inputs.context.timeZone);
  const about = [
    momentWords(at, zone),
    ...(playbookVersion === null ? [] : [`playbook version ${playbookVersion}`]),
    ...(personId === null ? [] : [`person ${personId}`]),
    ...(handoffId === null ? [] : [`handoff ${handoffId}`]),
  ];
  return [
    `#${receiptId} ${kind}, ${about.join(', ')}`,
    ...receiptWords(receipt, (moment) => momentWords(moment, zone)).map((line) => `  ${line}`),
  ];
}

/** What the receipt says, the gist first. Moments that it gives no zone for are told by `moment`. */
export function receiptWords(receipt: Receipt, moment: TellMoment): string[] {
  const { erasedAt, outcome, body } = receipt;
  if (erasedAt !== null) {
    return [`erased on ${moment(erasedAt)}; what stays: ${outcome ?? 'that it happened'}`];
  }
  const entry = readReceipt(receipt);
  if (entry === null) return ['written in a form this program does not know:', JSON.stringify(body)];
  switch (entry.kind) {
    case 'crossing': {
      const { trigger, definition, score, readiness, byHistory, evidence } = entry.body;
      const why = trigger?.words ?? 'every condition of the definition is met';
      return [
        `Ready${byHistory ? ', by history that a backfill loaded' : ''}: ${why}`,
        ...heldWords({ definition, score, readiness, evidence }),
      ];
    }
    case 'refusal':
      return [`Ready, not handed off: ${gateWords(entry.body.gate, readyByOf(entry.body))}`, ...heldWords(entry.body)];
    case 'withdrawal':
      return [withdrawalWords(entry.body), ...heldWords(entry.body)];
    case 'return':
      return describeReturn(entry.body);
    case 'assignment': {
      const { owner, reason, rule, candidates } = entry.body;
      return [
        owner ? `To ${owner.email}: ${reason}` : `To nobody: ${reason}`,
        `Rule: ${rule}`,
        ...describeCandidates(candidates),
      ];
    }
    case 'reassignment': {
      const { from, to, reason, because, by, candidates } = entry.body;
      const why = because === undefined ? '' : `; ${because}`;
      return [`From ${from ?? 'nobody'} to ${to}: ${reason}${why}, by ${by}`, ...describeCandidates(candidates ?? [])];
    }
    case 'alert':
      return [messageWords(entry.body)];
    case 'snooze':
      return [`Put off until ${moment(entry.body.until)} by ${entry.body.by}. ${entry.body.reason ?? ''}`.trimEnd()];
    case 'handoff':
      return [handoffWords(entry.body)];
    case 'review':
      return [reviewWords(entry.body)];
    case 'work':
      return [workWords(entry.body, moment)];
    case 'outcome':
      return [outcomeWords(entry.body, moment)];
    case 'link': {
      const { step, by, contactId } = entry.body;
      return [
        step === 'linked'
          ? `A product user was linked with contact ${contactId} by ${by}`
          : `The product user is no longer linked with contact ${contactId}: undone by ${by}`,
      ];
    }
    case 'restoration': {
      const { workflow, by, undone, outcome, reason } = entry.body;
      const words = outcome === 'restored' ? 'restored by' : `not restored (${reason}), asked for by`;
      return [`The ${workflow} workflow was ${words} ${by}; it differed in:`, ...undone.map((one) => `- ${one}`)];
    }
  }
}

/** The message in Slack that the receipt tells of; null for none. */
export function receiptLink(receipt: Receipt): string | null {
  const entry = receipt.erasedAt === null ? readReceipt(receipt) : null;
  return entry?.kind === 'alert' ? messageLink(entry.body) : null;
}

function heldWords({ definition, score, readiness, evidence }: Partial<Held>): string[] {
  return [
    ...(definition === undefined ? [] : [`Rule: ${definition}`]),
    ...(readiness === undefined ? [] : describeReadiness(readiness, evidence)),
    ...(score === undefined ? [] : describeScore(score, evidence)),
    ...(evidence === undefined ? [] : [...describeLast(evidence, evidence), ...describeFacts(evidence)]),
  ];
}

function describeReturn(body: ReceiptBodies['return']): string[] {
  if (body.step === 'failed') return [`HubSpot did not take the return: ${body.problem}`];
  if (body.step === 'asked') return [`${body.who} was asked whether it goes back: ${body.reasons.join('; ')}`];
  if (body.step === 'kept') return [`Kept by ${body.by}`];
  if (body.step === 'stays') return ['Stays with sales: a deal was opened'];
  if (body.step === 'returned') return [`Back in marketing: ${body.reasons.join('; ')}`];
  const { rule, reasons, mode, score, evidence } = body;
  return [
    `Due back in marketing (${mode}): ${reasons.join('; ')}`,
    ...(rule ? [`Rule: ${rule}`] : []),
    ...heldWords({ score, evidence }),
  ];
}

function gateWords(gate: GateReason, readyBy: ReadyBy | null = null): string {
  return `${gate}, ${gateMeaning(gate, readyBy)}`;
}

function withdrawalWords({ gate, because, continuesAs }: ReceiptBodies['withdrawal']): string {
  if (continuesAs !== undefined) return `Goes on as handoff ${continuesAs}: the same person (${because})`;
  return because === undefined ? `Withdrawn before anybody was told: ${gateWords(gate)}` : `Withdrawn: ${because}`;
}

function handoffWords(body: ReceiptBodies['handoff']): string {
  if (body.step === 'taken up')
    return `Taken up by ${body.by === 'workflow' ? 'the workflow in HubSpot' : 'direct mode'}`;
  if (body.step === 'by hand') return `Handed off by hand by ${body.by}: ${body.reason}`;
  if (body.step === 'not written') return `HubSpot did not take the change: ${body.problem}`;
  return 'The gate was open for two minutes and the workflow in HubSpot had not called';
}

function evidenceOf({ body }: ReceiptEntry): Evidence | undefined {
  return 'evidence' in body ? body.evidence : undefined;
}
