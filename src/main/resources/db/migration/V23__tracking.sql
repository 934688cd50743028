-- What a campaign wants to learn of its readers.
ALTER TABLE campaign ADD COLUMN track_opens BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE campaign ADD COLUMN track_clicks BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE campaign ADD COLUMN track_privacy BOOLEAN DEFAULT TRUE NOT NULL;
-- What a mail's reader did, a row a thing: "link" is 0 for the mail being shown, -1 for any of its links, else the link's number in the
-- template. Counted apart: what people and what machines did, as far as can be told; "signs" are those of machines that were seen, a bit each.
CREATE TABLE engagement (
  delivery_id    BIGINT NOT NULL,
  link           INTEGER NOT NULL,
  campaign_id    BIGINT NOT NULL,
  human          INTEGER NOT NULL,
  machine        INTEGER NOT NULL,
  signs          INTEGER NOT NULL,
  first_at       TIMESTAMP WITH TIME ZONE NOT NULL,
  last_at        TIMESTAMP WITH TIME ZONE NOT NULL,
  first_human_at TIMESTAMP WITH TIME ZONE,
  reader         VARCHAR(80),
  PRIMARY KEY (delivery_id, link)
);
-- The same by campaign: recipients each once, events all of them.
CREATE TABLE engagement_count (
  campaign_id        BIGINT NOT NULL,
  link               INTEGER NOT NULL,
  human_recipients   BIGINT NOT NULL,
  human_events       BIGINT NOT NULL,
  machine_recipients BIGINT NOT NULL,
  machine_events     BIGINT NOT NULL,
  PRIMARY KEY (campaign_id, link)
);
-- What came faster than it could be stored, and is in no count.
CREATE TABLE engagement_lost (
  campaign_id BIGINT PRIMARY KEY,
  events      BIGINT NOT NULL
);
