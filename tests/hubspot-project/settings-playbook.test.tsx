import { Alert, Input, MultiSelect, Select, TableHeader, TextArea } from '@hubspot/ui-extensions';
import { settingsAnswers as answers } from '../../sandbox/card-preview/gallery/settings-answers.ts';
import { acmeText } from '../../sandbox/card-preview/gallery/settings-playbook-answers.ts';
import {
  type Asked,
  answerSettings,
  buttonNames,
  choose,
  failing,
  isDisabled,
  later,
  press,
  renderSettings,
  type SettingsRenderer,
  seesText,
  testText,
  textOf,
  trigger,
  until,
} from './render-settings.tsx';

const editsOf = (calls: Asked[]) => calls.filter(({ name }) => name === 'edit').map(({ body }) => body?.edits);
const inputNamed = (page: SettingsRenderer, name: string) => page.find(Input, { name });

describe('signals', () => {
  it('show what arrives, and of what does not the event that was probably meant, one press away', async () => {
    const calls = answerSettings({ edit: answers.edited });
    const page = renderSettings();
    await seesText(page, 'Onboarding Completed has not arrived');
    await seesText(page, 'Onboarding Complete has, 312 this week');
    await seesText(page, 'Integration Connected: 12 last week');
    await press(page, 'Use Onboarding Complete');
    await until(() =>
      expect(editsOf(calls)).toEqual([[{ kind: 'signal', name: 'activated', events: ['Onboarding Complete'] }]]),
    );
    expect(calls.find(({ name }) => name === 'edit')?.body?.source).toBe(acmeText);
  });

  it('are made from events that arrived', async () => {
    const calls = answerSettings({ edit: answers.edited });
    const page = renderSettings();
    await seesText(page, 'Events seen');
    const options = page.find(MultiSelect, { name: 'events of the new signal' }).props.options;
    expect(options.slice(0, 2)).toEqual([
      { label: 'page / - 5,020 this week', value: 'page /' },
      { label: 'Report Created - 1,204 this week', value: 'Report Created' },
    ]);
    trigger(inputNamed(page, 'new signal'), 'onInput', 'exported');
    trigger(page.find(MultiSelect, { name: 'events of the new signal' }), 'onChange', ['Report Exported']);
    await press(page, 'Add signal');
    await until(() =>
      expect(editsOf(calls)).toEqual([[{ kind: 'signal', name: 'exported', events: ['Report Exported'] }]]),
    );
  });

  it('events seen are searched and sorted', async () => {
    answerSettings();
    const page = renderSettings();
    await seesText(page, 'Signed Up');
    const sorted = page.findAll(TableHeader).find((header) => header.text === 'Last week');
    trigger(sorted!, 'onSortChange', 'descending');
    await until(() =>
      expect(page.findAll(TableHeader).find((header) => header.text === 'Last week')?.props.sortDirection).toBe(
        'descending',
      ),
    );
  });
});

describe('the score and the definition', () => {
  it('are checked while they are written', async () => {
    const calls = answerSettings({ edit: answers.edited });
    const page = renderSettings();
    await choose(page, 'score');
    await seesText(page, 'The highest possible score is 85.');
    trigger(inputNamed(page, 'score line 1'), 'onInput', '+20 when activated');
    await until(() =>
      expect(editsOf(calls)).toEqual([
        [{ kind: 'list', path: 'score', items: ['+20 when activated', ...lines.slice(1)] }],
      ]),
    );
    await choose(page, 'definition');
    await until(() => expect(page.find(TextArea).props.value).toContain('A free user becomes an SQL'));
    expect(testText(page, 'canonical')).toEqual([answers.playbook.checked.understood.sentence]);
    trigger(page.find(TextArea), 'onInput', 'A free user becomes an SQL when zo_pql_score >= 30');
    await until(() =>
      expect(editsOf(calls)[1]).toEqual([
        { kind: 'definition', text: 'A free user becomes an SQL when zo_pql_score >= 30' },
      ]),
    );
  });

  it('what was typed and not checked yet is not lost when another part is chosen', async () => {
    const calls = answerSettings({ edit: answers.edited });
    const page = renderSettings();
    await choose(page, 'after');
    await until(() => inputNamed(page, 'cooldown'));
    trigger(inputNamed(page, 'cooldown'), 'onInput', '45 days');
    await choose(page, 'text');
    await until(() => expect(editsOf(calls)).toEqual([[{ kind: 'value', path: 'cooldown', value: '45 days' }]]));
  });

  it('a line is added and removed', async () => {
    const calls = answerSettings({ edit: answers.edited });
    const page = renderSettings();
    await choose(page, 'score');
    await press(page, 'Remove line 5');
    await until(() => expect(editsOf(calls)).toEqual([[{ kind: 'list', path: 'score', items: lines.slice(0, 4) }]]));
    await seesText(page, 'Changed, no mistakes');
    trigger(inputNamed(page, 'new score line'), 'onInput', '+1 when activated');
    await press(page, 'Add line');
    await until(() =>
      expect(editsOf(calls)[1]).toEqual([
        { kind: 'list', path: 'score', items: ['+20 when activated', ...lines.slice(1), '+1 when activated'] },
      ]),
    );
  });
});

const lines = answers.playbook.checked.form.score;

describe('mistakes', () => {
  it('have line and column, the line itself, and stand at their field', async () => {
    answerSettings({ playbook: answers.wrong });
    const page = renderSettings();
    await until(() => expect(page.find(Alert).props.title).toBe('2 mistakes'));
    expect(testText(page, 'problem')).toEqual([
      expect.stringMatching(/Line 8, column 14:\s+There is no signal "activatd"/),
      expect.stringMatching(/Line 24, column 19:\s+This is not a working time/),
    ]);
    expect(textOf(page)).toMatch(/- \+25 when\s+activatd/);
    await seesText(page, '2 mistakes, the first in line 8, column 14');
    await choose(page, 'score');
    await until(() => expect(inputNamed(page, 'score line 1').props.error).toBe(true));
    expect(inputNamed(page, 'score line 1').props.validationMessage).toBe(
      'There is no signal "activatd". Did you mean activated? (line 8, column 14)',
    );
    expect(inputNamed(page, 'score line 2').props.error).toBe(false);
  });

  it('are mended with one press where it is clear what was meant', async () => {
    const fixed = { status: 'checked', checked: answers.playbook.checked };
    const calls = answerSettings({ playbook: answers.wrong, check: fixed });
    const page = renderSettings();
    await press(page, 'Write activated instead');
    await until(() => expect(calls.find(({ name }) => name === 'check')).toBeDefined());
    expect(calls.find(({ name }) => name === 'check')?.body?.source).toBe(
      answers.wrong.source.replace('when activatd', 'when activated'),
    );
    await seesText(page, 'Changed, no mistakes');
  });

  it('of a text that is no YAML leave the form away and keep the text', async () => {
    answerSettings({ playbook: answers.unreadable });
    const page = renderSettings();
    await seesText(page, 'so there is no form of it');
    await choose(page, 'text');
    await until(() => expect(page.find(TextArea).props.value).toBe(answers.unreadable.source));
  });

  it('stand against saving', async () => {
    answerSettings({ check: answers.checkedWrong });
    const page = renderSettings();
    await choose(page, 'text');
    await until(() => page.find(TextArea));
    trigger(page.find(TextArea), 'onInput', `${acmeText}x`);
    await until(() => expect(page.find(Alert).props.title).toBe('2 mistakes'));
    expect(buttonNames(page)).toContain('Discard changes');
    expect(isDisabled(page, 'Review and save')).toBe(true);
  });
});

describe('the text', () => {
  it('is checked as it is typed, and tells where that is', async () => {
    const calls = answerSettings({ check: { status: 'checked', checked: answers.playbook.checked } });
    const page = renderSettings();
    await choose(page, 'text');
    await until(() => expect(page.find(TextArea).props.value).toBe(acmeText));
    const typed = acmeText.replace('Onboarding Completed', 'Onboarding Complete');
    trigger(page.find(TextArea), 'onInput', typed);
    await until(() => expect(calls.map(({ name }) => name)).toContain('check'));
    await until(() => expect(testText(page, 'place')).toEqual(['You are at line 3, column 33. Checked as you type.']));
  });

  it('an answer about an older text does not count', async () => {
    const first = later();
    const wrong = answers.checkedWrong;
    const calls = answerSettings({ check: [first.answer, { status: 'checked', checked: answers.playbook.checked }] });
    const page = renderSettings();
    await choose(page, 'text');
    await until(() => page.find(TextArea));
    trigger(page.find(TextArea), 'onInput', `${acmeText}# a`);
    await until(() => expect(calls.map(({ name }) => name)).toContain('check'));
    trigger(page.find(TextArea), 'onInput', `${acmeText}# ab`);
    await seesText(page, 'Changed, no mistakes');
    first.give(wrong);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(textOf(page)).toContain('Changed, no mistakes');
  });

  it('that could not be checked says so, and stays', async () => {
    answerSettings({ check: failing('timed out') });
    const page = renderSettings();
    await choose(page, 'text');
    await until(() => page.find(TextArea));
    trigger(page.find(TextArea), 'onInput', `${acmeText}# a`);
    await seesText(page, 'Not checked: Try again in a minute.');
    expect(page.find(TextArea).props.value).toBe(`${acmeText}# a`);
  });
});

describe('owners and what follows', () => {
  it('an owner is chosen from HubSpot’s active ones who are not there yet', async () => {
    const calls = answerSettings({ edit: answers.edited });
    const page = renderSettings();
    await choose(page, 'owners');
    await until(() => page.find(Select, { name: 'add an owner' }));
    const select = page.find(Select, { name: 'add an owner' });
    expect(select.props.options).toEqual([{ label: 'Nina Roth (nina@acme.test)', value: 'nina@acme.test' }]);
    trigger(select, 'onChange', 'nina@acme.test');
    await press(page, 'Add owner');
    await until(() => expect(editsOf(calls)).toEqual([[{ kind: 'owner', email: 'nina@acme.test', terms: {} }]]));
  });

  it('states are told, and terms are edited', async () => {
    const calls = answerSettings({ edit: answers.edited });
    const page = renderSettings();
    await choose(page, 'owners');
    await seesText(page, 'Nobody there');
    await seesText(page, 'weight 2, Mon-Thu 8-14, leave 2026-12-20 to 2027-01-03');
    await press(page, 'Edit Tom');
    await until(() => inputNamed(page, 'tom@acme.test weight'));
    trigger(inputNamed(page, 'tom@acme.test weight'), 'onInput', '3');
    trigger(inputNamed(page, 'tom@acme.test leave'), 'onInput', '');
    const person = () => page.find(Select, { name: 'tom@acme.test slack' });
    expect(person().props.options.map(({ label }) => label)).toEqual([
      'whoever has this address (default)',
      'lee.park',
      'maria',
      'tom',
    ]);
    trigger(person(), 'onChange', 'U0LEE0002');
    await press(page, 'Put into the draft');
    const none = {
      zone: null,
      manager: null,
      slack: 'U0LEE0002',
      'daily cap': null,
      'open cap': null,
      territory: null,
    };
    await until(() =>
      expect(editsOf(calls)).toEqual([
        [
          {
            kind: 'owner',
            email: 'tom@acme.test',
            terms: { weight: '3', hours: 'Mon-Thu 8-14', ...none },
            leave: [],
          },
        ],
      ]),
    );
    await press(page, 'Remove Lee');
    await until(() => expect(editsOf(calls)[1]).toEqual([{ kind: 'remove owner', email: 'lee@acme.test' }]));
  });

  it('channels and lead statuses are chosen from real lists; the default is a choice as well', async () => {
    const calls = answerSettings({ edit: answers.edited });
    const page = renderSettings();
    await choose(page, 'owners');
    await until(() => page.find(Select, { name: 'handoff/channel' }));
    const channel = page.find(Select, { name: 'handoff/channel' });
    expect(channel.props.options).toEqual([
      { label: 'no channel (default)', value: '(default)' },
      { label: '#marketing', value: '#marketing' },
      { label: '#pql-handoff', value: '#pql-handoff' },
      { label: '#pql-review', value: '#pql-review' },
      { label: '#sales-floor - Zo is not in it', value: '#sales-floor' },
      { label: '#with-finpilot - another company reads it', value: '#with-finpilot' },
    ]);
    trigger(channel, 'onChange', '(default)');
    await until(() => expect(editsOf(calls)).toEqual([[{ kind: 'value', path: 'handoff/channel', value: null }]]));
    await choose(page, 'after');
    await until(() => page.find(Select, { name: 'not a fit/lead status' }));
    trigger(page.find(Select, { name: 'not a fit/lead status' }), 'onChange', 'BAD_TIMING');
    await until(() =>
      expect(editsOf(calls)[1]).toEqual([{ kind: 'value', path: 'not a fit/lead status', value: 'BAD_TIMING' }]),
    );
  });

  it('without Slack a channel is written by hand', async () => {
    answerSettings({ playbook: { ...answers.playbook, channels: { status: 'not connected' } } });
    const page = renderSettings();
    await choose(page, 'owners');
    await until(() => expect(inputNamed(page, 'handoff/channel').props.value).toBe('#pql-handoff'));
  });

  it('lists have a line for each, and an edit that cannot be written says why', async () => {
    const calls = answerSettings({ edit: { status: 'refused', reason: 'There are comments between the brackets' } });
    const page = renderSettings();
    await choose(page, 'after');
    await until(() => page.find(TextArea, { name: 'exclude' }));
    trigger(page.find(TextArea, { name: 'exclude' }), 'onChange', 'acme.test\n\norbit.test\n');
    await until(() =>
      expect(editsOf(calls)).toEqual([[{ kind: 'list', path: 'exclude', items: ['acme.test', 'orbit.test'] }]]),
    );
    await seesText(page, 'There are comments between the brackets');
  });

  it('two edits at once are made one after the other, each in what the one before has left', async () => {
    const first = later();
    const calls = answerSettings({ edit: [first.answer, answers.edited] });
    const page = renderSettings();
    await choose(page, 'score');
    await press(page, 'Remove line 5');
    await press(page, 'Remove line 4');
    await until(() => expect(editsOf(calls)).toHaveLength(1));
    first.give({ ...answers.edited, source: 'the first' });
    await until(() => expect(editsOf(calls)).toHaveLength(2));
    expect(calls.filter(({ name }) => name === 'edit').map(({ body }) => body?.source)).toEqual([
      acmeText,
      'the first',
    ]);
  });
});

it('changes are discarded for what is newest', async () => {
  const calls = answerSettings({ edit: answers.edited });
  const page = renderSettings();
  await choose(page, 'score');
  await press(page, 'Remove line 5');
  await press(page, 'Discard changes');
  await seesText(page, 'No changes');
  expect(calls.filter(({ name }) => name === 'playbook')).toHaveLength(2);
});
