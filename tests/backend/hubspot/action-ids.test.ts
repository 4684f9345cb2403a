import { chooseActionIds, parseActionIds, readActionTypes } from '../../../backend/hubspot/action-ids.ts';

const id = (definitionId: string, version = 1) => ({ definitionId, version });

describe('the ids of our workflow actions', () => {
  it('are read from the setting', () => {
    expect(parseActionIds('compute-pql-score=123:4, assign-owner=1-124:1,')).toEqual({
      ids: { 'compute-pql-score': id('123', 4), 'assign-owner': id('124', 1) },
      problems: [],
    });
  });

  it('are read as the project spells the actions, too', () => {
    expect(parseActionIds('zo_send_slack_handoff=9:2').ids).toEqual({ 'send-slack-handoff': id('9', 2) });
  });

  it.each([
    ['assign-owner=124', '"assign-owner=124" is not of the form name=ID:VERSION'],
    ['assign-ownr=124:1', expect.stringContaining('"assign-ownr" is none of compute-pql-score')],
  ])('names the mistake in %s', (text, problem) => {
    expect(parseActionIds(text).problems).toEqual([problem]);
  });

  it('come from the first place that knows them', () => {
    const found = chooseActionIds({
      setting: { 'compute-pql-score': id('1') },
      listed: { 'compute-pql-score': id('2'), 'assign-owner': id('2') },
      learned: { 'assign-owner': id('3'), 'send-slack-handoff': id('3') },
    });
    expect(found).toEqual({
      ids: { 'compute-pql-score': id('1'), 'assign-owner': id('2'), 'send-slack-handoff': id('3') },
      from: {
        'compute-pql-score': 'setting HUBSPOT_ACTION_IDS',
        'assign-owner': 'flows/action-types',
        'send-slack-handoff': 'learned from a signed call',
      },
      missing: ['return-to-marketing'],
    });
  });

  it('are recognised in the list of action types by the uid of their definition', () => {
    expect(
      readActionTypes([
        { id: '0-5', version: 0, uid: 'set_property' },
        { id: '1-77', version: 3, uid: 'zo_assign_owner' },
      ]),
    ).toEqual({ 'assign-owner': id('77', 3) });
  });
});
