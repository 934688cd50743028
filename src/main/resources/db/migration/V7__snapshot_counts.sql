-- How many contacts a snapshot began with, and how many rows it has written: what people read as its progress.
ALTER TABLE snapshot_progress ADD COLUMN contacts BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE snapshot_progress ADD COLUMN rows_written BIGINT DEFAULT 0 NOT NULL;
