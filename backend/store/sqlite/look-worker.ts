/** Runs in a thread of its own: looks whether the database can be written and is whole, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

type Told = { notWritable: string | null; damage: string | null };

function look(file: string): Told {
  const database = new Database(file, { fileMustExist: true, timeout: 5_000 });
  // Closing must leave the log alone: the main thread may be using it.
  database.pragma('wal_autocheckpoint = 0');
  try {
    return { notWritable: tryToWrite(database), damage: findDamage(database) };
  } finally {
    database.close();
  }
}

function tryToWrite(database: Database.Database): string | null {
  try {
    database.exec('BEGIN IMMEDIATE');
    database.exec('ROLLBACK');
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function findDamage(database: Database.Database): string | null {
  try {
    const found = database.pragma('quick_check(1)', { simple: true });
    return found === 'ok' ? null : String(found);
  } catch (error) {
    return (error as Error).message;
  }
}

parentPort?.postMessage(look(workerData.file));
