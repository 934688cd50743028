-- When a machine did it first, as first_human_at tells of people; of older rows as near as is known.
ALTER TABLE engagement ADD COLUMN first_machine_at TIMESTAMP WITH TIME ZONE;
UPDATE engagement SET first_machine_at = CASE WHEN human = 0 OR first_human_at > first_at THEN first_at ELSE last_at END
WHERE machine > 0;
-- A mail was opened (5, by a machine 7) or one of its links followed (6, 8) for the first time, and reports have not counted it yet.
CREATE TABLE engagement_first (
  delivery_id BIGINT NOT NULL,
  kind        SMALLINT NOT NULL,
  campaign_id BIGINT NOT NULL,
  at          TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (delivery_id, kind)
);
INSERT INTO engagement_first (delivery_id, kind, campaign_id, at)
SELECT delivery_id, CASE WHEN link = 0 THEN 5 ELSE 6 END, campaign_id, first_human_at FROM engagement WHERE link IN (0, -1) AND human > 0;
INSERT INTO engagement_first (delivery_id, kind, campaign_id, at)
SELECT delivery_id, CASE WHEN link = 0 THEN 7 ELSE 8 END, campaign_id, first_machine_at FROM engagement WHERE link IN (0, -1) AND machine > 0;
-- Whoever counts them holds this row.
INSERT INTO report_feedback (id, upto_id, noted_id, noted_at) VALUES (2, 0, 0, CURRENT_TIMESTAMP);
-- Machines' visits apart from people's.
ALTER TABLE report_domain ADD COLUMN machine_opens BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE report_domain ADD COLUMN machine_clicks BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE report_route ADD COLUMN machine_opens BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE report_route ADD COLUMN machine_clicks BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE report_hour ADD COLUMN machine_opens BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE report_hour ADD COLUMN machine_clicks BIGINT DEFAULT 0 NOT NULL;
-- By site, '*' for all that have no name or lane of their own: what a view shows without looking at all domains.
CREATE TABLE report_site (
  campaign_id      BIGINT NOT NULL,
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
  machine_opens    BIGINT DEFAULT 0 NOT NULL,
  machine_clicks   BIGINT DEFAULT 0 NOT NULL,
  PRIMARY KEY (campaign_id, site)
);
INSERT INTO report_site (campaign_id, site, accepted, after_deferral, deferrals, failed, deferred, in_doubt, suppressed, cancelled,
  hard_bounces, soft_bounces, complaints, unsubscribes, opens, clicks)
SELECT campaign_id, own, SUM(accepted), SUM(after_deferral), SUM(deferrals), SUM(failed), SUM(deferred), SUM(in_doubt),
  SUM(suppressed), SUM(cancelled), SUM(hard_bounces), SUM(soft_bounces), SUM(complaints), SUM(unsubscribes), SUM(opens), SUM(clicks)
FROM (
  SELECT r.*, CASE WHEN r.site = r.domain AND NOT EXISTS
    (SELECT 1 FROM lane l WHERE l.campaign_id = r.campaign_id AND l.site = r.site) THEN '*' ELSE r.site END AS own
  FROM report_domain r) s
GROUP BY campaign_id, own;
-- The worst domains are found without looking at all.
ALTER TABLE report_domain ADD COLUMN lost BIGINT GENERATED ALWAYS AS (failed + hard_bounces) ${stored};
CREATE INDEX ix_report_domain_lost ON report_domain (campaign_id, lost DESC);
-- Why servers put off (tries) or refused (mails), by the hour in which they did: over all campaigns reasons are those of some days.
CREATE TABLE report_cause (
  campaign_id BIGINT NOT NULL,
  start_at    BIGINT NOT NULL,
  cause       VARCHAR(30) NOT NULL,
  deferrals   BIGINT DEFAULT 0 NOT NULL,
  failed      BIGINT DEFAULT 0 NOT NULL,
  PRIMARY KEY (campaign_id, start_at, cause)
);
CREATE INDEX ix_report_cause_start ON report_cause (start_at);
