-- Mailboxes whose access token is fetched and renewed by us (OAuth 2.0); such a one has no secret of its own.
ALTER TABLE mailbox ALTER COLUMN auth_secret DROP NOT NULL;
ALTER TABLE mailbox ADD COLUMN token_url VARCHAR(1000);
ALTER TABLE mailbox ADD COLUMN token_grant VARCHAR(20);
ALTER TABLE mailbox ADD COLUMN token_client VARCHAR(400);
ALTER TABLE mailbox ADD COLUMN token_client_secret VARCHAR(8000);
ALTER TABLE mailbox ADD COLUMN token_refresh VARCHAR(16000);
ALTER TABLE mailbox ADD COLUMN token_scope VARCHAR(1000);
-- The token that is in use, sealed, and the refresh token that came with it. terms: of which settings it came.
CREATE TABLE mailbox_token (
  mailbox_id    BIGINT PRIMARY KEY,
  terms         VARCHAR(64) NOT NULL,
  access_token  ${text} NOT NULL,
  expires_at    TIMESTAMP WITH TIME ZONE NOT NULL,
  refresh_token ${text},
  changed_at    TIMESTAMP WITH TIME ZONE NOT NULL
);
-- Kinds of notices that the addresses in notify get, by their words with commas between; null: all.
ALTER TABLE campaign ADD COLUMN notify_kinds VARCHAR(400);
