-- What people edit: users, lists, templates, servers, pools, campaigns, schedules, suppressions. Jakarta Persistence reads and writes these.
CREATE SEQUENCE entity_seq START WITH 50 INCREMENT BY 50;

CREATE TABLE app_user (
  id            BIGINT PRIMARY KEY,
  version       INTEGER NOT NULL,
  name          VARCHAR(100) NOT NULL UNIQUE,
  password_hash VARCHAR(300) NOT NULL,
  role          VARCHAR(10) NOT NULL,
  created_at    TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE TABLE api_token (
  id           BIGINT PRIMARY KEY,
  version      INTEGER NOT NULL,
  name         VARCHAR(100) NOT NULL,
  token_hash   VARCHAR(64) NOT NULL UNIQUE,
  role         VARCHAR(10) NOT NULL,
  created_by   VARCHAR(100) NOT NULL,
  created_at   TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at   TIMESTAMP WITH TIME ZONE
);
CREATE TABLE contact_list (
  id         BIGINT PRIMARY KEY,
  version    INTEGER NOT NULL,
  name       VARCHAR(200) NOT NULL UNIQUE,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE TABLE template (
  id         BIGINT PRIMARY KEY,
  version    INTEGER NOT NULL,
  name       VARCHAR(200) NOT NULL UNIQUE,
  current_no INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL
);
-- A version is never changed: a campaign that is frozen on it sends what was approved.
CREATE TABLE template_version (
  id          BIGINT PRIMARY KEY,
  template_id BIGINT NOT NULL REFERENCES template (id),
  no          INTEGER NOT NULL,
  subject     VARCHAR(2000) NOT NULL,
  html        ${text} NOT NULL,
  text_part   ${text},
  created_at  TIMESTAMP WITH TIME ZONE NOT NULL,
  UNIQUE (template_id, no)
);
CREATE TABLE template_attachment (
  id                  BIGINT PRIMARY KEY,
  template_version_id BIGINT NOT NULL REFERENCES template_version (id),
  position            INTEGER NOT NULL,
  name                VARCHAR(255) NOT NULL,
  content_type        VARCHAR(255) NOT NULL,
  inline_id           VARCHAR(255),
  content             ${bytes} NOT NULL
);
CREATE INDEX ix_template_attachment_version ON template_attachment (template_version_id);
CREATE TABLE mail_server (
  id                       BIGINT PRIMARY KEY,
  version                  INTEGER NOT NULL,
  name                     VARCHAR(200) NOT NULL UNIQUE,
  host                     VARCHAR(255) NOT NULL,
  port                     INTEGER NOT NULL,
  tls                      VARCHAR(10) NOT NULL,
  tls_required             BOOLEAN NOT NULL,
  ca_pem                   ${text},
  auth_method              VARCHAR(10),
  auth_username            VARCHAR(320),
  auth_secret              VARCHAR(8000),
  max_connections          INTEGER NOT NULL,
  max_mails_per_connection INTEGER,
  interval_millis          BIGINT,
  built_in                 BOOLEAN NOT NULL,
  created_at               TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE TABLE pool (
  id         BIGINT PRIMARY KEY,
  version    INTEGER NOT NULL,
  name       VARCHAR(200) NOT NULL UNIQUE,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE TABLE pool_server (
  pool_id   BIGINT NOT NULL REFERENCES pool (id),
  server_id BIGINT NOT NULL REFERENCES mail_server (id),
  weight    INTEGER NOT NULL,
  PRIMARY KEY (pool_id, server_id)
);
CREATE TABLE campaign (
  id                 BIGINT PRIMARY KEY,
  version            INTEGER NOT NULL,
  name               VARCHAR(200) NOT NULL,
  state              VARCHAR(12) NOT NULL,
  why                VARCHAR(1000),
  template_id        BIGINT NOT NULL REFERENCES template (id),
  template_no        INTEGER,
  from_address       VARCHAR(320) NOT NULL,
  from_name          VARCHAR(200),
  reply_to           VARCHAR(320),
  envelope_sender    VARCHAR(320),
  pool_id            BIGINT NOT NULL REFERENCES pool (id),
  interval_millis    BIGINT,
  retry_attempts     INTEGER NOT NULL,
  retry_first_millis BIGINT NOT NULL,
  retry_age_millis   BIGINT NOT NULL,
  on_ambiguous       VARCHAR(6) NOT NULL,
  workers            INTEGER NOT NULL,
  weight             INTEGER NOT NULL,
  start_at           TIMESTAMP WITH TIME ZONE,
  cron               VARCHAR(200),
  zone               VARCHAR(60),
  notify             VARCHAR(4000),
  cloned_from        BIGINT REFERENCES campaign (id),
  snapshot_at        TIMESTAMP WITH TIME ZONE,
  resume_at          TIMESTAMP WITH TIME ZONE,
  created_at         TIMESTAMP WITH TIME ZONE NOT NULL,
  started_at         TIMESTAMP WITH TIME ZONE,
  ended_at           TIMESTAMP WITH TIME ZONE
);
CREATE INDEX ix_campaign_state ON campaign (state);
CREATE TABLE campaign_list (
  campaign_id BIGINT NOT NULL REFERENCES campaign (id),
  list_id     BIGINT NOT NULL REFERENCES contact_list (id),
  PRIMARY KEY (campaign_id, list_id)
);
CREATE TABLE schedule (
  id           BIGINT PRIMARY KEY,
  version      INTEGER NOT NULL,
  job          VARCHAR(100) NOT NULL,
  campaign_id  BIGINT REFERENCES campaign (id),
  parameters   VARCHAR(3000) NOT NULL,
  cron         VARCHAR(200) NOT NULL,
  zone         VARCHAR(60) NOT NULL,
  misfire      VARCHAR(4) NOT NULL,
  enabled      BOOLEAN NOT NULL,
  next_fire_at TIMESTAMP WITH TIME ZONE,
  created_at   TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX ix_schedule_next ON schedule (enabled, next_fire_at);
CREATE TABLE schedule_run (
  id           BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  schedule_id  BIGINT NOT NULL REFERENCES schedule (id) ON DELETE CASCADE,
  due_at       TIMESTAMP WITH TIME ZONE NOT NULL,
  outcome      VARCHAR(10) NOT NULL,
  fired_at     TIMESTAMP WITH TIME ZONE,
  execution_id BIGINT,
  campaign_id  BIGINT,
  detail       VARCHAR(1000),
  UNIQUE (schedule_id, due_at)
);
CREATE TABLE suppression (
  id         BIGINT PRIMARY KEY,
  version    INTEGER NOT NULL,
  email_key  VARCHAR(320) NOT NULL UNIQUE,
  reason     VARCHAR(20) NOT NULL,
  source     VARCHAR(200) NOT NULL,
  note       VARCHAR(1000),
  created_at TIMESTAMP WITH TIME ZONE NOT NULL
);
