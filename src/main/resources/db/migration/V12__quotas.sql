-- How many mails people allow in a time: of a source, a sender or a site. An empty reset_at: the window rolls.
CREATE TABLE quota (
  id         BIGINT PRIMARY KEY,
  version    INTEGER NOT NULL,
  scope      VARCHAR(8) NOT NULL,
  subject    VARCHAR(320) NOT NULL,
  max_mails  BIGINT NOT NULL,
  per_unit   VARCHAR(6) NOT NULL,
  reset_at   VARCHAR(5) NOT NULL,
  reset_zone VARCHAR(60) NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL
);
-- Of a server: one a line.
ALTER TABLE mail_server ADD COLUMN quotas VARCHAR(3000);
ALTER TABLE campaign ADD COLUMN rate_limit BIGINT;
ALTER TABLE campaign ADD COLUMN rate_per VARCHAR(6);
-- What was used. A meter's row is what nodes wait for when they take permits; its time never goes back. Times are microseconds since
-- 1970. The uses of a slice stand in one row, until the last moment at which one of them may happen.
CREATE TABLE quota_meter (
  meter  VARCHAR(160) PRIMARY KEY,
  latest BIGINT NOT NULL
);
CREATE TABLE quota_use (
  meter    VARCHAR(160) NOT NULL,
  slice    BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  used     BIGINT NOT NULL,
  PRIMARY KEY (meter, slice)
);
