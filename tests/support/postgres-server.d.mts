export type PostgresServer = {
  /** Ends in the host and port, without a database. */
  url: string;
  stop(): Promise<void>;
};

export function startPostgres(): Promise<PostgresServer>;
