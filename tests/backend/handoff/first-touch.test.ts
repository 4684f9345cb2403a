import fc from 'fast-check';
import { firstHumanTouch, type Touch } from '../../../backend/handoff/first-touch.ts';
import { absentContact, type Engagement, noEngagement } from '../../../backend/handoff/hubspot-facts.ts';

const minute = 60_000;
const handedOffAt = Date.parse('2026-05-12T10:00:00Z');
const since = (minutes: number) => handedOffAt + minutes * minute;
const now = since(60);
const handoff = { handedOffAt, contactedNotesAtHandoff: 2, ownerId: '7' };

type Seen = Partial<Engagement> & { ownerId?: string | null; contactedNotes?: number };
const factsOf = ({ ownerId = '7', contactedNotes = 2, ...engagement }: Seen) => ({
  ...absentContact,
  ownerId,
  contactedNotes,
  engagement: { ...noEngagement, ...engagement },
});
const touchOf = (seen: Seen) => firstHumanTouch(factsOf(seen), handoff, now);

describe('the first human touch after a handoff', () => {
  const first = (type: string | null, minutes: number): Seen => ({
    ownerFirstAt: since(minutes),
    ownerFirstType: type,
  });
  const grown = (minutes: number, more: Seen = {}): Seen => ({
    contactedNotes: 3,
    lastContactedAt: since(minutes),
    ...more,
  });
  const owners = (kind: Touch['kind'], minutes: number): Touch => ({ at: since(minutes), by: 'owner', kind });
  const somebodys = (kind: Touch['kind'], minutes: number): Touch => ({ at: since(minutes), by: 'somebody', kind });

  it.each<[string, Seen, Touch | null]>([
    ['nobody’s when nothing happened', {}, null],
    ['the owner’s call', first('CALL', 5), owners('call', 5)],
    ['the owner’s meeting', first('MEETING_EVENT', 5), owners('meeting', 5)],
    ['the owner’s meeting to come, now', first('MEETING_EVENT', 600), owners('meeting', 60)],
    ['the owner’s e-mail', first('EMAIL', 5), owners('e-mail', 5)],
    ['the owner’s message', first('CONVERSATION_SESSION', 5), owners('message', 5)],
    ['what the owner did in a way HubSpot will have a name for', first('PIGEON', 5), owners('contact', 5)],
    [
      'somebody’s, when the contact has another owner by now',
      { ...first('CALL', 5), ownerId: '8' },
      somebodys('call', 5),
    ],
    ['not the owner’s task', first('TASK', 5), null],
    ['not one HubSpot does not name', first(null, 5), null],
    ['not the owner’s call before the handoff', first('CALL', -5), null],
    ['somebody’s call, of which HubSpot says only when', grown(5), somebodys('contact', 5)],
    ['somebody’s after the owner’s task', grown(9, first('TASK', 5)), somebodys('contact', 9)],
    ['the owner’s before a later contact', grown(9, first('CALL', 5)), owners('call', 5)],
    ['a meeting that somebody held', grown(5, { meetingAt: since(5) }), somebodys('meeting', 5)],
    ['a meeting that somebody booked, now', grown(600, { meetingAt: since(600) }), somebodys('meeting', 60)],
    ['a last contact to come, which only a meeting can be', grown(600), somebodys('meeting', 60)],
    ['not a meeting that was booked before the handoff', { meetingAt: since(600), lastContactedAt: since(600) }, null],
    ['not a contact before the handoff that HubSpot counted late', grown(-5), null],
    ['not a count without a moment', { contactedNotes: 3 }, null],
    ['not a moment without a count: a note or a task', { lastContactedAt: since(5) }, null],
    [
      'not what a sequence sends in the owner’s name',
      grown(5, { ...first('EMAIL', 5), sequenceSince: since(5), isInSequence: true }),
      null,
    ],
    ['not what a sequence sends in somebody’s name', grown(5, { sequenceSince: since(4), isInSequence: true }), null],
    ['not what a sequence sent that is over', grown(5, { sequenceSince: since(4) }), null],
    [
      'not what a sequence of before the handoff still sends',
      grown(5, { sequenceSince: since(-99), isInSequence: true }),
      null,
    ],
    [
      'somebody’s long after a sequence that was over at the handoff',
      grown(5, { sequenceSince: since(-99) }),
      somebodys('contact', 5),
    ],
    [
      'the owner’s e-mail before they began a sequence',
      grown(9, { ...first('EMAIL', 5), sequenceSince: since(8), isInSequence: true }),
      owners('e-mail', 5),
    ],
    [
      'the owner’s call beside a sequence',
      grown(9, { ...first('CALL', 5), sequenceSince: since(3), isInSequence: true }),
      owners('call', 5),
    ],
    [
      'a meeting beside a sequence',
      grown(600, { sequenceSince: since(3), isInSequence: true, meetingAt: since(600) }),
      somebodys('meeting', 60),
    ],
  ])('is %s', (_what, seen, expected) => {
    expect(touchOf(seen)).toEqual(expected);
  });

  it('is the owner’s where a handoff and its contact have none', () => {
    const seen = { ...first('CALL', 5), ownerId: null };
    expect(firstHumanTouch(factsOf(seen), { ...handoff, ownerId: null }, now)).toEqual(owners('call', 5));
  });

  it('is never before the handoff nor in the future', () => {
    const moment = fc.option(fc.integer({ min: -90, max: 90 }).map(since), { nil: null });
    const seen = fc.record({
      ownerId: fc.constantFrom('7', '8', null),
      contactedNotes: fc.integer({ min: 0, max: 4 }),
      lastContactedAt: moment,
      ownerFirstAt: moment,
      ownerFirstType: fc.constantFrom('CALL', 'EMAIL', 'TASK', 'MEETING_EVENT', null),
      meetingAt: moment,
      sequenceSince: moment,
      isInSequence: fc.boolean(),
    });
    fc.assert(
      fc.property(seen, (values) => {
        const at = touchOf(values)?.at ?? now;
        expect([at >= handedOffAt, at <= now]).toEqual([true, true]);
      }),
    );
  });

  it('is nobody’s however many e-mails a sequence sends', () => {
    const minutes = fc.integer({ min: 0, max: 29 });
    fc.assert(
      fc.property(minutes, minutes, minutes, fc.nat(9), fc.boolean(), (began, first, last, sent, isInSequence) => {
        const seen: Seen = {
          contactedNotes: 2 + sent,
          sequenceSince: since(began),
          ownerFirstAt: since(began + first),
          ownerFirstType: 'EMAIL',
          lastContactedAt: since(began + first + (last % 2)),
          isInSequence,
        };
        expect(touchOf(seen)).toBeNull();
      }),
    );
  });
});
