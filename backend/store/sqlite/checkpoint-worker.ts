/** Runs in a thread of its own: copies the write-ahead log into the database whenever it is told to. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const database = new Database(workerData.file, { fileMustExist: true });
database.pragma('checkpoint_fullfsync = ON');
// Closing must leave the log alone: the main thread may be using it.
database.pragma('wal_autocheckpoint = 0');

/** What comes into the log while most of it is copied is copied here too, so that little is left for the main thread. */
const passes = 3;

parentPort?.on('message', () => {
  for (let pass = 0; pass < passes; pass += 1) database.pragma('wal_checkpoint(PASSIVE)');
  parentPort?.postMessage('done');
});
