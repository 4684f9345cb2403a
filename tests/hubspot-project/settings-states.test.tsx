import {
  Accordion,
  Alert,
  Button,
  EmptyState,
  ErrorState,
  Input,
  LoadingSpinner,
  StatusTag,
  TextArea,
} from '@hubspot/ui-extensions';
import { settingsAnswers as answers } from '../../sandbox/card-preview/gallery/settings-answers.ts';
import {
  answerSettings,
  buttonNames,
  choose,
  failing,
  later,
  press,
  renderSettings,
  seesText,
  status,
  textIn,
  until,
} from './render-settings.tsx';

describe('before there is an answer', () => {
  it('says what is being loaded, and asks once', async () => {
    const calls = answerSettings({ playbook: later().answer });
    const page = renderSettings();
    const asked = () => calls.filter(({ name }) => name === 'playbook');
    await until(() => expect(asked()).toHaveLength(1));
    expect(page.find(LoadingSpinner).props.label).toBe('Loading the playbook');
    expect(asked()[0]?.url).toBe('https://zo.test/app/settings/playbook');
  });

  it.each<[string, () => Promise<Response>, string, string]>([
    ['nothing answers', failing('timed out'), 'The settings cannot be loaded right now', 'timed out'],
    ['the backend fails', status(503), 'The settings cannot be loaded right now', 'answered 503'],
    ['the backend refuses', status(401), 'Zo Handoff does not accept this account', 'HUBSPOT_CLIENT_SECRET'],
    ['a login page answers', async () => new Response('<html>'), 'The settings cannot be shown', 'not our JSON'],
  ])('%s: says what RevOps can do and where a developer looks', async (_, answer, title, detail) => {
    answerSettings({ playbook: answer });
    const page = renderSettings();
    await until(() => expect(page.find(ErrorState).props.title).toBe(title));
    expect(textIn(page.find(Accordion))).toContain(detail);
  });

  it('says so when the app was uploaded without the service’s address', async () => {
    const calls = answerSettings();
    const page = renderSettings({});
    await until(() => expect(page.find(ErrorState).props.title).toBe('These settings are not set up'));
    expect(calls).toEqual([]);
  });

  it('recovers by trying again', async () => {
    answerSettings({ playbook: [failing('timed out'), answers.playbook] });
    const page = renderSettings();
    await until(() => page.find(ErrorState));
    await press(page, 'Try again');
    await seesText(page, 'Version 4, saved by ops@acme.test');
  });

  it('says so when nobody has connected the portal', async () => {
    answerSettings({ playbook: answers.notConnected });
    const page = renderSettings();
    await until(() => expect(page.find(EmptyState).props.title).toBe('Zo Handoff is not connected'));
  });
});

describe('to whoever may not change anything', () => {
  it.each([
    ['viewer', 'You may look, and not change anything', 'ops@acme.test can grant you editing'],
    ['nobodyMay', 'Nobody may change settings from HubSpot', 'Set ADMIN_EMAILS on the service'],
  ] as const)(
    '%s: everything is shown, nothing can be pressed, and it says who or what changes that',
    async (name, title, advice) => {
      answerSettings({ playbook: answers[name] });
      const page = renderSettings();
      await until(() => expect(page.find(Alert).props.title).toBe(title));
      expect(textIn(page.find(Alert))).toContain(advice);
      await seesText(page, 'Onboarding Complete has, 312 this week');
      expect(buttonNames(page)).toEqual([]);
      await choose(page, 'text');
      await until(() => expect(page.find(TextArea).props.readOnly).toBe(true));
      await choose(page, 'after');
      await until(() => expect(page.findAll(Input).length).toBeGreaterThan(3));
      expect(page.findAll(Input).filter(({ props }) => !props.readOnly)).toEqual([]);
    },
  );

  it('the file that is the truth is named', async () => {
    answerSettings({ playbook: answers.playbookFile });
    const page = renderSettings();
    await until(() => expect(page.find(Alert).props.title).toBe('The playbook is the file acme.yaml'));
    expect(buttonNames(page)).toEqual([]);
  });

  it('keys, Slack and HubSpot are shown without their buttons', async () => {
    const you = answers.viewer.you;
    answerSettings({
      keys: { ...answers.keys, you },
      slack: { ...answers.slack, you },
      hubspot: { ...answers.live, you },
      people: { ...answers.people, you },
    });
    const page = renderSettings();
    await choose(page, 'keys');
    await seesText(page, 'Segment, production');
    expect(buttonNames(page)).toEqual([]);
    await choose(page, 'slack');
    await seesText(page, 'Every scope is granted.');
    expect(buttonNames(page)).toEqual([]);
    await choose(page, 'hubspot');
    await seesText(page, 'Zo | SQL handoff');
    expect(buttonNames(page)).toEqual(['Read HubSpot again']);
    await choose(page, 'people');
    await seesText(page, 'named in ADMIN_EMAILS');
    expect(buttonNames(page)).toEqual(['Show version 4']);
  });
});

describe('where there is little yet', () => {
  it('a first playbook says what is still missing, and is no mistake', async () => {
    answerSettings({ playbook: answers.noPlaybook });
    const page = renderSettings();
    await seesText(page, 'No playbook yet: fill in what is missing, and save the first version');
    expect(page.find(Alert).props).toMatchObject({ title: '2 things are still missing', variant: 'info' });
    expect(page.find(EmptyState).props.title).toBe('No signals yet');
  });

  it('without any event it says where a write key is made', async () => {
    answerSettings({ playbook: answers.noEvents });
    const page = renderSettings();
    await seesText(page, 'Make a write key under Keys');
  });

  it('without keys, people or history it says so', async () => {
    answerSettings({ keys: answers.noKeys, people: { ...answers.onlyVersions, history: [] } });
    const page = renderSettings();
    await choose(page, 'keys');
    await seesText(page, 'Without one no event can arrive');
    await choose(page, 'people');
    await seesText(page, 'Nobody: ADMIN_EMAILS is empty on the service.');
    await seesText(page, 'Nothing was changed yet.');
  });
});

describe('the state of the version', () => {
  it('that is coming into force is told with how far it is', async () => {
    answerSettings({ playbook: answers.takingEffect });
    const page = renderSettings();
    await seesText(page, 'In force; everybody is being decided by it, 12400 of 31000.');
  });

  it('without changes offers nothing to save', async () => {
    answerSettings();
    const page = renderSettings();
    await seesText(page, 'No changes');
    expect(page.findAll(StatusTag)[0]?.text).toBe('No changes');
    expect(buttonNames(page)).not.toContain('Review and save');
    expect(page.findAll(Button).length).toBeGreaterThan(0);
  });
});
