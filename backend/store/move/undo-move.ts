/** The way back: a server may start on the SQLite database again. The PostgreSQL database is not asked, and stays as it is. */
import { openSqlite } from '../sqlite/connection.ts';
import { loadMovedMark, type MovedMark, removeMovedMark } from '../sqlite/moved-mark.ts';
import { writeRestoredMark } from '../sqlite/restore.ts';
import { MoveError } from './move-error.ts';
import { checkSource, holdSource } from './source.ts';

/** What was sent since the move is not sent again, as after a restore. Throws MoveError. */
export function undoMove(file: string, now: number): MovedMark {
  const { letGo } = holdSource(file);
  try {
    checkSource(file);
    return takeBack(file, now);
  } finally {
    letGo();
  }
}

function takeBack(file: string, now: number): MovedMark {
  const connection = openSqlite(file);
  try {
    const mark = loadMovedMark(connection);
    if (mark === null) throw new MoveError(`${file} is not marked as moved: there is nothing to undo.`);
    connection.transaction(() => {
      removeMovedMark(connection);
      writeRestoredMark(connection.database, { takenAt: mark.movedAt, restoredAt: now });
    });
    return mark;
  } finally {
    connection.close();
  }
}
