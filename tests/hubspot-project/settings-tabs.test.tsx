import { Checkbox, Form, Input, LoadingSpinner, Select } from '@hubspot/ui-extensions';
import { settingsAnswers as answers } from '../../sandbox/card-preview/gallery/settings-answers.ts';
import {
  buttonNames,
  failing,
  isDisabled,
  openTab,
  press,
  seesText,
  testText,
  textOf,
  trigger,
  until,
} from './render-settings.tsx';

const requestId = expect.stringMatching(/^[\w-]{8,64}$/);

describe('Keys', () => {
  it('are told apart, with when they were used, and which one the environment names', async () => {
    const { page } = await openTab('keys');
    await seesText(page, '9f2c11d0 …');
    expect(textOf(page)).toContain('3 min ago');
    expect(textOf(page)).toContain('From the environment (WRITE_KEY)');
    expect(textOf(page)).toContain('Revoked by taking it out of the environment.');
    expect(textOf(page)).toContain('Revoked 79 days ago');
    expect(buttonNames(page)).toEqual(['Revoke Segment, production', 'Revoke The website', 'Make a key']);
  });

  it('a new one is shown once, and can be copied', async () => {
    const { page, asked, titles } = await openTab('keys', { make: answers.madeKey });
    await until(() => page.find(Select));
    trigger(page.find(Input), 'onInput', ' Segment ');
    trigger(page.find(Select), 'onChange', 'browser');
    await until(() => expect(page.find(Select).props.value).toBe('browser'));
    await press(page, 'Make a key');
    await until(() => expect(titles()).toEqual(['Copy this key now: it is not shown again']));
    expect(asked('make')).toEqual([{ requestId, source: 'browser', name: 'Segment' }]);
    expect(testText(page, 'write-key')).toEqual([answers.madeKey.writeKey]);
    expect(asked('keys')).toHaveLength(2);
  });

  it('whose answer was lost cannot be shown, and says what to do', async () => {
    const { page, titles } = await openTab('keys', { make: { ...answers.madeKey, writeKey: null } });
    await press(page, 'Make a key');
    await until(() => expect(titles()).toEqual(['The key 5d6100ab was made, and cannot be shown again']));
  });

  it('are revoked after a second press, and not after the first', async () => {
    const { page, asked, titles } = await openTab('keys', {
      revoke: answers.revokedKey,
    });
    await press(page, 'Revoke The website');
    await press(page, 'Leave it');
    expect(asked('revoke')).toEqual([]);
    await press(page, 'Revoke The website');
    await press(page, 'Yes, revoke it');
    await until(() => expect(titles()).toEqual(['The key 1b77e3aa is revoked']));
    expect(asked('revoke')).toEqual([{ requestId, keyId: '1b77e3aa' }]);
    expect(textOf(page)).toContain('refused within 30 seconds');
  });
});

describe('an answer that has become old', () => {
  it('stays, and says as of when it is', async () => {
    const { page, titles } = await openTab('keys', {
      keys: [answers.keys, failing('timed out')],
      revoke: answers.revokedKey,
    });
    await press(page, 'Revoke The website');
    await press(page, 'Yes, revoke it');
    await until(() => expect(titles()).toContain('Not up to date: as of 10:00:00'));
    expect(textOf(page)).toContain('Segment, production');
  });
});

describe('People and history', () => {
  it('says who may, by whom and since when; the owner grants it and takes it back', async () => {
    const done = { status: 'done', email: 'tom@acme.test' };
    const { page, asked } = await openTab('people', { grant: done, 'take-back': done });
    await seesText(page, 'ops@acme.test, Sun 10:00 Berlin');
    trigger(page.find(Input), 'onInput', 'Tom@acme.test');
    await until(() => expect(page.find(Input).props.value).toBe('Tom@acme.test'));
    trigger(page.find(Form), 'onSubmit');
    await until(() => expect(asked('grant')).toEqual([{ requestId, email: 'tom@acme.test' }]));
    await press(page, 'Take back from nina@acme.test');
    await press(page, 'Yes, take it back');
    await until(() => expect(asked('take-back')).toEqual([{ requestId, email: 'nina@acme.test' }]));
    await until(() => expect(asked('people')).toHaveLength(3));
  });

  it('nothing is taken back from whoever installed the app: they are the owner', async () => {
    const [first, , granted] = answers.people.people;
    const installed = { ...first!, by: 'installed the app', at: 5 };
    const { page } = await openTab('people', { people: { ...answers.people, people: [installed, granted!] } });
    await seesText(page, 'installed the app');
    expect(buttonNames(page).filter((name) => name.startsWith('Take back'))).toEqual(['Take back from nina@acme.test']);
  });

  it('an editor sees who may, and grants nothing', async () => {
    const you = { email: 'second@acme.test', role: 'editor', readOnly: null };
    const { page } = await openTab('people', { people: { ...answers.people, you } });
    await seesText(page, 'named in ADMIN_EMAILS');
    expect(page.findAll(Input)).toEqual([]);
    expect(buttonNames(page)).toEqual(['Show version 4']);
  });

  it('goes through the history page by page', async () => {
    const older = { ...answers.people, history: answers.people.history.slice(4), before: null };
    const { page, calls } = await openTab('people', { people: [{ ...answers.people, before: '12.4' }, older] });
    await press(page, 'Older');
    await until(() => expect(calls.at(-1)?.url).toContain('/app/settings/people?before=12.4'));
    await until(() => expect(textOf(page)).not.toContain('Sent a test message'));
    await press(page, 'Newer');
    await until(() => expect(calls.at(-1)?.url).toMatch(/\/people$/));
  });

  it('shows a version with what it changed, and puts its text into the draft', async () => {
    const checked = { status: 'checked', checked: answers.playbook.checked };
    const old = { ...answers.version, playbook: { ...answers.version.playbook, source: 'the old text' } };
    const { page, asked } = await openTab('people', { version: old, check: checked });
    await press(page, 'Show version 4');
    await seesText(page, 'AND zo_company_active_users >= 3');
    await press(page, 'Put this text into the draft');
    await seesText(page, 'Changed, no mistakes');
    expect(asked('check')).toEqual([{ source: 'the old text' }]);
  });
});

describe('HubSpot', () => {
  it('is asked for again while it is being read', async () => {
    const { page, asked } = await openTab('hubspot', { hubspot: [answers.reading, answers.hubspot] });
    await until(() => expect(page.find(LoadingSpinner).props.label).toBe('Reading what HubSpot has'));
    await seesText(page, '4 things to look at; 31 things are as they should be.');
    expect(asked('hubspot').length).toBeGreaterThan(1);
  });

  it('tells what going live would do, and does it after a second press', async () => {
    const done = {
      status: 'done',
      created: 2,
      changed: 1,
      switchedOn: 1,
      asWanted: 31,
      refused: [],
      leftAlone: [],
      notes: [],
    };
    const { page, asked, titles } = await openTab('hubspot', {
      hubspot: [answers.hubspot, answers.live],
      provision: { ...done, liveSince: 5, mode: 'workflow' },
    });
    await seesText(page, '38 contacts meet the definition in HubSpot now, 41 of ours. None of them is alerted');
    await seesText(page, 'Then the workflow "Zo | SQL handoff" is switched on; being switched on enrols nobody.');
    await press(page, 'Go live');
    expect(asked('provision')).toEqual([]);
    await press(page, 'Yes, go live');
    await until(() => expect(titles()).toContain('HubSpot is as the playbook needs it, and live'));
    expect(asked('provision')).toEqual([{ requestId, goLive: true, force: [] }]);
    await seesText(page, '2 created, 1 changed, 1 switched on, 31 as they should be.');
    await seesText(page, 'in workflow mode');
  });

  it('applies the plan, and overwrites only what somebody ticked', async () => {
    const { page, asked } = await openTab('hubspot', {
      provision: { status: 'refused', reason: 'HubSpot answered 502' },
    });
    await seesText(page, 'somebody deleted it; it is made again');
    trigger(page.find(Checkbox), 'onChange', true);
    await press(page, 'Provision HubSpot (4 changes)');
    await until(() =>
      expect(asked('provision')).toEqual([{ requestId, goLive: false, force: ['Zo | One condition away'] }]),
    );
    await seesText(page, 'HubSpot answered 502.');
  });

  it('that cannot be read, or cannot be applied, says why', async () => {
    const away = await openTab('hubspot', { hubspot: answers.hubspotAway });
    await until(() => expect(away.titles()).toContain('HubSpot could not be read'));
    const refused = await openTab('hubspot', { hubspot: answers.refusals });
    await seesText(refused.page, 'did you mean lee@acme.test?');
    expect(isDisabled(refused.page, 'Provision HubSpot (3 changes)')).toBe(true);
    expect(isDisabled(refused.page, 'Go live')).toBe(true);
  });

  it('shows what differs in words, who else writes, and restores after a second press', async () => {
    const { page, asked, titles } = await openTab('hubspot', {
      hubspot: answers.live,
      restore: { status: 'done', undone: ['HubSpot asks for zo_pql_score >= 40'] },
      drift: { status: 'looked', drift: answers.live.drift },
    });
    await seesText(page, 'HubSpot asks for zo_pql_score >= 40, the playbook for zo_pql_score >= 50');
    expect(titles()).toContain('workflow "Scoring" writes zo_pql_score too');
    await press(page, 'Restore Zo | SQL handoff');
    await press(page, 'Yes, restore it');
    await until(() => expect(titles()).toContain('Restored'));
    expect(asked('restore')).toEqual([{ requestId, workflow: 'handoff' }]);
    await press(page, 'Look now');
    await until(() => expect(asked('drift')).toEqual([{}]));
  });
});
