export type PostgresServer = {
  /** Ends in the host and port, without a database. */
  url: string;
  stop(): Promise<void>;
  /** Ends the server as a crash of its machine's programs would, with every session, and starts it again on its data. */
  restartAtOnce(): Promise<void>;
};

export function startPostgres(more?: Record<string, string>): Promise<PostgresServer>;
