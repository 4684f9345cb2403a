/** Whatever may happen to a handoff, in any order and as often as it likes. */
import fc from 'fast-check';
import type { Command as PersonsCommand } from '../../../../backend/handoff/commands/command.ts';
import { dayMs, hourMs, lee, maria, minuteMs, tom } from '../../../support/handoffs.ts';
import { expectSound } from './invariants.ts';
import { type Cause, follow, isAtWork, isOver, type Model, missing, see, unexplained } from './model.ts';
import { type Answer, boss, operator, owners, stranger, type World } from './world.ts';

type Happening = fc.AsyncCommand<Model, World>;

/** Runs it, and asks of everything that changed whether the cause explains it. */
function happening(
  name: string,
  run: (world: World, model: Model) => Promise<Cause | null>,
  mayHappen: (model: Readonly<Model>) => boolean = () => true,
): Happening {
  return {
    check: mayHappen,
    toString: () => name,
    async run(model, world) {
      const before = await world.handoff();
      const cause = await run(world, model);
      const after = await world.handoff();
      if (cause !== null) {
        const seen = see(after);
        const wrong = [...unexplained(model, seen, cause), ...missing(model, cause)];
        expect([name, wrong]).toEqual([name, []]);
      }
      await expectSound(world, model, before, after);
    },
  };
}

const quietly = (name: string, run: (world: World, model: Model) => void | Promise<void>): Happening =>
  happening(name, async (world, model) => {
    await run(world, model);
    return 'nothing';
  });

/** What ends it is rarer, so that stories go on. */
const commandsOfPeople: fc.Arbitrary<PersonsCommand> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom<PersonsCommand>(
      { kind: 'accept' },
      { kind: 'claim' },
      { kind: 'call' },
      { kind: 'snooze', choice: '1 hour' },
      { kind: 'keep' },
      { kind: 'undo' },
      { kind: 'approve' },
    ),
  },
  fc.constantFrom<PersonsCommand>(
    { kind: 'return', reason: 'Wrong timing' },
    { kind: 'not a fit', reason: 'Too small' },
    { kind: 'wrong person', reason: 'Left the company', instead: null },
    { kind: 'reject', reason: 'Competitor' },
  ),
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(maria, tom, lee, { email: stranger })
      .map(({ email }) => ({ kind: 'reassign', toEmail: email }) as const),
  },
);

const people = ['the owner', 'a colleague', 'the manager', 'the operator', 'a stranger'] as const;

function emailOf(who: (typeof people)[number], { owner }: Model): string {
  switch (who) {
    case 'the owner':
      return owner ?? maria.email;
    case 'a colleague':
      return owners.find(({ email }) => email !== owner)!.email;
    case 'the manager':
      return boss;
    case 'the operator':
      return operator;
    case 'a stranger':
      return stranger;
  }
}

const press = (command: PersonsCommand, who: (typeof people)[number]): Happening =>
  happening(`${who} says ${JSON.stringify(command)}`, async (world, model) => {
    const email = emailOf(who, model);
    const before = await world.handoff();
    const ran = await world.press(command, email);
    const isDone = follow(model, command, email);
    expect([command.kind, ran.outcome === 'done', ran.say.length > 0]).toEqual([command.kind, isDone, true]);
    const after = await world.handoff();
    if (!isDone) expect(after).toEqual(before);
    expect(see(after)).toEqual(visible(model));
    return null;
  });

const pressed = fc.tuple(commandsOfPeople, fc.constantFrom(...people)).map(([command, who]) => press(command, who));

function visible(model: Model) {
  const { status, owner, earlier, isHeld, isTold, isAccepted, isTouched, isBreached, isAsked, snoozedUntil, dueAt } =
    model;
  return { status, owner, earlier, isHeld, isTold, isAccepted, isTouched, isBreached, isAsked, snoozedUntil, dueAt };
}

const call = (action: 'assign' | 'send' | 'return', n: number): Happening =>
  happening(
    `workflow calls ${action}, execution ${n}`,
    async (world, model) => {
      const callbackId = `${action}-${n}`;
      const before = await world.handoff();
      const outputs = await world.call(action, callbackId);
      if (model.callbacks.has(callbackId)) {
        expect(await world.handoff()).toEqual(before);
        return 'nothing';
      }
      if (outputs.zo_error !== 'in_review') model.callbacks.add(callbackId);
      if (action !== 'return') {
        if (model.status !== 'in_review') model.isCalled = true;
        return action;
      }
      const returns = isAtWork(model) && !model.isTouched && model.snoozedUntil === null && !model.known.hasOpenDeal;
      if (returns) Object.assign(model, { status: 'return_due', isAsked: false });
      return 'nothing';
    },
    // A contact whose handoff is over gets a new one from an action: that is another story.
    (model) => action === 'return' || !isOver(model),
  );

const called = fc
  .tuple(fc.constantFrom('assign', 'send', 'return'), fc.integer({ min: 1, max: 2 }))
  .map(([action, n]) => call(action, n));

const causes: Record<string, Cause> = {
  'post alert': 'alert',
  'ask for touch': 'touch asked',
  'return contact': 'returned',
};
const deliver = (which: number, answer: Answer): Happening =>
  happening(`outside, effect ${which} is answered "${answer}"`, async (world, model) => {
    const kind = await world.deliver(which, answer);
    if (kind === 'read facts' && answer === 'yes') model.known = structuredClone(world.hubspot);
    return causes[kind ?? ''] ?? 'nothing';
  });

const answers = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Answer>('yes') },
  fc.constantFrom<Answer>('no', 'perhaps'),
);
const delivered = fc.tuple(fc.nat({ max: 7 }), answers).map(([which, answer]) => deliver(which, answer));

/** By a webhook, or because open handoffs are read now and then anyway. */
const heard = quietly('HubSpot is heard of', async (world, model) => {
  await world.readFacts();
  model.known = structuredClone(world.hubspot);
});

const allGone = quietly('nobody of sales is there any more', (world, model) => {
  model.areOwnersActive = false;
  world.state.owners = owners.map((owner) => ({ ...owner, active: false }));
});

const allBack = quietly('everybody of sales is back', (world, model) => {
  model.areOwnersActive = true;
  world.state.owners = owners;
});

const outside = [
  quietly('sales is in touch, in HubSpot', (world) => world.contact()),
  quietly('a deal is opened', ({ hubspot }) => {
    hubspot.hasOpenDeal = true;
  }),
  quietly('the deal is won', ({ hubspot, now }) => {
    Object.assign(hubspot, { hasOpenDeal: false, deals: { ...hubspot.deals, wonAt: now } });
  }),
  quietly('the deal is lost', ({ hubspot, now }) => {
    Object.assign(hubspot, { hasOpenDeal: false, deals: { ...hubspot.deals, lostAt: now } });
  }),
  heard,
  quietly('a message is deleted', async (world) => {
    const { alerts } = await world.handoff();
    const posted = Object.entries(alerts).find(([, { state }]) => state === 'posted');
    if (posted) await world.settle({ what: 'alert', key: posted[0], state: { state: 'gone', reason: 'deleted' } });
  }),
  allGone,
  allBack,
  happening('the service is restarted, and does the last thing again', async (world, model) => {
    const kind = await world.deliverAgain();
    if (kind === 'read facts') model.known = structuredClone(world.hubspot);
    return causes[kind ?? ''] ?? 'nothing';
  }),
];

const ownerSet = fc.constantFrom(maria, tom, lee).map(({ id, name }) =>
  quietly(`${name} is made the owner in HubSpot`, ({ hubspot }) => {
    hubspot.ownerId = id;
  }),
);

const pass = (ms: number): Happening =>
  quietly(`${ms / minuteMs} minutes pass`, (world, model) => {
    world.now += ms;
    model.now = world.now;
  });

const passed = fc
  .oneof(
    fc.constantFrom(1, 5, 24, 60, 96, 120, 180).map((minutes) => minutes * minuteMs),
    fc.constantFrom(7, 15, 22).map((hours) => hours * hourMs),
    fc.constantFrom(2, 7, 15, 31).map((days) => days * dayMs),
  )
  .map(pass);

/** One after the other: what else would seldom come together. */
function inTurn(...all: Happening[]): Happening {
  return {
    check: () => true,
    toString: () => all.join(', then '),
    async run(model, world) {
      for (const one of all) if (one.check(model)) await one.run(model, world);
    },
  };
}

const heldThen = fc.constant(inTurn(allGone, call('assign', 3)));

const takenBack = fc
  .tuple(fc.constantFrom('the owner', 'the operator'), fc.constantFrom(1, 29, 30, 31))
  .map(([who, days]) =>
    inTurn(press({ kind: 'not a fit', reason: 'Too small' }, who), pass(days * dayMs), press({ kind: 'undo' }, who)),
  );

const look = happening('the clock looks', async (world) => {
  await world.wake();
  return 'wake';
});
const lookAnyway = happening('the clock looks once too often', async (world) => {
  await world.wakeAnyway();
  return 'wake';
});
const decide = happening('everybody is decided about', async (world) => {
  await world.decide();
  return 'decision';
});

/** Until nothing is left to do at this moment. */
async function workOff(model: Model, world: World): Promise<void> {
  for (let round = 0; round < 50; round += 1) {
    await look.run(model, world);
    await decide.run(model, world);
    if ((await world.store.readyLanes(world.portalId, world.now)).length === 0) return;
    await deliver(0, 'yes').run(model, world);
  }
  throw new Error('the work never comes to an end');
}

const allDone: Happening = {
  check: () => true,
  toString: () => 'everything that waits is done',
  run: workOff,
};

/** From here on nobody does anything, nobody is away, and the service does all that is due, whenever it is due. */
export async function runOut(model: Model, world: World, untilMs: number): Promise<void> {
  const until = world.now + untilMs;
  await allBack.run(model, world);
  for (let wakes = 0; ; wakes += 1) {
    await heard.run(model, world);
    await workOff(model, world);
    const next = await world.store.nextWakeAt(world.portalId);
    if (next === null || next > until) return;
    if (next <= world.now || wakes > 200) throw new Error('the clock never comes to rest');
    world.now = next;
    model.now = next;
  }
}

const woken = fc.oneof({ weight: 2, arbitrary: fc.constant(look) }, fc.constant(lookAnyway));

export const happenings: fc.Arbitrary<Happening>[] = [
  pressed,
  pressed,
  called,
  delivered,
  delivered,
  passed,
  passed,
  woken,
  fc.constant(decide),
  fc.constant(allDone),
  fc.constantFrom(...outside),
  ownerSet,
  takenBack,
  heldThen,
];
