import { Alert } from '@hubspot/ui-extensions';
import { settingsAnswers as answers } from '../../sandbox/card-preview/gallery/settings-answers.ts';
import {
  answerSettings,
  buttonNames,
  choose,
  press,
  renderSettings,
  seesText,
  textOf,
  until,
} from './render-settings.tsx';

async function open(prepared: Parameters<typeof answerSettings>[0]) {
  const calls = answerSettings(prepared);
  const page = renderSettings();
  await choose(page, 'hubspot');
  return { page, asked: (name: string) => calls.filter((call) => call.name === name).map(({ body }) => body) };
}

const disconnect = 'Disconnect this account';

describe('the connection of an account that installed the app', () => {
  it('says by whom it was connected, and its owner disconnects it after reading what that does', async () => {
    const { page, asked } = await open({ connection: answers.installed, disconnect: answers.disconnected });
    await seesText(page, 'acme.test was connected by ops@acme.test');
    expect(textOf(page)).not.toContain('erased for good');
    await press(page, disconnect);
    await seesText(page, 'erased for good in 30 days, on 2026-12-24');
    await press(page, 'Leave it');
    await until(() => expect(textOf(page)).not.toContain('erased for good'));
    expect(asked('disconnect')).toEqual([]);
    await press(page, disconnect);
    await press(page, 'Yes, disconnect');
    await until(() => expect(page.findAll(Alert).map(({ props }) => props.title)).toContain('Disconnected'));
    expect(asked('disconnect')).toEqual([{ requestId: expect.stringMatching(/^[\w-]{8,64}$/), confirm: true }]);
    expect(buttonNames(page)).not.toContain(disconnect);
  });

  it('is not disconnected by anybody else', async () => {
    const you = { email: 'second@acme.test', role: 'editor', readOnly: null };
    const { page } = await open({ connection: { ...answers.installed, you } });
    await seesText(page, 'acme.test was connected by ops@acme.test');
    expect(buttonNames(page)).not.toContain(disconnect);
  });

  it('says why it was refused, and can be tried again', async () => {
    const { page } = await open({
      connection: answers.installed,
      disconnect: { status: 'refused', reason: 'HubSpot is away. The app is still installed: try again' },
    });
    await press(page, disconnect);
    await press(page, 'Yes, disconnect');
    await seesText(page, 'The app is still installed: try again.');
    expect(buttonNames(page)).toContain(disconnect);
  });

  it('is not there where the service holds the token', async () => {
    const { page, asked } = await open({});
    await until(() => expect(asked('connection')).toHaveLength(1));
    await seesText(page, 'Watch mode');
    expect(textOf(page)).not.toContain('was connected by');
  });
});

it('an account that was disconnected is told why, and what to do', async () => {
  const why = 'Disconnected: HubSpot says that the app was uninstalled. Install the app again: https://zo.test/x';
  const { page } = await open({ hubspot: { status: 'not connected', why } });
  await seesText(page, why);
});
