/** Tables of the gallery's home page, and what the backend would answer about their other pages. */
export const galleryNow = Date.parse('2026-03-10T10:00:00+01:00');
const rowsOnPage = 10;

export type Cell = string | number | null;
type Kind = 'text' | 'number' | 'moment' | 'minutes';
export type TableName =
  | 'today'
  | 'review'
  | 'near-misses'
  | 'owners'
  | 'weeks'
  | 'fairness'
  | 'alarms'
  | 'failed'
  | 'checks';

/** A page of a table as the backend answers it; a test holds it against the product's own type. */
export type GalleryTable = {
  name: TableName;
  columns: { key: string; label: string; kind: Kind }[];
  rows: { id: string; cells: Cell[]; contactId: string | null; handoffId: number | null }[];
  page: number;
  pages: number;
  found: number;
  of: number;
  isCut: boolean;
  sort: string;
  filter: string;
  asOf: number | null;
};

type Spec = [key: string, label: string, kind?: Kind];

const columns: Record<TableName, Spec[]> = {
  today: [
    ['at', 'When', 'moment'],
    ['person', 'Person'],
    ['company', 'Company'],
    ['owner', 'Owner'],
    ['status', 'Status'],
    ['due', 'First call due', 'moment'],
    ['called', 'Called after', 'minutes'],
    ['why', 'Why now'],
  ],
  review: [
    ['since', 'Waits since', 'moment'],
    ['person', 'Person'],
    ['company', 'Company'],
    ['value', 'Expected value a year', 'number'],
    ['rule', 'In review because'],
    ['why', 'Why now'],
  ],
  'near-misses': [
    ['person', 'Person'],
    ['company', 'Company'],
    ['missing', 'Missing'],
    ['score', 'Score', 'number'],
    ['active', 'Last active', 'moment'],
    ['condition', 'Condition'],
  ],
  owners: figures('owner', 'Owner'),
  weeks: figures('week', 'Week'),
  fairness: [
    ['owner', 'Owner'],
    ['weight', 'Weight', 'number'],
    ['due', 'Due by turns', 'number'],
    ['got', 'Got by turns', 'number'],
    ['ahead', 'Ahead or behind', 'number'],
    ['continuity', 'Known owner', 'number'],
    ['otherwise', 'Named or given', 'number'],
    ['open', 'Open now', 'number'],
    ['week', 'Last 7 days', 'number'],
    ['month', 'Last 28 days', 'number'],
  ],
  alarms: [
    ['since', 'Since', 'moment'],
    ['alarm', 'Alarm'],
    ['times', 'Times', 'number'],
  ],
  failed: [
    ['since', 'Wanted at', 'moment'],
    ['what', 'What'],
    ['state', 'State'],
    ['reason', 'Why'],
    ['remedy', 'What to do'],
  ],
  checks: [
    ['check', 'Check'],
    ['state', 'State'],
    ['detail', 'Found'],
    ['remedy', 'What to do'],
  ],
};

function figures(key: string, label: string): Spec[] {
  return [
    [key, label],
    ['handoffs', 'Handoffs', 'number'],
    ['in-time', 'Called in time', 'number'],
    ['late', 'Late', 'number'],
    ['running', 'Clock running', 'number'],
    ['median', 'Median', 'minutes'],
    ['p90', '90th percentile', 'minutes'],
  ];
}

/** Its first page; `all`: how many there are in all, where that is more than are given. */
export function galleryTable(name: TableName, cells: Cell[][], all = cells.length): GalleryTable {
  const isAboutPeople = columns[name].some(([key]) => key === 'person');
  const rows = cells.map((row, index) => ({
    id: `${index + 1}`,
    cells: row,
    contactId: isAboutPeople ? String(501 + index) : null,
    handoffId: name === 'today' || name === 'review' ? index + 1 : null,
  }));
  return {
    name,
    columns: columns[name].map(([key, label, kind = 'text']) => ({ key, label, kind })),
    rows: rows.slice(0, rowsOnPage),
    page: 1,
    pages: Math.max(1, Math.ceil(all / rowsOnPage)),
    found: all,
    of: all,
    isCut: all >= 100,
    sort: '',
    filter: '',
    asOf: galleryNow,
  };
}

/** Of the rows on its first page: the gallery has no others. */
export function pageOf(table: GalleryTable, view: URLSearchParams) {
  const filter = view.get('filter') ?? '';
  const sort = view.get('sort') ?? '';
  const wanted = filter.trim().toLowerCase();
  const column = table.columns.findIndex(({ key }) => key === sort.replace('-', ''));
  const way = sort.startsWith('-') ? -1 : 1;
  const rows = table.rows
    .filter(({ cells }) => cells.some((cell) => String(cell).toLowerCase().includes(wanted)))
    .toSorted((one, other) => {
      const [a, b] = [one.cells[column] ?? '', other.cells[column] ?? ''];
      return way * (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b)));
    });
  const found = wanted === '' ? table.found : rows.length;
  const page = Number(view.get('page') ?? 1);
  return {
    status: 'ready',
    ...table,
    rows,
    page,
    found,
    pages: Math.max(1, Math.ceil(found / rowsOnPage)),
    sort,
    filter,
  };
}

export function exportOf({ name, columns: heads, rows }: GalleryTable): object {
  const lines = [heads.map(({ label }) => label), ...rows.map(({ cells }) => cells)];
  const csv = lines.map((line) => `${line.join(',')}\r\n`).join('');
  return { status: 'ready', fileName: `zo-${name}-2026-03-10.csv`, csv, rows: rows.length, isCut: false };
}
