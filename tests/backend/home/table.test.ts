import fc from 'fast-check';
import { exportTable, rowsOnPage, viewTable, type WholeTable } from '../../../backend/home/table.ts';
import { now } from '../../support/handoffs.ts';
import { readCsv } from '../../support/read-csv.ts';

const columns: WholeTable['columns'] = [
  { key: 'person', label: 'Person', kind: 'text' },
  { key: 'score', label: 'Score', kind: 'number' },
  { key: 'at', label: 'At', kind: 'moment' },
  { key: 'after', label: 'Called after', kind: 'minutes' },
];

function tableOf(cells: WholeTable['rows'][number]['cells'][]): WholeTable {
  const rows = cells.map((row, index) => ({ id: String(index), cells: row, contactId: null, handoffId: null }));
  return { name: 'today', columns, rows, isCut: false, asOf: now };
}

const people = tableOf([
  ['Jonas Weber', 65, now, null],
  ['anna Bell', 70, now - 1, 38],
  ['Person 10', null, now - 2, 5],
  ['Person 9', 12, now - 3, 5],
]);

describe('looking at a table', () => {
  it.each([
    ['', ['Jonas Weber', 'anna Bell', 'Person 10', 'Person 9']],
    ['person', ['anna Bell', 'Jonas Weber', 'Person 9', 'Person 10']],
    ['-person', ['Person 10', 'Person 9', 'Jonas Weber', 'anna Bell']],
    ['score', ['Person 9', 'Jonas Weber', 'anna Bell', 'Person 10']],
    ['-score', ['anna Bell', 'Jonas Weber', 'Person 9', 'Person 10']],
    ['after', ['Person 10', 'Person 9', 'anna Bell', 'Jonas Weber']],
    ['no such column', ['Jonas Weber', 'anna Bell', 'Person 10', 'Person 9']],
  ])('sorted by %j; what is not known comes last', (sort, names) => {
    const { rows } = viewTable(people, { sort, filter: '', page: 1 });
    expect(rows.map(({ cells }) => cells[0])).toEqual(names);
  });

  it.each([
    ['person', ['Person 10', 'Person 9']],
    [' WEBER ', ['Jonas Weber']],
    ['65', []],
  ])('filtered by %j: what is written in words, in capitals or not', (filter, names) => {
    const view = viewTable(people, { sort: '', filter, page: 1 });
    expect([view.rows.map(({ cells }) => cells[0]), view.found, view.of]).toEqual([names, names.length, 4]);
  });

  it('the pages together are what the file holds, in its order, for any rows, sort and filter', () => {
    const cell = fc.option(fc.string({ maxLength: 3 }));
    const number = fc.option(fc.integer({ min: -50, max: 50 }));
    const rows = fc.array(fc.tuple(cell, number, fc.constant(now), number), { maxLength: 40 });
    const sort = fc.constantFrom('', 'person', '-person', 'score', '-score', 'after');
    fc.assert(
      fc.property(rows, sort, fc.string({ maxLength: 1 }), (cells, sortedBy, filter) => {
        const table = tableOf(cells);
        const first = viewTable(table, { sort: sortedBy, filter, page: 1 });
        const pages = Array.from({ length: first.pages }, (_, index) =>
          viewTable(table, { sort: sortedBy, filter, page: index + 1 }),
        );
        for (const { rows: onPage } of pages.slice(0, -1)) expect(onPage).toHaveLength(rowsOnPage);
        const scores = pages.flatMap(({ rows: onPage }) => onPage.map((row) => String(row.cells[1] ?? '')));
        const file = exportTable(table, { sort: sortedBy, filter });
        expect(scores).toHaveLength(first.found);
        expect(
          readCsv(file.csv)
            .slice(1)
            .map((line) => line[1]),
        ).toEqual(scores);
      }),
    );
  });
});

describe('a table as a file', () => {
  it('has headings, moments everybody can read, and no formula in it', () => {
    const { csv, rows, isCut } = exportTable(tableOf([['=1+1', 65, now, null]]), { sort: '', filter: '' });
    expect({ csv, rows, isCut }).toEqual({
      csv: "Person,Score,At,Called after (working minutes)\r\n'=1+1,65,2026-03-10T09:00:00.000Z,\r\n",
      rows: 1,
      isCut: false,
    });
  });

  it('is cut off before it is more than HubSpot takes', () => {
    const long = tableOf(Array.from({ length: 3_000 }, () => ['ü'.repeat(400), 1, now, null]));
    const { csv, rows, isCut } = exportTable(long, { sort: '', filter: '' });
    expect(isCut).toBe(true);
    expect(readCsv(csv)).toHaveLength(rows + 1);
    expect(Buffer.byteLength(JSON.stringify({ csv }))).toBeLessThan(1_000_000);
  });
});
