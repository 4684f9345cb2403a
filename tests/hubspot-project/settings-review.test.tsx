import { Alert, Checkbox, Input, StatisticsItem, TableCell } from '@hubspot/ui-extensions';
import { settingsAnswers as answers } from '../../sandbox/card-preview/gallery/settings-answers.ts';
import { acmeText } from '../../sandbox/card-preview/gallery/settings-playbook-answers.ts';
import {
  answerSettings,
  buttonNames,
  choose,
  failing,
  press,
  renderSettings,
  seesText,
  textOf,
  trigger,
  until,
} from './render-settings.tsx';

/** A changed draft, about to be reviewed. */
async function review(prepared: Parameters<typeof answerSettings>[0] = {}) {
  const calls = answerSettings({ edit: answers.edited, simulate: answers.simulated, save: answers.saved, ...prepared });
  const page = renderSettings();
  await choose(page, 'score');
  await press(page, 'Remove line 5');
  await press(page, 'Review and save');
  const asked = (name: string) => calls.filter((call) => call.name === name).map(({ body }) => body);
  return { page, asked };
}

const alertTitles = (page: Awaited<ReturnType<typeof review>>['page']) =>
  page.findAll(Alert).map(({ props }) => props.title);

describe('before anything is saved', () => {
  it('shows whom it changes, with names, and the lines that differ', async () => {
    const { page, asked } = await review();
    await seesText(page, '24 new names');
    expect(page.findAll(StatisticsItem).map(({ props }) => [props.label, props.number])).toEqual([
      ['Ready now', '41'],
      ['Ready with this draft', '63'],
      ['Free to be handed off', '59'],
    ]);
    const cells = page.findAll(TableCell).map((cell) => cell.text);
    expect(cells).toContain('FinPilot');
    expect(textOf(page)).toContain('Sarah Chen');
    expect(textOf(page)).toContain('held back: customer or open deal');
    expect(textOf(page)).toContain('2 people no longer ready');
    expect(textOf(page)).toContain('12 people depend on Job Title, not read from HubSpot yet');
    expect(textOf(page)).toMatch(/- \+20 when activated/);
    expect(asked('simulate')).toEqual([{ source: answers.edited.source }]);
    expect(asked('save')).toEqual([]);
  });

  it('asks again while it is still counted, and says what else can be done', async () => {
    const { page, asked } = await review({ simulate: [answers.stillCounting, answers.simulated] });
    await seesText(page, 'zo playbook simulate FILE');
    expect(buttonNames(page)).toContain('Save as a new version');
    await seesText(page, '24 new names');
    expect(asked('simulate')).toHaveLength(2);
  });

  it('says so when nobody changes', async () => {
    const { page } = await review({ simulate: answers.nobodyChanges });
    await seesText(page, 'Nobody becomes ready, and nobody ceases to be.');
    expect(page.findAll(Checkbox)).toEqual([]);
  });

  it('goes back to editing with the draft as it was', async () => {
    const { page } = await review();
    await press(page, 'Back to editing');
    await seesText(page, 'Changed, no mistakes');
  });

  it('an answer that never came is asked for again', async () => {
    const { page } = await review({ simulate: [failing('timed out'), answers.simulated] });
    await until(() => expect(alertTitles(page)).toContain('No answer came'));
    await press(page, 'Ask again');
    await seesText(page, '24 new names');
  });
});

describe('saving', () => {
  it.each([true, false])('tells of HubSpot’s workflow where it asks otherwise: %s', async (asksOtherwise) => {
    const { page } = await review({ save: { ...answers.saved, asksOtherwise } });
    await press(page, 'Save as a new version');
    await until(() => expect(alertTitles(page)).toEqual(['Saved as version 5']));
    expect(textOf(page).includes('follows once you have provisioned it')).toBe(asksOtherwise);
  });

  it('sends the draft, the version it is a change of, why, and whether owners are alerted', async () => {
    const saved = {
      ...answers.playbook,
      ...answers.edited,
      status: 'ready',
      newest: { ...answers.playbook.newest, version: 5 },
    };
    const { page, asked } = await review({ playbook: [answers.playbook, saved] });
    await seesText(page, 'Alert their owners about the 23 who may be handed off, of 24 who become ready');
    trigger(page.find(Input), 'onInput', 'fewer points');
    trigger(page.find(Checkbox), 'onChange', true);
    await until(() => expect(page.find(Checkbox).props.checked).toBe(true));
    await press(page, 'Save as a new version');
    await until(() => expect(alertTitles(page)).toEqual(['Saved as version 5']));
    expect(asked('save')).toEqual([
      {
        requestId: expect.stringMatching(/^[\w-]{8,64}$/),
        source: answers.edited.source,
        expectedVersion: 4,
        reason: 'fewer points',
        alertReady: true,
        allowEveryone: false,
      },
    ]);
    expect(textOf(page)).toContain('24 people become ready, 2 people cease to be.');
    expect(asked('playbook')).toHaveLength(2);
    const simulated = asked('simulate').length;
    await press(page, 'Back to the playbook');
    await seesText(page, 'Version 5, saved by');
    await seesText(page, 'No changes');
    await choose(page, 'score');
    await until(() => expect(page.find(Input, { name: 'score line 1' }).props.value).toBe('+20 when activated'));
    expect(asked('simulate')).toHaveLength(simulated);
  });

  it('that takes its time goes on with the same request until it has ended', async () => {
    const working = { status: 'still working', words: 'Everybody is held against the new version' };
    const { page, asked } = await review({ save: [working, answers.saved] });
    await press(page, 'Save as a new version');
    await seesText(page, 'Everybody is held against the new version …');
    await until(() => expect(alertTitles(page)).toEqual(['Saved as version 5']));
    const [first, second] = asked('save');
    expect(second?.requestId).toBe(first?.requestId);
  });

  it('whose answer was lost is asked for with the same request, so that it is not done twice', async () => {
    const { page, asked } = await review({ save: [failing('timed out'), answers.saved] });
    await press(page, 'Save as a new version');
    await until(() => expect(alertTitles(page)).toContain('No answer came'));
    await press(page, 'Ask again');
    await until(() => expect(alertTitles(page)).toEqual(['Saved as version 5']));
    const [first, second] = asked('save');
    expect(second).toEqual(first);
  });

  it.each<[string, object, string, string]>([
    ['refused', { status: 'refused', reason: 'You may look' }, 'Not saved', 'You may look'],
    [
      'the same as before',
      { status: 'unchanged', version: 4 },
      'There was nothing to save',
      'Version 4 says the same.',
    ],
    [
      'with mistakes',
      { status: 'invalid', problems: answers.wrong.checked.problems },
      '2 mistakes',
      'There is no signal',
    ],
  ])(
    'that is %s says so',
    async (_what, answer, title, words) => {
      const { page } = await review({ save: answer });
      await press(page, 'Save as a new version');
      await until(() => expect(alertTitles(page)).toContain(title));
      expect(textOf(page)).toContain(words);
    },
    20_000,
  );

  it('a definition that takes nearly everybody needs somebody who says yes to it', async () => {
    const { page, asked } = await review({ simulate: answers.takesEveryone });
    await until(() => expect(alertTitles(page)).toContain('1,190 of 1,204 people would be ready'));
    const allow = page.findAll(Checkbox).find(({ props }) => props.name === 'allow everyone');
    trigger(allow!, 'onChange', true);
    await press(page, 'Save as a new version');
    await until(() => expect(asked('save')[0]).toMatchObject({ allowEveryone: true }));
  });
});

describe('when somebody saved in between', () => {
  it('names them, shows both changes, and nothing of either is lost', async () => {
    const { page } = await review({ save: answers.conflict });
    await press(page, 'Save as a new version');
    await until(() => expect(alertTitles(page)).toEqual(['nina@acme.test saved version 5 in between']));
    expect(textOf(page)).toContain('On Tue 09:56 Berlin, with the reason “calmer”.');
    expect(textOf(page)).toContain('first call due: 3 working hours');
    expect(textOf(page)).toContain('+20 when activated');
  });

  it('goes on from their version', async () => {
    const newer = {
      ...answers.playbook,
      newest: { ...answers.playbook.newest, version: 5, savedBy: 'nina@acme.test' },
    };
    const { page } = await review({ save: answers.conflict, playbook: [answers.playbook, newer] });
    await press(page, 'Save as a new version');
    await press(page, 'Go on from version 5, without my changes');
    await seesText(page, 'Version 5, saved by nina@acme.test');
    await seesText(page, 'No changes');
  });

  it('or reviews one’s own text again, as a change of theirs', async () => {
    const { page, asked } = await review({ save: [answers.conflict, { ...answers.saved, version: 6 }] });
    await press(page, 'Save as a new version');
    await press(page, 'Review my text as a change of version 5');
    await until(() => expect(asked('simulate')).toHaveLength(2));
    await press(page, 'Save as a new version');
    await until(() => expect(alertTitles(page)).toEqual(['Saved as version 6']));
    expect(asked('save').map((body) => body?.expectedVersion)).toEqual([4, 5]);
    expect(asked('save')[1]?.requestId).not.toBe(asked('save')[0]?.requestId);
  });
});

it('the draft stays while other tabs are looked at', async () => {
  answerSettings({ edit: answers.edited });
  const page = renderSettings();
  await choose(page, 'score');
  await press(page, 'Remove line 5');
  await seesText(page, 'Changed, no mistakes');
  await choose(page, 'keys');
  await seesText(page, 'Segment, production');
  await choose(page, 'playbook');
  await seesText(page, 'Changed, no mistakes');
  expect(answers.edited.source).not.toBe(acmeText);
});
