-- How many numbers are taken at once for what is written by the million. H2 ends a transaction of its own each time, which had cost half
-- of what writing a row costs. PostgreSQL would hand them out by the session, so that the rows of a slice would no longer lie together.
ALTER TABLE contact ALTER COLUMN id SET CACHE ${identities};
ALTER TABLE delivery ALTER COLUMN id SET CACHE ${identities};
