import { handoffToActOn, isOfOneBefore, withEnrolment } from '../../../../backend/handoff/actions/action-handoff.ts';
import { eraseHandoff } from '../../../../backend/handoff/erase-handoff.ts';
import type { Handoff } from '../../../../backend/handoff/handoff.ts';
import { reviveHandoff } from '../../../../backend/handoff/revive-handoff.ts';
import {
  alertedHandoff,
  hourMs,
  now,
  portalState,
  previousDecision,
  waitingHandoff,
} from '../../../support/handoffs.ts';
import { handoffContext } from '../../../support/wakes.ts';

const won = (enrolments: string[]) => alertedHandoff({ status: 'won', closedAt: now, enrolments });
const ended = (newest: Handoff | null) => handoffContext({ handoff: null, newest, decision: previousDecision() });
const ours = { handoff: { flowId: '91', live: true }, return: null };
const actOn = (context: ReturnType<typeof handoffContext>, enrolmentId: string | null, workflowId = '90', at = now) =>
  handoffToActOn(context, portalState({ workflows: ours }), { enrolmentId, workflowId }, at);

describe('a call of a workflow', () => {
  it('acts on the open handoff, which keeps whose enrolment it was', () => {
    const handoff = waitingHandoff();
    expect(actOn(handoffContext({ handoff }), '7')).toEqual({ ...handoff, enrolments: ['7'] });
    expect(actOn(handoffContext({ handoff }), null)).toBe(handoff);
  });

  it('acts on the open handoff also when its enrolment acted on one before', () => {
    const handoff = waitingHandoff({ enrolments: ['7'] });
    expect(actOn(handoffContext({ handoff }), '7')).toBe(handoff);
  });

  it.each([
    ['there never was one', null, '7'],
    ['another enrolment acted on the last one', won(['6']), '7'],
    ['HubSpot does not say whose it is', won(['7']), null],
  ])('opens a handoff when %s', (_when, newest, enrolmentId) => {
    expect(actOn(ended(newest), enrolmentId)).toMatchObject({
      handoffId: 6,
      origin: 'action',
      enrolments: enrolmentId === null ? [] : [enrolmentId],
    });
  });

  it('opens none when what its enrolment acted on has ended', () => {
    const newHandoffId = () => {
      throw new Error('no handoff is to be opened');
    };
    expect(actOn({ ...ended(won(['6', '7'])), newHandoffId }, '7')).toBe('ended');
  });

  describe('whose handoff was withdrawn while HubSpot began to enrol', () => {
    const withdrawn = (change: Partial<Handoff> = {}) =>
      ended(waitingHandoff({ status: 'withdrawn', closedAt: now - hourMs / 2, ...change }));

    it('opens none in our own workflow', () => {
      expect(actOn(withdrawn(), '7', '91')).toBe('ended');
    });

    it('opens none either where another handoff of the person has the last word', () => {
      const context = withdrawn();
      const [newest, before] = [won(['6']), context.newest!];
      expect(actOn({ ...context, newest, handoffs: [before, newest] }, '7', '91')).toBe('ended');
    });

    it.each([
      ["in somebody's own workflow", withdrawn(), '90', now],
      ['when it had been called before', withdrawn({ firstCallAt: now - hourMs }), '91', now],
      ['when no workflow had it', withdrawn({ origin: 'by hand' }), '91', now],
      ['an hour later', withdrawn(), '91', now + hourMs],
    ])('opens one %s', (_where, context, workflowId, at) => {
      expect(actOn(context, '7', workflowId, at)).toMatchObject({ handoffId: 6, origin: 'action' });
    });
  });

  it('finds nothing to act on where nothing is known of the product', () => {
    expect(actOn(handoffContext({ handoff: null, newest: null }), '7')).toBeNull();
  });
});

describe('a call that would end the open handoff', () => {
  const handoff = alertedHandoff({ handoffId: 6, openedAt: now, enrolments: ['8'] });
  const isBefore = (before: Handoff, enrolmentId: string | null) =>
    isOfOneBefore(handoff, { handoffs: [handoff, before] }, enrolmentId);

  it('is of one before where its enrolment acted on that one alone, and that had ended', () => {
    expect(isBefore(won(['7']), '7')).toBe(true);
  });

  it.each([
    ['it acted on the open one, too', won(['7', '8']), '8'],
    ['it acted on none', won(['7']), '9'],
    ['HubSpot does not say whose it is', won(['7']), null],
    ['the one before goes on as the open one', { ...won(['7']), status: 'withdrawn', closedAt: now + 1 } as const, '7'],
  ])('is not where %s', (_when, before, enrolmentId) => {
    expect(isBefore(before, enrolmentId)).toBe(false);
  });
});

describe('the enrolments of a handoff', () => {
  it('are the newest twenty, each once', () => {
    const ids = Array.from({ length: 25 }, (_, index) => String(index));
    const handoff = [...ids, '24', '10'].reduce(withEnrolment, waitingHandoff());
    expect(handoff.enrolments).toEqual(ids.slice(5));
  });

  it('are none in what an earlier version stored, and go when the person is erased', () => {
    const { enrolments: _, ...stored } = waitingHandoff();
    expect(reviveHandoff(stored).enrolments).toEqual([]);
    expect(eraseHandoff(won(['7']), now).enrolments).toEqual([]);
  });
});
