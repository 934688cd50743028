-- Sites: domains whose mail one provider takes in. What people add to the built-in table, or make of a part of it.
CREATE TABLE site_rule (
  id           BIGINT PRIMARY KEY,
  version      INTEGER NOT NULL,
  name         VARCHAR(100) NOT NULL UNIQUE,
  display_name VARCHAR(200) NOT NULL,
  -- Names with spaces between.
  domains      ${attributes} NOT NULL,
  mx_suffixes  ${attributes} NOT NULL,
  created_at   TIMESTAMP WITH TIME ZONE NOT NULL
);
-- What DNS said about domains, so that no campaign and no node asks anew.
CREATE TABLE site_domain (
  domain       VARCHAR(255) PRIMARY KEY,
  -- By the table as it stood then; what is asked for is worked out anew from the exchangers.
  site         VARCHAR(255) NOT NULL,
  -- The exchangers in order of preference, with spaces between; none: a site of its own.
  mx           VARCHAR(2000) NOT NULL,
  looked_up_at TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at   TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX ix_site_domain_looked_up ON site_domain (looked_up_at);
-- A site's domains share its lanes.
ALTER TABLE lane_plan RENAME COLUMN site TO domain;
ALTER TABLE lane_plan ADD COLUMN site VARCHAR(255);
UPDATE lane_plan SET site = domain;
ALTER TABLE lane_plan ALTER COLUMN site SET NOT NULL;
