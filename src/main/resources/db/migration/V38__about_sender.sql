-- What blames where the mail came from is counted as a soft bounce, and never held against the address.
ALTER TABLE feedback_event ADD COLUMN about_sender BOOLEAN DEFAULT FALSE NOT NULL;
