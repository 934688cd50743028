-- Where providers tell of what came back. The address is the part of the URL that nobody can guess; the secret is sealed.
CREATE TABLE feed (
  id             BIGINT PRIMARY KEY,
  version        INTEGER NOT NULL,
  name           VARCHAR(200) NOT NULL,
  kind           VARCHAR(20) NOT NULL,
  address        VARCHAR(40) NOT NULL,
  secret         VARCHAR(8000),
  topic_arn      VARCHAR(300),
  max_age_millis BIGINT NOT NULL,
  active         BOOLEAN NOT NULL,
  created_at     TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT uq_feed_name UNIQUE (name),
  CONSTRAINT uq_feed_address UNIQUE (address)
);
-- What came by each feed. Times are those of this server.
CREATE TABLE feed_tally (
  feed_id      BIGINT PRIMARY KEY REFERENCES feed (id) ON DELETE CASCADE,
  taken        BIGINT NOT NULL,
  repeated     BIGINT NOT NULL,
  passed_over  BIGINT NOT NULL,
  malformed    BIGINT NOT NULL,
  forged       BIGINT NOT NULL,
  stale        BIGINT NOT NULL,
  last_at      TIMESTAMP WITH TIME ZONE,
  last_event   VARCHAR(200),
  last_refused_at TIMESTAMP WITH TIME ZONE,
  last_refusal VARCHAR(500)
);
-- Marks that may be used once only, with what they were used for: where a signature does not cover what it comes with.
CREATE TABLE feed_mark (
  feed_id BIGINT NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
  mark    VARCHAR(64) NOT NULL,
  content VARCHAR(64) NOT NULL,
  used_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (feed_id, mark)
);
