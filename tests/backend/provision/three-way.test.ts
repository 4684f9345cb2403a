import {
  judgeParts,
  type Kept,
  keptAfter,
  keptWhileWriting,
  type Parts,
} from '../../../backend/provision/three-way.ts';

const isSame = (part: string, ours: Parts, live: Parts) => (ours[part] ?? null) === (live[part] ?? null);
const kept = (change: Partial<Kept> = {}): Kept => ({
  id: '7',
  sent: { label: 'first' },
  returned: { label: 'first' },
  pending: null,
  ...change,
});
const judged = (known: Kept | null, live: string | null, wanted: string) =>
  judgeParts({ kept: known, live: { label: live }, wanted: { label: wanted } }, isSame).get('label');

describe('a part of what we made', () => {
  it.each<[string, Kept | null, string | null, string, string]>([
    ['is what the playbook wants', kept(), 'first', 'first', 'as wanted'],
    ['is what the playbook wants, whoever wrote it', null, 'first', 'first', 'as wanted'],
    ['is what we wrote, and the playbook has moved on', kept(), 'first', 'second', 'outdated'],
    ['is neither what we wrote nor what is wanted', kept(), 'theirs', 'first', 'by hand'],
    ['was changed by somebody while the playbook moved on', kept(), 'theirs', 'second', 'by hand'],
    ['was changed by somebody to what the playbook wants now', kept(), 'second', 'second', 'as wanted'],
    ['was there before us', null, 'theirs', 'first', 'by hand'],
    ['is missing and never was there', null, null, 'first', 'outdated'],
    ['is missing since the playbook wants it', kept({ sent: {}, returned: {} }), null, 'first', 'outdated'],
    ['was taken away by somebody', kept(), null, 'first', 'by hand'],
    ['is what HubSpot made of it', kept({ returned: { label: 'First' } }), 'First', 'first', 'kept differently'],
    ['is what HubSpot made of an older wish', kept({ returned: { label: 'First' } }), 'First', 'second', 'outdated'],
    [
      'was written by a run that died, for an older wish',
      kept({ pending: { label: 'dying' } }),
      'dying',
      'second',
      'outdated',
    ],
    ['was not reached by a run that died', kept({ pending: { label: 'dying' } }), 'first', 'second', 'outdated'],
    [
      'was changed by somebody after a run that died',
      kept({ pending: { label: 'dying' } }),
      'theirs',
      'second',
      'by hand',
    ],
  ])('%s', (_what, known, live, wanted, verdict) => {
    expect(judged(known, live, wanted)).toBe(verdict);
  });

  it('is still known for ours after two runs that died one after the other', () => {
    const first = keptWhileWriting(kept(), { sent: { label: 'second' }, ours: { label: 'first' } });
    // It reached HubSpot; the next run, for a third wish, takes it for ours and dies before its own write.
    expect(judged(first, 'second', 'third')).toBe('outdated');
    const second = keptWhileWriting(first, { sent: { label: 'third' }, ours: { label: 'second' } });
    expect(judged(second, 'second', 'fourth')).toBe('outdated');
    expect(judged(second, 'third', 'fourth')).toBe('outdated');
  });

  it('that was left alone stays known as it was when others are written', () => {
    const before = kept({ sent: { label: 'a', group: 'g' }, returned: { label: 'a', group: 'g' } });
    expect(keptAfter(before, { id: '7', sent: { group: 'h' }, returned: { group: 'h' } })).toEqual({
      id: '7',
      sent: { label: 'a', group: 'h' },
      returned: { label: 'a', group: 'h' },
      pending: null,
    });
  });
});
