-- What mails are signed with in the name of a sending domain (RFC 6376). The private key is sealed; the public one is what the domain's
-- DNS record holds.
CREATE TABLE dkim_key (
  id          BIGINT PRIMARY KEY,
  version     INTEGER NOT NULL,
  domain      VARCHAR(253) NOT NULL,
  selector    VARCHAR(253) NOT NULL,
  algorithm   VARCHAR(20) NOT NULL,
  private_key VARCHAR(8000) NOT NULL,
  public_key  VARCHAR(1000) NOT NULL,
  active      BOOLEAN NOT NULL,
  created_at  TIMESTAMP WITH TIME ZONE NOT NULL,
  UNIQUE (domain, selector)
);
