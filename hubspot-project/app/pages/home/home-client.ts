/** What the home page asks the backend. Each rejects with a BackendProblem. `baseUrl` is the profile's variable BASE_URL. */
import { askBackend } from '@zo/backend-client';
import {
  type HandoffCommandAnswer,
  type HandoffCommandRequest,
  type HomeAnswer,
  type HomeExportAnswer,
  type HomeTableAnswer,
  type HomeTableName,
  handoffCommandPath,
  homeExportPath,
  homePath,
  homeTablePath,
} from '@zo/shared';

/** `sort`: a column's key, behind a "-" where the largest comes first; '' for the table's own order. */
export type TableView = { sort: string; filter: string; page: number };

export const firstView: TableView = { sort: '', filter: '', page: 1 };

export function askHome(baseUrl: unknown): Promise<HomeAnswer> {
  return askBackend(baseUrl, homePath);
}

export function askTable(baseUrl: unknown, name: HomeTableName, { sort, filter, page }: TableView) {
  return askBackend<HomeTableAnswer>(baseUrl, `${homeTablePath}?${query({ name, sort, filter, page: String(page) })}`);
}

export function askExport(baseUrl: unknown, name: HomeTableName, { sort, filter }: Omit<TableView, 'page'>) {
  return askBackend<HomeExportAnswer>(baseUrl, `${homeExportPath}?${query({ name, sort, filter })}`);
}

/** The same door as that of the contact's card. Safe to repeat. */
export function decideReview(baseUrl: unknown, decision: HandoffCommandRequest): Promise<HandoffCommandAnswer> {
  return askBackend(baseUrl, handoffCommandPath, decision);
}

/** Where extensions run there need not be a URLSearchParams. */
function query(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}
