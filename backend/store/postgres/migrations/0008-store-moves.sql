-- Everything moved here from an SQLite database: how far that has come, in the same transactions as the rows. Nothing else
-- may use the database until it has ended.
CREATE TABLE store_moves (
  source text COLLATE "C" PRIMARY KEY, -- what the database it comes from is recognised by
  begun_at bigint NOT NULL,
  ended_at bigint,                     -- everything is here and was compared; null: not yet
  progress_json text NOT NULL          -- backend/store/move/move-record.ts, MoveProgress; once it has ended, rows by table
);
