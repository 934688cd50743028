-- How a campaign stands beside others and how careful it is; percentages in hundredths.
ALTER TABLE campaign ADD COLUMN urgent BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE campaign ADD COLUMN canary_percent INTEGER;
ALTER TABLE campaign ADD COLUMN canary_minimum INTEGER;
ALTER TABLE campaign ADD COLUMN canary_wait_millis BIGINT;
ALTER TABLE campaign ADD COLUMN canary_deferred INTEGER;
ALTER TABLE campaign ADD COLUMN canary_failed INTEGER;
ALTER TABLE campaign ADD COLUMN canary_complaints INTEGER;
ALTER TABLE campaign ADD COLUMN breaker_window INTEGER;
ALTER TABLE campaign ADD COLUMN breaker_minimum INTEGER;
ALTER TABLE campaign ADD COLUMN breaker_deferred INTEGER;
ALTER TABLE campaign ADD COLUMN breaker_failed INTEGER;
ALTER TABLE campaign ADD COLUMN breaker_complaints INTEGER;
-- How far a campaign's canary is. How many of its mails went stands in the ledger.
CREATE TABLE campaign_canary (
  campaign_id BIGINT PRIMARY KEY REFERENCES campaign (id) ON DELETE CASCADE,
  phase       VARCHAR(8) NOT NULL,
  look_at     TIMESTAMP WITH TIME ZONE,
  why         VARCHAR(1000),
  complaints  BIGINT NOT NULL
);
-- The last outcomes of a campaign at a site, oldest first, a letter each, and until when the site is left alone.
CREATE TABLE campaign_site (
  campaign_id BIGINT NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
  site        VARCHAR(255) NOT NULL,
  trips       INTEGER NOT NULL,
  held_until  TIMESTAMP WITH TIME ZONE,
  why         VARCHAR(1000),
  recent      VARCHAR(1000) NOT NULL,
  PRIMARY KEY (campaign_id, site)
);
