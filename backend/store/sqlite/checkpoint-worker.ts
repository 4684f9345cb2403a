/** Runs in a thread of its own: copies the write-ahead log into the database whenever it is told to. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const database = new Database(workerData.file, { fileMustExist: true });
database.pragma('checkpoint_fullfsync = ON');
// Closing must leave the log alone: the main thread may be using it.
database.pragma('wal_autocheckpoint = 0');

parentPort?.on('message', () => {
  database.pragma('wal_checkpoint(PASSIVE)');
  parentPort?.postMessage('done');
});
