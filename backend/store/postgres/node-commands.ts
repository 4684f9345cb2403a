/** Who of the nodes does what only one should do, on PostgreSQL. */
import type { NodesStore } from '../nodes-store.ts';
import { changeWindow } from './call-windows.ts';
import type { PostgresConnection } from './connection.ts';
import { isThere, loadNodes, type Presence } from './presence.ts';

export function nodeCommands(connection: PostgresConnection, { node, onSaved, presence }: Presence): NodesStore {
  const { forPortal } = connection;
  return {
    isShared: true,
    onSaved,
    presence,
    changeWindow: changeWindow(connection),
    countNodes: async () => Math.max(1, new Set(await loadNodes(connection.acrossPortals)).size),
    async takeWork(portalId, work) {
      const taken = await forPortal(portalId)(
        `INSERT INTO node_work AS held (portal_id, work, node) VALUES ($1, $2, $3)
         ON CONFLICT (portal_id, work) DO UPDATE SET node = excluded.node, progress_json = NULL
         WHERE held.node = excluded.node OR NOT ${isThere('held.node')} RETURNING 1`,
        [portalId, work, node],
      );
      return taken.length > 0;
    },
    async noteWork(portalId, work, progress) {
      await forPortal(portalId)(
        'UPDATE node_work SET progress_json = $4 WHERE portal_id = $1 AND work = $2 AND node = $3',
        [portalId, work, node, JSON.stringify(progress)],
      );
    },
    async leaveWork(portalId, work) {
      await forPortal(portalId)('DELETE FROM node_work WHERE portal_id = $1 AND work = $2 AND node = $3', [
        portalId,
        work,
        node,
      ]);
    },
    async workElsewhere(portalId, work) {
      const [row] = await forPortal(portalId)<{ progress_json: string | null }>(
        `SELECT progress_json FROM node_work
         WHERE portal_id = $1 AND work = $2 AND node <> $3 AND ${isThere('node_work.node')}`,
        [portalId, work, node],
      );
      return row === undefined ? null : { progress: row.progress_json === null ? null : JSON.parse(row.progress_json) };
    },
  };
}
