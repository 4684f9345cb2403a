/** One handoff, claimed by one AE in Slack and by another on the card at once: one has it, and both places say so. */
import { contactCard } from '../../../backend/cards/contact-card.ts';
import { runCardCommand } from '../../../backend/cards/run-card-command.ts';
import { type ClickDesk, channelPlace, startClickDesk } from '../../support/click-desk.ts';
import { hourMs, lee, now, tom } from '../../support/handoffs.ts';

const tomInSlack = 'U0TOM0001';
let desk: ClickDesk;
beforeAll(async () => {
  desk = await startClickDesk();
});
afterAll(() => desk.close());

async function claimOnCard(contactId: string, handoffId: number): Promise<string> {
  const { store, clock, lane } = desk;
  const parts = { store, clock, operators: [], drainHeld: async () => {} };
  const asked = { contactId, handoffId, command: 'claim' as const, idempotencyKey: `claim-${handoffId}-on-the-card` };
  const answers = await Promise.all([1, 2].map(() => runCardCommand(parts, lane.state, lee.email, asked)));
  expect(answers[1]).toEqual(answers[0]);
  return answers[0]!.status;
}

it('30 rounds: whoever is first has it, the other is told, Slack and the card agree', async () => {
  const winners = new Set<string>();
  for (let round = 0; round < 30; round += 1) {
    const overdue = { status: 'breached', breachedAt: now, dueAt: now - hourMs } as const;
    const { handoffId, personId } = await desk.handOff(overdue, [channelPlace]);
    const [work] = await desk.store.contactWork(desk.portalId, [personId]);
    const contactId = work!.record!.recordId!;
    const message = desk.messageOf(await desk.handoff(handoffId), `alert:${handoffId}:channel:#pql-handoff`);
    const told = desk.whispersTo(tomInSlack).length;
    const later = new Promise((resolve) => setTimeout(resolve, round));
    const [, onCard] = await Promise.all([
      desk.press(message, tomInSlack, 'zo_claim'),
      later.then(() => claimOnCard(contactId, handoffId)),
    ]);
    const { owner, earlierOwners } = await desk.expectHandoff(handoffId, (handoff) => handoff.owner?.name !== 'Maria');
    await desk.settled();
    winners.add(owner!.name);

    expect(earlierOwners).toHaveLength(1);
    expect([owner!.email, onCard]).toEqual(onCard === 'done' ? [lee.email, 'done'] : [tom.email, 'refused']);
    const whispers = desk.whispersTo(tomInSlack).slice(told);
    expect(whispers).toEqual(onCard === 'done' ? ['Lee has it.'] : []);
    expect(message.text).toContain(`Owner: ${owner!.name === 'Lee' ? '<@U0LEE0001>' : '<@U0TOM0001>'}`);
    const shown = (await desk.store.cardWork(desk.portalId, contactId))!;
    const decision = { decidedAt: now, playbookVersion: 1, gate: 'handed_off' as const, crossedAt: now };
    const { receipt } = shown.handoffs[0]!;
    const ready = { ...decision, ready: 'yes' as const, decision: { ...receipt!, crossing: receipt } };
    const card = contactCard({ ...shown, decision: ready }, desk.lane.state, { email: tom.email, operators: [] }, now);
    expect(card).toMatchObject({ handoffs: [{ owner: { name: owner!.name }, passedOn: { from: 'Maria' } }] });
  }
  expect([...winners].sort()).toEqual(['Lee', 'Tom']);
}, 120_000);
