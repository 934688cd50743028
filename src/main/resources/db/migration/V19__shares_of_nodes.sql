-- How far campaigns of each node are with what all nodes draw on, told about once a second, so that they share it by weight. A row without a thing
-- says that the campaign sends; what is not told anew for some seconds counts no more.
CREATE TABLE share_claim (
  node        VARCHAR(36) NOT NULL,
  thing       VARCHAR(60) NOT NULL,
  campaign_id BIGINT NOT NULL,
  weight      INTEGER NOT NULL,
  urgent      BOOLEAN NOT NULL,
  pass        DOUBLE PRECISION NOT NULL,
  wanting     BOOLEAN NOT NULL,
  told_at     TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (node, thing, campaign_id)
);
