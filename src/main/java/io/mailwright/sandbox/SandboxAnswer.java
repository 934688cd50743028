package io.mailwright.sandbox;

/** How the sandbox answered the final dot of a mail. */
public sealed interface SandboxAnswer {

  /**
   * It replied.
   *
   * @param code the reply code (RFC 5321, 4.2), 250 to 599
   * @param text enhanced status and words, without the code, one line
   */
  record Replied(int code, String text) implements SandboxAnswer {
    /** Whether the mail was taken. */
    public boolean isAccepted() {
      return code / 100 == 2;
    }

    /** Whether the sender was told to try again later. */
    public boolean isDeferred() {
      return code / 100 == 4;
    }
  }

  /** It closed the connection: the mail is here, and its sender cannot know. */
  record Unanswered() implements SandboxAnswer {}
}
