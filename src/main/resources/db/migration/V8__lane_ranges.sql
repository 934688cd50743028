-- A snapshot writes the rows of a lane together, slice by slice. So they are a few ranges of ids, and need no index of their own:
-- it took a quarter of the ledger's room and of what an insert costs.
CREATE TABLE lane_range (
  campaign_id BIGINT NOT NULL,
  lane        INTEGER NOT NULL,
  first_id    BIGINT NOT NULL,
  last_id     BIGINT NOT NULL,
  -- As the snapshot wrote them: what the counts begin with.
  pending     BIGINT NOT NULL,
  suppressed  BIGINT NOT NULL,
  PRIMARY KEY (campaign_id, lane, first_id)
);
-- The slices of a snapshot, each written in a transaction of its own, several at a time.
CREATE TABLE snapshot_slice (
  campaign_id   BIGINT NOT NULL,
  no            INTEGER NOT NULL,
  after_contact BIGINT NOT NULL,
  upto_contact  BIGINT NOT NULL,
  -- Until it is written, nothing.
  rows_written  BIGINT,
  PRIMARY KEY (campaign_id, no)
);
-- A snapshot that was interrupted begins anew; nothing of it was sent.
DELETE FROM delivery WHERE campaign_id IN (SELECT campaign_id FROM snapshot_progress WHERE NOT done);
DELETE FROM lane_plan WHERE campaign_id IN (SELECT campaign_id FROM snapshot_progress WHERE NOT done);
DELETE FROM snapshot_progress WHERE NOT done;
INSERT INTO snapshot_slice (campaign_id, no, after_contact, upto_contact, rows_written)
SELECT campaign_id, 0, 0, last_contact, rows_written FROM snapshot_progress;
ALTER TABLE snapshot_progress DROP COLUMN contact_upto;
ALTER TABLE snapshot_progress DROP COLUMN last_contact;
ALTER TABLE snapshot_progress DROP COLUMN rows_written;
INSERT INTO lane_range (campaign_id, lane, first_id, last_id, pending, suppressed)
SELECT campaign_id, lane, MIN(id), MAX(id), 0, 0 FROM delivery GROUP BY campaign_id, lane;
DROP INDEX ix_delivery_fresh;
