import { Form, Input, Text } from '@hubspot/ui-extensions';
import type { HomeRow } from '@zo/shared';
import fc from 'fast-check';
import { keepDecided } from '../../../hubspot-project/app/pages/home/keep-decided.ts';
import { decisionAnswers, homeAnswers } from '../../../sandbox/card-preview/gallery/home-answers.ts';
import { type Fetched, failing, json, patience } from '../render-card.tsx';
import { answerHome, buttonsOf, type HomeRenderer, press, renderHome, textOfHome } from './render-home.tsx';

const { usual } = homeAnswers;
/** As it is once the first review was decided. */
const afterwards = {
  ...usual,
  tables: {
    ...usual.tables,
    review: { ...usual.tables.review, rows: usual.tables.review.rows.slice(1), found: 1, of: 1 },
  },
};

async function shown(page: HomeRenderer): Promise<HomeRenderer> {
  await page.waitFor(() => expect(buttonsOf(page, 'Approve')[0]).toBeDefined(), patience);
  return page;
}
const decisions = (calls: Fetched[]) =>
  calls
    .filter(({ url }) => url.endsWith('/handoff-command'))
    .map(({ options }) => options.body as Record<string, unknown>);

it('approves, says what became of it where the buttons were, and asks for the page again', async () => {
  const calls = answerHome({ home: [json(usual), json(afterwards)], decision: [json(decisionAnswers.done)] });
  const page = await shown(renderHome());
  press(page, 'Approve');
  await page.waitFor(
    () => expect(page.findByTestId(Text, 'decided-1').text).toBe('Approved: it is handed off now.'),
    patience,
  );
  await page.waitFor(() => expect(calls.filter(({ url }) => url.endsWith('/app/home'))).toHaveLength(2), patience);
  expect(page.findByTestId(Text, 'decided-1').text).toBe('Approved: it is handed off now.');
  expect(buttonsOf(page, 'Approve')).toHaveLength(1);
  expect(decisions(calls)).toEqual([
    { contactId: '501', handoffId: 1, command: 'approve', idempotencyKey: expect.stringMatching(/^[\w-]{8,100}$/) },
  ]);
});

it('rejects with a reason, and not without one', async () => {
  const calls = answerHome({ decision: [json({ ...decisionAnswers.done, say: 'Rejected: nobody is alerted.' })] });
  const page = await shown(renderHome());
  press(page, 'Reject');
  await page.waitFor(() => expect(page.find(Input).props.label).toBe('Why not Ada Byrne?'), patience);
  page.find(Form).trigger('onSubmit');
  page.find(Input).trigger('onInput', ' Too early ' as never);
  await page.waitFor(() => expect(page.find(Input).props.value).toBe(' Too early '), patience);
  page.find(Form).trigger('onSubmit');
  await page.waitFor(() => expect(textOfHome(page)).toContain('Rejected: nobody is alerted.'), patience);
  expect(decisions(calls)).toEqual([
    expect.objectContaining({ contactId: '501', handoffId: 1, command: 'reject', reason: 'Too early' }),
  ]);
});

it('says why it was refused, and lets somebody try again', async () => {
  answerHome({ decision: [json(decisionAnswers.refused)] });
  const page = await shown(renderHome());
  press(page, 'Approve');
  await page.waitFor(() => expect(page.findByTestId(Text, 'refused-1').text).toBe('It has been withdrawn.'), patience);
  expect(buttonsOf(page, 'Approve')).toHaveLength(2);
});

it('asks with the same key when no answer came', async () => {
  const calls = answerHome({ decision: [failing('timed out'), json(decisionAnswers.done)] });
  const page = await shown(renderHome());
  press(page, 'Approve');
  await page.waitFor(() => expect(textOfHome(page)).toContain('No answer came.'), patience);
  press(page, 'Approve');
  await page.waitFor(() => expect(page.findByTestId(Text, 'decided-1').text).toContain('Approved'), patience);
  const [first, second] = decisions(calls);
  expect(second).toEqual(first);
});

it('offers nothing to somebody who may not decide, and says why', async () => {
  answerHome({ home: [json(homeAnswers.onlooker)] });
  const page = renderHome();
  await page.waitFor(() => expect(textOfHome(page)).toContain('You can look, not decide.'), patience);
  expect(textOfHome(page)).toContain('only an operator of Zo may decide this');
  expect(buttonsOf(page, 'Approve')).toEqual([]);
});

describe('rows of a queue that was asked for again', () => {
  const row = (id: string): HomeRow => ({ id, cells: [], contactId: null, handoffId: null });
  const rows = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e')).map((ids) => ids.map(row));

  it('are all that are there now, each once, and what was decided where it was', () => {
    fc.assert(
      fc.property(rows, rows, fc.subarray(['a', 'b', 'c', 'd', 'e']), (before, now, decided) => {
        const isDecided = ({ id }: HomeRow) => decided.includes(id);
        const ids = keepDecided(before, now, isDecided).map(({ id }) => id);
        const stay = before.filter((one) => isDecided(one) || now.some(({ id }) => id === one.id)).map(({ id }) => id);
        expect(ids.slice(0, stay.length)).toEqual(stay);
        expect(ids.toSorted()).toEqual([...new Set([...stay, ...now.map(({ id }) => id)])].sort());
      }),
    );
  });
});
