import { foreignWrite, isSameValue, type Ours } from '../../../backend/drift/foreign-writes.ts';
import { nameWriter } from '../../../backend/drift/name-writer.ts';
import { noteWriters, type SeenWrite } from '../../../backend/drift/note-writers.ts';
import type { PropertyVersion } from '../../../backend/hubspot/read-history.ts';

const dayMs = 86_400_000;
let at = 0;

function wrote(value: string, sourceType: string, sourceId: string | null = null, more: Partial<PropertyVersion> = {}) {
  at += 1_000;
  return { value, at, sourceType, sourceId, sourceLabel: null, userId: null, ...more };
}

const ours: Ours = { appId: 1001, flowIds: ['7'] };
const nameless: Ours = { appId: null, flowIds: ['7'] };
const score = (history: PropertyVersion[], who = ours) => foreignWrite('zo_pql_score', history, '65', who)?.value;

describe('who wrote a property of ours last', () => {
  it.each<[string, PropertyVersion[], string | undefined]>([
    ['our app', [wrote('10', 'CRM_UI', 'userId:5'), wrote('65', 'INTEGRATION', '1001')], undefined],
    ['a person', [wrote('65', 'INTEGRATION', '1001'), wrote('10', 'CRM_UI', 'userId:5')], '10'],
    ['another app', [wrote('65', 'INTEGRATION', '1001'), wrote('10', 'INTEGRATION', '999')], '10'],
    ['another workflow', [wrote('65', 'INTEGRATION', '1001'), wrote('1', 'AUTOMATION_PLATFORM', 'flowId:8')], '1'],
    ['our workflow', [wrote('1', 'AUTOMATION_PLATFORM', 'enrollmentId:3;flowId:7')], undefined],
    ['an import', [wrote('65', 'INTEGRATION', '1001'), wrote('1', 'IMPORT', '12')], '1'],
    ['a merge of contacts', [wrote('65', 'INTEGRATION', '1001'), wrote('1', 'MERGE_OBJECTS')], undefined],
    ['nobody', [], undefined],
  ])('%s', (_who, history, value) => {
    expect(score(history)).toBe(value);
  });

  it('without its own id our app is known by the value we know we wrote', () => {
    const byUs = wrote('65', 'INTEGRATION', '55');
    expect(score([byUs, wrote('66', 'INTEGRATION', '55')], nameless)).toBeUndefined();
    expect(score([byUs, wrote('66', 'INTEGRATION', '999')], nameless)).toBe('66');
    expect(score([wrote('66', 'INTEGRATION', '999')], nameless)).toBeUndefined();
  });

  it('what our workflow sets is taken for ours where HubSpot does not say which workflow it was', () => {
    const unnamed = [wrote('2026-01-01T00:00:00Z', 'AUTOMATION_PLATFORM', 'enrollmentId:3')];
    expect(foreignWrite('zo_handoff_at', unnamed, '', ours)).toBeNull();
    expect(foreignWrite('zo_pql_score', unnamed, '', ours)).not.toBeNull();
  });

  it.each([
    ['zo_pql_score', '65.0', '65', true],
    ['zo_pql_score', '65.5', '65', false],
    ['zo_pql_score', '', '0', false],
    ['zo_activated_at', '1764000000000', '2025-11-24T16:00:00.000Z', true],
    ['zo_activated_at', '2025-11-24T16:00:00Z', '2025-11-24T16:00:00.000Z', true],
    ['zo_activated_at', '2025-11-24T16:00:01Z', '2025-11-24T16:00:00.000Z', false],
    ['zo_plan', '1.0', '1', false],
    ['zo_plan', '', 'free', false],
    ['zo_score_receipt', '+25: activated\r\nScore 25', '+25: activated\nScore 25\n', true],
    ['zo_score_receipt', '+25: activated Score 25', '+25: activated\nScore 25', false],
  ])('of %s, %j is %j: %s', (property, live, written, isSame) => {
    expect(isSameValue(property, live, written)).toBe(isSame);
  });
});

it.each<[PropertyVersion, string]>([
  [wrote('', 'CRM_UI', 'userId:501'), 'user 501 (maria@acme.test)'],
  [wrote('', 'CRM_UI', null, { userId: '9' }), 'user 9'],
  [wrote('', 'AUTOMATION_PLATFORM', 'enrollmentId:1;flowId:8'), 'workflow "Scoring"'],
  [wrote('', 'AUTOMATION_PLATFORM', 'enrollmentId:1;flowId:9'), 'workflow 9'],
  [wrote('', 'AUTOMATION_PLATFORM', 'enrollmentId:1'), 'a workflow'],
  [wrote('', 'INTEGRATION', '999', { sourceLabel: 'Scorer' }), 'integration 999 (Scorer)'],
  [wrote('', 'IMPORT', '12'), 'import 12'],
  [wrote('', 'SOMETHING_NEW'), 'something new'],
  [wrote('', 'FORM', 'submission-7', { sourceLabel: 'Trial' }), 'form (Trial)'],
])('%j is named', (version, name) => {
  const users = new Map([['501', 'maria@acme.test']]);
  expect(nameWriter(version, { users, workflows: new Map([['8', 'Scoring']]) })).toBe(name);
});

describe('another writer', () => {
  const seen: SeenWrite = {
    object: 'contact',
    property: 'zo_pql_score',
    writer: 'workflow "Scoring"',
    example: { recordId: '501', theirs: '10', ours: '65', at: 5 },
  };

  it('is told once, and stands until none of it is seen for a week', () => {
    const first = noteWriters([], [seen, { ...seen, example: { ...seen.example, recordId: '502' } }], 1_000);
    expect(first.notes.map(({ key }) => key)).toEqual(['writer:workflow "Scoring":1000']);
    expect(first.raise[0]?.message).toBe(
      'workflow "Scoring" writes zo_pql_score on contacts, which only Zo should write: on contact 502 it wrote "10" over our "65". Our value is written back at most once a day per record.',
    );
    const later = noteWriters(first.writers, [seen], 2_000);
    expect(later.notes.map(({ key }) => key)).toEqual(first.notes.map(({ key }) => key));
    const quiet = noteWriters(later.writers, [], 2_000 + 6 * dayMs);
    expect(quiet).toMatchObject({ clear: [], raise: [], notes: [], writers: [{ firstSeenAt: 1_000 }] });
    expect(noteWriters(later.writers, [], 2_000 + 7 * dayMs)).toMatchObject({
      clear: ['writer:contact:zo_pql_score:workflow "Scoring"'],
      writers: [],
    });
  });

  it('on another property is another alarm, and in the same look the same note', () => {
    const { raise, notes, writers } = noteWriters([], [seen, { ...seen, property: 'zo_plan' }], 1_000);
    expect(raise.map(({ key }) => key)).toHaveLength(2);
    expect(notes).toMatchObject([
      {
        headline: 'workflow "Scoring" writes zo_pql_score and 1 more property, which only Zo should write',
        lines: [
          expect.stringContaining('written back'),
          expect.stringMatching(/^zo_pql_score: /),
          expect.stringMatching(/^zo_plan: /),
        ],
      },
    ]);
    const later = noteWriters(writers, [seen, { ...seen, property: 'zo_user_id' }], 2_000);
    expect(later.notes.map(({ key }) => key)).toEqual([
      'writer:workflow "Scoring":1000',
      'writer:workflow "Scoring":2000',
    ]);
  });

  it('is remembered within bounds, however many there are and however much they write', () => {
    const many = Array.from({ length: 150 }, (_, index) => ({
      ...seen,
      writer: `import ${index}`,
      example: { ...seen.example, theirs: 'x'.repeat(60_000) },
    }));
    const first = noteWriters([], many.slice(0, 75), 1_000);
    const second = noteWriters(first.writers, many.slice(75), 2_000);
    expect(second.writers).toHaveLength(100);
    expect(second.raise).toHaveLength(75);
    expect(second.clear).toHaveLength(50);
    expect(JSON.stringify(second.writers).length).toBeLessThan(100_000);
  });
});
