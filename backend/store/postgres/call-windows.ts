/** What the nodes keep together about a portal's calls. See ChangeWindow. */
import type { ChangeWindow } from '../nodes-store.ts';
import type { PostgresConnection } from './connection.ts';

/** The time is taken once the row is this node's, so that whoever changes it later is told a later one. */
export function changeWindow({ transaction }: PostgresConnection): ChangeWindow {
  return (portalId, kind, change) =>
    transaction(portalId, async (query) => {
      const [row] = await query<{ window_json: string; now: number }>(
        `INSERT INTO call_windows (portal_id, kind, window_json) VALUES ($1, $2, 'null')
         ON CONFLICT (portal_id, kind) DO UPDATE SET kind = excluded.kind
         RETURNING window_json, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now`,
        [portalId, kind],
      );
      const { keep, answer } = change(JSON.parse(row!.window_json), row!.now);
      await query('UPDATE call_windows SET window_json = $3 WHERE portal_id = $1 AND kind = $2', [
        portalId,
        kind,
        JSON.stringify(keep),
      ]);
      return answer;
    });
}
