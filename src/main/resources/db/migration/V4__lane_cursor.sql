-- A claim must cost the same in a lane of fifty rows and of five million. So what was never claimed is found behind the lane's
-- cursor by id, and what is due again by its time; a row's state is in no index and can change without touching one.
-- due_at is set for open rows that were claimed before, and for nothing else.
DROP INDEX ix_delivery_lane;
ALTER TABLE lane ADD COLUMN fresh_after BIGINT DEFAULT 0 NOT NULL;
UPDATE delivery SET due_at = NULL WHERE due_at IS NOT NULL AND state NOT IN (0, 3);
UPDATE delivery SET due_at = CURRENT_TIMESTAMP WHERE due_at IS NULL AND state = 3;
CREATE INDEX ix_delivery_fresh ON delivery (campaign_id, lane, id);
CREATE INDEX ix_delivery_due ON delivery (campaign_id, lane, due_at) ${whereDue};
