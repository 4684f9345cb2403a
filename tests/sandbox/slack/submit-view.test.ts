import { modal, open, openViews, reasons, tom } from './sample-modal.ts';
import { plain, type SlackWithApp, startSlackWithApp } from './slack-with-app.ts';

let slack: SlackWithApp;

beforeEach(async () => {
  slack = await startSlackWithApp();
});
afterEach(() => slack.close());

describe('submitting a modal', () => {
  async function submit(change: Record<string, unknown> = {}): Promise<{ status: number; body: unknown }> {
    const viewId = (await openViews(slack))[0]?.id ?? (await open(slack));
    const values = { why: { reason: 'timing' } };
    return slack.call('POST', '/sandbox/submit-view', { viewId, user: tom, values, ...change });
  }

  it('sends what was filled in, signed, and closes on an empty 200', async () => {
    const values = { why: { reason: 'no_fit' }, note: { text: 'too small' } };
    expect(await submit({ values })).toEqual({
      status: 200,
      body: { acknowledged: true, status: 200, ms: expect.any(Number), closed: true, errors: {} },
    });
    expect(slack.payload()).toMatchObject({
      type: 'view_submission',
      team: { id: 'T0ACME001' },
      user: { id: tom, name: 'tom' },
      response_urls: [],
      trigger_id: expect.any(String),
      view: { callback_id: 'zo_return', private_metadata: '{"handoff":7}', title: modal.title },
    });
    expect(slack.payload().view.state.values).toEqual({
      why: { reason: { type: 'radio_buttons', selected_option: reasons[0] } },
      note: { text: { type: 'plain_text_input', value: 'too small' } },
      until: { when: { type: 'static_select', selected_option: reasons[1] } },
    });
    expect(await openViews(slack)).toEqual([]);
  });

  it('sends an empty field as null', async () => {
    await submit();
    expect(slack.payload().view.state.values.note).toEqual({ text: { type: 'plain_text_input', value: null } });
  });

  it('stays open with the errors the app finds', async () => {
    slack.answer = ({ type }) =>
      type === 'view_submission' ? { response_action: 'errors', errors: { why: 'Ask her first' } } : undefined;
    expect(await submit()).toMatchObject({
      body: { acknowledged: true, closed: false, errors: { why: 'Ask her first' } },
    });
    expect(await openViews(slack)).toMatchObject([{ errors: { why: 'Ask her first' } }]);
    slack.answer = () => undefined;
    expect(await submit()).toMatchObject({ body: { closed: true, errors: {} } });
  });

  it('changes into another modal, or closes, when the app says so', async () => {
    const next = { ...modal, title: plain('Are you sure?') };
    slack.answer = ({ type }) => (type === 'view_submission' ? { response_action: 'update', view: next } : undefined);
    const [before] = [await open(slack), await submit()];
    expect(await openViews(slack)).toMatchObject([{ id: before, view: { title: next.title } }]);
    slack.answer = () => ({ response_action: 'clear' });
    expect(await submit()).toMatchObject({ body: { closed: true } });
    expect(await openViews(slack)).toEqual([]);
  });

  it.each([
    [
      { response_action: 'errors', errors: { reason: 'x' } },
      'errors name reason, which is no input block of the modal',
    ],
    [{ response_action: 'errors', errors: {} }, 'the errors are not an object with block ids'],
    [{ response_action: 'update', view: {} }, '[ERROR] unsupported type: undefined [json-pointer:/view/type]'],
    [{ ok: true }, 'the answer is neither empty nor a response_action of clear, errors or update'],
  ])('is in trouble when the app answers %j', async (answer, reason) => {
    await open(slack);
    slack.answer = () => answer;
    expect(await submit()).toEqual({
      status: 200,
      body: { acknowledged: false, status: 200, ms: expect.any(Number), reason, closed: false, errors: {} },
    });
    expect(await openViews(slack)).toHaveLength(1);
  });

  it.each([
    [{ values: {} }, { why: 'Please complete this required field.' }],
    [
      { values: { why: { reason: 'timing' }, note: { text: 'more than ten' } } },
      { note: 'Please enter no more than 10 characters.' },
    ],
  ])('does not send %j: Slack’s own form would not', async (change, errors) => {
    await open(slack);
    const before = slack.received.length;
    expect(await submit(change)).toMatchObject({ body: { acknowledged: false, closed: false, errors } });
    expect(slack.received).toHaveLength(before);
  });

  it.each([
    [{ user: 'U0MARIA01' }, 'the view is open for U0TOM0001 only'],
    [{ viewId: 'V0' }, 'there is no such open view'],
    [{ values: { why: { other: 'x' } } }, 'the modal asks for no why.other'],
    [{ values: { why: { reason: 'x' } } }, 'why: there is no option x'],
  ])('refuses what nobody could submit: %j', async (change, error) => {
    await open(slack);
    expect(await submit(change)).toEqual({ status: 404, body: { error } });
  });

  it('can be forged and repeated as a click can', async () => {
    await open(slack);
    slack.status = 401;
    expect(await submit({ forge: 'wrong signature', repeat: true })).toMatchObject({
      body: { acknowledged: false, status: 401, closed: false, repeated: { acknowledged: false, status: 401 } },
    });
    expect(slack.received.at(-1)?.body).toBe(slack.received.at(-2)?.body);
  });

  it('waits three seconds for the app, and stays open', async () => {
    await open(slack);
    slack.answer = null;
    expect(await submit()).toMatchObject({ body: { acknowledged: false, reason: 'operation_timeout', closed: false } });
    expect(await openViews(slack)).toHaveLength(1);
  });
});

describe('closing a modal', () => {
  it('tells the app only when the modal asks for it', async () => {
    const quiet = await open(slack);
    const clicks = slack.received.length;
    expect(await slack.call('POST', '/sandbox/close-view', { viewId: quiet, user: tom })).toEqual({
      status: 200,
      body: { closed: true, told: null },
    });
    expect(slack.received).toHaveLength(clicks);

    const told = await open(slack, { notify_on_close: true });
    expect(await slack.call('POST', '/sandbox/close-view', { viewId: told, user: tom })).toMatchObject({
      body: { closed: true, told: { acknowledged: true } },
    });
    expect(slack.payload()).toMatchObject({
      type: 'view_closed',
      is_cleared: false,
      view: { id: told },
      user: { id: tom },
    });
    expect(await openViews(slack)).toEqual([]);
  });

  it('is for whom it is open', async () => {
    const viewId = await open(slack);
    expect(await slack.call('POST', '/sandbox/close-view', { viewId, user: 'U0MARIA01' })).toMatchObject({
      status: 404,
    });
    expect(await openViews(slack)).toHaveLength(1);
  });
});
