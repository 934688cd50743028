-- Routes: a server and the local address that its mails leave from. The route without a source has the server's id, so that what the
-- ledger says of earlier mails (server_id) stays true; ids of sources come from the same sequence as the servers'.
CREATE TABLE server_source (
  id           BIGINT PRIMARY KEY,
  version      INTEGER NOT NULL,
  server_id    BIGINT NOT NULL REFERENCES mail_server (id),
  address      VARCHAR(45) NOT NULL,
  weight       INTEGER NOT NULL,
  rotate_after INTEGER,
  -- A source that was removed stays, switched off: deliveries name it.
  in_use       BOOLEAN NOT NULL,
  created_at   TIMESTAMP WITH TIME ZONE NOT NULL,
  UNIQUE (server_id, address)
);
-- How a route is, shared by all nodes. No row: healthy, and nothing was sent over it yet.
CREATE TABLE route_state (
  route_id      BIGINT PRIMARY KEY,
  health        VARCHAR(12) NOT NULL,
  trouble       VARCHAR(12),
  since         TIMESTAMP WITH TIME ZONE NOT NULL,
  until_at      TIMESTAMP WITH TIME ZONE,
  why           VARCHAR(1000),
  troubles      INTEGER NOT NULL,
  -- Counts the changes of health: of two nodes that saw the same, one changes it.
  changes       BIGINT NOT NULL,
  sent          BIGINT NOT NULL,
  deferred      BIGINT NOT NULL,
  failed        BIGINT NOT NULL,
  refused       BIGINT NOT NULL,
  last_sent_at  TIMESTAMP WITH TIME ZONE,
  last_reply    VARCHAR(1000),
  last_reply_at TIMESTAMP WITH TIME ZONE
);
CREATE INDEX ix_route_state_health ON route_state (health);
