-- What sites told of how much they take by a route, so that a restart does not ask them anew. A route is a server and a source address,
-- or a server alone, and may be gone: what is not used for a day is deleted.
CREATE TABLE site_rate (
  site             VARCHAR(253) NOT NULL,
  route_id         BIGINT NOT NULL,
  limit_per_second DOUBLE PRECISION,
  connections      INTEGER,
  paused_until     TIMESTAMP WITH TIME ZONE,
  pause_asked      BOOLEAN NOT NULL,
  last_reply       VARCHAR(1200),
  used_at          TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (site, route_id)
);
