import { Alert, Link, SearchInput, Table, TableHeader, TextArea } from '@hubspot/ui-extensions';
import { homeAnswers } from '../../../sandbox/card-preview/gallery/home-answers.ts';
import { json, patience } from '../render-card.tsx';
import { answerHome, type HomeRenderer, pathsOf, press, renderHome, textOfHome } from './render-home.tsx';

async function shown(): Promise<{ page: HomeRenderer; calls: ReturnType<typeof answerHome> }> {
  const calls = answerHome();
  const page = renderHome();
  await page.waitFor(() => page.find(Table), patience);
  return { page, calls };
}

const scoreHeading = (page: HomeRenderer) => page.findAll(TableHeader).find(({ text }) => text === 'Score')!;

it('sorts a table by a column, and the other way round', async () => {
  const { page, calls } = await shown();
  scoreHeading(page).trigger('onSortChange' as never, 'descending' as never);
  await page.waitFor(() => expect(scoreHeading(page).props.sortDirection).toBe('descending'), patience);
  scoreHeading(page).trigger('onSortChange' as never, 'ascending' as never);
  await page.waitFor(() => expect(scoreHeading(page).props.sortDirection).toBe('ascending'), patience);
  expect(pathsOf(calls).slice(1)).toEqual([
    '/app/home/table?name=near-misses&sort=-score&filter=&page=1',
    '/app/home/table?name=near-misses&sort=score&filter=&page=1',
  ]);
});

it('filters a table once somebody has stopped typing', async () => {
  const { page, calls } = await shown();
  const field = () => page.findAll(SearchInput).find(({ props }) => props.label === 'Filter near misses')!;
  for (const text of ['s', 'so', 'solo']) {
    field().trigger('onInput', text as never);
    await page.waitFor(() => expect(field().props.value).toBe(text), patience);
  }
  await page.waitFor(() => expect(textOfHome(page)).not.toContain('Lena Fischer'), patience);
  expect(textOfHome(page)).toContain('Jonas Weber');
  expect(textOfHome(page)).toContain('1 of 37');
  expect(pathsOf(calls).slice(1)).toEqual(['/app/home/table?name=near-misses&sort=&filter=solo&page=1']);
});

it('offers no filter over a table that is seen at a glance', async () => {
  const { page } = await shown();
  const filtered = page.findAll(SearchInput).map(({ props }) => props.name);
  const long = Object.values(homeAnswers.usual.tables).filter(({ of }) => of >= 10);
  expect(filtered.toSorted()).toEqual(long.map(({ name }) => `filter-${name}`).toSorted());
  expect(filtered).not.toContain('filter-owners');
});

it('says of whom the near misses are the nearest, where not everybody was looked at', async () => {
  const { page } = await shown();
  expect(textOfHome(page)).toContain('One condition short of ready, the nearest first.');
  const usual = homeAnswers.usual;
  const cut = { ...usual.tables['near-misses'], isCut: true, of: 500 };
  answerHome({ home: [json({ ...usual, tables: { ...usual.tables, 'near-misses': cut } })] });
  const other = renderHome();
  await other.waitFor(
    () => expect(textOfHome(other)).toContain('ready: of the 500 with the highest score, the nearest first.'),
    patience,
  );
});

it('pages through a table', async () => {
  const { page, calls } = await shown();
  const table = () => page.findAll(Table).find(({ props }) => 'paginated' in props && props.paginated)!;
  table().trigger('onPageChange' as never, 2 as never);
  await page.waitFor(() => expect(table().props).toMatchObject({ page: 2, pageCount: 4 }), patience);
  expect(pathsOf(calls).slice(1)).toEqual(['/app/home/table?name=near-misses&sort=&filter=&page=2']);
});

it('says so when another page cannot be loaded, and keeps what it shows', async () => {
  answerHome({ table: json({}, 503) });
  const page = renderHome();
  await page.waitFor(() => page.find(Table), patience);
  scoreHeading(page).trigger('onSortChange' as never, 'descending' as never);
  await page.waitFor(
    () => expect(page.find(Alert).props.title).toBe('This page of the table could not be loaded'),
    patience,
  );
  expect(textOfHome(page)).toContain('Lena Fischer');
});

it('exports a table as text that is copied, and shown to be copied by hand', async () => {
  const { page, calls } = await shown();
  press(page, 'Export near misses');
  await page.waitFor(() => expect(page.find(TextArea).props.description).toContain('3 rows, copied'), patience);
  const { label, value, readOnly } = page.find(TextArea).props;
  expect([label, readOnly]).toEqual(['zo-near-misses-2026-03-10.csv', true]);
  expect(page.mocks.actions.copyTextToClipboard.calls).toEqual([[value]]);
  expect(pathsOf(calls).slice(1)).toEqual(['/app/home/export?name=near-misses&sort=&filter=']);
  press(page, 'Close');
  await page.waitFor(() => expect(page.maybeFind(TextArea)).toBeNull(), patience);
});

it('shows the text also where the browser lets nobody copy', async () => {
  answerHome();
  const page = renderHome();
  page.mocks.actions.copyTextToClipboard.willCall(() => Promise.reject(new Error('not allowed')));
  await page.waitFor(() => page.find(Table), patience);
  press(page, 'Export near misses');
  await page.waitFor(() => expect(page.find(TextArea).props.description).toMatch(/^3 rows\. /), patience);
});

it('leads from a name to the record in this portal', async () => {
  const { page } = await shown();
  const jonas = page.findAll(Link).find(({ text }) => text === 'Jonas Weber')!;
  const { contactId } = homeAnswers.usual.tables['near-misses'].rows[1]!;
  expect(jonas.props.href).toEqual({
    url: `https://app.hubspot.com/contacts/4711/record/0-1/${contactId}`,
    external: true,
  });
});
