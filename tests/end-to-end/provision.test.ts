/** `zo provision` as an operator types it: the plan, its application, and what it refuses to do. */
import { runCommand } from '../../sandbox/demo/run-command.ts';
import { type LoggedCall, type RunningProduct, startProduct } from '../support/running-product.ts';

let product: RunningProduct;
const testMs = 30_000;
const handoff = 'Zo | SQL handoff';

beforeAll(async () => {
  product = await startProduct({ goLive: false });
}, 60_000);
afterAll(() => product?.stop());

async function zo(...args: string[]): Promise<{ exitCode: number | null; output: string }> {
  const env = { ZO_URL: product.backendUrl, ADMIN_TOKEN: 'admin-token-of-the-tests' };
  return runCommand('backend/cli/zo.ts', ['provision', ...args], env, testMs);
}

/** Calls that change something in HubSpot, since the number given. */
async function writesSince(after: number): Promise<string[]> {
  const { requests } = await product.hubspot<{ requests: LoggedCall[] }>('GET', `/sandbox/requests?after=${after}`);
  const reads = /\/(search|batch\/read|access-token-info)$/;
  return requests
    .filter(({ method, path }) => method !== 'GET' && !reads.test(path))
    .map(({ method, path }) => `${method} ${path}`);
}

async function callsSoFar(): Promise<number> {
  return (await product.hubspot<{ total: number }>('GET', '/sandbox/requests?after=1000000')).total;
}

it(
  'shows the plan like a diff and writes nothing',
  async () => {
    const before = await callsSoFar();
    const { exitCode, output } = await zo();
    expect(exitCode).toBe(0);
    for (const line of [
      '+ create workflow "Zo | SQL handoff" (off, 5 actions)',
      '+ create workflow "Zo | Return to marketing" (off, 1 action)',
      '+ create list "Zo | SQL ready" (zo_sql_ready = yes and a free user)',
      '+ create list "Zo | One condition away" (zo_conditions_missing = 1)',
      'Owners:',
      '    maria@acme.test, Maria Lopez: active in HubSpot, found in Slack',
      'Watch mode. Going live: 0 contacts meet the definition in HubSpot now, 0 of ours; none of them is alerted, only who crosses the line from then on.',
      'Nothing was written. Apply it with `zo provision --apply`.',
    ])
      expect(output.split('\n')).toContain(line);
    expect(output).toMatch(/^= \d\d as they should be$/m);
    expect(await writesSince(before)).toEqual([]);
  },
  testMs,
);

it(
  'applies it step by step, once',
  async () => {
    const first = await zo('--apply');
    expect(first.output).toContain('step 1 of 4: create workflow "Zo | SQL handoff"');
    expect(first.output).toMatch(/^4 created, 0 changed, 0 switched on, \d\d as they should be$/m);
    expect(first.output).toContain('Go live with `zo provision --go-live`.');
    const before = await callsSoFar();
    const second = await zo('--apply');
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    expect(await writesSince(before)).toEqual([]);
    expect((await zo('--plan')).output).toContain('Nothing to do.');
  },
  testMs,
);

it(
  'leaves alone what a person changed, says so as JSON too, and overwrites it when it is named',
  async () => {
    await product.hubspotApi('PATCH', '/crm/v3/properties/contacts/zo_plan', { label: 'Abo' });
    expect((await zo('--plan')).output).toContain(
      '! left alone: contact property zo_plan was changed by hand; --force zo_plan overwrites it: label: "Abo" → ',
    );
    const { steps } = JSON.parse((await zo('--plan', '--json')).output) as { steps: object[] };
    expect(steps).toMatchObject([{ act: 'leave alone', kind: 'property', object: 'contact', name: 'zo_plan' }]);
    const misspelt = await zo('--apply', '--force', 'zo_plann');
    expect([misspelt.exitCode, misspelt.output]).toEqual([
      1,
      expect.stringContaining(
        'Nothing was written: --force "zo_plann" names nothing of ours (did you mean "zo_plan"?).',
      ),
    ]);
    expect((await zo('--apply', '--force', 'zo_plan')).output).toContain('0 created, 1 changed, 0 switched on');
  },
  testMs,
);

it(
  'refuses owners and stages that are not there, names them, and writes nothing',
  async () => {
    await product.hubspot('PATCH', '/sandbox/owners/lee@acme.test', { archived: true });
    const path = '/crm/v3/properties/contacts/lifecyclestage';
    const { options } = await product.hubspotApi<{ options: { value: string }[] }>('GET', path);
    const without = options.filter(({ value }) => value !== 'salesqualifiedlead');
    await product.hubspotApi('PATCH', path, { options: without });
    const before = await callsSoFar();
    const plan = await zo('--plan', '--go-live');
    expect(plan.exitCode).toBe(0);
    expect(plan.output).toContain('x lee@acme.test, Lee Park: deactivated in HubSpot');
    expect(plan.output).toContain(`> switch on workflow "${handoff}"`);
    const unasked = await zo('--go-live');
    expect(unasked.output).toContain('PROBLEM Owner: lee@acme.test is not an active HubSpot owner');
    expect(unasked.output).toContain('Mend them, or say --yes to go live all the same.');
    const { exitCode, output } = await zo('--go-live', '--yes');
    expect([unasked.exitCode, exitCode]).toEqual([1, 1]);
    expect(output).toContain(
      'Nothing was written: owner lee@acme.test is deactivated in HubSpot; there is no lifecycle stage salesqualifiedlead in HubSpot',
    );
    expect(await writesSince(before)).toEqual([]);
    await product.hubspotApi('PATCH', path, { options });
    await product.hubspot('PATCH', '/sandbox/owners/lee@acme.test', { archived: false });
    const live = await zo('--go-live', '--yes');
    expect([live.exitCode, live.output]).toEqual([0, expect.stringMatching(/^Live since .*, workflow mode\.$/m)]);
    expect((await product.flow(handoff))?.isEnabled).toBe(true);
  },
  testMs,
);

it(
  'two runs at once make everything once',
  async () => {
    for (const { id } of (await product.hubspotState()).flows) await product.hubspot('DELETE', `/sandbox/flows/${id}`);
    const [first, second] = await Promise.all([zo('--go-live', '--yes'), zo('--go-live', '--yes')]);
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    const { flows } = await product.hubspotState();
    expect(flows.map(({ name, isEnabled }) => [name, isEnabled])).toEqual([
      [handoff, true],
      ['Zo | Return to marketing', true],
    ]);
  },
  testMs,
);
