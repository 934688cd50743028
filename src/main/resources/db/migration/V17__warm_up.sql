-- Plans by which a route is made known to a site; percentages in hundredths. No site: every site of the route by itself.
CREATE TABLE warm_up (
  id               BIGINT PRIMARY KEY,
  version          INTEGER NOT NULL,
  route_id         BIGINT NOT NULL,
  site             VARCHAR(255) NOT NULL,
  steps            VARCHAR(4000) NOT NULL,
  small_steps      VARCHAR(4000) NOT NULL,
  limit_deferred   INTEGER NOT NULL,
  limit_failed     INTEGER NOT NULL,
  limit_complaints INTEGER NOT NULL,
  held             BOOLEAN NOT NULL,
  created_at       TIMESTAMP WITH TIME ZONE NOT NULL,
  UNIQUE (route_id, site)
);
-- A day (UTC) of a plan at a site: which step it was, how many mails that allowed, how many were taken, and what became of mails.
CREATE TABLE warm_up_day (
  warm_up_id BIGINT NOT NULL REFERENCES warm_up (id) ON DELETE CASCADE,
  site       VARCHAR(255) NOT NULL,
  epoch_day  BIGINT NOT NULL,
  step       INTEGER NOT NULL,
  allowed    BIGINT NOT NULL,
  used       BIGINT NOT NULL,
  tried      BIGINT NOT NULL,
  deferred   BIGINT NOT NULL,
  failed     BIGINT NOT NULL,
  complaints BIGINT NOT NULL,
  why        VARCHAR(500) NOT NULL,
  PRIMARY KEY (warm_up_id, site, epoch_day)
);
