-- A snapshot writes the rows of a lane together, slice by slice. So they are a few ranges of ids, and need no index of their own:
-- it took a quarter of the ledger's room and of what an insert costs.
CREATE TABLE lane_range (
  campaign_id BIGINT NOT NULL,
  lane        INTEGER NOT NULL,
  first_id    BIGINT NOT NULL,
  last_id     BIGINT NOT NULL,
  PRIMARY KEY (campaign_id, lane, last_id)
);
INSERT INTO lane_range (campaign_id, lane, first_id, last_id)
SELECT campaign_id, lane, MIN(id), MAX(id) FROM delivery GROUP BY campaign_id, lane;
DROP INDEX ix_delivery_fresh;
