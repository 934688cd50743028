-- The last moment that a node has taken for a mail, of a server or campaign with an interval between mails: microseconds since 1970.
CREATE TABLE mail_pace (
  subject VARCHAR(40) PRIMARY KEY,
  latest  BIGINT NOT NULL
);
