-- What reports read, kept by small steps from the ledger and from what came back: a view sums a few rows and never counts mails.
-- How far that is with a campaign. Whoever changes what is kept of a campaign holds this row.
CREATE TABLE report_state (
  campaign_id   BIGINT PRIMARY KEY,
  -- By how many seconds the hours of its zone begin after those of UTC.
  hour_offset   INTEGER NOT NULL,
  projected_at  TIMESTAMP WITH TIME ZONE,
  -- Everything is counted and nothing can change any more, but for what comes back.
  is_final      BOOLEAN NOT NULL
);
CREATE INDEX ix_report_state_open ON report_state (is_final);
-- Rows of a lane up to this id are counted or stand in report_open. "seen" tells whether anything happened in the lane since.
CREATE TABLE report_lane (
  campaign_id BIGINT NOT NULL,
  lane        INTEGER NOT NULL,
  upto_id     BIGINT NOT NULL,
  seen        VARCHAR(250) NOT NULL,
  PRIMARY KEY (campaign_id, lane)
);
-- Deliveries that were looked at and may still change, as they were then. No site: not yet counted in any way.
CREATE TABLE report_open (
  campaign_id BIGINT NOT NULL,
  lane        INTEGER NOT NULL,
  delivery_id BIGINT NOT NULL,
  domain      VARCHAR(320) NOT NULL,
  site        VARCHAR(320),
  state       SMALLINT NOT NULL,
  attempts    SMALLINT NOT NULL,
  route_id    BIGINT NOT NULL,
  reason      BIGINT,
  PRIMARY KEY (campaign_id, lane, delivery_id)
);
-- By the recipients' domains, '*' for those beyond the first 50,000, with their site.
CREATE TABLE report_domain (
  campaign_id      BIGINT NOT NULL,
  domain           VARCHAR(320) NOT NULL,
  site             VARCHAR(320) NOT NULL,
  accepted         BIGINT DEFAULT 0 NOT NULL,
  after_deferral   BIGINT DEFAULT 0 NOT NULL,
  deferrals        BIGINT DEFAULT 0 NOT NULL,
  failed           BIGINT DEFAULT 0 NOT NULL,
  deferred         BIGINT DEFAULT 0 NOT NULL,
  in_doubt         BIGINT DEFAULT 0 NOT NULL,
  suppressed       BIGINT DEFAULT 0 NOT NULL,
  cancelled        BIGINT DEFAULT 0 NOT NULL,
  hard_bounces     BIGINT DEFAULT 0 NOT NULL,
  soft_bounces     BIGINT DEFAULT 0 NOT NULL,
  complaints       BIGINT DEFAULT 0 NOT NULL,
  unsubscribes     BIGINT DEFAULT 0 NOT NULL,
  opens            BIGINT DEFAULT 0 NOT NULL,
  clicks           BIGINT DEFAULT 0 NOT NULL,
  PRIMARY KEY (campaign_id, domain)
);
-- By route, 0 where none was used; together they are the campaign.
CREATE TABLE report_route (
  campaign_id      BIGINT NOT NULL,
  route_id         BIGINT NOT NULL,
  accepted         BIGINT DEFAULT 0 NOT NULL,
  after_deferral   BIGINT DEFAULT 0 NOT NULL,
  deferrals        BIGINT DEFAULT 0 NOT NULL,
  failed           BIGINT DEFAULT 0 NOT NULL,
  deferred         BIGINT DEFAULT 0 NOT NULL,
  in_doubt         BIGINT DEFAULT 0 NOT NULL,
  suppressed       BIGINT DEFAULT 0 NOT NULL,
  cancelled        BIGINT DEFAULT 0 NOT NULL,
  hard_bounces     BIGINT DEFAULT 0 NOT NULL,
  soft_bounces     BIGINT DEFAULT 0 NOT NULL,
  complaints       BIGINT DEFAULT 0 NOT NULL,
  unsubscribes     BIGINT DEFAULT 0 NOT NULL,
  opens            BIGINT DEFAULT 0 NOT NULL,
  clicks           BIGINT DEFAULT 0 NOT NULL,
  PRIMARY KEY (campaign_id, route_id)
);
-- By the hour in which it happened (seconds since 1970), site ('*' for all that have no name or lane of their own) and route.
CREATE TABLE report_hour (
  campaign_id      BIGINT NOT NULL,
  start_at         BIGINT NOT NULL,
  site             VARCHAR(320) NOT NULL,
  route_id         BIGINT NOT NULL,
  accepted         BIGINT DEFAULT 0 NOT NULL,
  after_deferral   BIGINT DEFAULT 0 NOT NULL,
  deferrals        BIGINT DEFAULT 0 NOT NULL,
  failed           BIGINT DEFAULT 0 NOT NULL,
  hard_bounces     BIGINT DEFAULT 0 NOT NULL,
  soft_bounces     BIGINT DEFAULT 0 NOT NULL,
  complaints       BIGINT DEFAULT 0 NOT NULL,
  unsubscribes     BIGINT DEFAULT 0 NOT NULL,
  opens            BIGINT DEFAULT 0 NOT NULL,
  clicks           BIGINT DEFAULT 0 NOT NULL,
  PRIMARY KEY (campaign_id, start_at, site, route_id)
);
CREATE INDEX ix_report_hour_start ON report_hour (start_at);
-- What was said, without what differs from mail to mail. The kind is a delivery's state, for 3 by tries; above 20 what came back.
CREATE TABLE report_reason (
  campaign_id BIGINT NOT NULL,
  kind        SMALLINT NOT NULL,
  digest      BIGINT NOT NULL,
  cause       VARCHAR(30) NOT NULL,
  said        VARCHAR(1000) NOT NULL,
  n           BIGINT NOT NULL,
  PRIMARY KEY (campaign_id, kind, digest)
);
-- How far what came back is counted. Ids are drawn before they are seen: what stood there half a minute ago is complete.
CREATE TABLE report_feedback (
  id       SMALLINT PRIMARY KEY,
  upto_id  BIGINT NOT NULL,
  noted_id BIGINT NOT NULL,
  noted_at TIMESTAMP WITH TIME ZONE NOT NULL
);
INSERT INTO report_feedback (id, upto_id, noted_id, noted_at) VALUES (1, 0, 0, CURRENT_TIMESTAMP);
