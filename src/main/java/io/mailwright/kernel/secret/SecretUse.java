package io.mailwright.kernel.secret;

/** What a sealed secret is for; it cannot be opened for anything else. */
public enum SecretUse {
  /** Logging in to a mail server. */
  MAIL_SERVER,

  /** Signing mails in the name of a domain (DKIM). */
  DKIM_KEY,

  /** Knowing a provider that tells of what came back. */
  FEED,

  /** Logging in to a mailbox. */
  MAILBOX,

  /** Fetching access tokens to log in to a mailbox with, and those tokens. */
  ACCESS_TOKEN,

  /** Signing calls of a webhook. */
  WEBHOOK,

  /** The address of a person while it is being erased. */
  ERASURE
}
