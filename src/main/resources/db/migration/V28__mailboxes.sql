-- Mailboxes that what comes back is read from. People edit these.
CREATE TABLE mailbox (
  id                  BIGINT PRIMARY KEY,
  version             INTEGER NOT NULL,
  name                VARCHAR(200) NOT NULL UNIQUE,
  protocol            VARCHAR(10) NOT NULL,
  host                VARCHAR(255) NOT NULL,
  port                INTEGER NOT NULL,
  tls                 VARCHAR(10) NOT NULL,
  tls_required        BOOLEAN NOT NULL,
  ca_pem              ${text},
  auth_method         VARCHAR(10) NOT NULL,
  auth_username       VARCHAR(320) NOT NULL,
  auth_secret         VARCHAR(8000) NOT NULL,
  folder              VARCHAR(200) NOT NULL,
  interval_seconds    BIGINT NOT NULL,
  enabled             BOOLEAN NOT NULL,
  after_storing       VARCHAR(10) NOT NULL,
  move_to             VARCHAR(200),
  by_recipient        BOOLEAN NOT NULL,
  unsubscribe_address VARCHAR(320),
  created_at          TIMESTAMP WITH TIME ZONE NOT NULL
);
-- How reading them goes. last_uid of this validity: up to there a mailbox whose mails stay is read.
CREATE TABLE mailbox_state (
  mailbox_id  BIGINT PRIMARY KEY,
  next_at     TIMESTAMP WITH TIME ZONE NOT NULL,
  read_at     TIMESTAMP WITH TIME ZONE,
  good_at     TIMESTAMP WITH TIME ZONE,
  stored      BIGINT NOT NULL,
  total       BIGINT NOT NULL,
  problem     VARCHAR(1000),
  problem_zh  VARCHAR(1000),
  failing_since TIMESTAMP WITH TIME ZONE,
  validity    VARCHAR(100),
  last_uid    BIGINT NOT NULL
);
