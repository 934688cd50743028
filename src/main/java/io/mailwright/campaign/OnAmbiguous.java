package io.mailwright.campaign;

/** What becomes of a mail whose final reply was lost. */
public enum OnAmbiguous {
  /** It stays in doubt until evidence or a person decides. */
  HOLD,
  /** It is sent again; a second copy carries the same Message-ID. */
  RESEND
}
