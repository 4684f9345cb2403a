/** What can be told to whoever moves a database, as it is. */
export class MoveError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'MoveError';
  }
}
